"""The likeness of a picture and the code made from it: every part that can be measured, and their mean."""

from collections.abc import Sequence
from dataclasses import replace

from viscodex_lsp.core.nouns import Picture
from viscodex_lsp.core.truth.nouns.likeness import NO_CHART, Box, Likeness, Moved, Part, Recoloured
from viscodex_lsp.core.truth.nouns.rendered import Rendered
from viscodex_lsp.core.truth.nouns.seen import Seen
from viscodex_lsp.core.truth.nouns.shown import Shown
from viscodex_lsp.core.truth.parts.charts import compare_chart_colours, compare_charts
from viscodex_lsp.core.truth.parts.colours import compare_colours
from viscodex_lsp.core.truth.parts.lines import compare_lines
from viscodex_lsp.core.truth.parts.order import compare_order
from viscodex_lsp.core.truth.parts.pixels import comparable
from viscodex_lsp.core.truth.parts.places import compare_places, pair_words
from viscodex_lsp.core.truth.parts.spoken import Spoken, compare_listing, compare_words, listed_lines
from viscodex_lsp.core.truth.parts.structure import compare_structure
from viscodex_lsp.core.truth.parts.tables import compare_tables
from viscodex_lsp.core.truth.parts.worst import worst_region
from viscodex_lsp.core.truth.showing.showing import seen_chart, seen_labels, seen_rows
from viscodex_lsp.core.truth.value import mean_of

_LISTINGS = frozenset({"code", "terminal"})
# From here on code whose texts cannot be told is taken for the listing that the picture shows.
LISTING_FROM = 0.5
NO_LISTING = Part(None, "the picture shows no listing")
NO_TEXT = Part(None, "no text was read in the picture")


def measure(seen: Seen, shown: Shown, rendered: Rendered | str, pictures: Sequence[Picture] = ()) -> Likeness:
    """Compare what the reader saw with what the code shows and, where it was drawn, with its rendering.

    `rendered` is the page, or the reason why there is none; `pictures` are what was read, for their pixels.
    """
    drawn = None if isinstance(rendered, str) else rendered
    chart, chart_colours = _chart(seen, shown)
    words, lines, spoken = _texts(seen, shown, drawn if drawn and drawn.placed else None)
    if drawn is None:
        looks = Part(None, str(rendered))
        places = compare_order(seen, spoken.shown) if spoken else looks
        colours = structure = looks
        moved, recoloured = tuple[Moved, ...](), tuple[Recoloured, ...]()
        if chart.measured:
            colours = chart_colours
    else:
        pairs = pair_words(seen, drawn)
        pixels = comparable(pictures, seen, drawn)
        places, moved = compare_places(seen, drawn, pairs)
        colours, recoloured = compare_colours(seen, drawn, pairs, pixels)
        structure = compare_structure(*pixels)
    parts = {"words": words, "places": places, "colours": colours, "structure": structure, "lines": lines}
    parts["chart"] = chart
    return Likeness(
        words, places, colours, structure, lines,
        value=mean_of(parts),
        chart=chart,
        missing=tuple(spoken.seen[index].text for index in spoken.missing) if spoken else (),
        invented=spoken.invented if spoken else (),
        seen_words=len(spoken.seen) if spoken else 0,
        shown_words=len(spoken.shown) if spoken else 0,
        moved=moved,
        recoloured=recoloured,
        worst=worst_region(_differences(spoken, moved, recoloured), width=seen.width, height=seen.height),
    )  # fmt: skip


def without_words(likeness: Likeness) -> Likeness:
    """The likeness of what the reader itself made: its rendering is judged, not the words that it read itself."""
    own = Part(None, "the reader made this, and would judge its own words")
    judged = replace(
        likeness, words=own, lines=own, chart=own, missing=(), invented=(), seen_words=0, shown_words=0
    )
    if not likeness.drawn:
        judged = replace(judged, places=own, colours=own)
    return replace(judged, value=mean_of(judged.parts))


def _texts(seen: Seen, shown: Shown, drawn: Rendered | None) -> tuple[Part, Part, Spoken | None]:
    """The words, the lines, and what they were told from.

    A picture of code may be wanted as that code, or as text in a page, and code may be taken for a page: what fits
    better is what was meant.
    """
    if not seen.words:
        return NO_TEXT, NO_LISTING, None
    labels = seen_labels(seen)
    spoken = compare_words(seen, shown, drawn, labels) if drawn or not shown.unknown else None
    if spoken is not None and not spoken.shown and shown.computed:
        spoken = None
    rows = seen_rows(seen)
    if spoken is not None and rows and shown.rows:
        return spoken.part, compare_tables(rows, shown.rows), spoken
    listing = compare_listing(seen, shown.lines)
    drawn_better = spoken is not None and spoken.match.f1 > listing.match.f1
    nothing_fits = listing.match.f1 == 0 or (spoken is None and seen.kind not in _LISTINGS)
    if spoken is not None and (drawn_better or nothing_fits):
        return spoken.part, NO_LISTING, spoken
    if nothing_fits and seen.kind not in _LISTINGS and listing.match.f1 < LISTING_FROM:
        return Part(None, shown.unknown or "the code computes what it draws"), NO_LISTING, None
    return listing.part, compare_lines(listed_lines(seen), shown.lines), listing


def _chart(seen: Seen, shown: Shown) -> tuple[Part, Part]:
    """The marks of a chart and their colours, told from the code of both sides."""
    there = seen_chart(seen)
    if there is None or shown.chart is None:
        return NO_CHART, NO_CHART
    return compare_charts(there, shown.chart), compare_chart_colours(there, shown.chart)


def _differences(
    spoken: Spoken | None, moved: Sequence[Moved], recoloured: Sequence[Recoloured]
) -> list[Box]:
    missing = [box for index in spoken.missing if (box := spoken.boxes[index])] if spoken else []
    return [*missing, *(one.wanted for one in moved), *(one.box for one in recoloured)]
