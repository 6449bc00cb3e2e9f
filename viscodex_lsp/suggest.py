"""The whole way from pictures to a checked edit, for the language server, the shell and agents alike.

    sources → pictures → answer → likeness → gate → rounds → Suggestion, or a Refusal

The pictures are read beside the model's answer. Where the edit goes and how it is delivered is the caller's part.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from urllib.parse import unquote

from viscodex_lsp.core.components.project import Project
from viscodex_lsp.core.counted import counted
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.menu.request import Source
from viscodex_lsp.core.nouns import CheckedPatch, Picture, Refusal
from viscodex_lsp.core.settings import Settings
from viscodex_lsp.core.text.positions import split_lines
from viscodex_lsp.core.truth.gate import Outcome, asked_for
from viscodex_lsp.core.truth.nouns.likeness import Likeness
from viscodex_lsp.core.truth.rounds import Tried, rounds_by_itself, rounds_when_asked
from viscodex_lsp.edges.model.completer import Completer, Notify
from viscodex_lsp.flow.answering import Answer, Deadline, Question, Target
from viscodex_lsp.flow.ask_model import Heard
from viscodex_lsp.flow.choosing import choose
from viscodex_lsp.flow.closer import READER_CANNOT, come_closer, no_closer, not_measured, told_of_rounds
from viscodex_lsp.flow.comparing import answerer
from viscodex_lsp.flow.judging import Judge, begin_judging, open_judge, second_answer
from viscodex_lsp.flow.masking import mask
from viscodex_lsp.flow.pictures import read_picture
from viscodex_lsp.flow.refining import version_at, version_of
from viscodex_lsp.ports import Ports
from viscodex_lsp.session import Basis, Session

# Several answers at a temperature of 0 would all be one answer.
WARM = 0.8


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A checked edit, how a person would name the pictures it came from, and how like them it is.

    `likeness` is None where comparing is off, and `told` says it in words. `held` says why the edit waits for its
    person, who sees what differs; "" where it may be applied. `basis` is what it can be brought closer with.
    """

    checked: CheckedPatch
    origin: str
    likeness: Likeness | None = None
    told: str = ""
    held: str = ""
    basis: Basis | None = None
    tried: tuple[Tried, ...] = ()

    @property
    def summary(self) -> str:
        """What the edit is, in few words: "12 lines of HTML"."""
        texts = filter(None, (part.text.strip() for part in self.checked.replacements))
        lines = sum(len(split_lines(text)) for text in texts)
        others = [PurePath(unquote(each.document.uri)).name for each in self.checked.companions]
        others += [PurePath(unquote(asset.uri)).name for asset in self.checked.assets]
        named = f" with {', '.join(others)}" if others else ""
        return f"{counted(lines, 'line')} of {language_of(self.checked.document.language).name}{named}"

    @property
    def sentence(self) -> str:
        """The summary with its source and its likeness: "12 lines of HTML from mock.png, 92 % like the picture"."""
        return f"{self.summary} from {self.origin}{f', {self.told}' if self.told else ''}"


class Suggester:
    """Makes suggestions with one connection to the model, kept for as long as its settings stay the same.

    `slow_advice` is what to do about a model that is too slow, in the words of the surface.
    """

    def __init__(self, *, session: Session, ports: Ports, key: str, slow_advice: str) -> None:
        self._session, self._ports, self._key, self._slow_advice = session, ports, key, slow_advice
        self._open: tuple[Settings, Completer] | None = None

    def beside(self) -> "Suggester":
        """One more of the same, with a connection of its own."""
        return Suggester(
            session=self._session, ports=self._ports, key=self._key, slow_advice=self._slow_advice
        )

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
        """Read the pictures and ask the model, all within `request.timeoutSeconds`; an answer in time is compared with
        the pictures, and brought closer as often as `truth.rounds` allows.

        `notify` is told what is going on, `heard` how many tokens have come so far.

        Raises:
            VisCodexError: a picture cannot be read, the model does not answer, the time is up.
        """
        deadline = self._deadline(settings)
        end_drawing = begin_judging(len(sources), target, ports=self._ports, settings=settings)
        try:
            basis = await self._basis(sources, target, instruction, settings, deadline, notify)
            question = await self._question(basis, target, settings, deadline, notify=notify, heard=heard)
            judge = open_judge(question, ports=self._ports)
            try:
                return await self._answer(replace(question, words=judge.words), judge, basis)
            finally:
                judge.stop()
        finally:
            end_drawing()

    async def bring_closer(
        self,
        sources: "Sequence[Source] | Basis",
        target: Target,
        *,
        checked: CheckedPatch | None = None,
        settings: Settings,
        notify: Notify,
        heard: Heard,
    ) -> Suggestion | Refusal:
        """Bring code closer to the pictures it is to show, in a few questions: what `checked` would write, or what
        stands at `target`. The edit that comes back is one of the document of `target`.

        Raises:
            VisCodexError: a picture cannot be read.
        """
        if answerer(settings) == "reader":
            return READER_CANNOT
        deadline = self._deadline(settings)
        if isinstance(sources, Basis):
            basis = sources
        else:
            basis = await self._basis(sources, target, "", settings, deadline, notify)
        question = await self._question(basis, target, settings, deadline, notify=notify, heard=heard)
        judge = open_judge(question, ports=self._ports, always=True)
        try:
            start = version_at(target.document, target.span) if checked is None else version_of(checked)
            notify("Comparing the code with the picture")
            start = replace(start, likeness=await judge.compare(start.made))
            if not start.likeness.compared:
                return not_measured(start.likeness)
            rounds = rounds_when_asked(settings.truth.rounds)
            question = replace(question, words=judge.words)
            best, tried = await come_closer(start, question, judge, rounds=rounds)
        finally:
            judge.stop()
        if best.checked is None or not any(each.kept for each in tried):
            return no_closer(start, tried)
        told = told_of_rounds(best, tried)
        basis = replace(basis, likeness=best.likeness, rounds=_told(tried))
        return Suggestion(best.checked, basis.origin, best.likeness, told, basis=basis, tried=tried)

    async def close(self) -> None:
        """Release the connection."""
        if self._open is not None:
            await self._open[1].close()
            self._open = None

    async def _answer(self, question: Question, judge: Judge, basis: Basis) -> Suggestion | Refusal:
        settings, target = question.settings, question.target
        began = asyncio.get_running_loop().time()
        compared = await self._choose(question, judge)
        took = asyncio.get_running_loop().time() - began
        if isinstance(compared, Refusal):
            return compared
        asked = asked_for(target.document, target.span, instruction=question.instruction)
        refused = judge.verdict(compared[1], asked).outcome is Outcome.REFUSE
        if refused and settings.checks.repair_attempts:
            compared = await second_answer(question, compared, judge=judge, asked=asked)
        answer, likeness = compared
        version, tried = version_of(answer.checked, likeness), tuple[Tried, ...]()
        if likeness.compared and answerer(settings) == "model":
            rounds = rounds_by_itself(
                settings.truth.rounds, local=not settings.server.url, took=took, left=question.deadline.left
            )
            version, tried = await come_closer(version, question, judge, rounds=rounds)
        verdict = judge.verdict(version.likeness, asked)
        if verdict.outcome is Outcome.REFUSE:
            return verdict.refusal
        told = told_of_rounds(version, tried) if tried else verdict.told
        return Suggestion(
            version.checked or answer.checked,
            basis.origin,
            version.likeness if judge.reading else None,
            told,
            held=verdict.why if verdict.outcome is Outcome.PROPOSE else "",
            basis=replace(basis, likeness=version.likeness if judge.reading else None, rounds=_told(tried)),
            tried=tried,
        )

    async def _choose(self, question: Question, judge: Judge) -> tuple[Answer, Likeness] | Refusal:
        """The answer, or the best of `truth.candidates`: the first at the set temperature, the others at a warm one."""
        settings = question.settings
        count = settings.truth.candidates if answerer(settings) == "model" and judge.reading else 1
        if count == 1:
            return await choose([question], compare=judge.compare, at_once=True)
        request = settings.request
        warm = settings.model_copy(
            update={"request": request.model_copy(update={"temperature": max(request.temperature, WARM)})}
        )
        completer = self._ports.open_completer(warm, self._key)
        try:
            others = [replace(question, completer=completer) for _ in range(count - 1)]
            # The local server answers one question at a time.
            at_once = bool(settings.server.url)
            return await choose([question, *others], compare=judge.compare, at_once=at_once)
        finally:
            await completer.close()

    async def _basis(
        self,
        sources: Sequence[Source],
        target: Target,
        instruction: str,
        settings: Settings,
        deadline: Deadline,
        notify: Notify,
    ) -> Basis:
        """The pictures as they may be sent."""
        async with deadline.kept():
            read = [await self._read(source, target, settings, notify) for source in sources]
            pictures, masked = await mask(read, ports=self._ports, settings=settings, notify=notify)
        origin = ", ".join(dict.fromkeys(picture.origin for picture in pictures))
        return Basis(tuple(pictures), f"{origin} (masked: {masked})" if masked else origin, instruction)

    async def _question(
        self,
        basis: Basis,
        target: Target,
        settings: Settings,
        deadline: Deadline,
        *,
        notify: Notify,
        heard: Heard,
    ) -> Question:
        if target.beside is not None:
            target = replace(target, beside=target.beside.with_settings(settings.files))
        known = self._ports.read_dependencies(target.path, target.project_roots) if target.path else ()
        return Question(
            basis.pictures,
            target,
            await self._completer(settings),
            settings,
            instruction=basis.instruction,
            note=target.beside.note if target.beside is not None else "",
            dependencies=known,
            project=await self._project(target, settings),
            notify=notify,
            heard=heard,
            deadline=deadline,
        )

    async def _project(self, target: Target, settings: Settings) -> Project | None:
        wanted = settings.context.component_tokens or settings.components.check != "off"
        if target.path is None or not wanted:
            return None
        project = await self._ports.open_project(target.document, target.path, target.project_roots)
        if project is not None and target.beside is not None:
            project.scripts = await asyncio.to_thread(target.beside.scripts_of, project)
        return project

    def _deadline(self, settings: Settings) -> Deadline:
        seconds = settings.request.timeout_seconds
        sentence = f"The model did not finish within {seconds:g} s; {self._slow_advice}."
        return Deadline(asyncio.get_running_loop().time() + seconds, sentence)

    async def _completer(self, settings: Settings) -> Completer:
        if self._open is not None and self._open[0] == settings:
            return self._open[1]
        await self.close()
        self._open = (settings, self._ports.open_completer(settings, self._key))
        return self._open[1]

    async def _read(self, source: Source, target: Target, settings: Settings, notify: Notify) -> Picture:
        return await read_picture(
            source,
            ports=self._ports,
            session=self._session,
            settings=settings,
            notify=notify,
            folder=target.path.parent if target.path else None,
            roots=target.picture_roots,
        )


def _told(tried: Sequence[Tried]) -> tuple[str, ...]:
    return tuple(map(str, tried))
