"""Signs that look alike, told by the other cells of their column: a backslash before a letter is easily taken for a
letter or a bar, the “v” of a version for a capital, the capital that begins a name for an “l”."""

import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import replace

from viscodex_model.read.tables.table import Cell, Table

# What a backslash is taken for; the texts of so many characters it may begin.
LIKE_BACKSLASH, SHORT = "|I1l[(VA/!", (2, 3)
# What a dash alone is taken for, and where the scripts begin that these letters are of.
LIKE_DASHES, OTHER_SCRIPTS = "一ー", 0x3000
# So many cells of a column, and this share of its short ones, begin with one that was read.
LEAST, SHARE = 2, 0.25
# A letter alone that is so wide beside them has a backslash before it that was not read.
AS_WIDE = 0.85
# So many other words of a column begin with a capital where one that begins with “l” and a consonant does, too.
CAPITALS = 3
# A tick alone in a cell, the root sign that it is taken for, and what more it is taken for beside these.
TICKS = ("✓", "√")
LIKE_TICKS = (*TICKS, "V")
# A zero before small letters begins no word, unless these are a unit or a number's letters.
_ZERO = re.compile(
    r"(?<![\w.,+-])0(?!(?:px|em|rem|ms|ns|us|fr|deg|rad|turn|th|pts?|pcs?|vh|vw|ch|cm|mm|km|kg|mg|ml|cl|dB|kb|mb|gb|hz"
    r"|in|ft|yd|mi|lbs?|mins?|secs?|hrs?|days?|am|pm|mph|rpm|fps|dpi|kbps|mbps|[a-f]{4,20})\b)"
    r"(?=[ac-np-wyz][a-z]{1,20}\b)"
)
_WITH_UNIT = re.compile(r"\d[\d.,]*([a-z]+)")
_NAMES = re.compile(r"[a-z]{3,}")
_VERSION = re.compile(r"[vV]\d")
_WORD = re.compile(r"(?<!\S)[^\W\d_]\S*")
# No word of four letters begins so, but for names of programs; most of these have no vowel so soon (lxml, lzma, lmdb).
_NO_WORD = re.compile(r"(?<!\S)l(?=n[a-z]{2}|s[a-z]{2}|m[aeioump][a-z]|[bcdfgkrtv][aeiouy][a-z])")

# After capitals only an “l” is an I, after one where a word in small letters follows.
_CAPITALS = re.compile(r"(?<!\w)(?:(?P<many>[A-Z]{2,})|(?P<one>[BCU]))l(?!\w)(?(one)(?= [a-z]))")
# A word of letters with ones in it, and words that programs say, which typefaces of even widths make so.
_WITH_ONES = re.compile(r"(?<![^\W_])(?=[a-z1]*[a-z])(?=[a-z1]*1)[a-z1]{3,}(?![^\W_])")
SAID = frozenset(
    re.findall(
        r"\w+",
        "null nil all bool false else html xml yaml toml url sql ssl tls log list link line label level length local "
        "load limit value table column file",
    )
)


def with_alike_signs(table: Table) -> Table:
    """The table with backslashes at the beginning of the short texts of a column in which they are usual, dashes where
    a letter of another script like one stands alone, ticks, and letters in the case of their column's."""
    texts = "".join(cell.text.strip(LIKE_DASHES) for cell in table.cells)
    latin = not texts or ord(max(texts)) < OTHER_SCRIPTS
    cells: list[Cell] = []
    for column in range(table.column_count):
        own = _with_words([cell for cell in table.cells if cell.column == column])
        cells += _in_case(_with_backslashes(_with_dashes(own) if latin else own))
    if any(cell.text in TICKS for cell in cells):
        cells = [replace(cell, text="✓") if cell.text in LIKE_TICKS else cell for cell in cells]
    said = SAID | {word for cell in cells for word in _NAMES.findall(cell.text.lower())}
    cells = [replace(cell, text=_with_letters(cell.text, said)) for cell in cells]
    return replace(table, cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def _with_words(cells: Sequence[Cell]) -> list[Cell]:
    """A column with an O in the place of a zero that begins a word; what stands behind other numbers too is a unit."""
    units = Counter(found[1] for cell in cells if (found := _WITH_UNIT.fullmatch(cell.text)))
    return [
        cell
        if (found := _WITH_UNIT.fullmatch(cell.text)) and units[found[1]] > 1
        else replace(cell, text=_ZERO.sub("O", cell.text))
        for cell in cells
    ]


def _with_letters(text: str, said: Set[str]) -> str:
    """A text with an I at the end of capitals for an l, and an l for a one in words that are `said`."""

    def spelled(word: re.Match[str]) -> str:
        letters = word[0].replace("1", "l")
        return letters if letters in said else word[0]

    text = _CAPITALS.sub(lambda word: word[0][:-1] + "I", text)
    return _WITH_ONES.sub(spelled, text)


def _with_dashes(cells: list[Cell]) -> list[Cell]:
    return [
        replace(cell, text="–") if cell.text and not cell.text.strip(LIKE_DASHES) else cell for cell in cells
    ]


def _with_backslashes(cells: list[Cell]) -> list[Cell]:
    escapes = _escapes(cells)
    width = max(map(_width, escapes), default=0.0)
    return [_mended(cell, width) if escapes and not cell.head else cell for cell in cells]


def _in_case(cells: list[Cell]) -> list[Cell]:
    """The cells of a column with versions that begin with a small letter as most do, and with capitals at the beginning
    of its names."""
    body = [cell.text for cell in cells if not cell.head]
    versions = [text for text in body if _VERSION.match(text)]
    small = bool(versions) and 2 * sum(text[0] == "v" for text in versions) >= len(versions)
    words = [word[0] for text in body for word in _WORD.findall(_NO_WORD.sub("I", text))]
    names = len(words) > CAPITALS and all(first.isupper() for first in words)
    if not small and not names:
        return cells
    return [
        cell if cell.head else replace(cell, text=_recased(cell.text, small=small, names=names))
        for cell in cells
    ]


def _recased(text: str, *, small: bool, names: bool) -> str:
    text = _NO_WORD.sub("I", text) if names else text
    return "v" + text[1:] if small and _VERSION.match(text) else text


def _escapes(cells: list[Cell]) -> list[Cell]:
    """The cells of a column that are a backslash and a letter or two, where backslashes are usual in it."""
    short = [cell for cell in cells if len(cell.text) in SHORT]
    escapes = [cell for cell in short if cell.text.startswith("\\")]
    usual = sum(cell.text.startswith("\\") for cell in cells) >= LEAST
    return escapes if usual and len(escapes) >= SHARE * len(short) else []


def _width(cell: Cell) -> float:
    return max((piece.box.width for piece in cell.pieces), default=0.0)


def _mended(cell: Cell, width: float) -> Cell:
    """A cell of a column whose escapes are so wide: what begins it is a backslash, or is missing before a letter."""
    first, rest = cell.text[:1], cell.text[1:]
    if len(cell.text) == 1 and cell.text.isalpha() and 0 < AS_WIDE * width <= _width(cell):
        return replace(cell, text="\\" + cell.text)
    if len(cell.text) not in SHORT or first not in LIKE_BACKSLASH or not rest.isalpha():
        return cell
    return replace(cell, text="\\" + rest)
