"""The noun of this room: a table of cells, some of which span columns or rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.scene.pieces import Piece

_NUMBER = re.compile(r"^[-+−(]?\s*[$€£¥]?\s*\d[\d,. ']*\s*(%|[kKMG]?B|[kMGT]|ms|s|px|€|\$)?\)?$")


@dataclass(frozen=True, slots=True)
class Cell:
    """Text in a table. `row` and `column` are of its upper left place, `pieces` its lines; `confidence` is 0 to 1."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    head: bool = False
    confidence: float = 1.0
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Cells in reading order; places without a cell are covered by one that spans, or empty.

    `alignments` has left, center or right for each column; `head_rows` says how many rows are headings. `box` and the
    edges of rows (`ys`) and columns (`xs`), one more than there are, are in pixels of the picture. `ruled` says that
    each cell has a border, `aligned` that nothing but the places of its texts shows its rows and columns.
    """

    cells: tuple[Cell, ...]
    row_count: int
    alignments: tuple[str, ...]
    head_rows: int
    box: Box
    ys: tuple[float, ...] = ()
    xs: tuple[float, ...] = ()
    ruled: bool = False
    aligned: bool = False
    doubts: tuple[str, ...] = ()

    @property
    def column_count(self) -> int:
        return len(self.alignments)

    @property
    def letters(self) -> int:
        """How many letters and digits stand in its cells."""
        return sum(sign.isalnum() for cell in self.cells for sign in cell.text)

    def texts(self) -> list[list[str]]:
        """The text at every place; that of a spanning cell stands at its first place only."""
        grid = [[""] * self.column_count for _ in range(self.row_count)]
        for cell in self.cells:
            grid[cell.row][cell.column] = cell.text
        return grid

    def columns_named(self) -> list[str]:
        """A name for each column: the headings over it, from the top down, or its number."""
        names: list[list[str]] = [[] for _ in range(self.column_count)]
        for cell in self.cells:
            if cell.row < self.head_rows and cell.text:
                for column in range(cell.column, cell.column + cell.columns):
                    names[column].append(cell.text)
        return [" ".join(said) or f"column_{index + 1}" for index, said in enumerate(names)]

    def body(self) -> list[list[str]]:
        """The texts below the headings."""
        return self.texts()[self.head_rows :]


def table_of(headings: Sequence[str], rows: Sequence[Sequence[str]], box: Box) -> Table:
    """A plain table of texts that stand in `box`: one row of headings, numbers to the right."""
    grid = [headings, *rows]
    cells = tuple(
        Cell(text, row, column, head=row == 0)
        for row, texts in enumerate(grid)
        for column, text in enumerate(texts)
    )
    ways = tuple("right" if mostly_numbers(texts) else "left" for texts in zip(*rows, strict=True))
    return Table(cells, len(grid), ways, 1, box)


def is_number(text: str) -> bool:
    """Whether a text is a number, with or without a sign, a unit or separators."""
    return bool(_NUMBER.match(text.strip()))


def mostly_numbers(texts: Sequence[str]) -> bool:
    """Whether most of the texts that are not empty are numbers."""
    said = [text for text in texts if text.strip()]
    return bool(said) and sum(is_number(text) for text in said) >= 0.7 * len(said)
