"""Tables that a program typed: texts between bars of characters, as clients of databases print them."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.tables.table import Cell, Table, mostly_numbers

BARS = frozenset("|│┃║")
# What rules between rows are made of.
RULES = frozenset("-=+─━═┼┬┴├┤┌┐└┘╋╪ ") | BARS
# What a bar is taken for; the share of rows that have one at a place where all have; the share that may be misread.
LIKE_BARS, MOST, UNSURE = frozenset("Il1!T[]iJj/ "), 0.6, 0.34
# This share of a rule may have been misread as signs like bars.
STRANGE = 0.1
EDGES = re.compile(r"^[|│┃║](?=\s|$)\s*|\s*(?<=\s)[|│┃║]$")


def table_of_text(lines: Sequence[str], box: Box, doubtful: Collection[int] = ()) -> Table | None:
    """The table in lines of even characters; none where not all of its rows have the same bars, at the same places.

    `box` is around all lines, in pixels; the table's is around its own. `doubtful` are the lines, counted from 1, that
    may be misread: a few rows among them are named, and with many of them there is no table.
    """
    barred = [number for number, line in enumerate(lines) if not _is_rule(line) and BARS & set(line)]
    bars = _bars([lines[number] for number in barred])
    if not bars:
        return None
    within = range(barred[0], barred[-1] + 1)
    rows = [number for number in within if lines[number].strip() and not _is_rule(lines[number])]
    if len(rows) < 2 or not all(_has_bars(lines[row], bars) for row in rows):
        return None
    unsure = [lines[row].strip() for row in rows if row + 1 in doubtful]
    texts = [_cut(lines[row], bars) for row in rows]
    filled = [index for index in range(len(bars) + 1) if any(text[index] for text in texts)]
    if len(filled) < 2 or len(unsure) > UNSURE * len(rows):
        return None
    first, last = _first_and_last(lines, rows)
    pitch = box.height / len(lines)
    own = Box(box.left, box.top + first * pitch, box.right, box.top + (last + 1) * pitch)
    table = _table([[text[index] for index in filled] for text in texts], _heads(lines, rows), own)
    return replace(table, doubts=tuple(f"The row “{row}” may be misread." for row in unsure))


def _bars(rows: Sequence[str]) -> list[int]:
    """The places at which most of the rows have a bar; none where a row has several bars elsewhere."""
    places = [{at for at, sign in enumerate(row) if sign in BARS} for row in rows]
    counts = Counter(at for row in places for at in row)
    bars = [at for at in sorted(counts) if counts[at] >= MOST * len(rows)]
    return [] if any(len(row.difference(bars)) > 1 for row in places) else bars


def _has_bars(row: str, bars: Sequence[int]) -> bool:
    """Whether a row has a bar at each place, what one is easily taken for, or ends before it."""
    return all(bar >= len(row) or row[bar] in BARS or _is_like_bar(row, bar) for bar in bars)


def _is_like_bar(row: str, place: int) -> bool:
    """Whether a sign may be a misread bar: one beside a letter or a digit is of its word, and must not be lost."""
    beside = row[max(0, place - 1) : place] + row[place + 1 : place + 2]
    return row[place] in LIKE_BARS and not any(map(str.isalnum, beside))


def _is_rule(line: str) -> bool:
    """Whether a line is drawn, and no row whose cells have a dash each for no value."""
    strange = [sign for sign in line if sign not in RULES]
    if len(strange) > STRANGE * len(line) or not set(strange) <= LIKE_BARS:
        return False
    if sum(sign not in BARS | LIKE_BARS for sign in line) <= 2:
        return False
    bars = [place for place, sign in enumerate(line) if sign in BARS]
    return max(map(len, _cut(line, bars))) > 2


def _cut(line: str, bars: Sequence[int]) -> list[str]:
    starts, ends = [0, *(bar + 1 for bar in bars)], [*bars, len(line)]
    # A frame of the table that was seen in a few rows only is at the edge of its first or last cell.
    texts = [line[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    return [EDGES.sub("", texts[0]), *texts[1:-1], EDGES.sub("", texts[-1])]


def _first_and_last(lines: Sequence[str], rows: Sequence[int]) -> tuple[int, int]:
    """The lines that the table begins and ends with, its rules with them."""
    first, last = rows[0], rows[-1]
    while first > 0 and _is_rule(lines[first - 1]):
        first -= 1
    while last + 1 < len(lines) and _is_rule(lines[last + 1]):
        last += 1
    return first, last


def _heads(lines: Sequence[str], rows: Sequence[int]) -> int:
    """How many rows stand above the first rule within the table; none where every row has a rule below it."""
    below = [_is_rule(lines[row + 1]) for row in rows[:-1]]
    return below.index(True) + 1 if sum(below) == 1 else 0


def _table(texts: Sequence[Sequence[str]], heads: int, box: Box) -> Table:
    cells = tuple(
        Cell(text, row, column, head=row < heads)
        for row, line in enumerate(texts)
        for column, text in enumerate(line)
    )
    columns = zip(*texts[heads:], strict=True)
    ways = tuple("right" if mostly_numbers(column) else "left" for column in columns)
    return Table(cells, len(texts), ways, heads, box)
