"""Records which tensors are finished, for `--resume`. A line is written only after its bytes are on disk."""

import json
import os
from pathlib import Path
from typing import Any

from viscodex_model.core.descriptors import BINARY, lock, sync_data
from viscodex_model.core.errors import UserError

JOURNAL_NAME = "journal.jsonl"
Digests = dict[str, str]


class Journal:
    """The finished tensors of unfinished work, with the digests of what was read for each."""

    def __init__(self, folder: Path, mark: str, *, work: str = "merge") -> None:
        """Open the journal in `folder`, or begin it; `mark` is the plan's fingerprint, `work` what it is called.

        Raises:
            UserError: another process holds it, or it belongs to other work.
        """
        path = folder / JOURNAL_NAME
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | BINARY, 0o644)
        if not lock(self._descriptor, wait=False):
            os.close(self._descriptor)
            raise UserError(f"Another {work} is writing to {folder}: wait for it.")
        lines = _whole_lines(path)
        self.finished: dict[str, Digests] = {line["tensor"]: line["digests"] for line in lines[1:]}
        if lines and lines[0].get("fingerprint") != mark:
            os.close(self._descriptor)
            raise UserError(
                f"The unfinished {work} in {folder} has another recipe or other inputs than this one: "
                "start over with --force."
            )
        # A line that a kill cut short is dropped, so that the next one starts clean.
        os.ftruncate(self._descriptor, sum(len(_encode(line)) for line in lines))
        if not lines:
            self._append([{"fingerprint": mark}])

    def record(self, finished: dict[str, Digests]) -> None:
        """Note tensors whose bytes are on the disk."""
        self._append([{"tensor": name, "digests": digests} for name, digests in finished.items()])
        self.finished.update(finished)

    def close(self) -> None:
        """Release the journal; the file stays."""
        os.close(self._descriptor)

    def _append(self, lines: list[dict[str, Any]]) -> None:
        os.write(self._descriptor, b"".join(_encode(line) for line in lines))
        sync_data(self._descriptor)


def _encode(line: dict[str, Any]) -> bytes:
    return json.dumps(line).encode() + b"\n"


def _whole_lines(path: Path) -> list[dict[str, Any]]:
    lines = []
    for raw in path.read_bytes().splitlines(keepends=True):
        if not raw.endswith(b"\n"):
            break
        lines.append(json.loads(raw))
    return lines
