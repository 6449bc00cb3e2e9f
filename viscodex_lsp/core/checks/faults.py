"""Says what an edit breaks, as a refusal: no fault may be in the text afterwards that was not there before."""

from viscodex_lsp.core.nouns import Reason, Refusal, Replacement
from viscodex_lsp.core.syntax.blame import new_faults
from viscodex_lsp.core.syntax.faults import Fault
from viscodex_lsp.core.syntax.holes.holes import left_open
from viscodex_lsp.core.syntax.syntax import Tree, reparse
from viscodex_lsp.core.text.positions import split_lines

_MOST_FAULTS = 3
_QUOTED = 80


def fault_of(
    before: Tree, replacements: tuple[Replacement, ...], main: Replacement | None = None, *, reply: str = ""
) -> Refusal | None:
    """What the edits break, as a refusal; `main` is the one of the code, the last where none is named, and `reply`
    the text whose lines the refusal counts, where the code is not all of it."""
    after = reparse(before, replacements)
    code = main or replacements[-1]
    faults = new_faults(before, after, replacements) or left_open(before, after, code)
    return _broken(faults, after, replacements, code, reply) if faults else None


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
