"""The best of several answers: each is compared with the picture when it comes, and none is waited for once one is
clearly best."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from viscodex_lsp.core.errors import VisCodexError
from viscodex_lsp.core.nouns import Refusal
from viscodex_lsp.core.truth.nouns.likeness import Likeness
from viscodex_lsp.core.truth.nouns.made import Made, made_by
from viscodex_lsp.core.truth.rounds import best_of, is_clearly_best
from viscodex_lsp.flow.answering import Answer, Question, ask

Compare = Callable[[Made], Awaitable[Likeness]]
Compared = tuple[Answer, Likeness]


async def choose(questions: Sequence[Question], *, compare: Compare, at_once: bool) -> Compared | Refusal:
    """The answer most like the picture, among equals the shorter; the first refusal where none can be used.

    `at_once` asks all together, for engines that answer several at a time; else each is asked after the one before.

    Raises:
        CompleterError: no question was answered.
    """
    turn = asyncio.Semaphore(len(questions) if at_once else 1)
    asked = [asyncio.ensure_future(_ask(question, turn)) for question in questions]
    usable: list[Compared] = []
    refused: list[Refusal | VisCodexError] = []
    try:
        for next_one in asyncio.as_completed(asked):
            result = await next_one
            if not isinstance(result, Answer):
                refused.append(result)
                continue
            likeness = await compare(made_by(result.checked))
            usable.append((result, likeness))
            if is_clearly_best(likeness):
                break
    finally:
        for task in asked:
            task.cancel()
        await asyncio.gather(*asked, return_exceptions=True)
    if usable:
        return usable[best_of([(likeness, _length(answer)) for answer, likeness in usable])]
    return _least_bad(refused)


async def _ask(question: Question, turn: asyncio.Semaphore) -> Answer | Refusal | VisCodexError:
    """One answer. A server that fails one of several questions may answer the others."""
    async with turn:
        try:
            return await ask(question)
        except VisCodexError as error:
            return error


def _least_bad(refused: Sequence[Refusal | VisCodexError]) -> Refusal:
    for result in refused:
        if isinstance(result, Refusal):
            return result
    for error in refused:
        if isinstance(error, VisCodexError):
            raise error
    raise AssertionError("unreachable: every question has a result")


def _length(answer: Answer) -> int:
    return sum(len(part.text) for part in answer.checked.replacements)
