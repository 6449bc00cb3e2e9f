"""Chooses the reference parser that is asked about a language, beside its grammar."""

from collections.abc import Callable
from typing import Final

from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.syntax.mistake import Mistake
from viscodex_lsp.core.syntax.opinions.css import css_opinion
from viscodex_lsp.core.syntax.opinions.json_text import json_opinion, jsonc_opinion
from viscodex_lsp.core.syntax.opinions.python import python_opinion
from viscodex_lsp.core.syntax.opinions.yaml_text import yaml_opinion

Opinion = Callable[[str], "tuple[Mistake, ...] | None"]

MOST_CHARACTERS = 120_000
"""The longest text that is worth a second parser, which needs up to half a second for it."""

_OPINIONS: Final[dict[str, Opinion]] = {
    "python": python_opinion,
    "ipython": python_opinion,
    "css": css_opinion,
    "json": json_opinion,
    "jsonc": jsonc_opinion,
    "yaml": yaml_opinion,
}


def second_opinion(text: str, language: Language) -> tuple[Mistake, ...] | None:
    """The mistakes that the reference parser finds; None where there is none, or it cannot tell."""
    opinion = _OPINIONS.get(language.id)
    return opinion(text) if opinion is not None and len(text) <= MOST_CHARACTERS else None


def has_opinion(language: Language) -> bool:
    """Whether a reference parser is asked about a language."""
    return language.id in _OPINIONS
