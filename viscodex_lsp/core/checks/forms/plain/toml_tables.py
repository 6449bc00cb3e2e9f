"""Reduces a whole TOML file to what a file that is alike lacks: keys for the table around the place, and new tables.

A table may be defined once (TOML 1.0, "Table"), but for those of an array (`[[…]]`).
"""

import re
from collections.abc import Mapping, Sequence

from viscodex_lsp.core.checks.forms.formed import Formed
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import THERE_ALREADY, left_out

_HEAD = re.compile(r"(?P<array>\[\[)?\[?\s*(?P<name>[\w.\"'-]+)\s*\]?\]\s*(?:#.*)?$")
_KEY = re.compile(r"(?P<key>[\w.\"'-]+)\s*=")
# A value on one line, so that the next line is another key's.
_WHOLE = re.compile(r"[\w.\"'-]+\s*=\s*(?!\"\"\"|''')(?:[^\[{]|\[[^\n]*\]|\{[^\n]*\}).*$")
_MOST_QUOTED = 3


def new_tables(code: str, place: Place) -> Formed | None:
    """What is new in a file; None where it has no table of the one around the place, or is not certain to be new."""
    own_line = place.prefix.strip()
    ends_a_value = not own_line or _WHOLE.match(own_line) or _HEAD.match(own_line)
    if place.language.id != "toml" or not place.span.empty or place.suffix.strip() or not ends_a_value:
        return None
    text = place.lines.text
    mine, own = _tables(code), _tables(text)
    around = [*_tables(text[: place.span.start])][-1]
    if not any(head and head in own for head in mine):
        return None
    keys, tables, gone = list[str](), list[str](), list[str]()
    for head, lines in mine.items():
        if head not in own:
            tables += ["", *_trimmed(lines)] if tables else _trimmed(lines)
            continue
        there = {line.strip() for line in own[head]}
        new = [line for line in lines if line.strip() and line.strip() not in there]
        if any(not _WHOLE.match(line) for line in new if not line.startswith("#")) and head == around:
            return None
        known = {found["key"] for line in own[head] if (found := _KEY.match(line)) is not None}
        brought = [line for line in new if head == around and _key(line) not in known]
        keys += brought
        gone += [line for line in new if line not in brought]
    below = text[place.line.end :].strip()
    if (tables and below and not below.startswith("[")) or not (keys or tables):
        return None
    notes = [THERE_ALREADY, *(f"{note}: the file has its own" for note in left_out(gone[:_MOST_QUOTED]))]
    rest = len(gone) - _MOST_QUOTED
    notes += [f"left out {rest} more of its lines"] if rest > 0 else []
    return Formed("\n".join((*keys, *([""] if keys and tables else []), *tables)), notes=tuple(notes))


def _key(line: str) -> str:
    found = _KEY.match(line)
    return found["key"] if found is not None else line


def _tables(text: str) -> Mapping[str, Sequence[str]]:
    """The lines of each table, head included, by its name; those above the first under ""; each table of an array by
    all that it says."""
    found: dict[str, list[str]] = {"": []}
    name = ""
    blocks: list[tuple[str, list[str]]] = [("", [])]
    for line in text.splitlines():
        head = _HEAD.match(line)
        if head is not None:
            name = head["name"] if head["array"] is None else "[["
            blocks.append((name, []))
        blocks[-1][1].append(line.rstrip())
    for name, lines in blocks:
        of_array = "\n".join(line for line in lines if line.strip()) if name == "[[" else name
        found.setdefault(of_array, []).extend(lines)
    return found


def _trimmed(lines: Sequence[str]) -> list[str]:
    return "\n".join(lines).strip("\n").split("\n")
