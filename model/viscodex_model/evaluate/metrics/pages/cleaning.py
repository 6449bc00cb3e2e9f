"""Prepares a predicted page's HTML for measuring: repetition is cut and a frame is put around it.

Source: the preparation step of Design2Code's authors. It guards the measure against models that repeat themselves for
ever. It also cuts honest pages now and then (inline CSS counts as text) and puts a page that opens with a doctype into
quirks mode, because a frame is set before the doctype. Both are kept as they are: scores would not compare otherwise.
"""

import re

from bs4 import BeautifulSoup

from viscodex_model.evaluate.metrics.text_likeness import are_alike

CHUNK = 100
REPEATS = 5
SIMILARITY = 0.8
MOST_EQUAL_ELEMENTS = 50
_TAG = re.compile("<.*?>")


def clean_page(html: str) -> str:
    """The page as the authors' measure sees it."""
    return drop_repeated_elements(frame(cut_repetition(html)))


def cut_repetition(html: str) -> str:
    """`html` up to where its text (all but the tags) comes back: a chunk of 100 characters, 0.8 similar, five times.

    The length of the text stands in for "nothing found", and letters are sought one by one, also inside of tags, when a
    place in the text becomes a place in the page: both as in the original.
    """
    text = _TAG.sub("", html)
    places = _places_of(text, html)
    seen: dict[str, list[int]] = {}
    end = len(text)
    for start in range(0, len(text), CHUNK):
        chunk = text[start : start + CHUNK]
        alike = next((known for known in seen if are_alike(chunk, known, least=SIMILARITY)), None)
        starts = seen.setdefault(chunk if alike is None else alike, [])
        starts.append(start)
        if alike is not None and len(starts) >= REPEATS:
            end = min(end, places[min(end, starts[0])] if min(end, starts[0]) < len(places) else len(html))
    return html if end == len(text) else html[:end]


def _places_of(text: str, html: str) -> list[int]:
    places: list[int] = []
    for letter in text:
        places.append(html.index(letter, places[-1] + 1 if places else 0))
    return places


def frame(html: str) -> str:
    """The page inside html, body and p, unless it opens with `<html>` itself."""
    if html.lstrip().lower().startswith("<html"):
        return html
    return f"<html><body><p>{html}</p></body></html>"


def drop_repeated_elements(html: str) -> str:
    """The page without the 51st and later copies of an element that looks the same to the letter."""
    soup = BeautifulSoup(html, "html.parser")
    counts: dict[str, int] = {}
    for element in soup.find_all(True):
        if element.decomposed:
            continue
        source = str(element)
        counts[source] = counts.get(source, 0) + 1
        if counts[source] > MOST_EQUAL_ELEMENTS:
            element.decompose()
    return str(soup)
