"""Second opinions: what the reference parser of a language says of a text, where there is a light one.

Tree-sitter's grammars are made for editors: they refuse some sound code, and let some unsound code pass. Each
opinion takes a text and gives its mistakes, none where the text is sound, or None where it cannot tell. The
parsers are imported when they are first asked.
"""

from viscodex_lsp.core.syntax.opinions.opinions import second_opinion

__all__ = ["second_opinion"]
