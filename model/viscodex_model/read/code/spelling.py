"""Look-alikes are tried where the grammar finds a fault, and where a name is almost one that is known."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from textwrap import dedent

from viscodex_model.read.code.cells import PLAIN, Cell
from viscodex_model.read.code.grammars import fault_rows
from viscodex_model.read.code.transcript import Transcript, lines_of

# Signs that are easily taken for one another; the network's own second choices are tried before.
LOOKALIKES: Mapping[str, str] = {
    "1": "lI|]})!", "l": "1I|", "I": "l1|", "|": "lI1", "0": "O", "O": "0", "o": "O0", "3": "}", "J": "]", ")": "}]",
    "}": ")", "]": "}", "子": "}", ",": ".", ".": ",", ";": ":", ":": ";", "'": "`\"", "`": "'", "?": "`\"'}",
    "5": "S", "S": "5", "2": "Z", "Z": "2", "8": "B", "B": "8", "i": ";!j", "-": "_~=", "_": "-", "=": "-",
    "*": "x", "x": "*",
}  # fmt: skip
# Characters of at most this probability are doubted at all, and so many spellings are tried in a picture.
DOUBTED = 0.97
# From this probability on the network's second choice is likely.
LIKELY = 0.02
MOST_TRIALS = 120


LIKE_BRACKETS = frozenset("1lI|J23>?子")
LIKE_SLASHES = frozenset(("/", "1", "l", "I", "|", "}", ")", "7", "?", ""))
QUOTES, LIKE_QUOTES = frozenset("\"'`"), frozenset(("", ".", ",", "?"))
# What the square before a colour of a style sheet is read as, if at all, and how such a colour begins.
SQUARES, COLOR = frozenset(("", "■", "□", "▪", "口")), re.compile(r"#[0-9A-Fa-f]{3,8}(?![\w-])")
# What is told by its surroundings is as sure as this.
SETTLED, SURE = 0.98, 0.9
_AFTER = frozenset(",;:)]}")
_CLOSERS = frozenset(")]}")
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_STRING = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'")


def correct_by_grammar(transcript: Transcript, language: str) -> None:
    """Change cells in rows with faults to what they may also be, as long as the text has fewer faults so."""
    faults = _faults(transcript, language)
    trials = 0
    while faults:
        better = None
        for cell, text in _spellings(transcript.cells, rows=_suspected(transcript, faults)):
            trials += 1
            if trials > MOST_TRIALS:
                return
            before, cell.text = cell.text, text
            found = _faults(transcript, language)
            if found is not None and len(found) < len(faults):
                better = found
                cell.others = ((before, cell.confidence), *cell.others)
                break
            cell.text = before
        if better is None:
            return
        faults = better


def correct_names(cells: Sequence[Cell], names: frozenset[str]) -> None:
    """Where a word is no known name but one look-alike away from exactly one, it is that name."""
    if not names:
        return
    for word in _words(cells):
        text = "".join(cell.text for cell in word)
        if text in names or len(text) < 3:
            continue
        near = {
            (index, other)
            for index, cell in enumerate(word)
            for other in _options(cell)
            if text[:index] + other + text[index + 1 :] in names
        }
        if len(near) == 1:
            index, other = near.pop()
            word[index].text = other


def correct_zeros(cells: Sequence[Cell]) -> None:
    """A word of letters that begins with a nought, or has one the network doubts, has the letter there: "Oct"."""
    parts = (part for word in _words(cells) for part in _between_underscores(word))
    for word in parts:
        text = "".join(cell.text for cell in word)
        letters = text.replace("0", "")
        if len(text) < 3 or text.count("0") != 1 or not letters.isalpha():
            continue
        place = text.index("0")
        plain = place == 0 and text[1] not in "xX" and not set(letters.lower()) <= set("abcdef")
        possible = any(other == "O" and chance > LIKELY for other, chance in word[place].others)
        if plain or (possible and letters.isupper()):
            word[place].text = "O"


def _between_underscores(word: Sequence[Cell]) -> Iterator[list[Cell]]:
    for is_underscore, part in groupby(word, key=lambda cell: cell.text == "_"):
        if not is_underscore:
            yield list(part)


def correct_lone_brackets(cells: Sequence[Cell]) -> None:
    """Change a sign that begins a line of nothing else, as far in as the line in which a bracket was opened last, to
    the bracket that closes it, where none closes it further down; the sign may also be one that nothing was read in.

    A block that was opened above the picture is closed by the first line that begins left of all before it.
    """
    opened: list[tuple[str, int]] = []
    above: list[int] = []
    ends = {cell.row: cell.text for cell in cells}
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.column))
    lines = [list(row) for _, row in groupby(ordered, key=lambda cell: cell.row)]
    for number, line in enumerate(lines, 1):
        first = line[0]
        like_bracket = first.text in LIKE_BRACKETS | {""} or (
            first.text in _CLOSERS and first.confidence < SURE
        )
        alone = like_bracket and all(cell.text in _AFTER for cell in line[1:])
        if alone and opened and opened[-1][1] == first.column:
            if not _is_closed(_CLOSING[opened[-1][0]], first.column, lines[number:]):
                _settle(first, _CLOSING[opened[-1][0]])
        elif alone and not opened and above and min(above) > first.column and _in_braces(ends, first.row):
            _settle(first, "}")
        above.append(first.column)
        for sign in _STRING.sub("", "".join(cell.text for cell in line)):
            if sign in _CLOSING:
                opened.append((sign, first.column))
            elif opened and sign == _CLOSING[opened[-1][0]]:
                opened.pop()


def _in_braces(ends: Mapping[int, str], row: int) -> bool:
    """Whether a line other than that of `row` ends as lines of a language with braces do."""
    return any(sign in ("{", ";") for at, sign in ends.items() if at != row)


def _is_closed(bracket: str, column: int, lines: Sequence[Sequence[Cell]]) -> bool:
    """Whether one of the lines begins with a closing bracket in a column, before others are opened there or less is
    indented."""
    for line in lines:
        if line[0].column < column or (line[0].column == column and any(c.text in _CLOSING for c in line)):
            break
        if line[0].column == column and line[0].text == bracket:
            return True
    return False


def correct_slashes(cells: Sequence[Cell]) -> None:
    """Two or three signs like slashes, alone before a gap at the beginning of a line, are those of a comment, where
    another line begins with slashes."""
    starts = [_start(list(row)) for _, row in groupby(cells, key=lambda cell: cell.row)]
    if not any(len(start) > 1 and all(cell.text == "/" for cell in start) for start in starts):
        return
    for start in starts:
        if 2 <= len(start) <= 3 and all(cell.text and cell.text in "/1lI|" for cell in start):
            for cell in start:
                cell.text = "/"


def correct_comment_ends(cells: Sequence[Cell]) -> None:
    """A star and a sign like a slash, alone in a line below one that begins with a star or opens a comment, end it."""
    in_comment = False
    stars = {(cell.row, cell.column) for cell in cells if cell.text == "*"}
    for _, row in groupby(cells, key=lambda cell: cell.row):
        line = list(row)
        below = in_comment and len(line) == 2 and line[0].text == "*"
        if below and line[1].text in LIKE_SLASHES and line[1].column == line[0].column + 1:
            _settle(line[1], "/")
        elif line[0].text == "*" and (in_comment or (line[0].row + 1, line[0].column) in stars):
            _settle(line[0], "*")
        text = "".join(cell.text for cell in line)
        in_comment = text.startswith(("*", "/*")) and not text.endswith("*/")


def correct_comment_starts(cells: Sequence[Cell]) -> list[Cell]:
    """The cells with the slash that begins a comment: two stars are alone in its line, with or without a sign like a
    slash before them, and the first of them stands above the star that begins the next line."""
    rows = [list(row) for _, row in groupby(cells, key=lambda cell: cell.row)]
    added: list[Cell] = []
    for line, below in pairwise(rows):
        stars = line[-2:]
        alone = [cell.text for cell in stars] == ["*", "*"] and stars[0].column == below[0].column
        if not alone or below[0].text != "*" or below[0].row != stars[0].row + 1:
            continue
        if len(line) == 2:
            added.append(Cell(stars[0].row, stars[0].column - 1, "/", SETTLED))
        elif len(line) == 3 and line[0].text in LIKE_SLASHES and line[0].column == stars[0].column - 1:
            _settle(line[0], "/")
    return sorted([*cells, *added], key=lambda cell: (cell.row, cell.column)) if added else list(cells)


def correct_triple_quotes(cells: Sequence[Cell]) -> None:
    """Three signs like quotes side by side, with nothing else in their line but the star of a comment, are three of
    the same sign: what most of them were read as."""
    for _, row in groupby(cells, key=lambda cell: cell.row):
        line = list(row)
        line = line[1:] if line[0].text in ("*", "#") else line
        if len(line) != 3 or line[2].column != line[0].column + 2:
            continue
        quotes = [cell.text for cell in line if cell.text in QUOTES]
        if not quotes or any(cell.text not in LIKE_QUOTES and cell.text not in QUOTES for cell in line):
            continue
        if len(set(quotes)) > 1 or len(quotes) < 3:
            for cell in line:
                _settle(cell, max(quotes, key=quotes.count))


def without_swatches(cells: Sequence[Cell]) -> list[Cell]:
    """The cells without the little squares that editors put before the colours of style sheets; what follows such a
    square in its line moves to its place."""
    kept: list[Cell] = []
    for _, row in groupby(cells, key=lambda cell: cell.row):
        line = list(row)
        for at in range(len(line) - 1, 0, -1):
            width = _swatch(line, at)
            for cell in line[at:] if width else ():
                cell.column -= width
            del line[at - width : at]
        kept.extend(line)
    return kept


def _swatch(line: Sequence[Cell], at: int) -> int:
    """How many cells before the colour that begins with cell `at` hold its square; none where no colour begins."""
    if not COLOR.match("".join(cell.text or "?" for cell in _start(line[at:]))):
        return 0
    width = 0
    while width < min(2, at) and line[at - width - 1].text in SQUARES:
        if line[at - width - 1].column != line[at].column - width - 1:
            break
        width += 1
    apart = at == width or line[at - width - 1].column < line[at].column - width - 1
    # One sign alone that nothing was read in may be a quote.
    return width if apart and (width > 1 or (width and line[at - 1].text)) else 0


def _settle(cell: Cell, text: str) -> None:
    """The cell is `text`, told by what surrounds it: no grammar need doubt it."""
    cell.text, cell.confidence = text, max(cell.confidence, SETTLED)


def _start(row: Sequence[Cell]) -> list[Cell]:
    """The cells of a row up to its first gap."""
    gap = next(
        (at for at, (one, other) in enumerate(pairwise(row), 1) if other.column > one.column + 1), len(row)
    )
    return list(row[:gap])


def _faults(transcript: Transcript, language: str) -> list[int] | None:
    return fault_rows(dedent("\n".join(lines_of(transcript))), language)


def _suspected(transcript: Transcript, faults: Sequence[int]) -> list[int]:
    """The rows of the picture that have faults, and those just above: a missing bracket is told of late."""
    first = min(cell.row for cell in transcript.cells)
    return [first + row + shift for row in dict.fromkeys(faults) for shift in (0, -1)][:12]


def _spellings(cells: Sequence[Cell], *, rows: Sequence[int]) -> Iterator[tuple[Cell, str]]:
    for row in rows:
        doubted = [cell for cell in cells if cell.row == row and cell.confidence < DOUBTED]
        for cell in sorted(doubted, key=lambda cell: cell.confidence)[:8]:
            for text in _options(cell):
                yield cell, text


def _options(cell: Cell) -> list[str]:
    likely = [PLAIN.get(text, text) for text, _ in cell.others]
    likely = [text for text in likely if len(text) == 1 and text.isprintable() and not text.isspace()]
    return list(dict.fromkeys([*likely, *LOOKALIKES.get(cell.text or "?", "")]))


def _words(cells: Sequence[Cell]) -> Iterator[list[Cell]]:
    word: list[Cell] = []
    for cell in cells:
        joined = word and cell.row == word[-1].row and cell.column == word[-1].column + 1
        if not joined or not (cell.text.isalnum() or cell.text == "_"):
            if word:
                yield word
            word = []
        if cell.text.isalnum() or cell.text == "_":
            word.append(cell)
    if word:
        yield word
