"""Does what an agent asks, by the one flow in `suggest`: a patch of files on disk, written only where asked for.

The patches of this process are kept for a while, so that one can be looked at again and refined.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from viscodex_lsp.agents.agent_pictures import AgentPictures
from viscodex_lsp.agents.folders import find_inside, name_of
from viscodex_lsp.agents.made import DiskFiles, Files, Made, written_span
from viscodex_lsp.agents.order import Order, place_in
from viscodex_lsp.core.errors import DocumentError, UsageError
from viscodex_lsp.core.menu.request import AttachedSource, Source
from viscodex_lsp.core.nouns import Document, Picture, Refusal, Span
from viscodex_lsp.core.settings import Settings
from viscodex_lsp.core.truth.nouns.likeness import Likeness
from viscodex_lsp.core.truth.nouns.made import Made as MadeCode
from viscodex_lsp.core.truth.nouns.made import made_file
from viscodex_lsp.core.truth.nouns.seen import Seen
from viscodex_lsp.edges.bounded_work import run_bounded
from viscodex_lsp.edges.documents import FileChange, changes_of
from viscodex_lsp.edges.installation import install_command
from viscodex_lsp.edges.model.completer import Notify
from viscodex_lsp.edges.roots import root_of
from viscodex_lsp.edges.workspace.neighbours import Neighbours
from viscodex_lsp.flow.answering import Target
from viscodex_lsp.flow.companions import beside
from viscodex_lsp.flow.comparing import begin_reading, compare
from viscodex_lsp.ports import Ports, api_key
from viscodex_lsp.session import Session
from viscodex_lsp.suggest import Suggester, Suggestion
from viscodex_lsp.verbs.shell_settings import SLOW_ADVICE

MOST_KEPT = 16


@dataclass
class Work:
    """The agent's side of the flow, with the patches it made, oldest first. With `read_only` nothing is written.

    `told_on` says that answers go to a model elsewhere; then secrets in pictures are covered for it, too.
    """

    ports: Ports
    settings: Settings
    files: Files = field(default_factory=DiskFiles)
    read_only: bool = False
    told_on: bool = True
    session: Session = field(default_factory=Session)
    made: "OrderedDict[str, Made]" = field(default_factory=OrderedDict)
    _count: int = 0

    def __post_init__(self) -> None:
        self.pictures = AgentPictures(self.ports, self.session, self.settings, self.told_on)
        self._suggester = Suggester(
            session=self.session, ports=self.ports, key=api_key(), slow_advice=SLOW_ADVICE
        )

    async def patch(self, order: Order, *, folders: tuple[Path, ...], notify: Notify) -> Made | Refusal:
        """A checked patch for the place that `order` names.

        Raises:
            VisCodexError: the order cannot be meant, a picture or file not be used, or the model does not answer.
        """
        self._check_writing(order.write)
        path = find_inside(order.file, folders)
        document = await self.files.read(path)
        span = await self._place(document, order)
        pictures = await self.pictures.read(
            order.pictures, folders=folders, notify=notify, region=order.region
        )
        sources = [AttachedSource(self.session.attach("", picture)) for picture in pictures]
        target = self._target(document, span, path, folders, order)
        result = await self._suggest(sources, target, order.instruction, notify)
        if isinstance(result, Refusal):
            return result
        made = self._keep(result, sources, folders)
        return await self._written_as_asked(made) if order.write else made

    async def refine(
        self, name: str, instruction: str, *, folders: tuple[Path, ...], write: bool, notify: Notify
    ) -> Made | Refusal:
        """A better patch in the place of an earlier one: the same pictures, the code as that patch leaves it.

        It goes on from the file as it is: with the earlier patch applied, or without it. Without an `instruction` the
        code is brought closer to the pictures.

        Raises:
            VisCodexError: as `patch`; the earlier patch is not kept, or the file is another by now.
        """
        self._check_writing(write)
        earlier = self.made.get(name)
        if earlier is None or not earlier.folders == folders:
            raise UsageError(f"There is no patch {name[:40]!r} in this session; ask picture_to_patch again.")
        change = earlier.changes[0]
        present = (await self.files.read(change.path)).text
        after = change.data.decode("utf-8")
        if present not in (change.old, after):
            raise UsageError(
                f"{earlier.shown_path} changed since this patch was made; ask picture_to_patch again."
            )
        document = replace(earlier.suggestion.checked.document, text=after)
        target = self._target(document, written_span(earlier.suggestion), change.path, folders)
        if instruction:
            result = await self._suggest(earlier.sources, target, instruction, notify)
        else:
            result = await self._bring_closer(earlier, target, notify)
        if isinstance(result, Refusal):
            return result
        made = self._keep(result, earlier.sources, folders, change=replace(change, old=present))
        return await self._written_as_asked(made) if write else made

    async def compare(
        self, order: Order, *, folders: tuple[Path, ...], notify: Notify
    ) -> tuple[str, Likeness]:
        """How like its pictures the code at the place of `order` is, or the whole file where it names none; and the
        file as a person names it.

        Raises:
            VisCodexError: the order cannot be meant, or a picture or file not be used.
        """
        path = find_inside(order.file, folders)
        document = await self.files.read(path)
        span = await self._place(document, order)
        pictures = await self.pictures.read(
            order.pictures, folders=folders, notify=notify, region=order.region
        )
        reading = begin_reading(
            pictures, language=document.language, ports=self.ports, settings=self.settings, notify=notify
        )
        made = MadeCode(document.language, document.text, (span,))
        if span.empty:
            made = made_file(document.text, document.language)
        try:
            # Whoever wrote the code, it was not the reader that judges it.
            likeness = await compare(
                reading,
                made,
                answered_by="model",
                ports=self.ports,
                settings=self.settings,
                path=path,
                roots=folders,
            )
        finally:
            reading.stop()
        return name_of(path, folders), likeness

    async def see(self, picture: Picture, *, notify: Notify) -> Seen:
        """What the reader sees in a picture.

        Raises:
            UsageError: the reader is not installed.
            NotRead, NoLocalServer: it does not answer.
        """
        if not self.ports.can_read():
            raise UsageError(f"The reader is not installed. Run: {install_command('local')}")
        return await self.ports.see_picture(picture, self.settings, notify)

    async def write(self, made: Made) -> Made:
        """Write a patch's files; it comes back as written.

        Raises:
            DocumentError: they changed meanwhile, or cannot be written. Nothing was written.
        """
        await self.files.write(made.changes)
        self.made[made.name] = written = replace(made, written=True)
        return written

    async def _written_as_asked(self, made: Made) -> Made:
        # What is held is for a person to look at first. What cannot be written is not lost: its patch is the answer.
        if made.suggestion.held:
            return made
        try:
            return await self.write(made)
        except DocumentError as error:
            return replace(made, unwritten=f"{error} The patch below is the edit.")

    async def close(self) -> None:
        """Release the connection to the model."""
        await self._suggester.close()
        self.ports.close()

    async def _place(self, document: Document, order: Order) -> Span:
        return await run_bounded(place_in, len(document.text), document.text, document.language, order)

    def _check_writing(self, write: bool) -> None:
        if write and self.read_only:
            raise UsageError(
                "This server was started with --read-only and writes no files. Apply the patch yourself."
            )

    def _target(
        self,
        document: Document,
        span: Span,
        path: Path,
        folders: tuple[Path, ...],
        order: Order | None = None,
    ) -> Target:
        root = root_of(path, folders)
        kinds, cut_outs = (order.companions, order.cut_outs) if order is not None else ((), False)
        around = beside(Neighbours(root), path, kinds, cut_outs=cut_outs) if root is not None else None
        return Target(document, span, path=path, project_roots=folders, picture_roots=folders, beside=around)

    async def _suggest(
        self, sources: Sequence[Source], target: Target, instruction: str, notify: Notify
    ) -> Suggestion | Refusal:
        # A task of its own: it is cancelled once, and may clean up before it ends.
        asking = asyncio.ensure_future(
            self._suggester.suggest(
                sources,
                target,
                instruction=instruction,
                settings=self.settings,
                notify=notify,
                heard=lambda tokens: notify(f"{tokens} tokens") if tokens % 20 == 0 else None,
            )
        )
        try:
            return await asyncio.shield(asking)
        except asyncio.CancelledError:
            asking.cancel()
            raise

    async def _bring_closer(self, earlier: "Made", target: Target, notify: Notify) -> Suggestion | Refusal:
        return await self._suggester.bring_closer(
            earlier.suggestion.basis or earlier.sources,
            target,
            settings=self.settings,
            notify=notify,
            heard=lambda _: None,
        )

    def _keep(
        self,
        suggestion: Suggestion,
        sources: Sequence[Source],
        folders: tuple[Path, ...],
        *,
        change: FileChange | None = None,
    ) -> Made:
        """Keep a suggestion under a new name. `change` is the file as it is where that is not what was asked about."""
        first, *others = changes_of(suggestion.checked)
        if change is not None:
            first = replace(change, new=first.new)
        self._count += 1
        made = Made(f"patch-{self._count}", suggestion, tuple(sources), (first, *others), folders)
        self.made[made.name] = made
        while len(self.made) > MOST_KEPT:
            self.made.popitem(last=False)
        return made
