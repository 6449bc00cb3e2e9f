"""How blocks of text are set: the page's own type, where line boxes lie, and what a block sets otherwise."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from viscodex_model.read.pages.layout.nodes import Block
from viscodex_model.read.picture.geometry import RGB
from viscodex_model.read.scene.faces import Face, face_of
from viscodex_model.read.scene.pieces import Run, Style
from viscodex_model.read.scene.regions import alike

# Colours of text this close are one: thin strokes are never drawn in their full colour.
INK_SAME = 40
# Line heights are told to this share of the size.
LINE_STEP = 0.05
# Sizes of one kind of text differ by no more than this where each line was measured by itself.
SIZE_SAME = 0.045
# A text so short says little of its family.
SHORT = 14


@dataclass(frozen=True, slots=True)
class Type:
    """What text is set in: `line` is the line height as a multiple of the size, 0 for the face's own."""

    face: Face
    size: float
    ink: RGB
    line: float

    def line_height(self, size: float, face: Face) -> float:
        return self.line * size if self.line else float(face.line_height(size))


def page_type(blocks: Sequence[Block]) -> Type:
    """The type that most of a page's text is set in."""
    sizes: Counter[tuple[str, float]] = Counter()
    inks: Counter[RGB] = Counter()
    lines: Counter[float] = Counter()
    for block in blocks:
        style, count = block.style, len(block.text)
        sizes[style.face.family, style.size] += count
        inks[style.ink] += count
        if block.pitch and not style.face.monospaced:
            lines[round(block.pitch / style.size / LINE_STEP) * LINE_STEP] += count
    if not sizes:
        return Type(face_of("Arial", bold=False), 16.0, (0, 0, 0), 0.0)
    (family, size), _ = sizes.most_common(1)[0]
    line = round(lines.most_common(1)[0][0], 2) if lines else 0.0
    return Type(face_of(family, bold=False), size, inks.most_common(1)[0][0], line)


def harmonize(blocks: Sequence[Block]) -> None:
    """Give blocks that were measured a little differently one size, family and colour: those of the most text."""
    known: list[Style] = []
    inks: list[RGB] = []
    for block in sorted(blocks, key=lambda one: -len(one.text)):
        style = block.style
        like = [one for one in known if _same_type(one, style, len(block.text))]
        best = min(like, key=lambda one: abs(one.size - style.size), default=None)
        if best is None:
            known.append(style)
        for run in (run for piece in block.pieces for run in piece.runs):
            ink = next((one for one in inks if alike(one, run.style.ink, INK_SAME)), None)
            if ink is None:
                inks.append(run.style.ink)
        block.pieces = [
            replace(piece, runs=tuple(_retyped(run.style, best, inks, run) for run in piece.runs))
            for piece in block.pieces
        ]


def _same_type(known: Style, style: Style, length: int) -> bool:
    if known.face.bold != style.face.bold or known.face.monospaced != style.face.monospaced:
        return False
    if known.face.family != style.face.family and length > SHORT:
        return False
    return abs(known.size - style.size) <= max(0.6, SIZE_SAME * style.size)


def _retyped(style: Style, type_: Style | None, inks: Iterable[RGB], run: Run) -> Run:
    ink = next((one for one in inks if alike(one, style.ink, INK_SAME)), style.ink)
    if type_ is None:
        return replace(run, style=replace(style, ink=ink))
    face = face_of(type_.face.family, style.face.bold)
    return replace(run, style=replace(style, ink=ink, face=face, size=type_.size))
