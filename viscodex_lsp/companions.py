"""The other files of an edit, from the reply that names them to checked edits; see `core.files`.

A reply can only bring files that lie in the project, beside a file that lies there too.
"""

from dataclasses import dataclass
from pathlib import Path

from viscodex_lsp.core.checks.companions import with_companions
from viscodex_lsp.core.errors import DocumentError
from viscodex_lsp.core.files.asking import ask_for
from viscodex_lsp.core.files.kinds import Companion
from viscodex_lsp.core.files.parting import Parted, part_reply
from viscodex_lsp.core.nouns import CheckedPatch, Reason, Refusal, Reply
from viscodex_lsp.edges.workspace.neighbours import Neighbours


@dataclass(frozen=True, slots=True)
class Beside:
    """Where other files may come: around `path`, which starts at the project's folder. `asked` are those wanted."""

    neighbours: Neighbours
    path: str
    asked: tuple[Companion, ...] = ()

    @property
    def note(self) -> str:
        """The wish for them, in words for the model."""
        return ask_for(self.asked, self.path)

    def part(self, reply: Reply) -> Parted:
        """The reply for the file itself, and the other files in it. It may list the project's files."""
        return part_reply(reply, self.path, asked=self.asked, project=lambda: self.neighbours.names)

    def complete(
        self, main: CheckedPatch, parted: Parted, *, max_tokens: int | None
    ) -> CheckedPatch | Refusal:
        """The edit with the checked edits of the other files, or why one of them cannot be."""
        documents = {}
        for file in parted.files:
            try:
                there = self.neighbours.read(file.path)
            except DocumentError as error:
                return Refusal(Reason.OTHER_PLACE, str(error), f"the file {file.path} cannot be used.")
            if there is not None:
                documents[file.path] = there
        folder = self.neighbours.root.as_uri()
        return with_companions(
            main, parted.files, documents, folder=folder, max_tokens=max_tokens, notes=parted.notes
        )


def beside(
    neighbours: Neighbours | None, path: Path | None, asked: tuple[Companion, ...] = ()
) -> Beside | None:
    """Where other files may come for the document in `path`; None where it has no project."""
    name = neighbours.name_of(path) if neighbours is not None and path is not None else ""
    return Beside(neighbours, name, asked) if neighbours is not None and name else None
