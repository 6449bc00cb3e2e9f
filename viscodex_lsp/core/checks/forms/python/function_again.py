"""Refuses a Python function that is written again, with other lines, at a place among the lines of that function.

Inserted there, it would do once more what the function does; the person has to say that it is to be replaced.
"""

import re

from viscodex_lsp.core.checks.forms.formed import Formed
from viscodex_lsp.core.checks.indentation import read_fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.nouns import Reason, Refusal
from viscodex_lsp.core.text.style import leading

_HEAD = re.compile(r"[ \t]*(?:async[ \t]+)?def[ \t]+(?P<name>\w+)\s*\(")
# A method that is called on something, what is returned, or a name that gets a value: called twice, it does more.
_TARGET = re.compile(r"(?P<name>return\b|[\w.]+\.\w+(?=\()|\w+(?=\s*=(?!=)))")
_SAYS_NOTHING = re.compile(r"(?:pass|\.\.\.|return(?: None)?|else:|try:|#.*)?$")


def function_again(code: str, place: Place) -> Formed | Refusal | None:
    """Why the code is refused: it has lines of the function around the cursor, and lacks others that stand above it."""
    if place.language.id != "python" or not place.depth or not place.span.empty or "def " not in code:
        return None
    name, above, below = _around(place)
    lines = list(read_fragment(code, place.language, place.style).lines)
    heads = ((row, _HEAD.match(line)) for row, line in enumerate(lines))
    row = next((row for row, head in heads if head is not None and head["name"] == name), None)
    if row is None:
        return None
    own = _filled(_body(lines[row + 1 :], leading(lines[row])))
    rest = iter(own)
    if all(line in rest for line in above):
        again = _ends_otherwise(own, below)
    else:
        there = {line for line in (*above, *below) if not _SAYS_NOTHING.match(line)}
        again = next((line for line in own if line in there), "")
    if not again:
        return None
    return Refusal(
        Reason.OTHER_PLACE,
        f"The model wrote the function `{name}` again, with other lines, so nothing was changed. Select the "
        "whole function to replace it, or say in the instruction what is to be added.",
        f"it wrote the function `{name}` again, which has `{again[:60]}` already. Write only what is new.",
    )


def _ends_otherwise(own: list[str], below: list[str]) -> str:
    """The last line of the function where the reply ends with the same call or name, and another value; "" if not."""
    if not own or not below or below[-1] in own:
        return ""
    heads = [_TARGET.match(lines[-1]) for lines in (own, below)]
    same = heads[0] is not None and heads[1] is not None and heads[0]["name"] == heads[1]["name"]
    return below[-1] if same else ""


def _around(place: Place) -> tuple[str, list[str], list[str]]:
    """The name of the function around the place, "" for none, and its lines above and below, without their margins."""
    text, width = place.lines.text, len(place.depth)
    before = text[: place.line.start].splitlines() + ([place.prefix] if place.prefix.strip() else [])
    for row in range(len(before) - 1, -1, -1):
        line = before[row]
        if not line.strip() or len(leading(line)) >= width:
            continue
        width = len(leading(line))
        head = _HEAD.match(line)
        if head is not None:
            below = _body(text[place.line.end :].splitlines(), leading(line))
            return head["name"], _filled(before[row + 1 :]), _filled(below)
    return "", [], []


def _filled(lines: list[str]) -> list[str]:
    return [line.strip() for line in lines if line.strip()]


def _body(lines: list[str], margin: str) -> list[str]:
    """The first lines, as far as they are deeper than a margin."""
    found: list[str] = []
    for line in lines:
        if line.strip() and len(leading(line)) <= len(margin):
            break
        found.append(line)
    return found
