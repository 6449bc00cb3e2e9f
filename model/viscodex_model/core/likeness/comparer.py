"""Asks how like its picture code is. The measure is the language server's.

The two packages never import one another, so its command line is asked: `viscodex-lsp compare --batch` reads a JSON
object a line and answers each with one.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from viscodex_model.core.errors import UserError
from viscodex_model.core.sizes import counted

COMMAND = (sys.executable, "-m", "viscodex_lsp", "compare", "--batch")


class Comparer:
    """The measure as a process that is started with the first question and ended with the block."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        self._command = command
        self._process: subprocess.Popen[str] | None = None
        self._answered = 0

    def __enter__(self) -> "Comparer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def compare(self, picture: Path, code: str, language: str) -> dict[str, object]:
        """The answer as `viscodex-lsp compare --json` gives it, `value` from 0 to 1, or null with a reason.

        Raises:
            UserError: the measure cannot be started, or has ended.
        """
        if self._process is None:
            self._process = _started(self._command)
        question = {"image": str(picture.absolute()), "text": code, "language": language}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            print(json.dumps(question), file=self._process.stdin, flush=True)
            line = self._process.stdout.readline()
        except OSError:
            line = ""
        if not line:
            raise UserError(
                f"Comparing ended after {counted(self._answered, 'answer')}. Run viscodex-lsp doctor to see why."
            )
        self._answered += 1
        answer: dict[str, object] = json.loads(line)
        return answer

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            process.terminate()
            process.communicate()


def _started(command: Sequence[str]) -> "subprocess.Popen[str]":
    try:
        return subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8",
            env=os.environ | {"PYTHONUTF8": "1"},
        )  # fmt: skip
    except OSError as error:
        raise UserError(f"Comparing cannot be started: {error.strerror} ({command[0]}).") from error
