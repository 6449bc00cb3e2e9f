"""The other files of an edit, from the reply that names them to checked edits; see `core.files`.

A reply can only bring files that lie in the project, beside a file that lies there too.
"""

import contextlib
from dataclasses import dataclass, replace
from pathlib import Path

from viscodex_lsp.core.checks.companions import with_companions
from viscodex_lsp.core.components.listing import scripts_of
from viscodex_lsp.core.components.project import Project
from viscodex_lsp.core.errors import DocumentError, UsageError
from viscodex_lsp.core.files.asking import ask_for
from viscodex_lsp.core.files.assets import asset_folder, reference_to
from viscodex_lsp.core.files.cutting import (
    MOST_CUTS,
    WISH,
    Cut,
    cuts_in,
    lacks_alt,
    same_region,
    unread_cut,
    with_references,
)
from viscodex_lsp.core.files.parting import Parted, part_reply
from viscodex_lsp.core.nouns import Asset, CheckedPatch, Companion, Document, Picture, Reason, Refusal, Reply
from viscodex_lsp.core.picture.region import cut_out
from viscodex_lsp.core.settings import FilesSettings
from viscodex_lsp.edges.workspace.neighbours import Neighbours

NO_ALT = Refusal(
    Reason.ABRIDGED,
    "The code shows a picture without an alt text, so nothing was changed. Try again.",
    "an image has no alt text. Give every image one that says what it shows.",
)
TOO_MANY = Refusal(
    Reason.TOO_LARGE,
    f"The code shows more than {MOST_CUTS} pictures out of the picture, so nothing was changed. Name a region of the "
    "picture, or ask without cut-outs.",
    f"it cuts out more than {MOST_CUTS} regions. Cut out the largest, and draw the others.",
)


@dataclass(frozen=True, slots=True)
class Beside:
    """Where other files may come: around `path`, which starts at the project's folder. `asked` are those wanted."""

    neighbours: Neighbours
    path: str
    asked: tuple[Companion, ...] = ()
    cut_outs: bool = False

    def with_settings(self, files: FilesSettings) -> "Beside":
        """The same with what the settings always ask for."""
        return replace(
            self, asked=self.asked or tuple(files.companions), cut_outs=self.cut_outs or files.cut_outs
        )

    @property
    def note(self) -> str:
        """The wish for them, in words for the model."""
        return "\n\n".join(
            wish for wish in (ask_for(self.asked, self.path), WISH if self.cut_outs else "") if wish
        )

    def cut(self, reply: Reply, picture: Picture) -> tuple[Reply, tuple[Asset, ...]] | Refusal:
        """The reply with files in place of the regions that it names, and these files; it reads pixels and the disk."""
        cuts = cuts_in(reply.text)
        if lacks_alt(reply.text):
            return NO_ALT
        if len(cuts) > MOST_CUTS:
            return TOO_MANY
        if unread := unread_cut(reply.text):
            return _not_a_region(unread)
        saved = _CutOuts(self, picture)
        try:
            references = {cut.text: self.reference_to(saved.path_of(cut)) for cut in cuts}
        except (UsageError, DocumentError) as error:
            return Refusal(Reason.OTHER_PLACE, str(error), f"{error}")
        return replace(reply, text=with_references(reply.text, references)), tuple(saved.assets)

    def reference_to(self, path: str) -> str:
        """How the file itself refers to a picture of the project."""
        return reference_to(path, beside=self.path, project=self.neighbours.names)

    def scripts_of(self, project: Project) -> dict[str, Document]:
        """The files that may list components for a template of Angular, as they are now; it reads the disk."""
        wanted = scripts_of(project.workspace, self.path) if self.path == project.path else ()
        found: dict[str, Document] = {}
        for path in wanted if self.path.endswith(".html") else ():
            with contextlib.suppress(DocumentError):
                there = self.neighbours.read(path)
                if there is not None:
                    found[path] = there
        return found

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


class _CutOuts:
    """Regions of a picture as files, each once: under a free name, or the name of the same picture that is there."""

    def __init__(self, beside: Beside, picture: Picture) -> None:
        neighbours = beside.neighbours
        self._beside, self._picture = beside, picture
        self._folder = asset_folder(neighbours.pictures, beside=beside.path, project=neighbours.names)
        self._kept: list[tuple[Cut, str, bytes]] = []
        self.assets: list[Asset] = []

    def path_of(self, cut: Cut) -> str:
        """Where the region lies as a file, from the project's folder.

        Raises:
            UsageError: the picture has no such region.
            DocumentError: no name is free.
        """
        for other, path, _ in self._kept:
            if same_region(other.region, cut.region):
                return path
        data = cut_out(self._picture, cut.region)
        for _, path, other_data in self._kept:
            if other_data == data:
                return path
        path, new = self._named(f"{self._folder}/{cut.name}".lstrip("/"), data)
        self._kept.append((cut, path, data))
        if new:
            uri, shown = (self._beside.neighbours.root / path).as_uri(), self._beside.reference_to(path)
            self.assets.append(Asset(uri, data, f"{cut.region[2]}x{cut.region[3]}", shown))
        return path

    def _named(self, wanted: str, data: bytes) -> tuple[str, bool]:
        """A free path like the one that is wanted, and whether it is new; the same picture is kept once."""
        taken = {name for _, name, _ in self._kept}
        stem, suffix = wanted.rsplit(".", 1)
        for number in range(1, MOST_CUTS + 2):
            path = wanted if number == 1 else f"{stem}-{number}.{suffix}"
            there = self._beside.neighbours.holds(path)
            if path not in taken and (there is None or there == data):
                return path, there is None
        raise DocumentError(
            f"{wanted} is there already under every name that was tried. Nothing was changed."
        )


def _not_a_region(address: str) -> Refusal:
    return Refusal(
        Reason.OTHER_PLACE,
        f"The code names a region of the picture that cannot be read ({address}), so nothing was changed. Try again.",
        f"{address} names no region. Write cut:LEFT,TOP,WIDTH,HEIGHT/name.png with whole numbers of pixels.",
    )


def beside(
    neighbours: Neighbours | None,
    path: Path | None,
    asked: tuple[Companion, ...] = (),
    *,
    cut_outs: bool = False,
) -> Beside | None:
    """Where other files may come for the document in `path`; None where it has no project."""
    name = neighbours.name_of(path) if neighbours is not None and path is not None else ""
    return Beside(neighbours, name, asked, cut_outs) if neighbours is not None and name else None
