"""Lines below one another become blocks that flow: paragraphs, items of lists, code."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from viscodex_model.read.pages.layout.nodes import Block, Group, Node, Section
from viscodex_model.read.scene.pieces import Piece

# Lines of one block lie at most so many em apart, and their sizes differ by at most this share.
LOOSEST, SIZE_DIFFERS = 2.1, 0.09
# Edges and centres that differ by less are one, in pixels and in em.
EDGE, EDGE_EM = 2.5, 0.2
# Pitches within one block differ by at most so many pixels.
PITCH_DIFFERS = 1.6
# A line of so many words is part of running text.
SENTENCE = 5
# Text ends so far before what stands beside it, in pixels.
BESIDE = 8.0
# A gap of so many characters in a line of code is taken for blanks.
MOST_BLANKS = 40


def make_blocks(node: Node | None, room: float) -> Node | None:
    """The tree with blocks in the place of single lines; `room` is how far right text may reach."""
    if isinstance(node, Section):
        inner = node.region.inner
        padding = max(0.0, node.body.box.left - inner.left) if node.body else 0.0
        return Section(node.region, make_blocks(node.body, inner.right - min(padding, 0.1 * inner.width)))
    if isinstance(node, Piece):
        return Block([node])
    if isinstance(node, Group):
        return _row(node, room) if node.axis == "x" else _column(node, room)
    return node


def _row(node: Group, room: float) -> Node:
    line = _code_line(node.children)
    if line is not None:
        return Block([line])
    rooms = [child.box.left - BESIDE for child in node.children[1:]] + [room]
    children = [make_blocks(child, end) for child, end in zip(node.children, rooms, strict=True)]
    return Group("x", [child for child in children if child is not None])


def _column(node: Group, room: float) -> Node:
    children: list[Node] = []
    run: list[Piece] = []
    for child in node.children:
        line = child if isinstance(child, Piece) else None
        if isinstance(child, Group) and child.axis == "x":
            line = _code_line(child.children)
        if line is not None:
            run.append(line)
            continue
        children += flow(run, room)
        run = []
        made = make_blocks(child, room)
        children += [made] if made is not None else []
    children += flow(run, room)
    return children[0] if len(children) == 1 else Group("y", children)


def _code_line(children: Sequence[Node]) -> Piece | None:
    """Pieces of one line in a typewriter face are one line again, with the blanks between them."""
    pieces = [child for child in children if isinstance(child, Piece)]
    if len(pieces) != len(children) or not all(piece.style.face.monospaced for piece in pieces):
        return None
    first, style = pieces[0], pieces[0].style
    wide = style.face.advance("x") * style.size
    if any(abs(piece.baseline - first.baseline) > 2 or piece.marker for piece in pieces[1:]):
        return None
    runs = list(first.runs)
    for before, piece in pairwise(pieces):
        blanks = round((piece.box.left - before.box.right) / wide)
        if blanks > MOST_BLANKS:
            return None
        runs.append(replace(piece.runs[0], text=" " * max(0, blanks - 1) + piece.runs[0].text))
        runs += piece.runs[1:]
    box = replace(first.box, right=pieces[-1].box.right)
    return replace(first, runs=tuple(runs), box=box)


def flow(pieces: Sequence[Piece], room: float) -> list[Node]:
    """Lines below one another as blocks; they could reach as far right as `room`."""
    blocks: list[Block] = []
    for piece in pieces:
        alike = [one.box.width for one in pieces if abs(one.style.size - piece.style.size) <= 1]
        if blocks and _goes_on(blocks[-1], piece, max(alike), room):
            block = blocks[-1]
            block.pitch = block.pitch or piece.baseline - block.pieces[-1].baseline
            block.pieces.append(piece)
        else:
            blocks.append(Block([piece]))
        _align(blocks[-1])
    return list(blocks)


def _goes_on(block: Block, piece: Piece, widest: float, room: float) -> bool:
    last, style = block.pieces[-1], block.style
    if piece.marker or not _alike(block, piece):
        return False
    pitch = piece.baseline - last.baseline
    if not 0 < pitch <= LOOSEST * style.size or (block.pitch and abs(pitch - block.pitch) > PITCH_DIFFERS):
        return False
    if style.face.monospaced and piece.style.face.monospaced:
        return True
    if not _aligned(block, piece):
        return False
    width = room - min(last.box.left, piece.box.left)
    return _is_full(last, piece, width) or (_is_full(last, piece, widest) and _unfinished(last, piece))


def _unfinished(last: Piece, piece: Piece) -> bool:
    """Whether a sentence seems to go on from one line to the next."""
    first, end = piece.text[0], last.text.rstrip()
    if len(last.text.split()) >= SENTENCE:
        return True
    return end[-1:] not in ".!?:;" and (first.islower() or first in "(&/" or end[-1:] in ",-–—(&")


def _alike(block: Block, piece: Piece) -> bool:
    one, other = block.pieces[-1].style, piece.style
    if one.face.bold != other.face.bold or one.face.monospaced != other.face.monospaced:
        return False
    return abs(one.size - other.size) <= max(1.0, SIZE_DIFFERS * max(one.size, other.size))


def _aligned(block: Block, piece: Piece) -> str:
    """How a line is aligned with those above it: left, center, right or not at all."""
    last, slack = block.pieces[-1], max(EDGE, EDGE_EM * block.style.size)
    ways = {
        "left": abs(last.box.left - piece.box.left),
        "center": abs(last.box.center[0] - piece.box.center[0]),
        "right": abs(last.box.right - piece.box.right),
    }
    allowed = ways if len(block.pieces) == 1 else {block.align: ways[block.align]}
    return next((way for way, far in allowed.items() if far <= slack), "")


def _is_full(last: Piece, piece: Piece, width: float) -> bool:
    """Whether the next line's first word had no room at the end of the last line, where lines are so wide."""
    word = piece.text.split()[0]
    needed = last.style.face.advance(" " + word) * last.style.size
    return last.box.width + needed > width - 1


def _align(block: Block) -> None:
    if len(block.pieces) == 2:
        block.align = _aligned(Block(block.pieces[:1]), block.pieces[1]) or "left"
