"""Knows the files around a document on disk: their names, and the text of one, always inside the project."""

from functools import cached_property
from pathlib import Path

from viscodex_lsp.core.errors import DocumentError
from viscodex_lsp.core.language.languages import language_of_path
from viscodex_lsp.core.nouns import Document
from viscodex_lsp.core.picture.picture_paths import SUFFIXES
from viscodex_lsp.edges.documents import read_document
from viscodex_lsp.edges.workspace.walk import walk

MOST_NAMES = 20_000


class Neighbours:
    """The project in the folder `root`, links resolved. Its methods block; they are for a thread."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    @cached_property
    def names(self) -> frozenset[str]:
        """The paths of its files that are written in a language, at most 20,000."""
        wanted = walk(self.root, most=MOST_NAMES, wanted=lambda path: language_of_path(path).known)
        return frozenset(found.path for found in wanted)

    @cached_property
    def pictures(self) -> frozenset[str]:
        """The paths of its pictures, at most 20,000."""
        return frozenset(found.path for found in walk(self.root, most=MOST_NAMES, wanted=is_picture_name))

    def holds(self, name: str) -> bytes | None:
        """What the picture file `name` holds; None where there is none, or it is no file of this project.

        Raises:
            DocumentError: it leads out of the project.
        """
        path = self._inside(name)
        return path.read_bytes() if path.is_file() else None

    def name_of(self, path: Path) -> str:
        """A file's path from the project's folder; "" where it lies elsewhere."""
        resolved = path.resolve()
        return resolved.relative_to(self.root).as_posix() if resolved.is_relative_to(self.root) else ""

    def read(self, name: str) -> Document | None:
        """The file `name`; None where there is none.

        Raises:
            DocumentError: it lies outside, or is no text that can be edited.
        """
        path = self._inside(name)
        return read_document(path) if path.exists() else None

    def _inside(self, name: str) -> Path:
        path = self.root / name
        if not path.parent.resolve().is_relative_to(self.root) or path.is_symlink():
            raise DocumentError(f"{name} leads out of the project by a link, so it is not touched.")
        return path


def is_picture_name(path: str) -> bool:
    """Whether a file is a picture, by its name."""
    return path.lower().endswith(SUFFIXES)
