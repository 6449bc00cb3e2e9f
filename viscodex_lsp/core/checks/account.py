"""The account of a reply: what became of each of its lines. Nothing of a reply is lost in silence.

Every step that makes other code out of a reply's code goes through `Account.step`, which notes the lines that
are gone under the words the person is told. In the end each line of the reply is in the text that is placed, or
under such a note; `unaccounted` finds those that are not, and the checks refuse.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from viscodex_lsp.core.nouns import Reason, Refusal

_WORD = re.compile(r"\w+")
_MOST_LOOKED_UP = 200
_MOST_TOLD = 3
_QUOTED = 80


@dataclass(frozen=True, slots=True)
class Account:
    """Lines that were left out, as their words alone, and the notes that say so."""

    left: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def step(self, before: Iterable[str], after: Iterable[str], note: str) -> "Account":
        """The account after lines became other lines; without a note nothing may go."""
        if not note:
            return self
        gone = Counter(_keys(before)) - Counter(_keys(after))
        notes = self.notes if note in self.notes else (*self.notes, note)
        return Account((*self.left, *gone.elements()), notes)

    def told(self, *notes: str) -> "Account":
        """The same lines with further notes."""
        return Account(self.left, (*self.notes, *(note for note in notes if note not in self.notes)))


def unaccounted(code: str, placed: Sequence[str], account: Account) -> tuple[str, ...]:
    """The words of the lines of `code` that are neither in the texts that were placed nor in the account.

    A line may have come into a larger one (a comment in braces, a selector under another): it counts as placed
    where its words stand one after another.
    """
    have = Counter(_keys("\n".join(placed).split("\n")))
    missing = Counter(_keys(code.split("\n"))) - have - Counter(account.left)
    if not missing:
        return ()
    text = f" {' '.join(_WORD.findall(' '.join(placed)))} "
    lost = [line for line in list(missing)[:_MOST_LOOKED_UP] if f" {line} " not in text]
    return tuple(lost) if lost or len(missing) <= _MOST_LOOKED_UP else tuple(missing)


def lines_lost(lines: tuple[str, ...]) -> Refusal:
    """The refusal of an edit that would lose lines of the reply in silence."""
    told = ", ".join(f"`{line[:_QUOTED]}`" for line in lines[:_MOST_TOLD])
    return Refusal(
        Reason.LINES_LOST,
        f"Part of the reply has no place here ({told}), so nothing was changed. Try again, or choose another place.",
        f"these lines have no place at the mark: {told}. Write only what takes the mark's place.",
    )


def _keys(lines: Iterable[str]) -> Iterable[str]:
    """Each line as its words; lines without any (brackets, rules) count for nothing."""
    return filter(None, (" ".join(_WORD.findall(line)) for line in lines))


def without_notes(notes: Sequence[str], gone: Sequence[str]) -> tuple[str, ...]:
    """The notes but for one of each that is `gone`: another block may have left the same words."""
    rest = list(notes)
    for note in gone:
        if note in rest:
            rest.remove(note)
    return tuple(rest)
