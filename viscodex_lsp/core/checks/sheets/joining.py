"""Joins the rules of a reply with those of a style sheet, so that it says nothing twice.

A declaration that the rule of the same selector has already goes; one of a property that the rule lacks goes into it;
one with another value stays in a rule of the reply's, which counts as it stands further down (CSS Cascading and
Inheritance, "Order of Appearance"). What such a rule sets, the reply's later rules say again as well: those of the
file, a media query perhaps, stand above it and would count no more.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

from viscodex_lsp.core.checks.sheets.items import Item, items_of
from viscodex_lsp.core.checks.sheets.level import NESTED, Effort, Level, TooMuchError
from viscodex_lsp.core.checks.sheets.sameness import Setting, body, parts, selector, setting
from viscodex_lsp.core.checks.sheets.settings import NEVER, Settings
from viscodex_lsp.core.checks.sheets.writing import Writing
from viscodex_lsp.core.counted import left_out, quoted
from viscodex_lsp.core.nouns import Replacement, Span, Style

_MOST = 120_000
_MOST_TOLD = 4
_DEEPEST = 8
# Each of these stands for itself; only all of it can be the same. Of the first the last one counts.
_ONCE = re.compile(r"@(?:(?:-\w+-)?keyframes|property|counter-style|mixin|function)\b")
_WHOLE = re.compile(r"@(?:font-face|page|font-feature-values|each|for|while)\b")
# Such a one goes with those beside it.
_BRANCH = re.compile(r"@(?:if|else)\b")
# What Sass has above its use: a value, a mixin, a function. Less finds them wherever they stand.
_NAMES = re.compile(
    r"(?:@(?:mixin|function)\s+(?P<called>[A-Za-z][\w-]*)|(?P<value>[$%][A-Za-z][\w-]*)\s*(?::|$))"
)
_WORD = re.compile(r"[$%]?[A-Za-z_-][\w-]*")

_Path = tuple[str, ...]
_IN_AT_RULE: _Path = ("@",)


class Joined(NamedTuple):
    """What of the reply's rules stays by itself, the edits of the style sheet, and what the person is told."""

    rest: str
    edits: tuple[Replacement, ...] = ()
    notes: tuple[str, ...] = ()


def joined(
    new: str, there: str, style: Style, *, at: int, within: Span | None = None, slashes: bool = False
) -> Joined:
    """The rules `new` for the style sheet `there`.

    Args:
        at: where in `there` the rest will stand.
        within: the rule or media query of `there` around that place; all of it where omitted.
        slashes: whether `//` begins a comment, as in Sass and Less.
    """
    if len(new) + len(there) > _MOST:
        return Joined(new)
    effort = Effort()
    walk = _Walk(Writing(new, there, style, slashes=slashes), at, effort)
    items = [*items_of(new, slashes=slashes)]
    try:
        walk.sheet(items, Level(there, items_of(there, within, slashes=slashes), effort, slashes=slashes), ())
    except TooMuchError:
        return Joined(new)
    if not walk.writing.gone:
        return Joined(new)
    return Joined(walk.writing.rest(), walk.writing.edits(), tuple(walk.notes()))


@dataclass(slots=True)
class _Rule:
    """A rule of the reply beside the last one of the file with its selector: what of it the file has at the same
    place, lacks, or has with another value."""

    same: set[str] = field(default_factory=set)
    lacks: set[str] = field(default_factory=set)
    differs: set[str] = field(default_factory=set)
    # What the file has with a vendor's prefix of a property that it lacks without.
    prefixed: set[Setting] = field(default_factory=set)


class _Walk:
    """Two style sheets side by side: what goes from the new one, and what comes into the other."""

    def __init__(self, writing: Writing, at: int, effort: Effort) -> None:
        self.writing, self._at, self._effort = writing, at, effort
        self._same: list[str] = []
        self._put: list[str] = []
        self._below: list[str] = []
        self._differ = 0
        self._set_again = Settings()
        self._kept: dict[tuple[_Path, str], Settings] = {}
        self._names: set[str] = set()

    def notes(self) -> Iterable[str]:
        if self._same:
            shown = quoted(list(dict.fromkeys(self._same)), _MOST_TOLD)
            yield f"left out what the style sheet has already: {shown}"
        if self._put:
            yield f"put into the rules that the style sheet has: {quoted(self._put, _MOST_TOLD)}"
        if self._below:
            yield f"put below the rule that it changes: {quoted(self._below, _MOST_TOLD)}"
        yield from left_out(self.writing.lost()[:_MOST_TOLD])

    def sheet(self, new: Sequence[Item], old: Level, path: _Path) -> bool:
        """Whether all of `new` goes: rules that stand in no other one, in a style sheet or a media query."""
        kept: list[Item] = []
        for item in new:
            if not self._goes(item, old, path):
                kept.append(item)
                named = _NAMES.match(item.head or item.declares)
                self._names |= {named["called"] or named["value"]} if named is not None else set()
        return not any(item.head or item.declares for item in kept)

    def _goes(self, item: Item, old: Level, path: _Path) -> bool:
        if not item.head:
            return self._declaration_goes(item, old, path)
        head = selector(item.head)
        alike = old.rules(head)
        if _BRANCH.match(head):
            return False
        if alike and (_ONCE.match(head) or _WHOLE.match(head)):
            said = old.bodies(head)
            counting = said[-1:] if _ONCE.match(head) else said
            return body(item.body, slashes=self.writing.slashes) in counting and self._drop(item, path)
        if not alike or len(path) == _DEEPEST:
            self._keep_all(item, head, path)
            return False
        return self._joins(item, head, old, path)

    def _joins(self, item: Item, head: str, old: Level, path: _Path) -> bool:
        """Whether a rule goes whose selector the file has."""
        last, below = old.rules(head)[-1], (*path, item.head)
        gone, same = len(self.writing.gone), len(self._same)
        put, differ = (len(self._put), len(self._below)), self._differ
        if head.startswith("@"):
            goes = self.sheet(self._inside(item), old.below(head), below)
        else:
            goes = self._rule(item, last, old, below)
            differ = -1
        if not goes and (self._differ == differ or not self._moved(item, last, old, path)):
            return False
        self.writing.take(item.span, since=gone)
        if (len(self._put), len(self._below)) == put:  # all of it is there, and is told as one
            del self._same[same:]
            self._same.append(" ".join(below))
        return True

    def _declaration_goes(self, item: Item, old: Level, path: _Path) -> bool:
        """The same for a declaration that is in no rule, or in a media query in a rule."""
        one = setting(item)
        if one is None:
            return False
        kept = self._kept.get((_same_path(path), ""))
        is_free = (kept is None or kept.last(one.property) == NEVER) and not self._uses(item.text)
        counts = one.property in old.at and old.settings.last(one.property) == old.at[one.property]
        if is_free and counts and old.values[one.property][-1] == one:
            return self._drop(item, path)
        self._keep(path, "", (one.property,))
        return False

    def _rule(self, item: Item, last: Item, old: Level, path: _Path) -> bool:
        """The same for what is in a rule; `last` is the one of the file that takes what it lacks."""
        inside = self._inside(item)
        head = selector(item.head)
        values = _values(inside)
        found = self._compared(values, last, old, path[:-1])
        for name in found.differs:
            self._set_again.put(name, 0)
        self._differ += len(found.differs)
        stays = {name for name in values if self._set_again.last(name) > NEVER}
        prefixed = found.prefixed if not stays else set()
        kept: list[Item] = []
        if any(one.head for one in inside) and self._nests_below(head, old, path[:-1]):
            stays.add(NESTED)
        for one in inside:
            said = setting(one)
            if one.head and NESTED in stays:
                kept.append(one)
            elif one.head:
                kept += [] if self._goes(one, old.below(head), path) else [one]
            elif said is not None and (said.property in found.same - stays or said in prefixed):
                self._drop(one, path)
            elif said is not None:
                kept.append(one)
        if stays or any(self._uses(one.text) for one in kept):
            self._keep(path[:-1], head, {*values, NESTED} - (found.same - stays))
            return False
        for one in kept:
            self.writing.put(last, one)
            self._put.append(" ".join((*path, "{", one.head or one.declares, "}")))
        self._keep(path[:-1], head, found.lacks)
        return True

    def _compared(self, values: dict[str, list[Setting]], last: Item, old: Level, path: _Path) -> _Rule:
        """What the file has of a rule's values. One that it has, and that the rule of the reply sets behind another
        that sets the same in other words, comes with that one."""
        head = selector(last.head)
        held, found, before = old.below(head), _Rule(), Settings()
        path = _same_path(path)
        places = (path,) if any(head.startswith("@") for head in path) else (path, _IN_AT_RULE)
        known = (self._kept.get((place, part)) for place, part in product(places, parts(head)))
        keeping = [one for one in known if one is not None]
        self._effort.spend(len(keeping) * len(values))
        for name, wanted in values.items():
            had = held.values.get(name, [])
            set_below = old.last_set(head, name)
            prefixed = had if wanted[: len(had)] == had else []
            further = wanted[len(prefixed) :]
            is_new = bool(further) and not any(one.name in held.names for one in further)
            uses = any(self._uses(f"{one.name} {one.value}") for one in wanted)
            if uses or any(one.last(name) > NEVER for one in keeping):
                found.differs.add(name)
            elif is_new and set_below <= last.span.end:
                found.lacks.add(name)
                found.prefixed.update(prefixed)
            elif is_new or had[-len(wanted) :] != wanted or set_below > held.at[name]:
                found.differs.add(name)
            elif before.last(name) > NEVER:
                found.lacks.add(name)
            else:
                found.same.add(name)
                continue
            before.put(name, 0)
        return found

    def _nests_below(self, head: str, old: Level, path: _Path) -> bool:
        """Whether rules for one of the selectors among others, further down, have rules in them."""
        known = (self._kept.get((_same_path(path), part)) for part in parts(head))
        kept = any(one is not None and one.last(NESTED) > NEVER for one in known)
        alike = old.rules(head)
        own = next((one for one in reversed(alike) if "{" in one.body), alike[-1])
        return kept or old.last_set(head, NESTED) > own.span.start

    def _moved(self, item: Item, last: Item, old: Level, path: _Path) -> bool:
        """Whether what is left of a rule goes behind the one of the file that it changes: above it would not count."""
        if path or self._at > last.span.start:
            return False
        end = max(last.span.end, old.end_of(selector(item.head), _values(self._inside(item)).keys()))
        self.writing.put_behind(last, end, item)
        self._below.append(item.head)
        return True

    def _keep(self, path: _Path, head: str, names: Iterable[str]) -> None:
        """Remember what the reply sets anew for the selectors of a list: what it sets for them below counts then."""
        wanted, set_anew, path = parts(head) or ("",), tuple(names), _same_path(path)
        self._effort.spend(len(wanted) * len(set_anew))
        # What a media query of the reply sets counts less than what its rules below set without one.
        places = (path, _IN_AT_RULE) if any(head.startswith("@") for head in path) else (path,)
        for place, part in product(places, wanted):
            kept = self._kept.setdefault((place, part), Settings())
            for name in set_anew:
                kept.put(name, 0)

    def _keep_all(self, item: Item, head: str, path: _Path) -> None:
        """The same for a rule that stays as it is, or for all rules in a media query."""
        inside = self._inside(item)
        if not head.startswith("@"):
            self._keep(path, head, (*_values(inside), *(NESTED for one in inside if one.head)))
        elif len(path) < _DEEPEST:
            for one in inside:
                if one.head:
                    self._keep_all(one, selector(one.head), (*path, item.head))

    def _drop(self, item: Item, path: _Path) -> bool:
        self.writing.take(item.span)
        self._same.append(" ".join((*path, "{", item.declares, "}")) if path else item.declares or item.head)
        return True

    def _inside(self, item: Item) -> Sequence[Item]:
        return [*items_of(self.writing.new, item.inner, slashes=self.writing.slashes)]

    def _uses(self, text: str) -> bool:
        """Whether a text has a value or mixin of the reply, which stands further down than the rules of the file."""
        return bool(self._names) and not self._names.isdisjoint(_WORD.findall(text))


def _same_path(path: _Path) -> _Path:
    return tuple(map(selector, path))


def _values(items: Iterable[Item]) -> dict[str, list[Setting]]:
    """What each property is set to, in order: a fallback for older browsers stands above what it is for."""
    found: dict[str, list[Setting]] = {}
    for item in items:
        if (one := setting(item)) is not None:
            found.setdefault(one.property, []).append(one)
    return found
