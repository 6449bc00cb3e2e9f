"""What belongs to a place in a text, and what touches it. This is the only module that says so.

A place is the text that an edit replaces, and it owns its whole lines, for three reasons: what else stands on a line
decides whether code goes beside or below it and how deep it is indented; a person who types on a line is at work
there; and two people who type on different lines never disturb each other.

A change touches a place when it

- takes away or writes a character inside its lines;
- joins its first or last line with a neighbour;
- writes where the code is going to be written, at the end of a line that the code goes below: both texts would stand
  in the same place, and nobody can tell in which order they were meant. (The line break that editors add to a text
  without a last one when they save it is no such text.)

It does not touch a place when it adds or takes away other lines, even right above or below: the place moves along.
A touched place is not untouched again when its text comes back: equal characters may be a copy.
"""

from dataclasses import dataclass, replace

from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.place.change import Change


@dataclass(frozen=True, slots=True)
class Guard:
    """The lines of a place, from the start of the first to the end of the last.

    `whole_lines` says that the last line break belongs to the place, so that `end` begins the line after it. `open`
    says that text written at `end` would collide with the code.
    """

    start: int
    end: int
    whole_lines: bool
    open: bool

    def after(self, change: Change) -> "Guard | None":
        """Where these lines are after a change that the client described; None if it touches them."""
        exact = self._after(change)
        if exact is not None or not (change.old and change.new):
            return exact
        # Some clients report more than what changed.
        return self.after_shortest(change)

    def after_shortest(self, change: Change) -> "Guard | None":
        """The same for what a change really changes; None too if there are two ways to leave out what stayed as it was,
        and they do not agree."""
        one, other = map(self._after, change.trimmed())
        return one if one == other else None

    def moved(self, by: int) -> "Guard":
        return replace(self, start=self.start + by, end=self.end + by)

    def _after(self, change: Change) -> "Guard | None":
        if change.end < self.start or (change.end == self.start and self._leaves_start(change)):
            return self.moved(change.grown)
        if change.start > self.end or (change.start == self.end and self._leaves_end(change)):
            return self
        return None

    def _leaves_start(self, change: Change) -> bool:
        """Whether a change that ends where the lines start leaves that a start of a line."""
        if not change.old and not change.new:
            return True
        return starts_line(change.new[-1:] or change.left, change.right)

    def _leaves_end(self, change: Change) -> bool:
        """Whether a change that starts where the lines end leaves that an end of a line, with room for the code."""
        if not (change.old or change.new):
            return True
        if self.start == self.end and change.old:
            # An empty line is nothing but its line break, and that went.
            return False
        if self.whole_lines:
            return starts_line(change.left, change.new[:1] or change.right)
        ends_text = not change.right and change.new in ("\n", "\r\n", "\r")
        if self.open and change.new and not ends_text:
            return False
        return ends_line(change.left, change.new[:1] or change.right)


def guard_of(span: Span, text: str) -> Guard:
    """The guard of the place `span` of `text`."""
    start, end = span.start, span.end
    while not starts_line(text[max(start - 1, 0) : start], text[start : start + 1]):
        start -= 1
    whole_lines = not span.empty and starts_line(text[end - 1], text[end : end + 1])
    while not whole_lines and not ends_line(text[max(end - 1, 0) : end], text[end : end + 1]):
        end += 1
    replaced = text[span.start : span.end]
    return Guard(
        start,
        end,
        whole_lines=whole_lines,
        open=span.end == end and not replaced.strip(),
    )


def starts_line(left: str, right: str) -> bool:
    """Whether a line starts between two characters; "" is the edge of the text."""
    return left in ("", "\n") or (left == "\r" and right != "\n")


def ends_line(left: str, right: str) -> bool:
    """Whether a line ends between two characters; "" is the edge of the text."""
    return right in ("", "\r") or (right == "\n" and left != "\r")
