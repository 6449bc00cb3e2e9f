"""Jinja's own parser about a template: its marks alone, nothing is loaded or run."""

from functools import cache
from typing import TYPE_CHECKING, Final

from viscodex_lsp.core.syntax.mistake import Mistake, over_row

if TYPE_CHECKING:
    from jinja2 import Environment

JINJA_IDS: Final = frozenset({"jinja", "jinja-html", "jinja2", "html-jinja"})
_EXTENSIONS: Final = ("do", "loopcontrols", "i18n")
_UNKNOWN: Final = "Encountered unknown tag"


def jinja_opinion(text: str) -> tuple[Mistake, ...] | None:
    """The first thing that cannot be read. None where a tag is of an extension, and for what is nested too deep."""
    from jinja2 import TemplateSyntaxError

    try:
        _engine().parse(text)
    except TemplateSyntaxError as error:
        message = error.message or "unreadable Jinja"
        if message.startswith(_UNKNOWN) and not message.split("'")[1].startswith("end"):
            return None
        return (over_row(text, error.lineno - 1, message.split("\n")[0]),)
    except (RecursionError, OverflowError, ValueError):
        return None
    return ()


@cache
def _engine() -> "Environment":
    from jinja2 import Environment

    return Environment(extensions=[f"jinja2.ext.{name}" for name in _EXTENSIONS], autoescape=True)
