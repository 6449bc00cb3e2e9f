"""Where the lines of a place are after the client sent the whole document anew: the only case where two texts are
compared, and one that is refused unless there is a single answer.

First what changed is taken to be one stretch of characters, the shortest that explains it. Where equal characters
leave open which of them were put in or taken away, all ways of reading it must agree about the place. A stretch that
takes something away and puts something in may be several changes, as cursors and formatters make them: where every line
changed in its place (`in_place`), that is believed. Else, where the stretch holds the place, the two texts are aligned
by lines, and every alignment that is nearly as good as the best one must agree.
"""

from collections.abc import Sequence

from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.place.change import Change
from viscodex_lsp.core.place.guard import Guard, guard_of
from viscodex_lsp.core.place.in_place import same_lines
from viscodex_lsp.core.place.moved_line import moves_between
from viscodex_lsp.core.text.alignment import common_lines
from viscodex_lsp.core.text.positions import split_lines

# One line that is moved over another one makes an alignment that is worse by one: which of the two was moved?
_NEARLY = 1
MOST_LINES = 20_000
"""Lines up to which two texts are aligned; that takes a good second."""
_MOST_COPIES = 64
_Held = tuple[list[str], int, int]
"""All lines of a text without their ends, the number of the first one of the guard, and how many it has."""


def rewritten(guard: Guard, old: str, new: str) -> Guard | None:
    """Where the guard of `old` is in `new`; None where it is gone or doubtful."""
    change = Change(0, old, new)
    shortest, _ = change.trimmed()
    found = guard.after_shortest(change)
    if not (shortest.old and shortest.new):
        return found
    held, new_lines = _lines_of(guard, old), _bare(new)
    old_lines, first, count = held
    if same_lines(old_lines, new_lines, first, count):
        return _at_line(guard, new, first)
    if moves := moves_between(old_lines, new_lines):
        lines = {move.after(old_lines, new_lines, first, count) for move in moves}
        line = lines.pop()
        return None if lines or line is None else _at_line(guard, new, line)
    if found is None:
        return _aligned(guard, held, new, new_lines)
    # A line that was moved from here to there may have been moved over an equal one.
    twins = _has_twin_at(held, old, shortest.start, shortest.end) or _has_twin_at(
        _lines_of(found, new), new, shortest.start, shortest.start + len(shortest.new)
    )
    return None if twins else found


def _aligned(guard: Guard, held: _Held, new: str, new_lines: Sequence[str]) -> Guard | None:
    old_lines, first, count = held
    if max(len(old_lines), len(new_lines)) > MOST_LINES:
        return None
    line = _only_line(old_lines, new_lines, first, count)
    if line is None or not _is_known(old_lines, new_lines, (first, line, count), open_end=guard.open):
        return None
    return _at_line(guard, new, line)


def _at_line(guard: Guard, new: str, line: int) -> Guard | None:
    """The guard where it starts with that line of `new`; None where its lines do not end there."""
    start = sum(map(len, split_lines(new)[:line]))
    moved = guard.moved(start - guard.start)
    if moved.end > len(new):
        return None
    found = guard_of(Span(moved.start, moved.end), new)
    return moved if (found.start, found.end) == (moved.start, moved.end) else None


def _only_line(old: Sequence[str], new: Sequence[str], first: int, count: int) -> int | None:
    """The number in `new` of the line that is number `first` in `old`, if all good alignments say so."""
    copies = _starts(old[first : first + count], new)
    if not copies or len(copies) > _MOST_COPIES:
        return None
    end = first + count
    lengths = {
        line: common_lines(old[:first], new[:line]) + common_lines(old[end:], new[line + count :])
        for line in copies
    }
    line, best = max(lengths.items(), key=lambda item: item[1])
    rivals = [length for other, length in lengths.items() if other != line]
    # Without its own lines nothing else may take what they match.
    gone = common_lines([*old[:first], *old[end:]], new)
    return None if gone > best or any(best - rival <= _NEARLY for rival in rivals) else line


def _is_known(old: Sequence[str], new: Sequence[str], match: tuple[int, int, int], *, open_end: bool) -> bool:
    """Whether a line stays beside the place; lines that are not blank and stand in both texts once need none.

    Where code goes below the lines, the line below is the one that must stay.
    """
    first, line, count = match
    own = old[first : first + count]
    above = old[max(first - 1, 0) : first] == new[max(line - 1, 0) : line]
    below = old[first + count : first + count + 1] == new[line + count : line + count + 1]
    if open_end and any(own):
        return below
    alone = any(each.strip() for each in own) and len(_starts(own, old)) == len(_starts(own, new)) == 1
    return above or below or alone


def _lines_of(guard: Guard, text: str) -> _Held:
    first = len(split_lines(text[: guard.start])) - 1
    count = len(split_lines(text[guard.start : guard.end])) - guard.whole_lines
    return _bare(text), first, count


def _bare(text: str) -> list[str]:
    # The last line of a text has no line break, and may still be equal to another one.
    return [line.rstrip("\r\n") for line in split_lines(text)]


def _has_twin_at(held: _Held, text: str, start: int, end: int) -> bool:
    """Whether equal lines stand right above or below, and lead, line by line, to what changed between two offsets."""
    lines, first, count = held
    last = first + count
    own = lines[first:last]
    if own not in (lines[max(first - count, 0) : first], lines[last : last + count]):
        return False
    while first and lines[first - 1] in own:
        first -= 1
    while last < len(lines) and lines[last] in own:
        last += 1
    changed = range(*(len(split_lines(text[:offset])) - 1 for offset in (start, end)))
    return first - 1 <= changed.stop and changed.start <= last


def _starts(own: Sequence[str], lines: Sequence[str]) -> list[int]:
    """Where these lines stand in a text."""
    count = len(own)
    return [at for at, line in enumerate(lines) if line == own[0] and lines[at : at + count] == own]
