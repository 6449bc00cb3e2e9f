"""Computes the smallest line edits that turn one text into another.

Only whole lines are compared (LSP line rules). What both texts begin and end with is cut off first; where the
rest repeats the same lines too often for a quick comparison it becomes one edit, larger but never wrong.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import accumulate

from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.text.alignment import shared_lines
from viscodex_lsp.core.text.positions import split_lines

MOST_EQUAL_PAIRS = 300_000
"""Pairs of equal lines up to which the rest is compared line by line (about a tenth of a second)."""

_CONTEXT_LINES = 3
_Change = tuple[int, int, int, int]


def smallest_edits(old: str, new: str) -> tuple[Replacement, ...]:
    """The line edits from `old` to `new`: sorted, not overlapping, spans in `old`; none if they are equal."""
    old_lines, new_lines = split_lines(old), split_lines(new)
    offsets = [0, *accumulate(map(len, old_lines))]
    return tuple(
        Replacement(Span(offsets[start], offsets[end]), "".join(new_lines[new_start:new_end]))
        for start, end, new_start, new_end in _changes(old_lines, new_lines)
    )


def apply_replacements(text: str, replacements: Iterable[Replacement]) -> str:
    """`text` with all replacements made: spans are offsets into `text`, in any order, not overlapping."""
    pieces: list[str] = []
    done = 0
    for replacement in sorted(replacements, key=lambda item: (item.span.start, item.span.end)):
        pieces += text[done : replacement.span.start], replacement.text
        done = replacement.span.end
    return "".join([*pieces, text[done:]])


def one_edit_a_place(edits: Iterable[Replacement]) -> tuple[Replacement, ...]:
    """The edits in order, with those at one place made one."""
    texts: dict[Span, str] = {}
    for edit in sorted(edits, key=lambda edit: edit.span.start):
        texts[edit.span] = texts.get(edit.span, "") + edit.text
    return tuple(Replacement(span, text) for span, text in texts.items())


def unified_diff(old: str, new: str, *, name: str, creates: bool = False) -> str:
    """The change as `patch -p1` and `git apply` read it, empty if there is none; `name` is a path.

    `creates` says that the file is not there yet.
    """
    old_lines, new_lines = _newline_lines(old), _newline_lines(new)
    changes = _changes(old_lines, new_lines)
    hunks = [_hunk(group, old_lines, new_lines) for group in _neighbours(changes)]
    before = "/dev/null" if creates else f"a/{name}"
    return f"--- {before}\n+++ b/{name}\n{''.join(hunks)}" if hunks else ""


def _changes(old: Sequence[str], new: Sequence[str]) -> list[_Change]:
    head = shared_lines(old, new)
    tail = shared_lines(old[: head - len(old) - 1 : -1], new[: head - len(new) - 1 : -1])
    old_rest, new_rest = old[head : len(old) - tail], new[head : len(new) - tail]
    if not old_rest and not new_rest:
        return []
    counts = Counter(new_rest)
    if sum(counts[line] for line in old_rest) > MOST_EQUAL_PAIRS:
        return [(head, len(old) - tail, head, len(new) - tail)]
    opcodes = SequenceMatcher(None, old_rest, new_rest, autojunk=False).get_opcodes()
    return [(head + a, head + b, head + c, head + d) for tag, a, b, c, d in opcodes if tag != "equal"]


def _neighbours(changes: Sequence[_Change]) -> list[list[_Change]]:
    """Changes whose lines of context would meet, in one group each."""
    groups: list[list[_Change]] = []
    for change in changes:
        if groups and change[0] - groups[-1][-1][1] <= 2 * _CONTEXT_LINES:
            groups[-1].append(change)
        else:
            groups.append([change])
    return groups


def _hunk(group: Sequence[_Change], old: Sequence[str], new: Sequence[str]) -> str:
    start = max(group[0][0] - _CONTEXT_LINES, 0)
    end = min(group[-1][1] + _CONTEXT_LINES, len(old))
    new_start = start + group[0][2] - group[0][0]
    new_end = end + group[-1][3] - group[-1][1]
    lines: list[str] = []
    at = start
    for old_start, old_end, added_start, added_end in group:
        lines += [" " + line for line in old[at:old_start]]
        lines += ["-" + line for line in old[old_start:old_end]]
        lines += ["+" + line for line in new[added_start:added_end]]
        at = old_end
    lines += [" " + line for line in old[at:end]]
    header = f"@@ -{_range(start, end)} +{_range(new_start, new_end)} @@\n"
    return header + "".join(map(_ended, lines))


def _range(start: int, end: int) -> str:
    # An empty range is named by the line before it: the format of POSIX diff -u.
    return f"{start + 1 if end > start else start},{end - start}"


def _ended(line: str) -> str:
    return line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"


def _newline_lines(text: str) -> list[str]:
    """Lines as patch tools see them: a lone `\\r` does not end one."""
    lines = [line + "\n" for line in text.split("\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines
