"""Which faults of a text an edit is to blame for, so that a file that was broken before stays editable.

Two difficulties shape the rules. A parser that meets an error skips text until it can go on, so one old error
may be cut into other pieces, or hide a new one, once text near it changes. And below a bracket or tag that is
never closed everything may be one error: there nothing can be said but whether the inserted text is sound by
itself.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from viscodex_lsp.core.nouns import Replacement
from viscodex_lsp.core.syntax.alone import stands_alone
from viscodex_lsp.core.syntax.faults import Fault, fault_of
from viscodex_lsp.core.syntax.mistake import LONGEST_QUOTE, Mistake
from viscodex_lsp.core.syntax.opinions.opinions import MOST_CHARACTERS
from viscodex_lsp.core.syntax.opinions.yaml_text import unquoted_marks, yaml_opinion
from viscodex_lsp.core.syntax.syntax import Tree, parse
from viscodex_lsp.core.text.shift import Shift

_BEYOND_DOUBT = 200
_MARKS = re.compile(r"\{\{|\{%|\}\}")
_BARE_NAME = re.compile(r"(?!(?:pass|break|continue|return|raise|next|redo|retry|yield|else|end)\b)[\w.]+")
_BARE_ANGLES = {"<", "</", "{", "{{", "{%", "<%"}


def new_faults(before: Tree, after: Tree, replacements: Sequence[Replacement]) -> tuple[Fault, ...]:
    """The faults of `after` that its edit is to blame for.

    Args:
        replacements: what leads from `before` to `after`: sorted, not overlapping, counted in `before`.
    """
    if after.language.id == "yaml" and len(after.text) <= MOST_CHARACTERS:
        stray = unquoted_marks(before.text, after.text) or tuple(_read_as_text(after, replacements))
        if stray:
            return tuple(fault_of(mistake, after.offsets) for mistake in stray)
    blamed = _Change(before, after, replacements).blamed()
    if 0 < len(blamed) < _BEYOND_DOUBT and after.reused:
        # A tree that was patched may cut up its errors differently: no one is blamed without a fresh look.
        return _Change(before, parse(after.text, after.language), replacements).blamed()
    return blamed


def _read_as_text(after: Tree, replacements: Sequence[Replacement]) -> Iterator[Mistake]:
    """What YAML cannot read by itself, and takes for more words of the plain scalar above it."""
    if after.parsed is None or _MARKS.search(after.text):
        return
    moved = 0
    for replacement in replacements:
        code = replacement.text.strip()
        start = replacement.span.start + moved + replacement.text.find(code)
        moved += len(replacement.text) - (replacement.span.end - replacement.span.start)
        if code and yaml_opinion(code):
            place = after.offsets.to_bytes(start)
            node = after.parsed.root_node.descendant_for_byte_range(place, place + 1)
            if node is not None and node.type == "string_scalar" and node.start_byte < place:
                row = after.text.count("\n", 0, start)
                yield Mistake(place, place + 1, row, f"unexpected `{code.splitlines()[0][:LONGEST_QUOTE]}`")


def can_be_judged(before: Tree, after: Tree, replacements: Sequence[Replacement]) -> bool:
    """Whether the parser can tell what an edit does at its place: not where the text was broken there and still is."""
    if not before.checked:
        return False
    return not after.faults or not _Change(before, after, replacements).is_in_broken_code()


class _Change:
    """The faults before and after an edit, and what is known of the difference."""

    def __init__(self, before: Tree, after: Tree, replacements: Sequence[Replacement]) -> None:
        self._before, self._after, self._replacements = before, after, replacements
        self._shift = Shift(replacements)

    def blamed(self) -> tuple[Fault, ...]:
        if not self._now:
            return ()
        if self.is_in_broken_code():
            return self._judged_alone()
        if len(self._now) >= len(self._earlier) and self._lacks_still() and self._is_remnant():
            return self._touching or self._fresh or self._now
        return self._at_the_edit() if self._touching else self._elsewhere()

    @cached_property
    def _now(self) -> tuple[Fault, ...]:
        return self._after.faults

    @cached_property
    def _earlier(self) -> tuple[Fault, ...]:
        return self._before.faults

    @cached_property
    def _fresh(self) -> tuple[Fault, ...]:
        """The faults that were not there before, wherever the edit moved the others."""
        known = {moved for fault in self._earlier for moved in self._shift.moved(fault.span)}
        return tuple(fault for fault in self._now if fault.span not in known)

    @cached_property
    def _touching(self) -> tuple[Fault, ...]:
        """The fresh faults that have a place in common with the inserted text."""
        return tuple(fault for fault in self._fresh if self._shift.touches_new(fault.span))

    @cached_property
    def _sound_alone(self) -> bool:
        """Whether each inserted text is sound by itself, and more than what is left of something else."""
        language = self._after.language
        sound = all(stands_alone(replacement.text, language) for replacement in self._replacements)
        return sound and not self._is_remnant()

    def is_in_broken_code(self) -> bool:
        """Whether the edit is inside an old error, or below something that was never closed.

        The parser's view of the place is then worth nothing: a sound line may add errors, a broken one none.
        """
        return any(
            self._shift.holds_an_edit(fault.span) or (fault.lacks and self._shift.precedes(fault.span))
            for fault in self._earlier
        )

    def _judged_alone(self) -> tuple[Fault, ...]:
        """In broken code: an edit that is sound by itself is not blamed, nor one that mends something and is in
        no fresh fault itself."""
        mends = len(self._now) < len(self._earlier) and not self._touching
        return () if self._sound_alone or mends else self._touching or self._fresh or self._now

    def _lacks_still(self) -> bool:
        """Whether the file lacks what it lacked before."""
        return any(fault.lacks for fault in self._earlier) and any(fault.lacks for fault in self._now)

    def _is_remnant(self) -> bool:
        """Whether a line is sound by itself, and in broken code rather what is left of the statement, key or tag that
        it lacks: nothing but a name that the file has not, among lines that are more; in YAML a line without a colon
        above deeper ones; in markup the beginning of a tag or mark."""
        text, moved = self._after.text, 0
        for replacement in self._replacements:
            start = replacement.span.start + moved
            end = start + len(replacement.text)
            moved = end - replacement.span.end
            first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
            line = text[first : last if last >= 0 else len(text)].strip()
            if self._after.language.markup:
                if line in _BARE_ANGLES:
                    return True
            elif self._after.language.id == "yaml" and ":" not in line and _is_deeper_below(text, first, end):
                return True
            elif _BARE_NAME.fullmatch(line) and not self._has_elsewhere(line):
                above, below = (
                    text[:first].rstrip().rpartition("\n")[2],
                    text[end:].lstrip().partition("\n")[0],
                )
                return not any(_BARE_NAME.fullmatch(one.strip().rstrip(",")) for one in (above, below))
        return False

    def _has_elsewhere(self, name: str) -> bool:
        """Whether the file has a name; for a shell, whether it begins a line: `$i` is no command `i`."""
        before = r"^[ \t]*" if self._after.language.id == "shellscript" else r"(?<!\w)"
        return re.search(rf"{before}{re.escape(name)}(?!\w)", self._before.text, re.MULTILINE) is not None

    def _at_the_edit(self) -> tuple[Fault, ...]:
        """A fresh fault at the edit is its own, unless it is an old one in a new place.

        A block that lacks its end is reported at the last line of the file, which the edit may have become:
        then there are no more faults than before, they lack nothing that was not lacking, and the text is
        sound by itself.
        """
        moved = len(self._now) <= len(self._earlier) and _lack_no_more(self._touching, self._earlier)
        return () if moved and self._sound_alone else self._touching

    def _elsewhere(self) -> tuple[Fault, ...]:
        """A fresh fault away from the edit is its own if faults grew in number, or the text is broken itself.

        An unclosed bracket is often noticed far below; an old error that was only cut up anew is no reason.
        """
        if len(self._now) > len(self._earlier):
            return self._fresh
        mends = len(self._now) < len(self._earlier)
        return () if mends or self._sound_alone else self._fresh


def _is_deeper_below(text: str, start: int, end: int) -> bool:
    """Whether the first line behind `end` stands deeper than the one at `start`, as what a key holds does."""
    above, below = (
        text[start:].partition("\n")[0],
        text[end:].partition("\n")[2].lstrip("\n").partition("\n")[0],
    )
    return len(below) - len(below.lstrip()) > len(above) - len(above.lstrip())


def _lack_no_more(now: Sequence[Fault], earlier: Sequence[Fault]) -> bool:
    """Whether faults speak of nothing but brackets and tags that were open before."""
    lacking = Counter(closer for fault in now for closer in fault.lacks)
    return all(fault.lacks for fault in now) and lacking <= Counter(
        closer for fault in earlier for closer in fault.lacks
    )
