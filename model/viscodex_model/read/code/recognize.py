"""A picture of code or of a terminal becomes a Listing."""

from collections.abc import Sequence

from viscodex_model.read.code.around.margin import first_column, right_of_gutter, without_strays
from viscodex_model.read.code.around.remarks import without_blame, without_prompt
from viscodex_model.read.code.cells import Cell
from viscodex_model.read.code.grammars import fault_rows
from viscodex_model.read.code.language import tell_language
from viscodex_model.read.code.listing import Listing
from viscodex_model.read.code.marks import continue_rules, name_borders, without_marks, without_shadows
from viscodex_model.read.code.shapes import compare, correct
from viscodex_model.read.code.spelling import (
    correct_by_grammar,
    correct_comment_ends,
    correct_comment_starts,
    correct_lone_brackets,
    correct_names,
    correct_slashes,
    correct_triple_quotes,
    correct_zeros,
    without_swatches,
)
from viscodex_model.read.code.strokes import (
    name_ats,
    name_bars,
    name_case,
    name_levels,
    name_quotes,
    name_raised,
    name_underscores,
)
from viscodex_model.read.code.transcript import Transcript, lines_of, transcribe
from viscodex_model.read.order import Order
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.recognition.lines import Line

# A line with a character of less than this confidence is doubtful.
LEAST = 0.5
# A line with a fault and a character of less than this is, too.
UNSURE = 0.9


def recognize_code(pixels: Pixels, lines: Sequence[Line], order: Order) -> Listing | None:
    """The code in a picture, where `lines` were found in it; None where none stands on a grid."""
    transcript = _transcript(pixels, lines, order, editor=True)
    if transcript is None:
        return None
    correct_names(transcript.cells, order.names)
    language = tell_language("\n".join(lines_of(transcript)), open_file=order.language)
    correct_by_grammar(transcript, language)
    return _listing(transcript, language)


def recognize_terminal(pixels: Pixels, lines: Sequence[Line], order: Order) -> Listing | None:
    """The text of a terminal, as it stands there."""
    transcript = _transcript(pixels, lines, order, editor=False)
    return None if transcript is None else _listing(transcript, "plaintext")


def _transcript(pixels: Pixels, lines: Sequence[Line], order: Order, *, editor: bool) -> Transcript | None:
    transcript = transcribe(pixels, lines, order.engine, editor=editor, stop=order.stop)
    if transcript is None:
        return None
    grid = {"left": transcript.left, "advance": transcript.advance}
    cells: Sequence[Cell] = transcript.cells
    if editor:
        cells = without_shadows(cells, transcript.contrast, transcript.rows, **grid)
    cells = without_marks(cells, transcript.contrast, transcript.rows, **grid, editor=editor)
    if not cells:
        return None
    correct(cells, compare(cells, transcript.contrast, transcript.rows, **grid))
    name_bars(cells, transcript.contrast, transcript.rows, **grid)
    if editor:
        name_levels(cells, transcript.contrast, transcript.rows, **grid)
    continue_rules(cells)
    name_ats(cells, transcript.contrast, transcript.rows, **grid)
    if not editor:
        name_borders(cells, transcript.contrast, transcript.rows, **grid)
    name_case(cells, transcript.contrast, transcript.rows, **grid)
    name_raised(cells, transcript.contrast, transcript.rows, **grid)
    name_quotes(cells, transcript.contrast, transcript.rows, **grid)
    name_underscores(cells, transcript.contrast, transcript.rows, **grid)
    correct_zeros(cells)
    if editor:
        cells = without_prompt(without_blame(without_strays(cells)))
        cells = without_swatches(correct_comment_starts(cells))
        correct_triple_quotes(cells)
        correct_comment_ends(cells)
        correct_lone_brackets(cells)
        correct_slashes(cells)
    gutter, edge = transcript.gutter, None
    if gutter:
        cells, edge = right_of_gutter(cells, transcript.pixels, gutter, rows=transcript.rows, **grid)
    transcript.cells = cells
    transcript.first_column = first_column(
        cells, transcript.contrast, gutter, rows=transcript.rows, edge=edge, **grid
    )
    return transcript


def _listing(transcript: Transcript, language: str) -> Listing:
    lines = lines_of(transcript)
    first = min(cell.row for cell in transcript.cells)
    doubtful = {cell.row - first + 1 for cell in transcript.cells if not cell.text or cell.confidence < LEAST}
    # A fault alone proves nothing: what is shown is often a part of a file.
    unsure = {cell.row - first for cell in transcript.cells if cell.confidence < UNSURE}
    doubtful |= {row + 1 for row in fault_rows("\n".join(lines), language) or () if row in unsure}
    return Listing(tuple(line.rstrip() for line in lines), language, tuple(sorted(doubtful)))
