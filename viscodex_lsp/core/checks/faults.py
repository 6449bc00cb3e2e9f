"""Says what an edit breaks, as a refusal: no fault may be in the text afterwards that was not there before."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from viscodex_lsp.core.nouns import CheckedPatch, Reason, Refusal, Replacement
from viscodex_lsp.core.syntax.alone import own_faults
from viscodex_lsp.core.syntax.blame import can_be_judged, new_faults
from viscodex_lsp.core.syntax.faults import Fault
from viscodex_lsp.core.syntax.holes.holes import left_open
from viscodex_lsp.core.syntax.syntax import Tree, reparse
from viscodex_lsp.core.text.positions import split_lines

_MOST_FAULTS = 3
_QUOTED = 80
_MOST_CHARACTERS: Final = 60_000
"""The longest reply that is parsed by itself: more than the longest answer of a model, and half a second."""


def fault_of(
    before: Tree, replacements: tuple[Replacement, ...], main: Replacement | None = None, *, reply: str = ""
) -> Refusal | None:
    """What the edits break, as a refusal; `main` is the one of the code, the last where none is named, and `reply`
    the text whose lines the refusal counts, where the code is not all of it."""
    after = reparse(before, replacements)
    code = main or replacements[-1]
    faults = new_faults(before, after, replacements) or left_open(before, after, code)
    return _broken(faults, after, replacements, code, reply) if faults else None


def is_torn_end(code: str, before: Tree) -> bool:
    """Whether code is the end tag that the file lacks without its slash, which begins nothing."""
    return any(f"</{code.strip()[1:]}" in fault.lacks for fault in before.faults)


def judged(checked: CheckedPatch, before: Tree) -> CheckedPatch:
    """The patch with whether its syntax was checked at its place, and a note where the file's own faults are in the
    way of that."""
    parts = checked.replacements
    if not before.checked or can_be_judged(before, reparse(before, parts), parts):
        return replace(checked, syntax_checked=before.checked)
    note = f"the file was broken before ({before.faults[0].what}), so only the new code by itself was checked"
    return replace(checked, syntax_checked=False, notes=tuple(dict.fromkeys((*checked.notes, note))))


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
    lines, said = split_lines(after.text), split_lines(reply or code.text)
    first = lines[faults[0].line - 1].strip()
    line = _line_of_reply(reply, first, max(faults[0].line - skipped, 1))
    short = len(reply or code.text) <= _MOST_CHARACTERS
    own = own_faults(reply or code.text, after.language) if short else faults
    if short and own and first not in {row.strip() for row in said}:
        # What is wrong with the reply shows elsewhere in the file: it is told where it is.
        faults, lines = own, said
        line = min(max(own[0].line, 1), len(said))
    told = [f"{fault.what} in `{_line(lines, fault)}`" for fault in faults[:_MOST_FAULTS]]
    if not own:
        return Refusal(
            Reason.SYNTAX,
            f"The reply is sound {name} by itself, but does not fit at this place. Nothing was changed; choose another "
            "place or selection, or say in the instruction what you want.",
            f"it is sound {name} by itself, but does not fit at the mark: {'; '.join(told)}.",
        )
    return Refusal(
        Reason.SYNTAX,
        f"The reply is not sound {name} at this place ({faults[0].what}, line {line} "
        "of it). Nothing was changed; try again, or say in the instruction what you want.",
        f"it is not sound {name} there: {'; '.join(told)}.",
    )


def _line(lines: Sequence[str], fault: Fault) -> str:
    return lines[min(max(fault.line, 1), len(lines)) - 1].strip()[:_QUOTED]


def _line_of_reply(reply: str, text: str, nearest: int) -> int:
    """The line of a reply that reads like `text`, from 1: others may have been taken out above it."""
    alike = [number for number, line in enumerate(split_lines(reply), 1) if line.strip() == text.strip()]
    return min(alike, key=lambda number: abs(number - nearest), default=nearest)
