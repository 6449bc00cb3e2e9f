"""Rounds of coming closer, with a model to ask and a judge to compare: `refining` with both put in.

What goes wrong in a round leaves what there was before it.
"""

from dataclasses import replace

from viscodex_lsp.core.asking.prompt import closer_note
from viscodex_lsp.core.counted import counted
from viscodex_lsp.core.errors import VisCodexError
from viscodex_lsp.core.nouns import CheckedPatch, Reason, Refusal
from viscodex_lsp.core.text.capitals import capitalised
from viscodex_lsp.core.truth.nouns.likeness import Likeness
from viscodex_lsp.core.truth.rounds import Fix, Tried
from viscodex_lsp.core.truth.telling import likeness_in_words
from viscodex_lsp.flow.answering import Answer, Question, ask
from viscodex_lsp.flow.judging import Judge
from viscodex_lsp.flow.refining import Version, refine

READER_CANNOT = Refusal(
    Reason.NO_CLOSER,
    "The reader copies what it reads, and cannot be asked to bring it closer. Set viscodex.server.url to a model "
    "server, or viscodex.embedded.folder to a checkpoint.",
)


async def come_closer(
    start: Version, question: Question, judge: Judge, *, rounds: int
) -> tuple[Version, tuple[Tried, ...]]:
    """The best version after `rounds` questions, and what was tried."""

    async def ask_for_fix(version: Version, fix: Fix, tried: tuple[Tried, ...]) -> CheckedPatch | Refusal:
        question.notify(f"{capitalised(likeness_in_words(version.likeness))}; asking for better {fix.kind}")
        note = closer_note(
            likeness=likeness_in_words(version.likeness),
            fix=fix.question,
            tried="".join(f"\n- {each}" for each in tried),
        )
        target = replace(question.target, document=version.document, span=version.span)
        try:
            answer = await ask(replace(question, target=target, note=note))
        except VisCodexError as error:
            return Refusal(Reason.NO_CLOSER, str(error))
        return answer.checked if isinstance(answer, Answer) else answer

    return await refine(start, rounds=rounds, ask=ask_for_fix, compare=judge.compare)


def told_of_rounds(version: Version, tried: tuple[Tried, ...]) -> str:
    """How the rounds went: "81 % like the picture (2 of 3 rounds kept)"."""
    kept = sum(each.kept for each in tried)
    return f"{likeness_in_words(version.likeness)} ({kept} of {counted(len(tried), 'round')} kept)"


def not_measured(likeness: Likeness) -> Refusal:
    """Why nothing can come closer: there is no saying how close it is."""
    reasons = dict.fromkeys(part.note for part in likeness.parts.values() if part.value is None and part.note)
    return Refusal(
        Reason.NO_CLOSER,
        f"The code cannot be compared with the picture ({'; '.join(reasons)}), so nothing was changed.",
    )


def no_closer(version: Version, tried: tuple[Tried, ...]) -> Refusal:
    """What a person hears where no round was kept."""
    now = likeness_in_words(version.likeness)
    if not tried:
        return Refusal(
            Reason.NO_CLOSER, f"The code is {now}, and nothing that was measured is worth a question."
        )
    rounds = "; ".join(map(str, tried))
    return Refusal(
        Reason.NO_CLOSER,
        f"The code is {now}, and no answer came closer ({rounds}). Nothing was changed.",
    )
