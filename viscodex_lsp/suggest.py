"""The whole way from pictures to a checked edit, for the language server, the shell and agents alike.

    sources → pictures → context → prompt → reply → patch → checks → Suggestion, or a Refusal

Where the edit goes and how it is delivered is the caller's part. Parsing and checking run beside the event loop,
within bounds.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from urllib.parse import unquote

from viscodex_lsp.core.asking.prompt import repair_prompt
from viscodex_lsp.core.asking.reply import read_reply
from viscodex_lsp.core.checks.checks import check
from viscodex_lsp.core.components.project import Project
from viscodex_lsp.core.components.telling import told_of
from viscodex_lsp.core.context.context import read_context
from viscodex_lsp.core.counted import counted
from viscodex_lsp.core.errors import TimedOut
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.menu.request import Source
from viscodex_lsp.core.nouns import (
    CheckedPatch,
    Context,
    Document,
    Picture,
    Reason,
    Refusal,
    Reply,
    Span,
)
from viscodex_lsp.core.settings import Settings
from viscodex_lsp.core.syntax.syntax import Tree, parse
from viscodex_lsp.core.text.positions import split_lines
from viscodex_lsp.edges.bounded_work import run_bounded
from viscodex_lsp.edges.model.completer import Completer, Notify
from viscodex_lsp.listening import Heard, ask_about, listen
from viscodex_lsp.masking import mask
from viscodex_lsp.pictures import read_picture
from viscodex_lsp.ports import Ports
from viscodex_lsp.session import Session

SELECTION_TOO_LONG = Refusal(
    Reason.TOO_LARGE,
    "The selection is longer than viscodex.context.maxTokens allows, and what the model does not see it would drop. "
    "Select less, or raise the setting.",
)


@dataclass(frozen=True, slots=True)
class Target:
    """Where the code goes: a span of a document.

    `path` is the document's file; None for unsaved and remote documents. The project's dependencies are read below
    `project_roots`; pictures that are named by a path must lie below `picture_roots` (None: anywhere).
    """

    document: Document
    span: Span
    path: Path | None = None
    project_roots: tuple[Path, ...] = ()
    picture_roots: tuple[Path, ...] | None = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A checked edit, and how a person would name the pictures it came from."""

    checked: CheckedPatch
    origin: str

    @property
    def summary(self) -> str:
        """What the edit is, in few words: "12 lines of HTML"."""
        lines = sum(len(part.text.strip("\r\n").splitlines()) for part in self.checked.replacements)
        return f"{counted(lines, 'line')} of {language_of(self.checked.document.language).name}"


class Suggester:
    """Makes suggestions with one connection to the model, kept for as long as its settings stay the same.

    `slow_advice` is what to do about a model that is too slow, in the words of the surface.
    """

    def __init__(self, *, session: Session, ports: Ports, key: str, slow_advice: str) -> None:
        self._session, self._ports, self._key, self._slow_advice = session, ports, key, slow_advice
        self._open: tuple[Settings, Completer] | None = None

    async def suggest(
        self,
        sources: Sequence[Source],
        target: Target,
        *,
        instruction: str,
        settings: Settings,
        notify: Notify,
        heard: Heard,
    ) -> Suggestion | Refusal:
        """Read the pictures and ask the model, all within `request.timeoutSeconds`.

        `notify` is told what is going on, `heard` how many tokens have come so far.

        Raises:
            VisCodexError: a picture cannot be read, the model does not answer, the time is up.
        """
        seconds = settings.request.timeout_seconds
        try:
            async with asyncio.timeout(seconds):
                read = [await self._read(source, target, settings) for source in sources]
                pictures, masked = await mask(read, ports=self._ports, settings=settings, notify=notify)
                completer = await self._completer(settings)
                known = (
                    self._ports.read_dependencies(target.path, target.project_roots) if target.path else ()
                )
                result = await ask(
                    pictures,
                    target,
                    instruction=instruction,
                    dependencies=known,
                    project=await self._project(target, settings),
                    completer=completer,
                    settings=settings,
                    notify=notify,
                    heard=heard,
                )
        except TimeoutError as error:
            sentence = f"The model did not finish within {seconds:g} s; {self._slow_advice}."
            raise TimedOut(sentence) from error
        if isinstance(result, Refusal):
            return result
        origin = ", ".join(dict.fromkeys(picture.origin for picture in pictures))
        return Suggestion(result, f"{origin} (masked: {masked})" if masked else origin)

    async def close(self) -> None:
        """Release the connection."""
        if self._open is not None:
            await self._open[1].close()
            self._open = None

    async def _completer(self, settings: Settings) -> Completer:
        if self._open is not None and self._open[0] == settings:
            return self._open[1]
        await self.close()
        self._open = (settings, self._ports.open_completer(settings, self._key))
        return self._open[1]

    async def _project(self, target: Target, settings: Settings) -> Project | None:
        wanted = settings.context.component_tokens or settings.components.check != "off"
        if target.path is None or not wanted:
            return None
        return await self._ports.open_project(target.document, target.path, target.project_roots)

    async def _read(self, source: Source, target: Target, settings: Settings) -> Picture:
        return await read_picture(
            source,
            ports=self._ports,
            session=self._session,
            max_pixels=settings.picture.max_pixels,
            folder=target.path.parent if target.path else None,
            roots=target.picture_roots,
        )


async def ask(
    pictures: Sequence[Picture],
    target: Target,
    *,
    instruction: str,
    dependencies: tuple[str, ...],
    completer: Completer,
    settings: Settings,
    notify: Notify,
    heard: Heard,
    project: Project | None = None,
) -> CheckedPatch | Refusal:
    """Ask, check, and ask again as often as `checks.repairAttempts` allows: as long as the reply is refused, and once
    for one that can be used and might be better.

    Raises:
        CompleterError: the model server did not answer with a reply.
        TooHardToParse: the document, or the code with it, is beyond the parser.
    """
    size = len(target.document.text)
    tree, context = await run_bounded(_read_place, size, target, dependencies, settings)
    if project is not None and settings.context.component_tokens:
        told = await run_bounded(_told, size, project, instruction, settings)
        context = replace(context, project=told)
    if settings.context.max_tokens and _is_cut(context.selection, target):
        return SELECTION_TOO_LONG
    asked = await ask_about(
        pictures, context, instruction=instruction, completer=completer, notify=notify, heard=heard
    )
    if isinstance(asked, Refusal):
        return asked
    prompt, reply = asked
    usable: CheckedPatch | None = None
    for attempts_left in range(settings.checks.repair_attempts, -1, -1):
        size = len(target.document.text) + len(reply.text)
        result = await run_bounded(_checked, size, reply, target, context, tree, settings)
        doubtful = isinstance(result, CheckedPatch) and bool(result.doubt)
        if usable is not None:
            return usable if doubtful or isinstance(result, Refusal) else result
        if attempts_left == 0 or (isinstance(result, CheckedPatch) and not doubtful):
            return result
        if isinstance(result, CheckedPatch):
            usable, result = result, _doubtful(result.doubt)
        notify(f"Asking again: {result.sentence}")
        prompt = repair_prompt(prompt, reply, result, language=target.document.language)
        reply = await listen(completer, prompt, notify=notify, heard=heard)
    raise AssertionError("unreachable: the last attempt returns")


def _read_place(target: Target, dependencies: tuple[str, ...], settings: Settings) -> tuple[Tree, Context]:
    document = target.document
    tree = parse(document.text, language_of(document.language))
    context = read_context(
        document,
        target.span,
        file_name=PurePath(unquote(document.uri)).name,
        dependencies=dependencies,
        max_tokens=settings.context.max_tokens,
        tree=tree,
    )
    return tree, context


def _told(project: Project, instruction: str, settings: Settings) -> tuple[str, ...]:
    """The lines about the project's components and tokens."""
    words = " ".join((instruction, project.path))
    parts = settings.privacy.project_facts
    return told_of(project, words=words, max_tokens=settings.context.component_tokens, parts=parts)


def _checked(
    reply: Reply, target: Target, context: Context, tree: Tree, settings: Settings
) -> CheckedPatch | Refusal:
    patch = read_reply(reply, language_of(target.document.language))
    if isinstance(patch, Refusal):
        return patch
    return check(
        patch,
        target.document,
        target.span,
        depth=context.depth,
        style=context.style,
        tree=tree,
        max_tokens=settings.request.max_tokens,
    )


def _doubtful(doubt: str) -> Refusal:
    """What a repair question says of a result that can be used but could be better."""
    return Refusal(Reason.ABRIDGED, "The reply can be used, but is not complete.", doubt)


def _is_cut(selection: str, target: Target) -> bool:
    """Whether `selection`, as the context tells it, lacks lines that are selected."""
    span = target.span
    return len(split_lines(selection)) < len(split_lines(target.document.text[span.start : span.end]))
