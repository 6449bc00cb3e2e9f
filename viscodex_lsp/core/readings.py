"""A patch, its document and its place in; what the patch may mean there out, the most likely reading first.

A model that was asked for the code of one place often answers with more: with the whole page, with the lines
around the place, with the beginning of the line, or without the indentation that is there already.
"""

from collections.abc import Iterator
from typing import NamedTuple

from viscodex_lsp.core.echo import Surroundings, read_surroundings, without_echo, without_own_line
from viscodex_lsp.core.indentation import Fragment, read_fragment
from viscodex_lsp.core.nouns import Document, Patch
from viscodex_lsp.core.placement import Place
from viscodex_lsp.core.whole_page import without_page, without_php_tag


class Reading(NamedTuple):
    """One reading of a patch: its code, what was repaired, and the gap if it continues the cursor's line."""

    fragment: Fragment
    notes: tuple[str, ...]
    gap: str | None = None


def read_patch(patch: Patch, document: Document, place: Place) -> tuple[Reading, ...]:
    """The readings of a patch, at least one. One whose fragment is blank says that nothing in it is new."""
    code, notes = _without_frame(patch.code, document, place)
    whole = Reading(read_fragment(code, place.language, place.style), notes)
    around = read_surroundings(place.lines, place.span)
    shorter = without_echo(whole.fragment, around)
    if shorter.blank:
        return (whole._replace(fragment=shorter),)
    if shorter != whole.fragment:
        repaired = Reading(shorter, (*notes, "left out lines that are there already"))
        return (repaired, whole, *_aligned(whole))
    return (*_continuing(whole, around, place), whole, *_aligned(whole))


def _without_frame(code: str, document: Document, place: Place) -> tuple[str, tuple[str, ...]]:
    """The code without what makes it a whole file, and notes about it."""
    if place.language.id == "php":
        return without_php_tag(code, document, place.span)
    if place.language.markup:
        return without_page(code, document, place.span)
    return code, ()


def _continuing(whole: Reading, around: Surroundings, place: Place) -> Iterator[Reading]:
    """The code without the beginning of the cursor's line, if it repeats that."""
    continued = without_own_line(whole.fragment, around) if place.span.empty else None
    if continued is not None:
        yield Reading(continued[0], (*whole.notes, "left out the beginning of the line"), continued[1])


def _aligned(whole: Reading) -> Iterator[Reading]:
    """The code with its first line as deep as the others, if it is alone at column 0."""
    first, rest = whole.fragment.part(0, 1), whole.fragment.part(1, len(whole.fragment.lines))
    if rest.lines and rest.lines != whole.fragment.lines[1:] and not rest.kept:
        yield Reading(Fragment(first.lines + rest.lines), (*whole.notes, "aligned the first line"))
