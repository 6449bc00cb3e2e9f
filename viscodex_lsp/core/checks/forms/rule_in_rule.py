"""Whole rules of CSS as the reply for a place inside a rule.

A rule in a rule applies to what is inside of its elements (CSS Nesting Module): `.card { .card { … } }` would style
nothing. Declarations for the same selector stay at the place; rules for other elements go behind the rule.
"""

import re

from viscodex_lsp.core.checks.forms.formed import Formed
from viscodex_lsp.core.checks.indentation import read_fragment, without_margin
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.checks.sheets.items import has_slashes, items_of, plain, tokens
from viscodex_lsp.core.counted import THERE_ALREADY, counted, left_out
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.text.style import leading

_LANGUAGES = frozenset({"css", "scss", "less", "postcss"})
_NESTING = frozenset({"scss", "less"})
_VALUE = re.compile(r"(?:[$@][\w-]+\s*:|@(?:use|import|forward)\b)[^{}]*;")
_MOST = 200_000


def out_of_rule(code: str, place: Place) -> Formed | None:
    """The reply with its rules where they apply; None where it has none, or the place is in no rule."""
    text = place.lines.text
    if place.language.id not in _LANGUAGES or "{" not in code or len(code) + len(text) > _MOST:
        return None
    if place.prefix.strip() or place.suffix.strip():
        return None
    slashes = has_slashes(place.language.id)
    around = _rules_around(text[: place.span.start], slashes=slashes)
    if not around or around[-1][0].startswith("@"):
        return None
    own, opened = around[-1]
    if place.language.id in _NESTING and (again := _nested_again(code, around[-1], place)) is not None:
        return again
    if "&" in code or (place.language.id == "css" and "&" in text):
        return None
    known = {
        line.strip()
        for line in text[opened : _end_of(text, place.span.end, 1, slashes=slashes) or len(text)].split("\n")
    }
    here: list[str] = []
    behind: list[str] = []
    notes: list[str] = []
    for item in items_of(code, slashes=slashes):
        if item.head == own:
            lines = without_margin(item.body.strip("\n")).split("\n")
            new = [line for line in lines if line.strip() not in known or not line.rstrip().endswith(";")]
            here.append("\n".join(new))
            notes += ["took the declarations out of their rule", *left_out(item.remarks)]
            notes += [THERE_ALREADY] if len(new) < len(lines) else []
        elif item.head and (place.language.id not in _NESTING or _names(own, item.text)):
            behind.append(read_fragment(item.text.strip("\n"), place.language, place.style).text)
        else:
            here.append(item.text.strip("\n"))
    if not behind and not notes:
        return None
    others = _behind(behind, around, place)
    if others is None:
        return None
    if behind:
        notes.append(f"put {counted(len(behind), 'rule')} behind the one that the place is in")
    return Formed("\n".join(here), others=others, notes=tuple(dict.fromkeys(notes)))


def _nested_again(code: str, around: tuple[str, int], place: Place) -> Formed | None:
    """What the reply has in the rule around the place that it gives again, nested rules and all; None where it has more
    beside that than values (`$a: 1px;`), which stand above the rule."""
    own, opened = around
    slashes = has_slashes(place.language.id)
    items = [item for item in items_of(code, slashes=slashes) if item.text.strip()]
    rules = [item for item in items if item.head]
    values = [item for item in items if not item.head]
    if len(rules) != 1 or rules[0].head != own or "&" not in code:
        return None
    if not all(_VALUE.fullmatch(item.text.strip()) for item in values):
        return None
    text, newline = place.lines.text, place.style.newline
    there = text[opened : _end_of(text, place.span.end, 1, slashes=slashes) or len(text)]
    known = {" ".join(item.text.split()) for item in items_of(there[there.index("{") + 1 :], slashes=slashes)}
    inside = list(items_of(without_margin(rules[0].body.strip("\n")), slashes=slashes))
    new = [item for item in inside if " ".join(item.text.split()) not in known]
    notes = ["took the declarations out of their rule", *left_out(rules[0].remarks)]
    notes += [THERE_ALREADY] if len(new) < len(inside) else []
    values = [item for item in values if item.text.strip() not in text]
    others: tuple[Replacement, ...] = ()
    if values:
        margin = leading(text[text.rfind("\n", 0, opened) + 1 :])
        rows = "".join(f"{item.text.strip()}{newline}{margin}" for item in values)
        others = (Replacement(Span(opened, opened), rows + newline + margin),)
        notes.append(f"put {counted(len(values), 'value')} above the rule")
    return Formed("".join(item.text for item in new).strip("\n"), others=others, notes=tuple(notes))


def _behind(rules: list[str], around: list[tuple[str, int]], place: Place) -> tuple[Replacement, ...] | None:
    """The edit that writes rules behind the outermost rule around the place; None where that never ends."""
    if not rules:
        return ()
    text, newline = place.lines.text, place.style.newline
    heads = [at for head, at in around if not head.startswith("@")]
    end = _end_of(text, place.span.end, len(heads), slashes=has_slashes(place.language.id))
    if end is None:
        return None
    margin = leading(text[text.rfind("\n", 0, heads[0]) + 1 :])
    rows = [f"{margin}{row}" if row.strip() else "" for rule in rules for row in ("", *rule.split("\n"))]
    return (Replacement(Span(end, end), newline + newline.join(rows)),)


def _names(selector: str, text: str) -> bool:
    return re.search(rf"{re.escape(selector)}(?![A-Za-z0-9])", text) is not None


def _rules_around(before: str, *, slashes: bool) -> list[tuple[str, int]]:
    """What stands before each brace that is open at the end of a text, the outermost first, and where it begins."""
    opened: list[tuple[str, int]] = []
    start = 0
    for token in tokens(before, slashes=slashes):
        if token[0] == "{":
            head = before[start : token.start()]
            parents = [name for name, _ in opened if not name.startswith("@")]
            name = plain(head, slashes=slashes)
            name = name.replace("&", parents[-1]) if parents else name
            opened.append((name, start + len(head) - len(head.lstrip())))
        elif token[0] == "}" and opened:
            opened.pop()
        if token[0] in ("{", "}", ";"):
            start = token.end()
    return opened


def _end_of(text: str, start: int, levels: int, *, slashes: bool) -> int | None:
    """The offset behind the brace that closes so many levels."""
    for token in tokens(text, start, slashes=slashes):
        levels += {"{": 1, "}": -1}.get(token[0], 0)
        if levels == 0:
            return token.end()
    return None
