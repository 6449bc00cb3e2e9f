"""One change of a document as its client reported it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Change:
    """At the offset `start`, `new` took the place of `old`; `left` and `right` are the characters beside them.

    `whole` says that the client sent the document anew without saying what changed.
    """

    start: int
    old: str
    new: str
    left: str = ""
    right: str = ""
    whole: bool = False

    @property
    def end(self) -> int:
        """Where the replaced text ended."""
        return self.start + len(self.old)

    @property
    def grown(self) -> int:
        """By how much everything behind the change moved."""
        return len(self.new) - len(self.old)

    def trimmed(self) -> Iterator["Change"]:
        """The same change without the characters that it leaves as they are, cut from the front first, then from the
        end first. Both differ where equal characters make it doubtful which of them were replaced."""
        front = self._cut(head=shared(self.old, self.new))
        yield front._cut(tail=shared(front.old[::-1], front.new[::-1]))
        back = self._cut(tail=shared(self.old[::-1], self.new[::-1]))
        yield back._cut(head=shared(back.old, back.new))

    def _cut(self, *, head: int = 0, tail: int = 0) -> "Change":
        return replace(
            self,
            start=self.start + head,
            old=self.old[head : len(self.old) - tail],
            new=self.new[head : len(self.new) - tail],
            left=self.old[head - 1] if head else self.left,
            right=self.old[len(self.old) - tail] if tail else self.right,
        )


def change_of(text: str, start: int, end: int, new: str) -> Change:
    """The change that puts `new` in the place of `text[start:end]`."""
    return Change(start, text[start:end], new, text[max(start - 1, 0) : start], text[end : end + 1])


def shared(one: str, other: str) -> int:
    """How many characters are the same before the first that differs."""
    most = min(len(one), len(other))
    if one[:most] == other[:most]:
        return most
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle)
    return low
