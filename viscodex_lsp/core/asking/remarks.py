"""Takes the notes off the end of a reply: lines after its code that begin with "Note:", which are for the person.

They would be taken for chatter otherwise, and what a model says of its own answer is worth telling.
"""

import re
from dataclasses import replace

from viscodex_lsp.core.nouns import Patch, Refusal

_NOTES = re.compile(r"(?<=[`~])\s*((?:\n[ \t]*Note: [^\n]+|\n[ \t]*)+)\Z")
_MOST, _LONGEST = 8, 300


def without_notes(text: str) -> tuple[str, tuple[str, ...]]:
    """The reply without its notes, and the notes, each as one line; only after a fence that is closed."""
    found = _NOTES.search(text)
    if found is None:
        return text, ()
    lines = [line.strip().removeprefix("Note: ").strip() for line in found[1].splitlines() if line.strip()]
    return text[: found.start()], tuple(line[:_LONGEST] for line in lines[:_MOST])


def with_notes(result: Patch | Refusal, notes: tuple[str, ...]) -> Patch | Refusal:
    """`result` with what was noted besides."""
    if not notes or isinstance(result, Refusal):
        return result
    return replace(result, notes=(*result.notes, *notes))
