"""Unpacks a benchmark's data from the form it is downloaded in: zip, tar or parquet.

Archives are unpacked once, into the user's cache (`XDG_CACHE_HOME`), under a name that changes with the archive.
"""

import hashlib
import os
import shutil
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from viscodex_model.core.errors import UserError
from viscodex_model.core.installation import install_command

ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz")
MOST_BYTES = 20 * 1024**3


def unpacked(path: Path) -> Path:
    """`path` itself, or where it is an archive, the folder that holds what is in it.

    A folder that holds nothing but one other folder is left out of the way.

    Raises:
        UserError: the archive is broken, names places outside of it, or holds more than `MOST_BYTES`.
    """
    if not path.is_file() or not path.name.lower().endswith(ARCHIVES):
        return path
    place = _place_of(path)
    if not place.is_dir():
        _unpack_aside(path, place)
    inside = [item for item in place.iterdir() if not item.name.startswith((".", "__MACOSX"))]
    return inside[0] if len(inside) == 1 and inside[0].is_dir() else place


def read_parquet(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of the parquet file `path`, in order.

    Raises:
        UserError: pyarrow is not installed, or the file is no parquet.
    """
    try:
        import pyarrow.parquet as parquet  # type: ignore[import-untyped]
    except ImportError as error:
        raise UserError(
            f"{path.name} is read by pyarrow, which is not installed. Run: {install_command('evaluate')}"
        ) from error
    try:
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=16):
                yield from batch.to_pylist()
    except (OSError, ValueError) as error:
        raise UserError(f"{path} cannot be read as parquet: {error}.") from error


def picture_bytes(value: object) -> bytes:
    """The bytes of a picture as data sets on the hub hold it: a mapping with `bytes`, or the bytes themselves."""
    content = value.get("bytes") if isinstance(value, dict) else value
    if not isinstance(content, bytes):
        raise ValueError("a picture holds no bytes")
    return content


def _place_of(path: Path) -> Path:
    """Another archive under the same name, or the same one changed, has another place."""
    seen = path.stat()
    mark = hashlib.sha256(f"{path.resolve()} {seen.st_size} {seen.st_mtime_ns}".encode()).hexdigest()[:16]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "viscodex" / "benchmarks" / f"{path.name.partition('.')[0]}-{mark}"


def _unpack_aside(path: Path, place: Path) -> None:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=".part-", dir=place.parent))
        try:
            _extract(path, aside)
            aside.rename(place)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except (OSError, EOFError, zipfile.BadZipFile, tarfile.TarError) as error:
        raise UserError(
            f"{path} cannot be unpacked ({error}). Download it again, or unpack it yourself."
        ) from error


def _extract(path: Path, folder: Path) -> None:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            _refuse_bombs(path, sum(item.file_size for item in archive.infolist()))
            archive.extractall(folder)  # names that lead outside are made harmless by the library
        return
    with tarfile.open(path) as archive:
        _refuse_bombs(path, sum(item.size for item in archive))
        archive.extractall(folder, filter="data")


def _refuse_bombs(path: Path, size: int) -> None:
    if size > MOST_BYTES:
        raise UserError(
            f"{path} holds {size / 1e9:.0f} GB, which no benchmark does. Unpack it yourself if it is right."
        )
