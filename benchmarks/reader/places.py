"""Where a page shows its words, and how many of the lines that were read stand where the picture has them."""

import statistics
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import Page
from viscodex_model.read.recognition.lines import Line

# A line is in its place within so many pixels, or this share of the page's width or height.
NEAR, SHARE = 12.0, 0.02

WORDS = """() => {
  const found = [], range = document.createRange(), pen = document.createElement('canvas').getContext('2d');
  const all = NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT;
  const walk = document.createTreeWalker(document.body, all);
  const field = (e, text) => {
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    pen.font = style.font;
    const left = box.x + parseFloat(style.borderLeftWidth) + parseFloat(style.paddingLeft);
    for (const m of text.matchAll(/\\S+/g)) {
      const x = left + pen.measureText(text.slice(0, m.index)).width;
      found.push([m[0], x, box.y, x + pen.measureText(m[0]).width, box.bottom]);
    } };
  for (let n = walk.nextNode(); n; n = walk.nextNode()) {
    if (n.nodeType === 1) {
      const chosen = n.tagName === 'SELECT' && n.selectedOptions[0];
      const text = n.placeholder || (chosen ? chosen.textContent : '');
      if (text) field(n, text);
      continue;
    }
    if (['STYLE', 'SCRIPT', 'OPTION'].includes(n.parentElement.tagName)) continue;
    for (const m of n.data.matchAll(/\\S+/g)) {
      range.setStart(n, m.index); range.setEnd(n, m.index + m[0].length);
      const box = range.getClientRects()[0];
      if (box) found.push([m[0], box.x, box.y, box.right, box.bottom]);
    } }
  return found; }"""


@dataclass(frozen=True)
class Places:
    """Of `lines` lines `right` are in their place; of `words` words `outside` have their middle outside the picture."""

    lines: int
    right: int
    words: int
    outside: int


def measure_places(page: Page, lines: Sequence[Line], width: int, height: int) -> Places:
    """Compare a rendered page with the lines that were read, in pixels of a picture of this size."""
    shown = page.evaluate(WORDS)
    spots: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for word, left, top, right, bottom in shown:
        spots[word].append(((left + right) / 2, (top + bottom) / 2))
    outside = sum(not (0 <= x <= width and 0 <= y <= height) for places in spots.values() for x, y in places)
    near = max(NEAR, SHARE * width), max(NEAR, SHARE * height)
    right = sum(_in_place(line, spots, near) for line in lines)
    return Places(len(lines), right, len(shown), outside)


def _in_place(line: Line, spots: dict[str, list[tuple[float, float]]], near: tuple[float, float]) -> bool:
    """Whether the words of a line are shown, and in the median no farther off than allowed."""
    steps = []
    for x, y, word in _words(line):
        spot = min(spots.get(word, []), key=lambda one: abs(one[0] - x) + abs(one[1] - y), default=None)
        if spot:
            steps.append((spot[0] - x, spot[1] - y))
    if not steps:
        return False
    across, down = (statistics.median(step[axis] for step in steps) for axis in (0, 1))
    return abs(across) <= near[0] and abs(down) <= near[1]


def _words(line: Line) -> list[tuple[float, float, str]]:
    words, y = line.text.split(), line.box.center[1]
    if [word.text for word in line.words] == words:
        return [(word.box.center[0], y, word.text) for word in line.words]
    step = line.box.width / len(words)
    return [(line.box.left + step * (index + 0.5), y, word) for index, word in enumerate(words)]
