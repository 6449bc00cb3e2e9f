"""A question to a scripted model: asked once, asked again, refused, stopped."""

import asyncio
from typing import Any

import pytest

from viscodex_lsp.core.errors import ServerBusy
from viscodex_lsp.core.nouns import CheckedPatch, Document, Picture, Reason, Refusal, Span
from viscodex_lsp.core.settings import Settings, resolve
from viscodex_lsp.core.text.difference import apply_replacements
from viscodex_lsp.edges.model.completer import Piece
from viscodex_lsp.edges.model.scripted import ScriptedCompleter
from viscodex_lsp.flow.answering import Answer, Question, Target, ask
from viscodex_lsp.flow.ask_model import LONGEST_REPLY

TEXT = "import os\n\n\ndef draw():\n    pass\n"
PICTURE = Picture(b"", "image/png", 1, 1, "mock.png")


def target(span: Span, text: str = TEXT) -> Target:
    return Target(Document("file:///draw.py", "python", 1, text), span)


async def asked(
    completer: ScriptedCompleter, where: Target, **sections: Any
) -> tuple[CheckedPatch | Refusal, list[str]]:
    told: list[str] = []
    settings = resolve(editor=sections, environment={})
    result = await ask(Question([PICTURE], where, completer, settings, notify=told.append))
    return result.checked if isinstance(result, Answer) else result, told


async def test_a_good_reply_is_one_question() -> None:
    """Code and its import come back as edits of the document, after one question."""
    completer = ScriptedCompleter(["```python\nimport math\n\nsize = math.pi\n", "```"])
    place = TEXT.index("    pass")
    result, told = await asked(completer, target(Span(place, place + len("    pass"))))
    assert isinstance(result, CheckedPatch)
    expected = "import math\nimport os\n\n\ndef draw():\n    size = math.pi\n"
    assert apply_replacements(TEXT, result.replacements) == expected
    assert (len(completer.prompts), told) == (1, [])


@pytest.mark.parametrize("attempts", [0, 1, 3])
async def test_the_model_is_asked_again_as_often_as_is_set(attempts: int) -> None:
    """`checks.repairAttempts` bounds the questions; the last refusal is the answer."""
    completer = ScriptedCompleter(["```python\ndef (:\n```"])
    result, told = await asked(
        completer, target(Span(len(TEXT), len(TEXT))), checks={"repairAttempts": attempts}
    )
    assert isinstance(result, Refusal)
    assert result.reason is Reason.SYNTAX
    assert (len(completer.prompts), len(told)) == (attempts + 1, attempts)


@pytest.mark.parametrize(
    ("second", "last_line"),
    [
        ("```python\nsize = len('ab')\n```", "    size = len('ab')"),
        ("```python\nsize = measured()\n```", "    size = widest()"),
        ("```python\ndef (:\n```", "    size = widest()"),
    ],
)
async def test_a_doubtful_reply_is_worth_one_question(second: str, last_line: str) -> None:
    """A better second reply is taken; one that is no better leaves the first, with a note."""
    completer = ScriptedCompleter(["```python\nsize = widest()\n```"], [second])
    place = TEXT.index("    pass")
    where = target(Span(place, place + len("    pass")))
    result, told = await asked(completer, where, checks={"repairAttempts": 3})
    assert isinstance(result, CheckedPatch)
    assert apply_replacements(TEXT, result.replacements).splitlines()[-1] == last_line
    assert (len(completer.prompts), len(told)) == (2, 1)
    assert (result.notes == ()) is ("len" in last_line)


async def test_a_selection_that_does_not_fit_is_not_cut_in_silence() -> None:
    """What the model would not see it would drop: such a selection is refused before it is asked."""
    text = "".join(f"value_{number} = {number}\n" for number in range(2000))
    completer = ScriptedCompleter(["```python\nx = 1\n```"])
    result, _ = await asked(completer, target(Span(0, len(text)), text), context={"maxTokens": 100})
    assert isinstance(result, Refusal)
    assert (result.reason, completer.prompts) == (Reason.TOO_LARGE, [])
    result, _ = await asked(completer, target(Span(0, len(text)), text), context={"maxTokens": 0})
    assert isinstance(result, CheckedPatch)


async def test_an_endless_reply_is_closed() -> None:
    """A reply beyond all use is stopped, and its stream closed."""
    completer = ScriptedCompleter(["```python\n", *["x = 1\n" * 100_000] * 10, Piece("", "stop")])
    result, _ = await asked(completer, target(Span(0, 0)), checks={"repairAttempts": 0})
    assert isinstance(result, Refusal)
    assert completer.abandoned == 1
    assert LONGEST_REPLY < 6_000_000


async def test_cancelling_closes_the_stream() -> None:
    """When the caller is cancelled, the model's stream is closed."""
    completer = ScriptedCompleter(["```python\n", asyncio.Event()])
    heard = asyncio.Event()
    asking = asyncio.ensure_future(
        ask(Question([PICTURE], target(Span(0, 0)), completer, Settings(), heard=lambda _: heard.set()))
    )
    await heard.wait()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert completer.abandoned == 1


async def test_an_error_of_the_server_is_passed_on() -> None:
    """Errors of the edge are not turned into refusals."""
    with pytest.raises(ServerBusy):
        await asked(ScriptedCompleter([ServerBusy("full")]), target(Span(0, 0)))
