"""Whether text is set in a typeface whose characters are all equally wide, as code and terminals are."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from viscodex_model.read.recognition.lines import Line, Word

# Widths of a common sans serif typeface, in thousandths of its size; other proportional typefaces are much alike.
_WIDTHS = (
    dict.fromkeys("ijl", 222)
    | dict.fromkeys("ftI.,:;!/\\[]|", 278)
    | dict.fromkeys("r-()`", 333)
    | dict.fromkeys("ckJsvxyz", 500)
    | dict.fromkeys("FTZ", 611)
    | dict.fromkeys("ABEKPSVXY&", 667)
    | dict.fromkeys("wCDHNRU", 722)
    | dict.fromkeys("GOQ", 778)
    | dict.fromkeys("mM", 833)
    | dict.fromkeys("W%", 944)
    | {"'": 191, '"': 355, "*": 389, "{": 334, "}": 334, "@": 1015}
)
_OTHER = 556
_BLANK = 278
# Shorter pieces say little: their widths are measured to a fraction of a character.
LEAST_LENGTH = 4
# With fewer characters in all nothing can be said; so many are half believed.
LEAST_CHARACTERS, FEW = 24, 50
# Below this evenness the typeface is surely proportional.
PROPORTIONAL = -0.15
# A gap up to this share of the line's height is one blank.
SINGLE = 0.55

Floats = npt.NDArray[np.float64]


def evenness(lines: Sequence[Line]) -> float:
    """How much better equal widths explain the text than a proportional typeface does: above 0 where they do.

    The logarithm (of base 2) of the ratio of both errors, nearer to 0 the shorter the text.
    """
    pieces = [piece for line in lines for piece in _pieces(line)]
    weights = np.array([len(text) for text, _ in pieces], float)
    if weights.sum() < LEAST_CHARACTERS:
        return 0.0
    found = np.array([width for _, width in pieces])
    proportional = np.array([sum(_width(sign) for sign in text) for text, _ in pieces])
    ratio = float(np.log2(_error(found, proportional, weights) / _error(found, weights, weights)))
    return ratio * float(weights.sum() / (weights.sum() + FEW))


def _pieces(line: Line) -> Iterator[tuple[str, float]]:
    """Words, and runs of words with single blanks between, with their widths in heights of the line.

    A run is longer than a word, and so measured to a smaller share.
    """
    if not line.text.isascii() or line.box.height <= 0:
        return
    run: list[Word] = []
    for word in line.words:
        if len(word.text) >= LEAST_LENGTH:
            yield word.text, word.box.width / line.box.height
        if run and word.box.left - run[-1].box.right > SINGLE * line.box.height:
            yield from _run(run, line.box.height)
            run = []
        run.append(word)
    yield from _run(run, line.box.height)


def _run(words: Sequence[Word], height: float) -> Iterator[tuple[str, float]]:
    if len(words) > 1:
        yield " ".join(word.text for word in words), (words[-1].box.right - words[0].box.left) / height


def _width(sign: str) -> int:
    return _BLANK if sign == " " else _WIDTHS.get(sign, _OTHER)


def _error(found: Floats, widths: Floats, weights: Floats) -> float:
    """The middle error of the widths after the best scale, as a share."""
    ratio = found / widths
    return max(0.002, _middle(np.abs(ratio / _middle(ratio, weights) - 1), weights))


def _middle(values: Floats, weights: Floats) -> float:
    """The weighted median."""
    order = np.argsort(values)
    return float(values[order][np.searchsorted(np.cumsum(weights[order]), weights.sum() / 2)])
