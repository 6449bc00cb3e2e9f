"""Says what an edit breaks, as a refusal: no fault may be in the text afterwards that was not there before."""

from collections.abc import Iterator
from typing import Final

from viscodex_lsp.core.checks.indentation import leading
from viscodex_lsp.core.nouns import Reason, Refusal, Replacement
from viscodex_lsp.core.syntax.blame import new_faults
from viscodex_lsp.core.syntax.faults import Fault
from viscodex_lsp.core.syntax.syntax import Tree, reparse
from viscodex_lsp.core.text.positions import split_lines

_MOST_FAULTS = 3
_QUOTED = 80
_WORD: Final = "x0"
_HEADS: Final[dict[str, tuple[str, ...]]] = {"yaml": ("x0:", "- x0:"), "python": ("if x0:",)}
"""Where depth has a meaning: what the lines below a place may belong to, for it to lack nothing."""
_MOST_CHARACTERS: Final = 20_000
"""The longest text that is parsed with such a head at every depth."""


def fault_of(
    before: Tree, replacements: tuple[Replacement, ...], main: Replacement | None = None, *, reply: str = ""
) -> Refusal | None:
    """What the edits break, as a refusal; `main` is the one of the code, the last where none is named, and `reply`
    the text whose lines the refusal counts, where the code is not all of it."""
    after = reparse(before, replacements)
    code = main or replacements[-1]
    faults = new_faults(before, after, replacements) or _in_hole(before, after, code)
    return _broken(faults, after, replacements, code, reply) if faults else None


def _in_hole(before: Tree, after: Tree, code: Replacement) -> tuple[Fault, ...]:
    """The faults left in a place that was only empty: its own fault is mended by any word, so it excuses none."""
    now = after.faults
    had = before.faults if now else ()
    if not had:
        return ()
    for filler in _fillers(before, code):
        filled = reparse(before, [Replacement(code.span, filler)]).faults
        if len(filled) < len(had) and len(now) > len(filled):
            return now
    return ()


def _fillers(before: Tree, code: Replacement) -> Iterator[str]:
    """What could be all that the place of the code lacks."""
    yield _WORD
    heads = _HEADS.get(before.language.id, ())
    if not heads or len(before.text) > _MOST_CHARACTERS or code.text.startswith("\n"):
        return
    above = next((one for one in reversed(before.text[: code.span.start].split("\n")) if one.strip()), "")
    below = next((one for one in before.text[code.span.end :].split("\n") if one.strip()), "")
    under = leading(below)
    margins = dict.fromkeys((leading(code.text), leading(above), under[:-4], under[:-2], under))
    yield from (margin + head for margin in margins for head in heads)


def _broken(
    faults: tuple[Fault, ...],
    after: Tree,
    replacements: tuple[Replacement, ...],
    code: Replacement,
    reply: str,
) -> Refusal:
    """The refusal for faults of `after`, the text after all replacements, of which `code` is the reply's own."""
    name = after.language.name
    above = [part for part in replacements if part.span.start < code.span.start]
    moved = sum(len(part.text) - (part.span.end - part.span.start) for part in above)
    skipped = after.text.count("\n", 0, code.span.start + moved) + code.text.startswith(("\n", "\r"))
    lines = split_lines(after.text)
    line = _line_of_reply(reply, lines[faults[0].line - 1], max(faults[0].line - skipped, 1))
    told = [f"{fault.what} in `{lines[fault.line - 1].strip()[:_QUOTED]}`" for fault in faults[:_MOST_FAULTS]]
    return Refusal(
        Reason.SYNTAX,
        f"The reply is not sound {name} at this place ({faults[0].what}, line {line} "
        "of it). Nothing was changed; try again, or say in the instruction what you want.",
        f"it is not sound {name} there: {'; '.join(told)}.",
    )


def _line_of_reply(reply: str, text: str, nearest: int) -> int:
    """The line of a reply that reads like `text`, from 1: others may have been taken out above it."""
    alike = [number for number, line in enumerate(split_lines(reply), 1) if line.strip() == text.strip()]
    return min(alike, key=lambda number: abs(number - nearest), default=nearest)
