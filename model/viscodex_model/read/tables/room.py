"""Pictures of tables: the table that is recognised, written as the open file's language has tables."""

import dataclasses
from collections.abc import Callable, Sequence

from viscodex_model.read.order import Order
from viscodex_model.read.picture.geometry import Box, union
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.reading import Reading
from viscodex_model.read.recognition.engine import Engine
from viscodex_model.read.recognition.lines import Line
from viscodex_model.read.scene.see import Scene, see_page
from viscodex_model.read.tables.alike import with_alike_signs
from viscodex_model.read.tables.area import EDGE, Area, inside, is_button
from viscodex_model.read.tables.areas import find_areas, things_by_region
from viscodex_model.read.tables.cells import recognize_table
from viscodex_model.read.tables.data import write_javascript, write_json, write_python, write_sql
from viscodex_model.read.tables.document import lines_beside, write_document
from viscodex_model.read.tables.growing import grown, parted
from viscodex_model.read.tables.reread import boxed_signs, read_cells_again, read_gaps, signs_in_cells
from viscodex_model.read.tables.signs import drawn_signs
from viscodex_model.read.tables.table import Table
from viscodex_model.read.tables.text import write_csv, write_html, write_latex, write_markdown

WRITERS: dict[str, Callable[[Table], str]] = {
    "html": write_html,
    "javascriptreact": write_html,
    "typescriptreact": write_html,
    "vue": write_html,
    "svelte": write_html,
    "markdown": write_markdown,
    "csv": write_csv,
    "plaintext": write_csv,
    "python": write_python,
    "json": write_json,
    "javascript": write_javascript,
    "typescript": write_javascript,
    "sql": write_sql,
    "latex": write_latex,
    "tex": write_latex,
}
OTHERWISE = "markdown"
# So many lines that are left out are named.
MOST_NAMED = 3
# A cell has hardly ever more lines of text than this.
MOST_LINES = 8


def recognize(pixels: Pixels, lines: Sequence[Line], engine: Engine | None = None) -> Table | None:
    """The largest table of a picture; none where nothing is in rows and columns."""
    return next(iter(recognize_all(pixels, lines, engine)), None)


def recognize_all(pixels: Pixels, lines: Sequence[Line], engine: Engine | None = None) -> list[Table]:
    """The tables of a picture that do not overlap, those with most text first.

    With `engine` the cells of a grid are read again where that is needed, and signs that were overlooked.
    """
    scene = see_page(pixels, lines)
    found = drawn_signs(pixels, scene, lines)
    if engine is not None:
        found += boxed_signs(pixels, _with(found, lines), scene.root.walk(), engine)
    if found:
        lines = _with(found, lines)
        scene = see_page(pixels, lines, [line.box for line in found])
    areas = _areas(scene)
    if engine is not None:
        mended, signs = _read_again(pixels, lines, areas, engine)
        if signs or mended != tuple(lines):
            areas = _areas(see_page(pixels, mended, [*(line.box for line in found), *signs]))
    tables = [table for area in areas if (table := recognize_table(area)) is not None]
    apart: list[Table] = []
    for table in sorted(tables, key=lambda one: -sum(len(cell.text) for cell in one.cells)):
        if not any(_overlap(table.box, other.box) for other in apart):
            apart.append(with_alike_signs(table))
    return apart


def _overlap(one: Box, other: Box) -> bool:
    """Whether two tables share more than an edge."""
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return min(across, down) > EDGE


def _read_again(
    pixels: Pixels, lines: Sequence[Line], areas: Sequence[Area], engine: Engine
) -> tuple[tuple[Line, ...], list[Box]]:
    """`lines` with the texts of cells that had to be read again, and where signs were that had been overlooked."""
    mended, signs = tuple(lines), list[Box]()
    for area in areas:
        table = recognize_table(area)
        if area.cells:
            mended = read_cells_again(pixels, mended, area, engine)
            signs += signs_in_cells(mended, table) if table is not None else []
        elif table is not None:
            found = read_gaps(pixels, mended, table, engine)
            signs += [line.box for line in found]
            mended = _with(found, mended)
    return mended, signs


def _with(found: Sequence[Line], lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, with those that were read anew in the place of what had been read there."""
    return (
        *(line for line in lines if not any(inside(one.box, line.box.center) for one in found)),
        *found,
    )


def _areas(scene: Scene) -> list[Area]:
    """Areas in each region of the scene; all of its text where none is found."""
    buttons = [region.box for region in scene.root.walk() if is_button(region)]
    found = [
        grown(
            dataclasses.replace(part, buttons=[one for one in buttons if inside(part.box, one.center)]),
            pieces,
        )
        for pieces, regions, rules in things_by_region(scene)
        for area in find_areas(pieces, regions, rules)
        for part in parted(area, pieces)
    ]
    if not found and scene.pieces:
        found = [Area(union(piece.box for piece in scene.pieces), list(scene.pieces), ruled=False)]
    return found


def read_table(pixels: Pixels, reading: Reading, order: Order) -> Reading:
    """The picture's table in the open file's language; a refusal where there is none.

    Markdown has all tables and the lines between them, unless a person asked for the table.
    """
    tables = recognize_all(pixels, reading.lines, order.engine)
    if not tables:
        return dataclasses.replace(
            reading,
            refusal="No rows and columns were found. Capture the whole table, or ask for it as a page.",
        )
    result = written(tables[0], reading, order)
    if result.language != "markdown" or reading.kind_confidence == 1.0:
        return result
    code = write_document(tables, reading.lines)
    return dataclasses.replace(
        result, code=code, doubts=tuple(doubt for table in tables for doubt in table.doubts)
    )


def written(table: Table, reading: Reading, order: Order) -> Reading:
    """The reading with a table in the open file's language; what stands beside it is named."""
    language = order.language if order.language in WRITERS else OTHERWISE
    code = WRITERS[language](table)
    beside = [line.text for line in lines_beside([table], reading.lines)]
    doubts = (*table.doubts, *told_beside(beside))
    return dataclasses.replace(reading, found=table, code=code, language=language, doubts=doubts)


def holds_a_page(table: Table) -> bool:
    """Whether a cell holds much of a page: then the rows and columns are those of its layout."""
    return any(len(cell.pieces) > MOST_LINES for cell in table.cells)


def told_beside(texts: Sequence[str]) -> tuple[str, ...]:
    """A sentence that names the texts beside a table, which it does not hold; nothing where there are none."""
    if not texts:
        return ()
    shown = ", ".join(f"“{text}”" for text in texts[:MOST_NAMED])
    more = f" and {len(texts) - MOST_NAMED} more lines" if len(texts) > MOST_NAMED else ""
    return (f"Left out, since it stands beside the table: {shown}{more}.",)
