"""Charts: scales from tick labels, marks measured against them, and a matplotlib program that draws the same.

Values are measured, or said to be a guess and why; what could not be read is said in the doubts.
"""

import dataclasses

from viscodex_model.read.charts.program import write_matplotlib
from viscodex_model.read.charts.recognize import recognize
from viscodex_model.read.order import Order
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.reading import Reading

__all__ = ["read_chart", "recognize", "write_matplotlib"]

NO_PLOT = (
    "No plot with axes was found in the picture. Crop it to one chart with its axis labels, "
    "or take it as a page or a table."
)
NO_NUMBERS = (
    "The picture looks like a chart, but neither of its axes has numbers that could be read, so its values cannot be "
    "measured. Capture it with its axis labels, larger."
)
NOTHING_MEASURED = (
    "Axes were found in the picture, but no bars, lines or points that can be measured. "
    "A larger capture of one chart, with its axis labels, would help."
)


def read_chart(pixels: Pixels, reading: Reading, order: Order) -> Reading:
    """Complete a reading with the chart in the picture, as a matplotlib program."""
    chart = recognize(pixels, reading.lines, order.engine)
    if chart is None:
        return dataclasses.replace(reading, refusal=NO_PLOT)
    if not chart.sectors and all(scale is None or scale.kind == "category" for scale in (chart.x, chart.y)):
        return dataclasses.replace(reading, found=chart, doubts=chart.doubts, refusal=NO_NUMBERS)
    if not chart.marks and not chart.sectors:
        return dataclasses.replace(reading, found=chart, doubts=chart.doubts, refusal=NOTHING_MEASURED)
    return dataclasses.replace(
        reading, found=chart, code=write_matplotlib(chart), language="python", doubts=chart.doubts
    )
