"""The likeness of a picture and the code made from it: every part that can be measured, and their mean."""

from viscodex_lsp.core.truth.likeness import Likeness, Part
from viscodex_lsp.core.truth.rendered import Rendered
from viscodex_lsp.core.truth.seen import Seen
from viscodex_lsp.core.truth.shown import Shown
from viscodex_lsp.core.truth.tokens import Token, tokens_of, tokens_of_all
from viscodex_lsp.core.truth.words import match_words

# A word that was read with less certainty is not told to a person as missing.
_SURE = 0.8
_NOT_DRAWN = Part(None, "the code was not drawn")


def measure(seen: Seen, shown: Shown, rendered: Rendered | None = None) -> Likeness:
    """Compare what the reader saw with what the code shows and, where it could be drawn, with its rendering."""
    wanted = _seen_tokens(seen)
    drawn = tokens_of_all(line.text for line in rendered.lines) if rendered else tokens_of_all(shown.texts)
    if shown.unknown and rendered is None:
        part = Part(None, shown.unknown)
        return Likeness(part, _NOT_DRAWN, _NOT_DRAWN, _NOT_DRAWN, part, None)
    match = match_words(wanted, drawn)
    missing = tuple(wanted[index].text for index in match.missing if wanted[index].weight >= _SURE)
    invented = tuple(drawn[index].text for index in match.invented)
    words = Part(match.f1, f"{len(wanted)} words of the picture, {len(drawn)} of the code")
    return Likeness(
        words, _NOT_DRAWN, _NOT_DRAWN, _NOT_DRAWN, Part(None, "the picture shows no code"), match.f1,
        missing, invented, len(wanted), len(drawn),
    )  # fmt: skip


def _seen_tokens(seen: Seen) -> list[Token]:
    return [token for word in seen.words for token in tokens_of(word.text, word.confidence)]
