"""An answer judged by its pictures: compared within bounds, and asked for once more where it shows something else."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from viscodex_lsp.core.components.fitting import words_of_picture
from viscodex_lsp.core.errors import VisCodexError
from viscodex_lsp.core.settings import Settings
from viscodex_lsp.core.truth.gate import Asked, Outcome, Verdict, judge
from viscodex_lsp.core.truth.nouns.likeness import Likeness, not_compared
from viscodex_lsp.core.truth.nouns.made import Made, made_by
from viscodex_lsp.core.truth.rounds import best_of
from viscodex_lsp.flow.answering import Answer, Deadline, Question, Target, ask_again
from viscodex_lsp.flow.comparing import Reading, answerer, begin_drawing, begin_reading, compare
from viscodex_lsp.ports import Ports

# An answer that came at the last moment is still compared, for so long.
LEAST_SECONDS = 3.0
# The model is not asked before its picture was read, where the project has more components than can be told of.
WORDS_SECONDS = 3.0
OFF = Verdict(Outcome.APPLY, "")


@dataclass(frozen=True, slots=True)
class Judge:
    """Compares what was made with the pictures of one request; `reading` is None where comparing is off."""

    reading: Reading | None
    ports: Ports
    settings: Settings
    deadline: Deadline
    target: Target

    async def compare(self, made: Made) -> Likeness:
        """How like the pictures it is; what fails or takes too long is not measured, and the way goes on."""
        if self.reading is None:
            return not_compared("comparing is off")
        try:
            async with asyncio.timeout(max(self.deadline.left, LEAST_SECONDS)):
                return await compare(
                    self.reading,
                    made,
                    ports=self.ports,
                    settings=self.settings,
                    path=self.target.path,
                    roots=self.target.project_roots,
                )
        except TimeoutError:
            return not_compared("the time was up")

    async def words(self) -> str:
        """What the pictures say and are, for choosing what fits them; "" where that is not known soon. It is of no use
        where the reader answers, which is told nothing."""
        if self.reading is None or answerer(self.settings) == "reader":
            return ""
        try:
            async with asyncio.timeout(WORDS_SECONDS):
                seen = await asyncio.shield(self.reading.task)
        except (TimeoutError, VisCodexError):
            return ""
        return words_of_picture(seen.kind, (line.text for line in seen.lines))

    def verdict(self, likeness: Likeness, asked: Asked) -> Verdict:
        """What is to happen to a result of this likeness."""
        return OFF if self.reading is None else judge(likeness, asked, self.settings.truth)

    def stop(self) -> None:
        """Nothing more is compared."""
        if self.reading is not None:
            self.reading.stop()


def begin_judging(pictures: int, target: Target, *, ports: Ports, settings: Settings) -> Callable[[], None]:
    """Make ready what comparing will need before there is a picture: a person may still be marking one on the screen.
    Call what comes back when the request has ended."""
    language = target.document.language
    wanted = settings.truth.mode != "off"
    return begin_drawing(pictures if wanted else 0, language=language, ports=ports)


def open_judge(question: Question, *, ports: Ports, always: bool = False) -> Judge:
    """The judge of a request; from now on its pictures are read, beside whatever else goes on. Comparing that is off
    stays off, unless it is `always` needed."""
    settings, reading = question.settings, None
    if always or settings.truth.mode != "off":
        reading = begin_reading(
            question.pictures,
            language=question.target.document.language,
            ports=ports,
            settings=settings,
            notify=_quietly,
        )
    return Judge(reading, ports, settings, question.deadline, question.target)


def _quietly(news: str) -> None:
    """Reading goes on beside the answer: only that is told."""


async def second_answer(
    question: Question, first: tuple[Answer, Likeness], *, judge: Judge, asked: Asked
) -> tuple[Answer, Likeness]:
    """The better of an answer that shows something else and of one more that is asked for.

    What goes wrong with the second leaves the first.
    """
    answer, likeness = first
    try:
        again = await ask_again(question, answer, judge.verdict(likeness, asked).refusal)
    except VisCodexError:
        return first
    if not isinstance(again, Answer):
        return first
    second = (again, await judge.compare(made_by(again.checked)))
    both = (first, second)
    return both[best_of([(seen, 0) for _, seen in both])]
