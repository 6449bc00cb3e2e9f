"""The table of languages, as data, those without a grammar last."""

from typing import Final

from viscodex_lsp.core.language import Language
from viscodex_lsp.core.language_data import compiled, scripting, unparsed, web

LANGUAGES: Final[tuple[Language, ...]] = (
    *scripting.LANGUAGES,
    *web.LANGUAGES,
    *compiled.LANGUAGES,
    *unparsed.LANGUAGES,
)
