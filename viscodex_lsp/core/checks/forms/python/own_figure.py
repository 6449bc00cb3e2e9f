"""Leaves out the figure or page that a script of Python sets up where the lines above the place have just done so."""

import re

from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.text.style import leading

_FIGURE = re.compile(
    r"(?P<names>[A-Za-z_]\w*(?:[ \t]*,[ \t]*[A-Za-z_]\w*)*)[ \t]*=[ \t]*(?P<call>plt\.(?:subplots|figure)|go\.Figure)"
    r"\((?P<given>[^\n]*)\)[ \t]*$"
)
# What is said of a figure, and draws nothing in it.
_LABELS = re.compile(r"[\w.]+\.(?:set_)?(?:title|suptitle|[xyz](?:label|lim|scale))\(")
_PAGE = "st.set_page_config("
_OF_PARTS = ("nrows", "ncols", "subplot_kw", "squeeze")
_QUOTED = 60


def without_own_figure(fragment: Fragment, place: Place) -> tuple[Fragment, str]:
    """The fragment without it, and a note; "" for none. A figure that was drawn in already is another one."""
    if place.language.id != "python" or not place.span.empty:
        return fragment, ""
    above = place.lines.text[: place.line.start].splitlines()
    gone = _page(fragment.lines) if _PAGE in place.lines.text and not place.depth else range(0)
    if not gone:
        own = _figure_above(above, place.depth)
        row = next(
            (row for row, line in enumerate(fragment.lines) if own and _same(_FIGURE.match(line), own)), -1
        )
        gone = range(row, row + 1) if row >= 0 else range(0)
    rest = fragment.without(gone) if gone else fragment
    if not gone or rest.blank:
        return fragment, ""
    first = " ".join("".join(line.strip() for line in fragment.lines[gone.start : gone.stop]).split())
    if len(first) > _QUOTED:
        first = f"{first[:_QUOTED]}…"
    return rest, f"left out `{first}`: the file has its own"


def _page(lines: tuple[str, ...]) -> range:
    """The rows of the call that sets the page up, which Streamlit takes once."""
    start = next((row for row, line in enumerate(lines) if line.startswith(_PAGE)), -1)
    open_brackets = 0
    for row in range(start, len(lines)) if start >= 0 else ():
        open_brackets += lines[row].count("(") - lines[row].count(")")
        if open_brackets <= 0:
            return range(start, row + 1)
    return range(0)


def _figure_above(above: list[str], depth: str) -> re.Match[str] | None:
    """The figure that the block of the place has made, and not drawn in yet."""
    for row in range(len(above) - 1, -1, -1):
        line = above[row]
        if line.strip() and len(leading(line)) < len(depth):
            return None
        found = _FIGURE.match(line.strip()) if leading(line) == depth else None
        if found is not None:
            names = re.escape(found["names"].rpartition(",")[2].strip())
            later = (line for line in above[row + 1 :] if not _LABELS.match(line.strip()))
            used = any(re.search(rf"\b{names}\b", line) for line in later)
            return None if used else found
    return None


def _same(mine: re.Match[str] | None, own: re.Match[str]) -> bool:
    """Whether both give the same names a figure of the same parts; how large it is may differ."""
    if mine is None or any(word in mine["given"] + own["given"] for word in _OF_PARTS):
        return False
    pairs = [
        (match["call"], "".join(match["names"].split()), _positional(match["given"])) for match in (mine, own)
    ]
    return pairs[0] == pairs[1]


def _positional(given: str) -> str:
    """What a call is given without names: how many parts a figure has."""
    return re.sub(r"\b\w++\s*+=\s*+(?:\([^()]*\)|[^,()]+)|[\s,]", "", given)
