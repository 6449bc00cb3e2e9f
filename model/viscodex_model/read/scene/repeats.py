"""How often a sign stands in a row: recognition sees that there are dashes, and what is drawn tells how many.

The outermost ones of a row are often no text to it, and are then found as drawings.
"""

from collections.abc import Sequence
from dataclasses import replace

from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.scene.graphics import Graphic
from viscodex_model.read.scene.pieces import Piece, Run

# Signs that look like strokes, with the heights of their middles over the baseline (em).
STROKES = {"-": 0.28, "_": -0.12}
# How far a stroke may be from that height, and from the word that it belongs to (em).
HEIGHT, NEAR = 0.14, 0.3


def with_strokes(pieces: Sequence[Piece], graphics: Sequence[Graphic]) -> tuple[list[Piece], list[Graphic]]:
    """Pieces with the strokes that stand before or behind them as signs, and the drawings that are none of these."""
    left, whole = list(graphics), []
    for piece in pieces:
        for first in (True, False):
            stroke = next((one for one in left if _continues(piece, one.box, first)), None)
            if stroke is not None:
                left.remove(stroke)
                piece = _continued(piece, stroke.box, first)
        whole.append(piece)
    return whole, left


def _continues(piece: Piece, box: Box, first: bool) -> bool:
    """Whether a drawing is one or more signs like the first, or the last, of a piece."""
    run = piece.runs[0 if first else -1]
    sign, size = run.text[0 if first else -1], run.style.size
    if sign not in STROKES or box.height > 0.35 * size or box.width < 0.6 * run.style.face.extent(sign).width:
        return False
    gap = run.box.left - box.right if first else box.left - run.box.right
    height = (piece.baseline - box.center[1]) / size
    return -0.1 * size < gap < NEAR * size and abs(height - STROKES[sign]) <= HEIGHT


def _continued(piece: Piece, box: Box, first: bool) -> Piece:
    run = piece.runs[0 if first else -1]
    sign = run.text[0 if first else -1]
    advance = run.style.face.glyph(sign).advance * run.style.size
    count = max(1, round(box.width / advance))
    # By the width of the signs: the drawing's box holds the blend beside it, too.
    if first:
        left = run.box.left - count * advance
        longer = _longer(run, sign * count + run.text, replace(run.box, left=left))
        return replace(piece, runs=(longer, *piece.runs[1:]), box=replace(piece.box, left=left))
    right = run.box.right + count * advance
    longer = _longer(run, run.text + sign * count, replace(run.box, right=right))
    return replace(piece, runs=(*piece.runs[:-1], longer), box=replace(piece.box, right=right))


def _longer(run: Run, text: str, box: Box) -> Run:
    spans = run.spans
    if spans:
        spans = ((box.left, spans[0][1]), *spans[1:])
        spans = (*spans[:-1], (spans[-1][0], box.right))
    return replace(run, text=text, box=box, spans=spans)
