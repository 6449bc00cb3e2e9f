"""Takes the new items out of a list of TOML that a reply writes again, with its key, for a place in that list."""

import re
import tomllib

from viscodex_lsp.core.checks.forms.formed import Formed
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import THERE_ALREADY, quoted
from viscodex_lsp.core.nouns import Replacement, Span

_OPENS = re.compile(r"^(?P<key>[\w.\"'-]+)[ \t]*=[ \t]*\[", re.MULTILINE)
_HEAD = re.compile(r"^\[", re.MULTILINE)
_MOST = 100_000


def items_of_array(code: str, place: Place) -> Formed | None:
    """The items, with further tables of the reply behind the one around the place; None where the reply is no such
    list, or lacks items of the file's own."""
    text, at = place.lines.text, place.span.start
    if place.language.id != "toml" or not place.span.empty or len(text) + len(code) > _MOST:
        return None
    code = _below_own_lines(code, text)
    own = [*_OPENS.finditer(text, 0, at)]
    mine = _OPENS.match(code.lstrip("\n"))
    head = _HEAD.search(code)
    array = code[: head.start()] if head is not None else code
    end = text.find("\n]", at)
    if (
        not own
        or mine is None
        or mine["key"] != own[-1]["key"]
        or end < 0
        or "\n]" in text[own[-1].start() : at]
    ):
        return None
    had, said = _items(text[own[-1].start() : end + 2]), _items(array)
    if had is None or said is None or not set(had) <= set(said):
        return None
    new = [item for item in said if item not in had]
    tables = code[head.start() :].strip() if head is not None else ""
    below = _HEAD.search(text, end)
    behind = below.start() if below is not None else len(text)
    rest = text[end + 2 : behind]
    start = end + 2 + len(rest.rstrip())
    others = (Replacement(Span(start, start), "\n\n" + tables),) if tables else ()
    notes = [
        THERE_ALREADY,
        *([f"put {quoted([tables], 1)} behind the table that the place is in"] if tables else []),
    ]
    return Formed("\n".join(f'"{item}",' for item in new), others=others, notes=tuple(notes)) if new else None


def _below_own_lines(code: str, text: str) -> str:
    """The code from its first list on, where all above that is in the file: the head of the table, other keys."""
    first = _OPENS.search(code)
    known = {line.strip() for line in text.splitlines()}
    above = code[: first.start()].splitlines() if first is not None else []
    is_there = all(line.strip() in known for line in above if line.strip())
    return code[first.start() :] if first is not None and is_there else code


def _items(array: str) -> list[str] | None:
    """The strings of a list; None where it has others, or what has to be escaped."""
    try:
        (found,) = tomllib.loads(array).values()
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return None
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        return None
    return found if not any('"' in item or "\\" in item for item in found) else None
