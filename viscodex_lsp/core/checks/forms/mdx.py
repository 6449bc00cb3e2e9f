"""HTML for an MDX file, where markup is JSX: React's names for attributes, empty elements closed, styles as objects,
comments in braces.

An MDX file with anything else does not compile (MDX, "What is MDX?").
"""

import re

from viscodex_lsp.core.checks.forms.formed import Formed
from viscodex_lsp.core.checks.forms.jsx.html import as_jsx, has_html_attributes, with_style_objects
from viscodex_lsp.core.checks.pages.tags import read_tags
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.language.elements import VOID
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.text.difference import apply_replacements

_COMMENT = re.compile(r"<!--(?P<text>(?:(?!-->)[^\0])*+)(?P<end>-->)?")
# Astro takes the names of HTML in MDX too.
_OF_ASTRO = re.compile(r"""^import\b.*\.astro["']|^layout:.*\.astro\b""", re.MULTILINE)
_FENCED = re.compile(r"^[ \t]*(?:```|~~~)|`<", re.MULTILINE)


def as_mdx(code: str, place: Place) -> Formed | None:
    """The code with its HTML as MDX wants it; None where nothing has to change, or where code in it shows HTML."""
    if place.language.id != "mdx" or "<" not in code or _FENCED.search(code):
        return None
    written = _COMMENT.sub(_in_braces, code)
    text = place.lines.text
    if has_html_attributes(written, text) and not _OF_ASTRO.search(text):
        written = as_jsx(written, place.style.quote)
    edits = [
        Replacement(Span(tag.span.end - 1, tag.span.end), " />")
        for tag in read_tags(written)
        if tag.name in VOID and not tag.ends and not written[: tag.span.end].endswith("/>")
    ]
    written = with_style_objects(apply_replacements(written, edits), place.language, place.style.quote)
    return Formed(written, notes=("wrote the HTML as MDX",)) if written != code else None


def _in_braces(comment: re.Match[str]) -> str:
    return f"{{/*{comment['text'].replace('*/', '* /')}*/}}" if comment["end"] else comment[0]
