"""A predicted page's HTML in, the HTML that is measured out: repetition cut, a frame put round it.

Source: the preparation step of Design2Code's authors. It guards the measure against models that repeat themselves for
ever. It also cuts honest pages now and then (inline CSS counts as text) and puts a page that opens with a doctype into
quirks mode, because a frame is set before the doctype. Both are kept as they are: scores would not compare otherwise.
"""

from difflib import SequenceMatcher

from bs4 import BeautifulSoup

CHUNK = 100
REPEATS = 5
SIMILARITY = 0.8
MOST_EQUAL_ELEMENTS = 50


def clean_page(html: str) -> str:
    """The page as the authors' measure sees it."""
    return drop_repeated_elements(frame(cut_repetition(html)))


def cut_repetition(text: str) -> str:
    """`text` up to the first chunk of 100 characters that comes back, 0.8 similar, five times."""
    chunks = [text[start : start + CHUNK] for start in range(0, len(text), CHUNK)]
    seen: dict[str, list[int]] = {}
    end = len(text)
    for number, chunk in enumerate(chunks):
        alike = next((known for known in seen if _are_alike(chunk, known)), None)
        if alike is None:
            seen[chunk] = [number]
            continue
        seen[alike].append(number)
        if len(seen[alike]) >= REPEATS:
            end = min(end, seen[alike][0] * CHUNK)
    return text[:end]


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


def _are_alike(chunk: str, known: str) -> bool:
    matcher = SequenceMatcher(None, chunk, known)
    # the quick ratios are upper bounds of the ratio: most pairs end here, with the same verdict
    return (
        matcher.real_quick_ratio() >= SIMILARITY
        and matcher.quick_ratio() >= SIMILARITY
        and matcher.ratio() >= SIMILARITY
    )
