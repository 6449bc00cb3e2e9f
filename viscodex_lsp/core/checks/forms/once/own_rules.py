"""Leaves out rules of a style sheet that the file has word for word."""

from viscodex_lsp.core.checks.forms.rule_in_rule import items_of
from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import THERE_ALREADY

_LANGUAGES = frozenset({"css", "scss", "less", "postcss"})
_MOST = 60_000


def without_own_rules(fragment: Fragment, place: Place) -> tuple[Fragment, str]:
    """The fragment without such rules at its top, and a note; as it is where nothing would be left."""
    text = place.lines.text
    if place.language.id not in _LANGUAGES or place.depth or len(text) + len(fragment.text) > _MOST:
        return fragment, ""
    around = (text[: place.span.start], text[place.span.end :])
    known = {_flat(f"{item.head}{{{item.body}}}") for part in around for item in items_of(part) if item.head}
    gone: list[int] = []
    for rows in _rules(fragment.lines):
        rule = _flat("\n".join(fragment.lines[rows.start : rows.stop]))
        if rule in known:
            gone += rows
            gone += [rows.start - 1] if rows.start and _is_remark(fragment.lines[rows.start - 1]) else []
    rest = fragment.without(gone) if gone else fragment
    return (fragment, "") if not gone or rest.blank else (rest, THERE_ALREADY)


def _rules(lines: tuple[str, ...]) -> list[range]:
    """The rows of each rule that begins and ends at the margin."""
    found: list[range] = []
    start = None
    for row, line in enumerate(lines):
        if (
            start is None
            and line
            and not line[0].isspace()
            and "{" in line
            and not line.startswith(("/*", "//"))
        ):
            start = row
        if start is not None and line.startswith("}") | (row == start and line.rstrip().endswith("}")):
            found.append(range(start, row + 1))
            start = None
    return found


def _is_remark(line: str) -> bool:
    return line.startswith("/*") and line.rstrip().endswith("*/")


def _flat(text: str) -> str:
    return "".join(text.split())
