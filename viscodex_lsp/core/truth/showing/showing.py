"""Reads what a piece of code shows; the language says how."""

from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.syntax.syntax import parse
from viscodex_lsp.core.truth.made import Made
from viscodex_lsp.core.truth.showing.markup import markup_texts
from viscodex_lsp.core.truth.shown import Shown

JSX = frozenset({"javascript", "javascriptreact", "typescriptreact"})
# Read by the grammar of HTML, which takes any element.
_DRAWN_AS = {"xml": "html", "svg": "html"}
PROSE = frozenset({"markdown", "plaintext", "latex", "mdx"})


def read_shown(made: Made) -> Shown:
    """What `made` shows, of the part of its document that is compared.

    Raises:
        TooHardToParse: the document is beyond the parser.
    """
    lines = tuple(made.code.splitlines())
    language = language_of(_DRAWN_AS.get(made.language, made.language))
    if (language.markup and language.grammar is not None) or language.id in JSX:
        texts, perhaps = markup_texts(parse(made.text, language), made.spans)
        return Shown(texts, perhaps, lines)
    if language.id in PROSE:
        return Shown(lines, (), lines)
    return Shown((), (), lines, unknown=f"what {language.name} draws is not told from its code")
