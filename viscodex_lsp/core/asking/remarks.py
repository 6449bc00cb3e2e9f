"""Takes the notes off the end of a reply: lines after its code that begin with "Note:", which are for the person.

They would be taken for chatter otherwise, and what a model says of its own answer is worth telling.
"""

from dataclasses import replace

from viscodex_lsp.core.nouns import Patch, Refusal

_NOTE = "Note: "
_MOST, _LONGEST = 8, 300


def without_notes(text: str) -> tuple[str, tuple[str, ...]]:
    """The reply without its notes, and the notes, each as one line; only after a fence that is closed."""
    lines = text.split("\n")
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].strip().startswith(_NOTE)):
        end -= 1
    notes = [line.strip().removeprefix(_NOTE).strip() for line in lines[end:] if line.strip()]
    if not notes or not end or not lines[end - 1].rstrip().endswith(("`", "~")):
        return text, ()
    return "\n".join(lines[:end]).rstrip(), tuple(note[:_LONGEST] for note in notes[:_MOST])


def with_notes(result: Patch | Refusal, notes: tuple[str, ...]) -> Patch | Refusal:
    """`result` with what was noted besides."""
    if not notes or isinstance(result, Refusal):
        return result
    return replace(result, notes=(*result.notes, *notes))
