"""Of several windows side by side one is read, the one that fits the open file best; the others are named."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from viscodex_model.read.kinds import tell_kind
from viscodex_model.read.order import Order
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.reading import Kind, Reading
from viscodex_model.read.recognition.lines import Line
from viscodex_model.read.rooms import ROOMS
from viscodex_model.read.windows.panes import Pane, find_panes

# The kinds that are set on one grid, which another window beside them spoils.
GRIDS: frozenset[Kind] = frozenset({"code", "terminal"})
# How sure it must be that a pane is code or a terminal, and that one beside it is a window of its own.
SURE, OWN = 0.6, 0.6
# A pane up to this share of the width of the widest is a column beside it: files, an outline.
COLUMN = 0.5
# So many lines of a column are named.
NAMED = 3
_MARKUP = frozenset({"html", "javascriptreact", "typescriptreact", "vue", "svelte"})


@dataclass(frozen=True, slots=True)
class Window:
    pane: Pane
    kind: Kind
    confidence: float


def read_one_window(
    pixels: Pixels, reading: Reading, order: Order, *, said: Kind | None = None
) -> Reading | None:
    """The reading of one window of several side by side, with a word about the others; None where there is one window,
    or none of them shows code or a terminal.

    Of `reading`, the whole picture, the lines and the size are taken. `said` is the kind that a person asks for: a
    window of that kind comes before all others.
    """
    panes = find_panes(pixels, reading.lines)
    if len(panes) < 2:
        return None
    windows = [Window(pane, *tell_kind(pane.pixels(pixels), pane.own_lines)) for pane in panes]
    on_grid = [window for window in windows if window.kind in GRIDS and window.confidence >= SURE]
    if not on_grid:
        return None
    widest = max(window.pane.box.width for window in windows)
    full = [
        window
        for window in windows
        if window in on_grid or (window.pane.box.width > COLUMN * widest and window.confidence >= OWN)
    ]
    chosen = _first_that_fits(_wanted(full, order, said), pixels, order)
    if chosen is None:
        return None
    window, found = chosen
    others = [other for other in windows if other is not window]
    doubts = (*found.doubts, _told(window, full, others))
    return dataclasses.replace(
        found, lines=reading.lines, width=reading.width, height=reading.height, doubts=doubts
    )


def _wanted(windows: Sequence[Window], order: Order, said: Kind | None) -> list[Window]:
    """The windows to read: those of the kind that was said, else code before a terminal, the left one first; further
    ones only where the open file's language may choose."""
    pages = [window for window in windows if window.kind == "page"] if order.language in _MARKUP else []
    code = sorted(
        (window for window in windows if window.kind in GRIDS), key=lambda window: window.kind != "code"
    )
    wanted = [window for window in code if window.kind == said] or [*code, *pages]
    return wanted if order.language else wanted[:1]


def _first_that_fits(
    windows: Sequence[Window], pixels: Pixels, order: Order
) -> tuple[Window, Reading] | None:
    """The first window that is in the open file's language, else the first that has code; further ones are not read."""
    first = None
    for window in windows:
        found = _read(window, pixels, order)
        if not found.code or found.refusal:
            continue
        if order.language in (None, found.language):
            return window, found
        first = first or (window, found)
    return first


def _read(window: Window, pixels: Pixels, order: Order) -> Reading:
    part = window.pane.pixels(pixels)
    # Regions are told in pixels of the whole picture.
    order = dataclasses.replace(order, cut_outs=False)
    alone = Reading(window.kind, window.confidence, part.shape[1], part.shape[0], window.pane.own_lines)
    return dataclasses.replace(ROOMS[window.kind](part, alone, order), kind_confidence=window.confidence)


def _told(window: Window, windows: Sequence[Window], others: Sequence[Window]) -> str:
    if len(windows) == 1:
        lines: list[Line] = [line for other in others for line in other.pane.lines]
        shown = ", ".join(f"“{line.text}”" for line in lines[:NAMED])
        more = f" and {len(lines) - NAMED} more" if len(lines) > NAMED else ""
        return f"Left out, since it stands in a column beside the code: {shown}{more}."
    count = "two" if len(windows) == 2 else str(len(windows))
    place = _place(windows.index(window), len(windows))
    shown = f"The picture shows {count} windows side by side: only {place} was read."
    return f"{shown} Capture a window alone to have that one."


def _place(index: int, count: int) -> str:
    if index == 0:
        return "the left one"
    return "the right one" if index == count - 1 else f"number {index + 1} from the left"
