"""Leaves out that a script makes an object anew which its file has made and gives work to.

The routes of an application, the arguments of a parser would be lost with the old one.
"""

import re

from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.placement import Place

_MAKES = re.compile(r"(?P<name>\w+)(?:\s*:\s*[\w.]+)?\s*=\s*(?P<callee>[\w.]+)\(")
# Made once in a program, whether or not a decorator takes it.
_ONCE = re.compile(
    r"(?:\w+\.)*(?:ArgumentParser|Flask|FastAPI|Typer|Dash|Celery|QApplication|Tk|APIRouter|Blueprint)$"
)
_QUOTED = 60


def without_own_application(fragment: Fragment, place: Place) -> tuple[Fragment, str]:
    """The fragment without it, and a note; "" for none."""
    if place.language.id != "python" or place.depth or not place.span.empty or fragment.kept:
        return fragment, ""
    above = place.lines.text[: place.line.start]
    own = {
        (match["name"], match["callee"])
        for match in map(_MAKES.match, above.splitlines())
        if match is not None
    }
    lines = fragment.lines
    for row, line in enumerate(lines if own else ()):
        match = _MAKES.match(line)
        if match is None or (match["name"], match["callee"]) not in own:
            continue
        if not (_ONCE.match(match["callee"]) or re.search(rf"^@{match['name']}\b", above, re.MULTILINE)):
            continue
        end = next((at for at in range(row, len(lines)) if _is_closed(lines[row : at + 1])), None)
        rest = fragment.without(range(row, end + 1)) if end is not None else fragment
        if end is None or rest.blank:
            continue
        more = " …" if end > row else ""
        return rest, f"left out `{line.strip()[:_QUOTED]}{more}`: the file has its own"
    return fragment, ""


def _is_closed(lines: tuple[str, ...]) -> bool:
    text = "\n".join(lines)
    return text.count("(") <= text.count(")") and (len(lines) == 1 or lines[-1].startswith(")"))
