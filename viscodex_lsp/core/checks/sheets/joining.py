"""Joins the rules of a reply with those of a style sheet, so that it says nothing twice.

A declaration that the rule of the same selector has already goes; one of a property that the rule lacks goes into it;
one with another value stays in a rule of the reply's, which counts as it stands further down (CSS Cascading and
Inheritance, "Order of Appearance"). What such a rule sets, the reply's later rules say again as well: those of the
file, a media query perhaps, stand above it and would count no more.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from viscodex_lsp.core.checks.indentation import without_margin
from viscodex_lsp.core.checks.sheets.items import Item, items_of, plain
from viscodex_lsp.core.counted import quoted
from viscodex_lsp.core.nouns import Replacement, Span, Style
from viscodex_lsp.core.text.difference import apply_replacements, one_edit_a_place
from viscodex_lsp.core.text.positions import with_line
from viscodex_lsp.core.text.style import leading

_MOST = 120_000
_MOST_TOLD = 4
_DEEPEST = 8
# Each of these stands for itself; only all of it can be the same.
_WHOLE = re.compile(
    r"@(?:-\w+-)?(?:keyframes|font-face|page|property|counter-style|font-feature-values|"
    r"mixin|function|if|else|each|for|while)\b"
)
_SETS = re.compile(r"(?P<name>(?:--|[$@])?[A-Za-z_-][\w-]*)\s*:(?P<value>.*)", re.DOTALL)
_PREFIX = re.compile(r"-(?:webkit|moz|ms|o)-")
# What Sass and Less have above its use: a value, a mixin, a function.
_NAMES = re.compile(
    r"(?:@(?:mixin|function)\s+(?P<called>[A-Za-z][\w-]*)|(?P<value>[$@%][A-Za-z][\w-]*)\s*(?::|$))"
)
# Properties of which several set the same in other words: `border-color` and `border-left`.
_CROSSING = frozenset({"border", "margin", "padding", "flex", "grid", "inset", "place"})


_Values = dict[str, list[str]]


class Joined(NamedTuple):
    """What of the reply's rules stays by itself, the edits of the style sheet, and what the person is told."""

    rest: str
    edits: tuple[Replacement, ...] = ()
    notes: tuple[str, ...] = ()


def joined(new: str, there: str, style: Style, *, at: int, within: Span | None = None) -> Joined:
    """The rules `new` for the style sheet `there`.

    Args:
        at: where in `there` the rest will stand.
        within: the rule or media query of `there` around that place; all of it where omitted.
    """
    if len(new) + len(there) > _MOST:
        return Joined(new)
    walk = _Walk(new, there, style, at)
    items = [*items_of(new)]
    walk.sheet(items, [*items_of(there, within)], ())
    if not walk.gone:
        return Joined(new)
    rest = apply_replacements(new, [Replacement(span, "") for span in _apart(walk.gone)])
    rest = re.sub(r"\n[ \t]*(?:\n[ \t]*)+\n", "\n\n", rest).strip("\n")
    return Joined(rest if rest.strip() else "", one_edit_a_place(walk.edits), tuple(walk.notes()))


class _Walk:
    """Two style sheets side by side: what goes from the new one, and what comes into the other."""

    def __init__(self, new: str, there: str, style: Style, at: int) -> None:
        self._new, self._there, self._style, self._at = new, there, style, at
        self.gone: list[Span] = []
        self.edits: list[Replacement] = []
        self._same: list[str] = []
        self._put: list[str] = []
        self._below: list[str] = []
        self._set_again: set[str] = set()
        self._names: set[str] = set()

    def notes(self) -> Iterable[str]:
        if self._same:
            shown = quoted(list(dict.fromkeys(self._same)), _MOST_TOLD)
            yield f"left out what the style sheet has already: {shown}"
        if self._put:
            yield f"put into the rules that the style sheet has: {quoted(self._put, _MOST_TOLD)}"
        if self._below:
            yield f"put below the rule that it changes: {quoted(self._below, _MOST_TOLD)}"

    def sheet(self, new: Sequence[Item], old: Sequence[Item], path: tuple[str, ...]) -> bool:
        """Whether all of `new` goes: rules that stand in no other one, in a style sheet or a media query."""
        kept: list[Item] = []
        for item in new:
            if not self._goes(item, old, path):
                kept.append(item)
                named = _NAMES.match(item.head or item.declares)
                self._names |= {named["called"] or named["value"]} if named is not None else set()
        return not _says_anything(kept)

    def _goes(self, item: Item, old: Sequence[Item], path: tuple[str, ...]) -> bool:
        if not item.head:
            known = {_flat(one.declares) for one in old} - {""}
            return self._drop(item, path) if _flat(item.declares) in known else False
        alike = [one for one in old if one.head and _flat(one.head) == _flat(item.head)]
        if not alike:
            return False
        if _WHOLE.match(item.head):
            is_there = any(_flat(one.body) == _flat(item.body) for one in alike)
            return self._drop(item, path) if is_there else False
        if len(path) == _DEEPEST:
            return False
        inside, below = [*items_of(self._new, item.inner)], (*path, item.head)
        held = [each for one in alike for each in items_of(self._there, one.inner)]
        gone, edits, same = len(self.gone), len(self.edits), len(self._same)
        if item.head.startswith("@"):
            goes = self.sheet(inside, held, below)
        else:
            last = alike[-1]
            values = _values(held)
            for name in _set_below(last, old):
                values.setdefault(name, []).append("")  # whatever the rule says of it counts no more
            goes = self._rule(inside, held, values, last, below)
            goes = goes or self._moved(item, last, path)
        if not goes:
            return False
        del self.gone[gone:]
        self.gone.append(with_line(self._new, item.span))
        if len(self.edits) == edits:  # all of it is there, and is told as one
            del self._same[same:]
            self._same.append(" ".join(below))
        return True

    def _rule(
        self, new: Sequence[Item], old: Sequence[Item], had: _Values, last: Item, path: tuple[str, ...]
    ) -> bool:
        """The same for what is in a rule; `last` is the one of the file that takes what it lacks, `had` what is set
        for its selector."""
        values = _values(new)
        differ = {name for name in values if name in had and had[name][-len(values[name]) :] != values[name]}
        self._set_again |= differ
        stay = {name for name in values if any(_touch(name, other) for other in self._set_again)}
        kept: list[Item] = []
        for item in new:
            name = _parted(item)[0]
            if item.head:
                kept += [] if self._goes(item, old, path) else [item]
            elif name and name in had and name not in stay:
                self._drop(item, path)
            elif name:
                kept.append(item)
        if stay or any(_uses(item, self._names) for item in kept):
            return False
        for item in kept:
            self._put_into(last, item, path)
        return True

    def _moved(self, item: Item, last: Item, path: tuple[str, ...]) -> bool:
        """Whether what is left of a rule goes behind the one of the file that it changes: above it would not count."""
        if path or self._at > last.span.start:
            return False
        text = self._left_of(item.span)
        margin = leading(self._there[_line_start(self._there, last.span.start) :])
        rows = [f"{margin}{row}" if row.strip() else "" for row in text.split("\n")]
        newline = self._style.newline
        self.edits.append(Replacement(Span(last.span.end, last.span.end), newline * 2 + newline.join(rows)))
        self._below.append(item.head)
        return True

    def _left_of(self, span: Span) -> str:
        """What is left of a stretch of the new sheet."""
        inside = [one for one in _apart(self.gone) if span.start <= one.start and one.end <= span.end]
        moved = [Replacement(one, "").moved(-span.start) for one in inside]
        return apply_replacements(self._new[span.start : span.end], moved)

    def _drop(self, item: Item, path: tuple[str, ...]) -> bool:
        self.gone.append(with_line(self._new, item.span))
        self._same.append(" ".join((*path, "{", item.declares, "}")) if path else item.declares or item.head)
        return True

    def _put_into(self, rule: Item, item: Item, path: tuple[str, ...]) -> None:
        """Write a declaration or a nested rule at the end of a rule of the file."""
        there, newline = self._there, self._style.newline
        body = rule.body.rstrip()
        end = rule.inner.start + len(body)
        line = Span(_line_start(self._new, item.span.start), item.span.start)
        start = line.start if not self._new[line.start : line.end].strip() else line.end
        text = without_margin(self._left_of(Span(start, item.span.end))).rstrip()
        text = text if plain(text).endswith(("}", ";")) else f"{text};"
        ended = "" if not plain(body) or plain(body).endswith(("}", ";")) else ";"
        if "\n" in rule.body or "\n" in text:
            own = leading(there[_line_start(there, rule.span.start) :])
            last = body.rpartition("\n")[2] if "\n" in body else ""
            margin = leading(last) if last.strip() not in ("", "}") else own + self._style.indent
            rows = "".join(f"{newline}{margin}{row}" if row.strip() else newline for row in text.split("\n"))
            closing = "" if "\n" in rule.body[len(body) :] else newline + own
            blank = newline if item.head and body else ""
            written = f"{ended}{blank}{rows}{closing}"
            self.edits.append(Replacement(Span(end, end), written))
        else:
            written = f"{ended} {text}" if rule.body[len(body) :] else f"{ended} {text} "
            self.edits.append(Replacement(Span(end, end), written))
        self._put.append(" ".join((*path, "{", item.head or item.declares, "}")))


def _uses(item: Item, names: Iterable[str]) -> bool:
    """Whether an item has a value or mixin of the reply, which stands further down than the rules of the file."""
    return any(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", item.text) for name in names)


def _values(items: Iterable[Item]) -> _Values:
    """What each property is set to, in order: a fallback for older browsers stands above what it is for."""
    found: _Values = {}
    for item in items:
        name, value = _parted(item)
        if name:
            found.setdefault(name, []).append(value)
    return found


def _parted(item: Item) -> tuple[str, str]:
    """The property and the value of a declaration; all of a statement that has no value (`@include button`)."""
    declared = item.declares
    match = _SETS.match(declared)
    if match is None or declared.startswith("@"):
        return declared, ""
    name = match["name"]
    return (name if name.startswith(("--", "$")) else name.lower()), _flat(match["value"])


def _set_below(rule: Item, others: Iterable[Item]) -> set[str]:
    """The properties that rules further down set for the same selector among others (`.a, .b`)."""
    wanted = _flat(rule.head)
    lists = (
        item
        for item in others
        if item.span.start > rule.span.start
        and "," in item.head
        and any(_flat(part) == wanted for part in item.head.split(","))
    )
    return {name for item in lists for name in _values(items_of(item.body))}


def _touch(name: str, other: str) -> bool:
    """Whether a property sets what another one sets: `padding-left` is set by `padding` as well."""
    if name == other or name.startswith(("--", "$")) or other.startswith(("--", "$")):
        return name == other
    one, two = _PREFIX.sub("", name), _PREFIX.sub("", other)
    if one.endswith("radius") != two.endswith("radius"):  # no border sets it
        return False
    if one == two or one.startswith(f"{two}-") or two.startswith(f"{one}-"):
        return True
    family = one.partition("-")[0]
    return family in _CROSSING and two.partition("-")[0] == family


def _flat(text: str) -> str:
    flat = "".join(text.split())
    return flat if any(sign in flat for sign in "\"'(") else flat.lower()


def _says_anything(items: Iterable[Item]) -> bool:
    return any(item.head or item.declares for item in items)


def _apart(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, without those that lie in another one."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not found or span.start >= found[-1].end:
            found.append(span)
    return found


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1
