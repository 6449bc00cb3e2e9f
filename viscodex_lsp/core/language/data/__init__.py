"""The table of languages, as data, those without a grammar last."""

from dataclasses import replace
from typing import Final

from viscodex_lsp.core.language.data import compiled, scripting, templates, unparsed, web
from viscodex_lsp.core.language.data.traits import nodes
from viscodex_lsp.core.language.language import Language

_ROWS: Final[tuple[Language, ...]] = (
    *scripting.LANGUAGES,
    *web.LANGUAGES,
    *compiled.LANGUAGES,
    *templates.LANGUAGES,
    *unparsed.LANGUAGES,
)

# Languages that are known by name alone, so that their code is told apart from a misread label.
_OTHERS: Final = nodes(
    "ada assembly awk clojure cobol coffeescript crystal d delphi elixir elm erlang fortran fsharp graphql groovy "
    "haml haskell julia lisp matlab nim objectivec ocaml pascal perl powershell prolog protobuf pug racket scala "
    "scheme slim solidity stylus tcl terraform vb verilog vhdl zig"
)


def _names(language: Language) -> frozenset[str]:
    endings = {suffix.removeprefix(".") for suffix in language.suffixes}
    return frozenset({language.id, language.fence}) | language.labels | endings


_NAMES: Final = _OTHERS.union(*map(_names, _ROWS))

LANGUAGES: Final[tuple[Language, ...]] = tuple(
    replace(row, foreign=_NAMES - _names(row)) if row.foreign is None else row for row in _ROWS
)
