"""Says which folders an agent may work in, and finds the files that it names inside them.

A person's `--root` comes first; the client's roots can only narrow it. Without it the client's roots hold, and
without those the folder in which the process was started.
"""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from viscodex_lsp.core.errors import OutsideWorkspace, UsageError
from viscodex_lsp.edges.roots import root_of

_SCHEMES = ("http:", "https:", "ftp:")


def folders_for(
    named: Sequence[Path], told: Sequence[str], *, here: Path, home: Path | None = None
) -> tuple[Path, ...]:
    """The folders to work in, links resolved.

    Args:
        named: those of the command line.
        told: the client's roots, as `file:` URIs.
        here: where the process was started.
        home: the person's home folder; it and what lies above it are too wide to be meant.

    Raises:
        UsageError: none is left.
    """
    mine = tuple(_resolved(path) for path in named)
    theirs = tuple(path for path in map(path_of_uri, told) if path is not None and path.is_dir())
    if mine:
        inside = tuple(path for path in theirs if any(path.is_relative_to(root) for root in mine))
        return inside or mine
    wide = _resolved(home) if home is not None else Path(here.anchor)
    meant = tuple(path for path in theirs or (_resolved(here),) if not wide.is_relative_to(path))
    if not meant:
        raise UsageError(
            "No project folder is known to work in. Start the server in the project's folder, or name it with "
            "--root FOLDER."
        )
    return meant


def path_of_uri(uri: str) -> Path | None:
    """The path behind a `file:` URI of this machine; None for every other."""
    try:
        parts = urlsplit(str(uri))
    except ValueError:
        return None
    name = url2pathname(parts.path)
    if parts.scheme != "file" or parts.netloc not in ("", "localhost") or not name or "\0" in name:
        return None
    return _resolved(Path(name))


def find_inside(name: str, folders: Sequence[Path]) -> Path:
    """The file `name`, links resolved; a relative name starts at the first folder that has it, else at the first.

    Raises:
        UsageError: the name is none, or an address.
        OutsideWorkspace: it lies in none of the folders.
    """
    given = name.strip()
    if not given or "\0" in given:
        raise UsageError("No file is named; name its path, relative to the project's folder.")
    if given.lower().startswith(_SCHEMES):
        raise UsageError("An address on the network is not a file; name a path in the project's folder.")
    path = path_of_uri(given) if given.startswith("file:") else Path(given)
    if path is None:
        raise UsageError("This address names no file of this machine; name its path.")
    tries = [path] if path.is_absolute() else [folder / path for folder in folders]
    found = [_resolved(candidate) for candidate in tries]
    inside = [candidate for candidate in found if root_of(candidate, folders) is not None]
    if not inside:
        told = ", ".join(str(folder) for folder in folders)
        raise OutsideWorkspace(f"{given} is not inside the folders that may be worked in ({told}).")
    return next((candidate for candidate in inside if candidate.exists()), inside[0])


def name_of(path: Path, folders: Sequence[Path]) -> str:
    """The path as a patch names it: from its folder, with slashes."""
    root = root_of(path, folders)
    return path.relative_to(root).as_posix() if root is not None else path.name


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError) as error:  # links in a circle, a NUL in the name
        raise UsageError(
            f"{path.name!r} cannot be resolved: its links lead in a circle, or it is no name."
        ) from error
