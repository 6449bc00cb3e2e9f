"""Streams the raw records of the Multimodal Coding Dataset from its published files.

Published are one JSON array of 598 thousand records (`mcd_598k.json`) and the pictures (`mcd_images.zip`). The array is
read record by record; it is never in memory as a whole.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ijson  # type: ignore[import-untyped]

from viscodex_model.core.errors import UserError

_CHUNK = 1 << 18
_SPACE = b" \t\r\n\xef\xbb\xbf"


@dataclass(frozen=True)
class Published:
    """Where the two halves of a data set lie."""

    records: Path
    pictures: Path


def find_published(path: Path, pictures: Path | None) -> Published:
    """The two halves at `path`: the JSON file, or a folder with one; `pictures` where they lie elsewhere.

    Raises:
        UserError: there is none, or more than one.
    """
    records = _only(path, sorted(path.glob("*.json")), "JSON file") if path.is_dir() else path
    if not records.is_file():
        raise UserError(f"There is no file {records}: name the JSON file of the data set, or its folder.")
    beside = records.parent
    if pictures is None:
        folders = [one for one in sorted(beside.glob("*images*")) if one.is_dir()]
        pictures = _only(beside, folders or sorted(beside.glob("*.zip")), "zip or folder of pictures")
    return Published(records, pictures)


def _only(folder: Path, found: list[Path], what: str) -> Path:
    if len(found) != 1:
        count = "no" if not found else "more than one"
        raise UserError(f"{folder} holds {count} {what}: name it on the command line.")
    return found[0]


def read_records(path: Path, *, tell: Callable[[int], object] = lambda _: None) -> Iterator[Any]:
    """Every element of the JSON array (or of JSON lines) at `path`; `tell` hears how many bytes were read on.

    Raises:
        UserError: the file is not JSON, or ends early; the elements before that were given.
    """
    count = 0
    try:
        with path.open("rb") as file:
            is_array = _skip_to_json(file, path)
            stream = ijson.items(
                _Told(file, tell),
                "item" if is_array else "",
                use_float=False,  # else a number over 64 bits ends the file; a record's numbers mean nothing here
                multiple_values=not is_array,
                buf_size=_CHUNK,
            )
            for value in stream:
                count += 1
                yield value
    except (ijson.JSONError, UnicodeDecodeError) as error:
        reason = str(error).splitlines()[0]
        raise UserError(
            f"{path} is damaged after record {count} ({reason}). The shards made so far are whole: get the file again, "
            "or mend it there (JSON has no NaN), and give the same command to go on."
        ) from error
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}.") from error


def _skip_to_json(file: Any, path: Path) -> bool:
    """Put the file at its first JSON value; whether that is an array."""
    head = file.read(64).lstrip(_SPACE)
    if head[:1] not in (b"[", b"{"):
        raise UserError(f"{path} is no JSON array of records.")
    file.seek(0)
    file.seek(file.read(64).index(head[:1]))
    return bool(head[:1] == b"[")


class _Told:
    """A file that tells how much of it was read."""

    def __init__(self, file: Any, tell: Callable[[int], object]) -> None:
        self._file, self._tell = file, tell

    def read(self, size: int = -1) -> bytes:
        data: bytes = self._file.read(size)
        self._tell(len(data))
        return data
