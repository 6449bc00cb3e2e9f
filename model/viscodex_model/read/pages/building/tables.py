"""Tables of a page as elements, their rows and columns as wide and high as in the picture."""

from collections.abc import Sequence

from viscodex_model.read.pages.building.elements import Element
from viscodex_model.read.pages.building.inline import inline
from viscodex_model.read.pages.building.placing import Placed
from viscodex_model.read.pages.building.texts import text_style
from viscodex_model.read.pages.building.values import hex_color, px
from viscodex_model.read.pages.layout.nodes import Grid
from viscodex_model.read.pages.layout.typesetting import Type
from viscodex_model.read.picture.geometry import RGB, Box
from viscodex_model.read.scene.pieces import Piece
from viscodex_model.read.scene.regions import Region, alike
from viscodex_model.read.tables.table import Cell
from viscodex_model.read.tables.text import table_row


def table_element(grid: Grid, type_: Type, ground: Region) -> Placed:
    """A `table` with head and body."""
    table = grid.table
    edges = _column_edges(grid)
    box = Box(edges[0], table.ys[0], edges[-1], table.ys[-1])
    css = {"width": px(round(box.width)), "border-collapse": "collapse", "table-layout": "fixed"}
    single = all(block is None or len(block.pieces) == 1 for block in grid.blocks)
    if single:
        css["white-space"] = "nowrap"
    element = Element("table", "table", css)
    parts = [("thead", 0, table.head_rows), ("tbody", table.head_rows, table.row_count)]
    for tag, start, end in parts:
        if end > start:
            rows: list[Element | str] = [
                _row(grid, row, edges, type_, ground.color) for row in range(start, end)
            ]
            element.children.append(Element(tag, children=rows))
    return Placed(element, box, fixed=True)


def _row(grid: Grid, row: int, edges: list[float], type_: Type, ground: RGB) -> Element:
    table = grid.table
    height = table.ys[row + 1] - table.ys[row]
    css = {"height": px(round(height))}
    if not alike(grid.grounds[row], ground, 2):
        css["background"] = hex_color(grid.grounds[row])
    cells: list[Element | str] = [
        _cell(grid, cell, edges, type_, widths=row == 0) for cell in table_row(table, row)
    ]
    return Element("tr", "line", css, children=cells)


def _cell(grid: Grid, cell: Cell, edges: list[float], type_: Type, *, widths: bool) -> Element:
    table = grid.table
    block = next((block for one, block in zip(table.cells, grid.blocks, strict=True) if one is cell), None)
    css = {} if block is None else text_style(block, type_)
    if cell.head and "font-weight" not in css:
        css["font-weight"] = "bold" if block is not None and block.style.face.bold else "normal"
    css["text-align"] = "center" if cell.columns > 1 else table.alignments[cell.column]
    css |= _borders(grid, cell)
    css["padding"] = _padding(cell, edges, css["text-align"])
    if block is not None and len(block.pieces) == 1 and any(b and len(b.pieces) > 1 for b in grid.blocks):
        css["white-space"] = "nowrap"
    if widths and cell.columns == 1:
        css["width"] = px(round(edges[cell.column + 1] - edges[cell.column]))
    spans = {"colspan": str(cell.columns)} if cell.columns > 1 else {}
    spans |= {"rowspan": str(cell.rows)} if cell.rows > 1 else {}
    words = (
        inline(block, type_, hard=len(block.pieces) > 1 and not _flows(block.pieces), linked=True)
        if block
        else []
    )
    return Element("th" if cell.head else "td", "head" if cell.head else "cell", css, spans, words)


def _flows(pieces: Sequence[Piece]) -> bool:
    """Whether the lines of a cell are one text: all but the last are about as wide."""
    widths = [piece.box.width for piece in pieces]
    return min(widths[:-1]) > 0.6 * max(widths)


def _borders(grid: Grid, cell: Cell) -> dict[str, str]:
    if grid.line is None:
        return {}
    line = f"1px solid {hex_color(grid.line)}"
    last = cell.row + cell.rows == grid.table.row_count
    return {"border": line} if grid.table.ruled else {} if last else {"border-bottom": line}


def _padding(cell: Cell, edges: list[float], way: str) -> str:
    """Room beside the text: as much as lies between it and the cell's edge."""
    if not cell.pieces or way == "center":
        return "0"
    if way == "right":
        right = edges[min(len(edges) - 1, cell.column + cell.columns)] - max(p.box.right for p in cell.pieces)
        return f"0 {px(max(0, round(right)))} 0 0"
    left = min(piece.box.left for piece in cell.pieces) - edges[cell.column]
    return f"0 0 0 {px(max(0, round(left)))}"


def _column_edges(grid: Grid) -> list[float]:
    """Edges of columns so that texts begin, or end, as far from them as in the first column."""
    table = grid.table
    if table.ruled:
        return list(table.xs)
    edges = list(table.xs)
    for index in range(1, table.column_count):
        own = [p.box for c in table.cells if c.column == index and c.columns == 1 for p in c.pieces]
        if own and table.alignments[index] == "left":
            before = [p.box.right for c in table.cells if c.column + c.columns == index for p in c.pieces]
            left = min(box.left for box in own)
            edges[index] = max(left - 8.0, max(before, default=left - 8.0))
    return edges
