"""Lines in more than one face: words of code or strong words within a sentence.

Each word is weighed against few faces (the page's families in both weights, and a typewriter face), and the cheapest
way through the line is taken, where each change of face has its price.
"""

import statistics
from collections import Counter
from collections.abc import Sequence

from viscodex_model.read.scene.faces import Face, face_of, faces
from viscodex_model.read.scene.fit import snapped, word_misfit
from viscodex_model.read.scene.words import Look

Setting = tuple[Face, float]

# What a change of face costs, and how much cheaper than one face a mixture must be, a word.
CHANGE, GAIN = 8.0, 1.0
# Code within a sentence is a little smaller than the sentence, or as large.
CODE_SIZE = (0.78, 1.12)
# Misfits of a word beyond this say no more.
MOST = 14.0


def mixed_settings(
    looks: Sequence[Look], votes: Counter[str], best: Setting, *, first_bold: bool
) -> list[Setting]:
    """The face and size of each word of a line whose best single face is `best`."""
    alone = sum(_cost(look, best) for look in looks)
    plain = [family for family, _ in votes.most_common(4) if not face_of(family, bold=False).monospaced][:2]
    ways = [[best] * len(looks)]
    costs = [alone - GAIN * len(looks)]
    for family in dict.fromkeys([*plain, best[0].family]):
        for bold in (False, True) if first_bold else (False,):
            face = face_of(family, bold=bold)
            # Code is set wider: where much of a line is code, the sentence's own size is that of its narrower words.
            for share in (0.5, 0.15):
                way, cost = _cheapest(looks, _settings(looks, face, _size(looks, face, share)))
                ways.append(way)
                costs.append(cost)
    return ways[costs.index(min(costs))]


def _settings(looks: Sequence[Look], face: Face, size: float) -> list[Setting]:
    """The faces that words may have where most are set in `face` and `size`."""
    found: list[Setting] = [(face, size), (face_of(face.family, bold=not face.bold), size)]
    low, high = CODE_SIZE
    for mono in faces():
        if mono.monospaced and mono.bold == face.bold:
            sizes = [look.box.width / mono.extent(look.text).width for look in looks if len(look.text) > 2]
            near = [one for one in sizes if low * size <= one <= high * size]
            if near:
                found.append((mono, snapped(statistics.median(near))))
    return found


def _size(looks: Sequence[Look], face: Face, share: float) -> float:
    """The size below which so much of the text would be in a face, by the words' widths."""
    sizes = sorted(
        look.box.width / face.extent(look.text).width
        for look in looks
        for _ in range(len(look.text))
        if face.extent(look.text).width > 0
    )
    return snapped(sizes[int(share * (len(sizes) - 1))])


def _cost(look: Look, setting: Setting) -> float:
    face, size = setting
    return min(MOST, word_misfit(face, size, look.text, look.box.width, look.area))


def _cheapest(looks: Sequence[Look], settings: Sequence[Setting]) -> tuple[list[Setting], float]:
    """The cheapest way through the words (Viterbi), and its cost."""
    totals = [_cost(looks[0], setting) for setting in settings]
    steps: list[list[int]] = []
    for look in looks[1:]:
        before, row = totals, []
        totals = []
        for index, setting in enumerate(settings):
            paths = [cost + (CHANGE if other != index else 0.0) for other, cost in enumerate(before)]
            row.append(paths.index(min(paths)))
            totals.append(min(paths) + _cost(look, setting))
        steps.append(row)
    last = totals.index(min(totals))
    way = [last]
    for row in reversed(steps):
        way.append(row[way[-1]])
    return [settings[index] for index in reversed(way)], min(totals)
