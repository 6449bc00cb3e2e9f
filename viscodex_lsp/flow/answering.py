"""A question about pictures and a place, and its checked answer; asked again where the answer is refused.

    pictures + target → context → prompt → reply → patch → checks → Answer, or a Refusal

Parsing and checking run beside the event loop, within bounds.
"""

import asyncio
import math
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from viscodex_lsp.core.asking.prompt import repair_prompt
from viscodex_lsp.core.components.project import Project
from viscodex_lsp.core.components.telling import is_a_choice, told_of
from viscodex_lsp.core.context.tailwind import uses_tailwind
from viscodex_lsp.core.errors import TimedOut
from viscodex_lsp.core.files.parting import Parted
from viscodex_lsp.core.nouns import (
    Asset,
    CheckedPatch,
    Context,
    Document,
    Picture,
    Prompt,
    Reason,
    Refusal,
    Reply,
    Span,
)
from viscodex_lsp.core.settings import Settings
from viscodex_lsp.core.steps import check_reply, read_place
from viscodex_lsp.core.text.positions import split_lines
from viscodex_lsp.edges.bounded_work import run_bounded
from viscodex_lsp.edges.model.completer import Completer, Notify
from viscodex_lsp.flow.ask_model import Heard, ask_about, listen
from viscodex_lsp.flow.companions import Beside

SELECTION_TOO_LONG = Refusal(
    Reason.TOO_LARGE,
    "The selection is longer than viscodex.context.maxTokens allows, and what the model does not see it would drop. "
    "Select less, or raise the setting.",
)


@dataclass(frozen=True, slots=True)
class Target:
    """Where the code goes: a span of a document.

    `path` is the document's file; None for unsaved and remote documents. The project's dependencies are read below
    `project_roots`; pictures that are named by a path must lie below `picture_roots` (None: anywhere). Other files of
    the edit may come where `beside` says; None where it may have none.
    """

    document: Document
    span: Span
    path: Path | None = None
    project_roots: tuple[Path, ...] = ()
    picture_roots: tuple[Path, ...] | None = ()
    beside: Beside | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """When the time of a request is up, on the event loop's clock, and the sentence that says so."""

    at: float
    sentence: str

    @property
    def left(self) -> float:
        """Seconds until then."""
        return self.at - asyncio.get_running_loop().time()

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        """Ends what runs in it when the time is up.

        Raises:
            TimedOut: it is.
        """
        try:
            async with asyncio.timeout_at(None if math.isinf(self.at) else self.at):
                yield
        except TimeoutError as error:
            raise TimedOut(self.sentence) from error


NO_DEADLINE = Deadline(math.inf, "")


PictureWords = Callable[[], Awaitable[str]]


async def _no_words() -> str:
    """Where nobody reads the pictures."""
    return ""


def _ignore(news: object) -> None:
    """For a question that nobody watches."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, of whom, and who is told how it goes: `notify` in words, `heard` how many tokens have come.

    `dependencies` are the project's, `project` is what its files offer; `note` is a word to the model beside the
    instruction. `words` are those that the reader finds in the pictures, and for what their kind stands.
    """

    pictures: Sequence[Picture]
    target: Target
    completer: Completer
    settings: Settings
    instruction: str = ""
    dependencies: tuple[str, ...] = ()
    project: Project | None = None
    note: str = ""
    words: PictureWords = _no_words
    notify: Notify = _ignore
    heard: Heard = _ignore
    deadline: Deadline = NO_DEADLINE


@dataclass(frozen=True, slots=True)
class Answer:
    """A checked reply, and the conversation that it ends."""

    checked: CheckedPatch
    context: Context
    prompt: Prompt
    reply: Reply


async def ask(question: Question) -> Answer | Refusal:
    """Ask, check, and ask again as often as `checks.repairAttempts` allows: as long as the reply is refused, and once
    for one that can be used and might be better.

    Raises:
        CompleterError: the model server did not answer with a reply, or not before the deadline.
        TooHardToParse: the document, or the code with it, is beyond the parser.
    """
    async with question.deadline.kept():
        return await _ask(question)


async def ask_again(question: Question, answer: Answer, refusal: Refusal) -> Answer | Refusal:
    """One more answer after one that was refused for what it shows. Errors as for `ask`."""
    question.notify("Asking again: the code does not show what the picture shows")
    async with question.deadline.kept():
        prompt = _after(answer.prompt, answer.reply, refusal, question)
        reply = await _listen(question, prompt)
        return await _usable(question, answer.context, prompt, reply, attempts=0)


async def _ask(question: Question) -> Answer | Refusal:
    target, settings = question.target, question.settings
    document, size, most = target.document, len(target.document.text), settings.context.max_tokens
    context = await run_bounded(
        read_place, size, document, target.span, dependencies=question.dependencies, max_tokens=most
    )
    if question.project is not None and settings.context.component_tokens:
        words = question.instruction
        if is_a_choice(question.project, settings.context.component_tokens):
            words = f"{words} {await question.words()}"
        told = await run_bounded(_told, size, question.project, words, settings)
        context = replace(context, project=told)
    tailwind = uses_tailwind(document, question.dependencies, question.project)
    context = replace(context, tailwind=bool(most) and tailwind)
    if most and _is_cut(context.selection, target):
        return SELECTION_TOO_LONG
    asked = await ask_about(
        question.pictures,
        context,
        instruction=question.instruction,
        note=question.note,
        completer=question.completer,
        notify=question.notify,
        heard=question.heard,
    )
    if isinstance(asked, Refusal):
        return asked
    return await _usable(question, context, *asked, attempts=settings.checks.repair_attempts)


async def _usable(
    question: Question, context: Context, prompt: Prompt, reply: Reply, *, attempts: int
) -> Answer | Refusal:
    usable: Answer | None = None
    for attempts_left in range(attempts, -1, -1):
        result = await _checked(reply, question, context)
        doubtful = isinstance(result, CheckedPatch) and bool(result.doubt)
        if isinstance(result, Refusal):
            if usable is not None or attempts_left == 0:
                return usable or result
            refusal = result
        else:
            if usable is not None and doubtful:
                return usable
            usable = Answer(result, context, prompt, reply)
            if attempts_left == 0 or not doubtful:
                return usable
            refusal = _doubtful(result.doubt)
        question.notify(f"Asking again: {refusal.sentence}")
        prompt = _after(prompt, reply, refusal, question)
        reply = await _listen(question, prompt)
    raise AssertionError("unreachable: the last attempt returns")


async def _listen(question: Question, prompt: Prompt) -> Reply:
    return await listen(question.completer, prompt, notify=question.notify, heard=question.heard)


def _after(prompt: Prompt, reply: Reply, refusal: Refusal, question: Question) -> Prompt:
    return repair_prompt(prompt, reply, refusal, language=question.target.document.language)


def _told(project: Project, words: str, settings: Settings) -> tuple[str, ...]:
    """The lines about the project's components and tokens."""
    words = " ".join((words, project.path))
    parts = settings.privacy.project_facts
    return told_of(project, words=words, max_tokens=settings.context.component_tokens, parts=parts)


async def _checked(reply: Reply, question: Question, context: Context) -> CheckedPatch | Refusal:
    target, settings = question.target, question.settings
    size, beside = len(target.document.text) + len(reply.text), target.beside
    assets: tuple[Asset, ...] = ()
    if beside is not None and beside.cut_outs:
        cut = await asyncio.to_thread(beside.cut, reply, question.pictures[0])
        if isinstance(cut, Refusal):
            return cut
        reply, assets = cut
    parted = await run_bounded(beside.part, size, reply) if beside is not None else Parted(reply)
    checked = await run_bounded(
        check_reply,
        size,
        parted.reply,
        target.document,
        target.span,
        context,
        max_tokens=settings.request.max_tokens,
        project=question.project,
        components=settings.components.check,
    )
    if isinstance(checked, CheckedPatch) and assets:
        checked = replace(checked, assets=assets)
    if isinstance(checked, Refusal) or beside is None or not (parted.files or parted.notes):
        return checked
    most = settings.request.max_tokens
    return await run_bounded(beside.complete, size, checked, parted, max_tokens=most)


def _doubtful(doubt: str) -> Refusal:
    """What a repair question says of a result that can be used but could be better."""
    return Refusal(Reason.ABRIDGED, "The reply can be used, but is not complete.", doubt)


def _is_cut(selection: str, target: Target) -> bool:
    """Whether `selection`, as the context tells it, lacks lines that are selected."""
    span = target.span
    return len(split_lines(selection)) < len(split_lines(target.document.text[span.start : span.end]))
