"""Rounds never end below their start, whatever the model answers."""

import asyncio
import re

from hypothesis import given
from hypothesis import strategies as st

from viscodex_lsp.core.nouns import CheckedPatch, Document, Reason, Refusal, Replacement, Span
from viscodex_lsp.core.text.difference import apply_replacements
from viscodex_lsp.core.truth.nouns.likeness import RGB, Box, Likeness, Moved, Part, Recoloured
from viscodex_lsp.core.truth.nouns.made import Made
from viscodex_lsp.core.truth.rounds import NOISE, Fix, Tried
from viscodex_lsp.flow.refining import Version, refine, version_at, version_of

BOX = Box(0, 0, 9, 9)
SHARE = st.integers(0, 100)
# What the scripted model answers: three shares that its code "measures", an answer that cannot be used, or code that
# writes elsewhere than it was asked to.
ANSWER = st.one_of(st.tuples(SHARE, SHARE, SHARE), st.sampled_from(["broken", "elsewhere", "unmeasured"]))


async def compare(made: Made) -> Likeness:
    """The code says what it measures: words, places, colours in per cent."""
    numbers = [int(number) / 100 for number in re.findall(r"\d+", made.code)]
    none = Part(None, "")
    if len(numbers) != 3:
        return Likeness(none, none, none, none, none, None)
    words, places, colours = (Part(number, "") for number in numbers)
    return Likeness(
        words,
        places,
        colours,
        none,
        none,
        0.6 * numbers[0] + 0.25 * numbers[1] + 0.15 * numbers[2],
        missing=("a",),
        seen_words=9,
        moved=(Moved("a", BOX, BOX),),
        recoloured=(Recoloured("a", "text", RGB(0, 0, 0), RGB(9, 9, 9), BOX),),
    )


class Model:
    """Answers with what it was told to, in order."""

    def __init__(self, answers: list[object]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    async def ask(self, version: Version, fix: Fix, tried: tuple[Tried, ...]) -> CheckedPatch | Refusal:
        del tried
        self.asked.append(fix.kind)
        answer = self.answers.pop(0)
        if answer == "broken":
            return Refusal(Reason.SYNTAX, "broken")
        span = Span(0, 1) if answer == "elsewhere" else version.span
        code = "lost" if isinstance(answer, str) else " ".join(map(str, answer))  # type: ignore[call-overload]
        return CheckedPatch(version.document, (Replacement(span, code),), (), syntax_checked=True)


def start_of(code: str, *, proposed: bool) -> Version:
    text = f"head\n{code}\ntail"
    if not proposed:
        return version_at(Document("file:///a.txt", "plaintext", 1, text), Span(5, 5 + len(code)))
    bare = Document("file:///a.txt", "plaintext", 1, "head\n\ntail")
    return version_of(CheckedPatch(bare, (Replacement(Span(5, 5), code),), (), syntax_checked=True))


@given(st.tuples(SHARE, SHARE, SHARE), st.lists(ANSWER, min_size=6, max_size=6), st.booleans())
def test_rounds_never_end_below_their_start(
    shares: tuple[int, int, int], answers: list[object], proposed: bool
) -> None:
    """Better, worse, broken and oscillating answers: the value never falls, no part by more than its noise, and what is
    returned is what was measured, in the same document, with everything around it left as it was."""
    start = start_of(" ".join(map(str, shares)), proposed=proposed)

    async def play() -> tuple[Version, Version, tuple[Tried, ...]]:
        from dataclasses import replace

        known = replace(start, likeness=await compare(start.made))
        best, tried = await refine(known, rounds=6, ask=Model(list(answers)).ask, compare=compare)
        assert best.likeness == await compare(best.made)
        return known, best, tried

    known, best, tried = asyncio.run(play())
    assert (best.likeness.value or 0) >= (known.likeness.value or 0)
    for name, part in best.likeness.parts.items():
        before = known.likeness.parts[name].value
        assert before is None or (part.value or 0) >= before - NOISE[name] - 1e-9
    assert best.document.text.startswith("head\n") and best.document.text.endswith("\ntail")
    values = [(each.after, each.before) for each in tried if each.kept]
    assert all(after is not None and after > before for after, before in values)
    if best.checked is not None:
        made = apply_replacements(best.checked.document.text, best.checked.replacements)
        assert made == best.document.text
    else:
        assert not values
