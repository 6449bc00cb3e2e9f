"""Tables that a program typed: texts between bars of characters, as clients of databases print them."""

from collections.abc import Sequence

from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.tables.table import Cell, Table, mostly_numbers

BARS = frozenset("|│┃║")
# What rules between rows are made of.
RULES = frozenset("-=+─━═┼┬┴├┤┌┐└┘╋╪ ") | BARS


def table_of_text(lines: Sequence[str], box: Box) -> Table | None:
    """The table in lines of even characters; none where not all of its rows have the same bars, at the same places.

    `box` is around all lines, in pixels; the table's is around its own.
    """
    rows = [number for number, line in enumerate(lines) if not _is_rule(line) and BARS & set(line)]
    if len(rows) < 2 or any(line.strip() and not _is_rule(line) for line in _between(lines, rows)):
        return None
    places = [{at for at, sign in enumerate(lines[row]) if sign in BARS} for row in rows]
    bars = sorted(set.intersection(*places))
    if not bars or max(map(len, places)) > len(bars) + 1:
        return None
    texts = [_cut(lines[row], bars) for row in rows]
    filled = [index for index in range(len(bars) + 1) if any(text[index] for text in texts)]
    if len(filled) < 2:
        return None
    first, last = _first_and_last(lines, rows)
    pitch = box.height / len(lines)
    own = Box(box.left, box.top + first * pitch, box.right, box.top + (last + 1) * pitch)
    return _table([[text[index] for index in filled] for text in texts], _heads(lines, rows), own)


def _between(lines: Sequence[str], rows: Sequence[int]) -> list[str]:
    return [lines[number] for number in range(rows[0], rows[-1]) if number not in rows]


def _is_rule(line: str) -> bool:
    """Whether a line is drawn, and no row whose cells have a dash each for no value."""
    if not set(line) <= RULES or sum(sign not in BARS | {" "} for sign in line) <= 2:
        return False
    bars = [place for place, sign in enumerate(line) if sign in BARS]
    return max(map(len, _cut(line, bars))) > 2


def _cut(line: str, bars: Sequence[int]) -> list[str]:
    starts, ends = [0, *(bar + 1 for bar in bars)], [*bars, len(line)]
    return [line[start:end].strip() for start, end in zip(starts, ends, strict=True)]


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
