"""The words of both sides that are compared with one another: what the picture shows, and what the code does."""

from collections.abc import Sequence
from dataclasses import dataclass

from viscodex_lsp.core.truth.nouns.likeness import Box, Part
from viscodex_lsp.core.truth.nouns.rendered import Rendered
from viscodex_lsp.core.truth.nouns.seen import Seen
from viscodex_lsp.core.truth.nouns.shown import Shown
from viscodex_lsp.core.truth.parts.tokens import Token, in_other_script, tokens_of, tokens_of_all
from viscodex_lsp.core.truth.parts.words import WordMatch, match_words

# A word that was read with less certainty is not told to a person as missing.
SURE = 0.8


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words of the picture with their boxes, where these are known, those of the code, and which of them met."""

    seen: tuple[Token, ...]
    boxes: tuple[Box | None, ...]
    shown: tuple[Token, ...]
    match: WordMatch

    @property
    def part(self) -> Part:
        return Part(self.match.f1, f"{len(self.seen)} words of the picture, {len(self.shown)} of the code")

    @property
    def missing(self) -> tuple[int, ...]:
        """Indexes of words that the picture surely has and the code has not."""
        return tuple(index for index in self.match.missing if self.seen[index].weight >= SURE)

    @property
    def invented(self) -> tuple[str, ...]:
        return tuple(self.shown[index].text for index in self.match.invented)


def compare_words(seen: Seen, shown: Shown, rendered: Rendered | None, labels: Sequence[str] = ()) -> Spoken:
    """Pair the words of the picture with those that are drawn or, where nothing was drawn, that the code draws.

    `labels` are texts of the picture that may be none of its lines: what else they say was seen, too. Texts of the
    code's data count where the picture has them; numbers that the code computes are not missing.
    """
    texts = tokens_of_all(line.text for line in rendered.lines) if rendered else tokens_of_all(shown.texts)
    words: list[tuple[Token, Box | None]] = [
        (token, word.box) for word in seen.words for token in tokens_of(word.text, word.confidence)
    ]
    further = tokens_of_all(labels)
    beside = match_words(further, [token for token, _ in words]).missing
    words += [(further[index]._replace(weight=SURE), None) for index in beside]
    if shown.computed:
        words = [(token, box) for token, box in words if not token.key[0].isdigit()]
    tokens = tuple(token for token, _ in words)
    if not any(map(in_other_script, tokens)):
        # The reader does not read every script, and a machine without a script's font draws none of it.
        texts = [token for token in texts if not in_other_script(token)]
    perhaps = tokens_of_all(shown.perhaps)
    if perhaps:
        wanted = match_words(tokens, texts).missing
        taken = match_words([tokens[index] for index in wanted], perhaps).pairs.shown_credit
        texts += [perhaps[index] for index in sorted(taken)]
    return Spoken(tokens, tuple(box for _, box in words), tuple(texts), match_words(tokens, texts))


def compare_listing(seen: Seen, lines: Sequence[str]) -> Spoken:
    """The words of a picture of code beside those of the code's lines."""
    boxes = {token.key: word.box for word in seen.words for token in tokens_of(word.text)}
    tokens, shown = tuple(tokens_of_all(listed_lines(seen))), tuple(tokens_of_all(lines))
    places = tuple(boxes.get(token.key) for token in tokens)
    return Spoken(tokens, places, shown, match_words(tokens, shown))


def listed_lines(seen: Seen) -> list[str]:
    """The lines of code in a picture: what the reader made of it is without line numbers, tabs and status lines."""
    listed = seen.kind in {"code", "terminal"} and seen.code.strip()
    return seen.code.splitlines() if listed else [line.text for line in seen.lines]
