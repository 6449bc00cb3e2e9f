"""Splits text into the words that are compared: without case, punctuation, blanks and soft hyphens."""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

# Numbers keep their points and commas; signs of scripts that are written without blanks stand alone.
_WORD = re.compile(
    r"\d+(?:[.,]\d+)+|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+"
)
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


class Token(NamedTuple):
    """`key` is what is compared, `text` the word as it is written, `weight` how much it counts."""

    key: str
    text: str
    weight: float = 1.0


def in_other_script(token: Token) -> bool:
    """Whether it is written in another script than Latin."""
    return any(sign >= "\u0370" for sign in token.key)


def tokens_of(text: str, weight: float = 1.0) -> list[Token]:
    """The words of `text`; signs alone are none, since icons are read as signs."""
    plain = unicodedata.normalize("NFKC", text).translate(_INVISIBLE)
    return [Token(found[0].casefold(), found[0], weight) for found in _WORD.finditer(plain)]


def tokens_of_all(texts: Iterable[str]) -> list[Token]:
    """The words of several texts, in their order."""
    return [token for text in texts for token in tokens_of(text)]
