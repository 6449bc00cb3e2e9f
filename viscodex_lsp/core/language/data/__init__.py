"""The table of languages, as data, those without a grammar last."""

from typing import Final

from viscodex_lsp.core.language.data import compiled, scripting, unparsed, web
from viscodex_lsp.core.language.language import Language

LANGUAGES: Final[tuple[Language, ...]] = (
    *scripting.LANGUAGES,
    *web.LANGUAGES,
    *compiled.LANGUAGES,
    *unparsed.LANGUAGES,
)
