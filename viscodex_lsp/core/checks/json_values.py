"""Adds the commas that values need at a place in a JSON document.

JSON allows no comma too few and none too many, and a model does not see which of them its neighbours have.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from viscodex_lsp.core.checks.indentation import Fragment, without_margin
from viscodex_lsp.core.counted import THERE_ALREADY, left_out
from viscodex_lsp.core.nouns import Document, Span

LANGUAGES = frozenset({"json", "jsonc"})
_NESTS = {"{": 1, "[": 1, "}": -1, "]": -1}
_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/|[{}\[\],:]|[^\s{}\[\],:"/]+')

_ONE_LIST = re.compile(r'\{\s*"(?P<key>[\w-]+)"\s*:\s*\[(?P<items>[^\[\]]*)\]\s*\}')


class Values(NamedTuple):
    """Code for a place between values; `lead` is a comma for the value before, with the offset of its end."""

    fragment: Fragment
    lead: tuple[int, str] | None
    notes: tuple[str, ...]


class _Around(NamedTuple):
    """The tokens of the document above the place, and those below it."""

    above: list[re.Match[str]]
    below: list[re.Match[str]]


def fitted_values(fragment: Fragment, document: Document, span: Span) -> tuple[Values, ...]:
    """The code with its commas set right, and, if it is an object, its members alone in the same way; of a list those
    come first where the values beside it are no lists."""
    fragment, remarked = _without_remarks(fragment, document)
    bare = fragment.text.strip().removeprefix(",").lstrip()
    if bare != fragment.text.strip():
        fragment = Fragment(tuple(bare.split("\n")))
    around = _Around(tokens(document.text[: span.start]), tokens(document.text[span.end :]))
    keys = _keys_around(around.above)
    inner = (_below_keys(bare, keys) or _below_keys(f"{{\n{bare}\n}}", keys)) if len(keys) > 1 else None
    if inner is not None:
        note = f"left out the keys that the place is below: `{'.'.join(keys[1:])}`"
        new, told = _without_known(inner, _own_lines(document.text, span, around))
        inside = _separated(Fragment(new).part(0, len(new)), around, span, (*remarked, note, *told))
        return (inside,) if not inside.fragment.blank else ()
    beside = _of_key_beside_others(bare, keys[-1]) if len(keys) > 1 else None
    if beside is not None:
        held, names = beside
        new, told = _without_known(held, _own_lines(document.text, span, around))
        note = f"took the content out of `{keys[-1]}`, which the place is in"
        told = (*remarked, note, *left_out(names), *told)
        inside = _separated(Fragment(new).part(0, len(new)), around, span, told)
        return (inside,) if not inside.fragment.blank else ()
    readings = [_separated(fragment, around, span, remarked)]
    if bare.startswith("{") and bare.endswith("}"):
        own = _own_lines(document.text, span, around)
        new, told = _without_known(bare[1:-1].split("\n"), own)
        members = Fragment(new).part(0, len(new))
        notes = (*remarked, "took the values out of their braces", *told)
        readings.append(_separated(members, around, span, notes))
    listed = _ONE_LIST.fullmatch(bare)
    if (
        listed is not None
        and around.above
        and keys[-1:] == [""]
        and f'"{listed["key"]}"' not in document.text
    ):
        # A model names the list that the file is, or has no name for.
        lines = without_margin(listed["items"].strip("\n")).rstrip().split("\n")
        note = f"left out the key `{listed['key']}` around the list"
        readings.insert(0, _separated(Fragment(tuple(lines)), around, span, (*remarked, note)))
    if bare.startswith("[") and bare.endswith("]") and _takes_items(document.text, span, around):
        lines = bare[1:-1].split("\n")
        members = Fragment(tuple(lines)).part(0, len(lines))
        readings.insert(0, _separated(members, around, span, ("took the values out of their list",)))
    return tuple(values for values in readings if not values.fragment.blank)


def _without_remarks(fragment: Fragment, document: Document) -> tuple[Fragment, tuple[str, ...]]:
    """The code without comments on lines of their own, where the file is JSON without any, and a note."""
    if document.language != "json" or any(
        line.lstrip().startswith("//") for line in document.text.split("\n")
    ):
        return fragment, ()
    rows = [row for row, line in enumerate(fragment.lines) if line.lstrip().startswith("//")]
    if not rows or len(rows) == len(fragment.lines):
        return fragment, ()
    return fragment.without(rows), tuple(left_out(fragment.lines[row].strip() for row in rows))


def _without_known(lines: Sequence[str], own: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lines without the members that the object around the place has word for word, and a note."""
    known = {own[row].strip().rstrip(",") for row in _members(own)}
    gone = {row for row in _members(lines) if lines[row].strip().rstrip(",") in known}
    new = tuple(line for row, line in enumerate(lines) if row not in gone)
    return new, (THERE_ALREADY,) if gone else ()


def _own_lines(text: str, span: Span, around: _Around) -> list[str]:
    """The lines of the object or list that the place is in."""
    opened: list[int] = [0]
    for token in around.above:
        if token[0] in ("{", "["):
            opened.append(token.end())
        elif token[0] in ("}", "]") and len(opened) > 1:
            opened.pop()
    depth, end = 0, len(text)
    for token in around.below:
        depth += _NESTS.get(token[0], 0)
        if depth < 0:
            end = span.end + token.start()
            break
    return [*text[opened[-1] : span.start].split("\n"), *text[span.end : end].split("\n")]


def _members(lines: Sequence[str]) -> Iterator[int]:
    """The rows of members that stand whole on a line, in no other value."""
    depth = 0
    for row, line in enumerate(lines):
        change = sum(_NESTS.get(token[0], 0) for token in tokens(line))
        if depth == change == 0 and line.strip().startswith('"'):
            yield row
        depth += change


def _keys_around(words: list[re.Match[str]]) -> list[str]:
    """The keys of the objects and lists that are open behind some tokens, the outermost first; "" for one without."""
    opened: list[str] = []
    for at, token in enumerate(words):
        if token[0] in ("{", "["):
            named = at > 1 and words[at - 1][0] == ":"
            opened.append(words[at - 2][0].strip('"') if named else "")
        elif token[0] in ("}", "]") and opened:
            opened.pop()
    return opened


def _below_keys(code: str, keys: list[str]) -> tuple[str, ...] | None:
    """The lines that a file has below keys, where it has nothing beside them; None where it has."""
    words, depth = tokens(code), len(keys) - 1
    if "" in keys[1:] or len(words) < 4 * depth + 2 or words[0][0] != "{":
        return None
    for level, key in enumerate(keys[1:]):
        head = [token[0] for token in words[3 * level + 1 : 3 * level + 4]]
        if head[:2] != [f'"{key}"', ":"] or head[2] not in ("{", "["):
            return None
    if any(token[0] not in ("}", "]") for token in words[-depth - 1 :]):
        return None
    inner = words[3 * depth + 1 : -depth - 1]
    nested = 0
    for token in inner:
        nested += _NESTS.get(token[0], 0)
        if nested < 0:
            return None
    return tuple(code[words[3 * depth].end() : words[-depth - 1].start()].split("\n")) if inner else None


def _of_key_beside_others(code: str, key: str) -> tuple[tuple[str, ...], list[str]] | None:
    """The lines of the object that a whole file has at a key, and its other keys; None where it has none there."""
    words, depth = tokens(code), 0
    starts: list[int] = []
    for at, token in enumerate(words[:-1]):
        if depth == 1 and words[at + 1][0] == ":" and words[at - 1][0] in ("{", ","):
            starts.append(at)
        depth += _NESTS.get(token[0], 0)
    own = next((at for at in starts if words[at][0] == f'"{key}"'), -1)
    if not key or own < 0 or len(starts) < 2 or words[0][0] != "{" or words[own + 2][0] != "{":
        return None
    following = starts[starts.index(own) + 1 :]
    end = words[following[0] - 2] if following else words[-2]
    if end[0] != "}":
        return None
    names = [words[at][0].strip('"') for at in starts if at != own]
    return tuple(code[words[own + 2].end() : end.start()].split("\n")), names


def _takes_items(text: str, span: Span, around: _Around) -> bool:
    """Whether the place wants items: beside others that are no lists, or in an empty list."""
    empty = text[: span.start].rstrip().endswith("[") and text[span.end :].lstrip().startswith("]")
    return empty or _beside_other_values(around)


def _beside_other_values(around: _Around) -> bool:
    """Whether the value before the place, or the one behind it, is there and is no list."""
    before = [token[0] for token in around.above if token[0] != ","][-1:]
    after = [token[0] for token in around.below if token[0] != ","][:1]
    ends = before and before[0] not in ("]", "[", "{", ":")
    begins = after and after[0] not in ("[", "]", "}", ":")
    return bool(ends or begins)


def _separated(fragment: Fragment, around: _Around, span: Span, notes: tuple[str, ...]) -> Values:
    above, below = around
    before = above[-1][0][-1:] if above else ""
    lead = (above[-1].end(), ",") if span.empty and before not in ("", "{", "[", ",", ":") else None
    tail = "," if below and below[0][0][0] not in ("}", "]", ",", ":") else ""
    code = fragment.text.rstrip()
    last = tokens(code)
    cut = last[-1].start() if last and last[-1][0] == "," else last[-1].end() if last else 0
    code = code[:cut] + tail + code[cut:].removeprefix(",")
    if lead is not None or code != fragment.text:
        notes = (*notes, "set the commas between the values")
    return Values(Fragment(tuple(code.split("\n"))), lead, notes)


def tokens(text: str) -> list[re.Match[str]]:
    """Strings, words and signs, without comments."""
    return [match for match in _TOKEN.finditer(text) if not match[0].startswith("/")]
