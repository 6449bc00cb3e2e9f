"""The measured values of a chart in rows and columns, for files that can hold a table and no program."""

from collections.abc import Callable, Mapping, Sequence

from viscodex_model.read.charts.nouns import Bars, Chart, Mark, Scale
from viscodex_model.read.charts.program import bar_sizes, measured

# More rows are a curve that was traced, not a table that somebody reads.
MOST_ROWS = 60
# Marks that are nearer to one another along their axis, in pixels, stand at one place.
NEAR = 3.0

Row = tuple[str, ...]
# What names the place of a mark, by its pixel along the axis.
Naming = Callable[[float], str]


def value_rows(chart: Chart) -> tuple[Row, tuple[Row, ...]] | None:
    """Headings, and a row for each place, in the order in which one sees them; empty where a series has no mark.

    None where an axis was not read, where the axis of values has no numbers, where two marks of a series would share a
    place, or where there are more rows than `MOST_ROWS`.
    """
    if chart.sectors:
        shares = tuple((sector.label, f"{100 * sector.share:.1f}%") for sector in chart.sectors)
        return (chart.title or "Part", "Share"), shares
    along, across = (chart.y, chart.x) if chart.horizontal else (chart.x, chart.y)
    if along is None or across is None or across.kind == "category":
        return None
    measures = [_measures(mark, across) for mark in chart.marks]
    places = sorted(place for series in measures for place, _ in series)
    name = _naming(along, places)
    columns = [{name(place): f"{value:g}" for place, value in series} for series in measures]
    rows = dict.fromkeys(map(name, places))
    shared = any(len(column) < len(series) for column, series in zip(columns, measures, strict=True))
    if shared or not 0 < len(rows) <= MOST_ROWS:
        return None
    return _headings(chart, along), tuple((row, *_values_at(row, columns)) for row in rows)


def _headings(chart: Chart, along: Scale) -> Row:
    labels = (chart.y_label, chart.x_label) if chart.horizontal else (chart.x_label, chart.y_label)
    first = labels[0] or ("Name" if along.kind == "category" else "x")
    alone = labels[1] or chart.title or "Value"
    numbered = [
        alone if len(chart.marks) == 1 else f"{alone} {number}" for number in range(1, len(chart.marks) + 1)
    ]
    return first, *(mark.label or other for mark, other in zip(chart.marks, numbered, strict=True))


def _measures(mark: Mark, across: Scale) -> list[tuple[float, float]]:
    """Each mark's place along its axis, in pixels, and its value."""
    if isinstance(mark, Bars):
        _, sizes = bar_sizes(mark, across)
        return [(bar.middle, size) for bar, size in zip(mark.bars, sizes, strict=True)]
    values = measured([y for _, y in mark.points], across)
    return [(x, value) for (x, _), value in zip(mark.points, values, strict=True)]


def _naming(along: Scale, places: Sequence[float]) -> Naming:
    if along.kind == "category":
        return lambda place: _category(along, place)
    first: dict[float, float] = {}
    for before, place in zip((None, *places), places, strict=False):
        first[place] = first[before] if before is not None and place - before <= NEAR else place
    return lambda place: f"{measured([first[place]], along)[0]:g}"


def _category(along: Scale, place: float) -> str:
    number = round(along.value(place))
    return along.ticks[number].text if 0 <= number < len(along.ticks) else ""


def _values_at(row: str, columns: Sequence[Mapping[str, str]]) -> Row:
    return tuple(column.get(row, "") for column in columns)
