"""The noun of this room: a text that was read from a picture, line by line, and what of the picture is not in it.

What was left out is named: tabs, a side bar, a remark in another typeface. Where it is much, the picture shows
something else than code.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from viscodex_model.read.recognition.lines import Line

# Words of at least three letters that were read so surely are compared.
SURE = 0.9
_WORD = re.compile(r"[A-Za-z]{3,}")
# So many lines are named.
NAMED = 3
# From this share of lost words on, or of doubtful lines that hold hardly any of the words, it is no text on a grid.
LOST, DOUBTFUL, KEPT = 0.25, 0.6, 0.4


@dataclass(frozen=True, slots=True)
class Listing:
    """Source code or a terminal's text. `doubtful` are the numbers, from 1, of lines that may be wrong."""

    lines: tuple[str, ...]
    language: str
    doubtful: tuple[int, ...] = ()
    cut_off: bool = False

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def doubts(self) -> tuple[str, ...]:
        """Plain sentences about what may be wrong."""
        if not self.doubtful:
            return ()
        if len(self.doubtful) == 1:
            return (f"Line {self.doubtful[0]} could not be read with certainty.",)
        numbers = ", ".join(str(number) for number in self.doubtful[:8])
        more = f" and {len(self.doubtful) - 8} more" if len(self.doubtful) > 8 else ""
        return (f"Lines {numbers}{more} could not be read with certainty.",)


def is_unfit(listing: Listing, lines: Sequence[Line]) -> bool:
    """Whether the text that was made says little of what was read in the picture."""
    words = [word for line in lines for word in _words(line)]
    if not words:
        return False
    lost = sum(word not in listing.text for word in words) / len(words)
    whole = set(_WORD.findall(listing.text))
    kept = sum(word in whole for word in words) / len(words)
    doubtful = len(listing.doubtful) / max(1, len(listing.lines))
    return lost >= LOST or (doubtful >= DOUBTFUL and kept < KEPT)


def left_out(listing: Listing, lines: Sequence[Line]) -> tuple[str, ...]:
    """A sentence about the lines none of whose words are in the text; none where there are none."""
    texts = [
        line.text for line in lines if (words := list(_words(line))) and not _any_in(words, listing.text)
    ]
    if not texts:
        return ()
    shown = ", ".join(f"“{text}”" for text in texts[:NAMED])
    more = f" and {len(texts) - NAMED} more" if len(texts) > NAMED else ""
    return (f"Left out, since it does not stand on the lines of the text: {shown}{more}.",)


def _any_in(words: Sequence[str], text: str) -> bool:
    """Whether the text has one of `words`, be it corrected: of other case, or with another sign at its beginning."""
    folded = text.casefold()
    return any(
        word.casefold() in folded or (len(word) > 3 and word[1:].casefold() in folded) for word in words
    )


def _words(line: Line) -> Iterator[str]:
    for word in line.words:
        if word.confidence > SURE:
            # A row of one letter is a rule that was misread.
            yield from (text for text in _WORD.findall(word.text) if len(set(text)) > 1)
