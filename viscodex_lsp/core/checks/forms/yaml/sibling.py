"""Takes a new entry of YAML out of the keys that it was drawn in, for a place in an entry of its kind.

A model that is asked for another service or job writes `services:` or the whole workflow around it. What is certain to
be an entry beside the one that the place is in goes behind that.
"""

import re
from itertools import pairwise
from typing import NamedTuple

from viscodex_lsp.core.checks.forms.yaml.place import without_keys_of_file
from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import left_out
from viscodex_lsp.core.text.style import leading

_KEY = re.compile(r"(?P<margin> *)(?P<key>[\w./$\"'-]+) *:(?:\s+(?P<value>[^\s#].*)|\s*(?:#.*)?$)")
_MOST_LINES = 2_000
_DEEPEST = 1_000


class Sibling(NamedTuple):
    """The entry, the indentation it has there, and what the person is told."""

    fragment: Fragment
    depth: str
    note: str


class _Key(NamedTuple):
    """A key of a mapping by its row, and the row behind what belongs to it."""

    name: str
    row: int
    end: int


def beside_its_kind(fragment: Fragment, place: Place) -> Sibling | None:
    """The entries that the code has for a mapping around the one that the place ends; None where it is not certain that
    they are of the same kind: that they have keys in common with those that are there."""
    if place.language.id != "yaml" or not place.span.empty or place.prefix.strip() or place.suffix.strip():
        return None
    above = tuple(place.lines.text[: place.line.start].splitlines())
    text = (*above, *place.lines.text[place.line.end :].splitlines())
    if len(text) + len(fragment.lines) > _MOST_LINES:
        return None
    below = next((line for line in text[len(above) :] if line.strip()), "")
    # A cursor at the margin says nothing of the depth that is meant.
    at_margin = not place.prefix and not place.depth
    path = _open_keys(above, _DEEPEST if at_margin else len(place.depth))
    file = _Key("", -1, len(text))
    told, held = list[str](), False
    code, stray = without_keys_of_file(fragment, [path[0].name], place) if path else (fragment, list[str]())
    for outer, inner in pairwise([file, *path]):
        new, beside = _parted(code.lines, text)
        if outer != file:
            holder = next((key for key in new if key.name == outer.name), None)
            if (holder is None and (held or not at_margin)) or (holder is not None and len(new) > 1):
                return None
            if holder is not None:
                held = True
                told += beside
                stray += _beside_keys(code.lines)
                code = code.part(holder.row + 1, holder.end)
                new, beside = _parted(code.lines, text)
        depth = leading(text[inner.row])
        entries = _keys(text[outer.row + 1 : outer.end], depth)
        is_named = {inner.name} & {key.name for key in new}
        if is_named or not new or code.lines[new[0].row][:1].isspace():
            continue
        kinds, mine = _named_below(text[outer.row + 1 : outer.end], entries), _named_below(code.lines, new)
        if {key.name for key in entries} & {key.name for key in new} or len(leading(below)) > len(depth):
            return None
        # Without a key around them, entries are known by more of their own.
        if len(kinds & mine) < (1 if held or told else 2):
            continue
        told += beside
        taken = (
            f"took {', '.join(f'`{key.name}`' for key in new)} out of `{outer.name}`, " if held else "put it "
        )
        note = _note(f"{taken}beside `{inner.name}`", told, stray)
        return Sibling(_only(code, new), depth, note)
    return None


def _only(code: Fragment, keys: list[_Key]) -> Fragment:
    return code.without(
        [row for key in _keys(code.lines) if key not in keys for row in range(key.row, key.end)]
    )


def _note(put: str, told: list[str], stray: list[str]) -> str:
    there = f"; left out {', '.join(told)}: the file has the same" if told else ""
    return "; ".join((put + there, *left_out(stray)))


def _parted(lines: tuple[str, ...], text: tuple[str, ...]) -> tuple[list[_Key], list[str]]:
    """The keys at the margin that a text has not word for word, and the names of those that it has."""
    own = _keys(lines)
    there = [key for key in own if _has(text, lines[key.row : key.end])]
    return [key for key in own if key not in there], [f"`{key.name}`" for key in there]


def _beside_keys(lines: tuple[str, ...]) -> list[str]:
    """What a text has beside its keys at the margin: comments, and marks of documents."""
    rows = {row for key in _keys(lines) for row in range(key.row, key.end)}
    return [line for row, line in enumerate(lines) if row not in rows and line.strip()]


def _open_keys(lines: tuple[str, ...], width: int) -> list[_Key]:
    """The keys that are open at the end of some lines for what stands at an indentation, the outermost first."""
    found: list[_Key] = []
    for row in range(len(lines) - 1, -1, -1):
        line = lines[row]
        if not line.strip() or line.lstrip().startswith("#") or len(leading(line)) >= width:
            continue
        width = len(leading(line))
        match = _KEY.match(line)
        if match is not None:
            found.insert(0, _Key(match["key"], row, len(lines)))
    return found


def _keys(lines: tuple[str, ...], margin: str = "") -> list[_Key]:
    """The keys at an indentation."""
    rows = [
        row for row, line in enumerate(lines) if line.strip() and leading(line) == margin and _KEY.match(line)
    ]
    found = []
    for row in rows:
        end = next(
            (
                at
                for at in range(row + 1, len(lines))
                if lines[at].strip()
                and len(leading(lines[at])) <= len(margin)
                and not lines[at].lstrip().startswith("-")
            ),
            len(lines),
        )
        match = _KEY.match(lines[row])
        found.append(_Key(match["key"] if match is not None else "", row, end))
    return found


def _named_below(lines: tuple[str, ...], keys: list[_Key]) -> set[str]:
    return {name for key in keys for name in _below(lines, key)}


def _below(lines: tuple[str, ...], key: _Key) -> set[str]:
    """The names of the keys right below one."""
    inner = lines[key.row + 1 : key.end]
    margin = next((leading(line) for line in inner if line.strip()), "")
    return {one.name for one in _keys(inner, margin)} if margin else set()


def _has(text: tuple[str, ...], lines: tuple[str, ...]) -> bool:
    """Whether a text has the lines one after another, but for blank ones."""
    wanted = [line.rstrip() for line in lines if line.strip()]
    have = [line.rstrip() for line in text if line.strip()]
    return any(have[at : at + len(wanted)] == wanted for at in range(len(have) - len(wanted) + 1))
