"""Tables within pages: what lies in rows and columns becomes one thing before the page is parted."""

import statistics
from collections import Counter
from collections.abc import Iterator, Sequence

from viscodex_model.read.pages.layout.nodes import Block, Grid, Item
from viscodex_model.read.picture.geometry import RGB
from viscodex_model.read.picture.surfaces import Rule
from viscodex_model.read.scene.graphics import Graphic
from viscodex_model.read.scene.pieces import Piece
from viscodex_model.read.scene.regions import Region, contains
from viscodex_model.read.tables.area import Area, inside
from viscodex_model.read.tables.areas import find_areas
from viscodex_model.read.tables.cells import recognize_table
from viscodex_model.read.tables.table import Table, mostly_numbers

# Within a page only what is plainly a table is taken for one: this share of its cells has text, its rows are no
# higher than so many em, its texts no longer than so many characters on average.
FILLED, HIGHEST_ROW, LONGEST_TEXT = 0.6, 5.0, 90
# Cells with a title over smaller text are those of a list; a table has hardly any (share of its cells).
MIXED = 0.2
# Regions higher than this (pixels) are no cells or stripes of a table of this level.
STRIPE = 110.0
# So many drawings in it, for each cell with text, make it something else: a toolbar, a calendar, a gallery.
DRAWN = 0.5


def with_tables(items: Sequence[Item], contents: dict[Region, list[Item]]) -> list[Item]:
    """The items of a region, with tables in the place of what they are made of."""
    regions = [item for item in items if isinstance(item, Region)]
    rules = [item for item in items if isinstance(item, Rule)]
    pieces = [item for item in items if isinstance(item, Piece)]
    stripes = [region for region in regions if region.box.height <= STRIPE]
    pieces += [piece for region in stripes for piece in _pieces_in(region, contents)]
    left = list(items)
    for area in find_areas(pieces, regions, rules):
        table = recognize_table(area)
        if table is None or not _plainly(table, area, left, contents) or _would_lose(left, area, contents):
            continue
        left = [item for item in left if not _belongs(item, area)]
        left.append(_grid(table, area, regions, rules))
    return left


def _pieces_in(region: Region, contents: dict[Region, list[Item]]) -> list[Piece]:
    """The text of a region, unless it holds regions of its own besides single marks."""
    found: list[Piece] = []
    for item in contents.get(region, []):
        if isinstance(item, Piece):
            found.append(item)
        elif isinstance(item, Region):
            found += _pieces_in(item, contents)
    return found


def _plainly(table: Table, area: Area, items: Sequence[Item], contents: dict[Region, list[Item]]) -> bool:
    said = [cell for cell in table.cells if cell.text]
    places = table.row_count * table.column_count
    if table.row_count < 3 or len(said) < FILLED * min(places, len(table.cells) + places) / 1.5:
        return False
    if not area.ruled and not table.head_rows and not _has_numbers(table):
        return False
    others = [item for item in items if isinstance(item, Piece) and item not in area.pieces]
    if any(inside(area.box, piece.box.center) for piece in others):
        return False
    mixed = [cell for cell in said if not _of_one_size(cell.pieces)]
    if len(mixed) > MIXED * len(said):
        return False
    size = statistics.median(piece.style.size for piece in area.pieces)
    heights = [bottom - top for top, bottom in zip(table.ys, table.ys[1:], strict=False)]
    if statistics.median(heights) > HIGHEST_ROW * size:
        return False
    drawings = [item for item in items if isinstance(item, Graphic) and contains(area.box, item.box)]
    nested = [item for region in area.cells for item in contents.get(region, []) if isinstance(item, Region)]
    if len(drawings) + len(nested) > DRAWN * len(said):
        return False
    return sum(len(cell.text) for cell in said) / len(said) <= LONGEST_TEXT


def _of_one_size(pieces: Sequence[Piece]) -> bool:
    sizes = [piece.style.size for piece in pieces]
    return max(sizes) - min(sizes) <= max(1.2, 0.1 * max(sizes))


def _has_numbers(table: Table) -> bool:
    """Whether a column holds numbers: texts that are only aligned may be lists side by side."""
    body = table.body()
    return any(mostly_numbers([row[index] for row in body]) for index in range(table.column_count))


def _would_lose(items: Sequence[Item], area: Area, contents: dict[Region, list[Item]]) -> bool:
    """Whether a region that would go into the table holds text that is not of the table."""
    gone = [item for item in items if isinstance(item, Region) and _belongs(item, area)]
    held = [piece for region in gone for piece in _all_pieces(region, contents)]
    return any(piece not in area.pieces for piece in held)


def _all_pieces(region: Region, contents: dict[Region, list[Item]]) -> Iterator[Piece]:
    for item in contents.get(region, []):
        if isinstance(item, Piece):
            yield item
        elif isinstance(item, Region):
            yield from _all_pieces(item, contents)
        elif isinstance(item, Grid):
            yield from (piece for block in item.blocks if block for piece in block.pieces)


def _belongs(item: Item, area: Area) -> bool:
    """Whether an item is part of the table in an area."""
    if isinstance(item, Piece):
        return item in area.pieces
    return inside(area.box, item.box.center) and contains(area.box, item.box, slack=6)


def _grid(table: Table, area: Area, regions: Sequence[Region], rules: Sequence[Rule]) -> Grid:
    blocks = [Block(list(cell.pieces), role="cell") if cell.pieces else None for cell in table.cells]
    return Grid(table, blocks, _line_color(area, regions, rules), _row_grounds(table, area))


def _line_color(area: Area, regions: Sequence[Region], rules: Sequence[Rule]) -> RGB | None:
    own = [rule.color for rule in rules if contains(area.box, rule.box, slack=6)]
    for region in regions:
        if contains(area.box, region.box, slack=6):
            own += [border.color for border in region.borders.values()]
    return Counter(own).most_common(1)[0][0] if own else None


def _row_grounds(table: Table, area: Area) -> list[RGB]:
    """The commonest ground of each row's text; that of the row above where it has none."""
    grounds: list[RGB] = []
    for top, bottom in zip(table.ys, table.ys[1:], strict=False):
        own = [p.style.ground for p in area.pieces if top <= p.box.center[1] < bottom]
        before = grounds[-1] if grounds else (255, 255, 255)
        grounds.append(Counter(own).most_common(1)[0][0] if own else before)
    return grounds
