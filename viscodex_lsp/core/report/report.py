"""The report as one HTML file that opens from disk: pictures inside, no script, no request to anywhere."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

from viscodex_lsp.core.report.difference import Cell, DifferenceMap
from viscodex_lsp.core.text.capitals import as_sentence
from viscodex_lsp.core.truth.nouns.likeness import Likeness
from viscodex_lsp.core.truth.telling import percent

# Cells that differ by less get no number: it would say nothing.
_TOLD_FROM = 0.02
# From light to dark in one hue: the order is seen by every eye, and the numbers say the rest.
_STEPS = ((0.5, "#7a3803", "#ffffff"), (0.25, "#d9730d", "#000000"), (0.1, "#f5b866", "#000000"))
_LEAST_STEP = ("#fdebc8", "#000000")
_MOST_WORDS = 400


@dataclass(frozen=True, slots=True)
class View:
    """Picture and page at one width in pixels: `made` alone, and the whole page `before` and `after` the edit, as PNG,
    or as the reason why it was not drawn. `difference` is between picture and `made`."""

    width: int
    picture: bytes
    made: bytes | str
    before: bytes | str
    after: bytes | str
    difference: DifferenceMap | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """`title` names the file, `sentence` says what the edit is, `held` why it waits, `rounds` what was tried to come
    closer; `diff` is the edit as a patch. Without views `undrawn` says why there are none."""

    title: str
    sentence: str
    likeness: Likeness
    views: tuple[View, ...]
    diff: str
    held: str = ""
    rounds: tuple[str, ...] = ()
    undrawn: str = ""


def report_page(report: Report) -> str:
    """The HTML file: what people look at first, then the numbers, then the rest."""
    views = [_view(view, at_picture=number == 0) for number, view in enumerate(report.views)]
    return Template(_part("report.html")).substitute(
        title=escape(report.title),
        style=_part("report.css"),
        sentence=escape(report.sentence),
        held=f'<p class="held">{escape(as_sentence(report.held))}</p>' if report.held else "",
        parts=_parts(report.likeness),
        words=_words(report.likeness),
        view="".join(views[:1]),
        others="".join(views[1:]),
        undrawn=f"<p>{escape(as_sentence(report.undrawn))}</p>" if report.undrawn else "",
        rounds=_rounds(report.rounds),
        diff=_diff(report.diff),
    )


def _parts(likeness: Likeness) -> str:
    rows, unmeasured = [], dict[str, list[str]]()
    for name, part in likeness.parts.items():
        if part.value is None:
            unmeasured.setdefault(part.note, []).append(name)
            continue
        meter = f'<meter min=0 max=1 value="{part.value:.3f}"></meter>'
        rows.append(
            f'<tr><th>{name}</th><td>{meter}</td><td class="number">{percent(part.value)}</td>'
            f"<td>{escape(part.note)}</td></tr>"
        )
    reasons = "; ".join(f"{_joined(names)} ({escape(note)})" for note, names in unmeasured.items())
    rest = f'<p class="unmeasured">Not measured: {reasons}.</p>' if reasons else ""
    return f"<table><caption>How like the picture</caption>{''.join(rows)}</table>{rest}"


def _joined(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _words(likeness: Likeness) -> str:
    return _list("Missing: in the picture, not in the code", likeness.missing) + _list(
        "Invented: in the code, not in the picture", likeness.invented
    )


def _list(title: str, words: Sequence[str]) -> str:
    if not words:
        return ""
    items = "".join(f"<li>{escape(word)}</li>" for word in words[:_MOST_WORDS])
    more = f"<li>… {len(words) - _MOST_WORDS} more</li>" if len(words) > _MOST_WORDS else ""
    return f'<section><h3>{title} ({len(words)})</h3><ul class="words">{items}{more}</ul></section>'


def _view(view: View, *, at_picture: bool) -> str:
    panels = [_panel("The picture", view.picture), _panel("What was made from it", view.made)]
    if view.difference is not None:
        panels.append(_map(view.difference, view.picture))
    if isinstance(view.after, bytes) and view.after != view.made:
        panels.append(_panel("The page with the edit", view.after))
    if isinstance(view.before, bytes):
        panels.append(_panel("The page before", view.before))
    note = f"<p>{escape(view.note)}</p>" if view.note else ""
    where = "At the picture's width" if at_picture else "At the width of a phone"
    title = f"<h2>{where}: {view.width} pixels</h2>"
    return f'<section class="view">{title}{note}<div class="panels">{"".join(panels)}</div></section>'


def _panel(title: str, image: bytes | str) -> str:
    if isinstance(image, str):
        return f"<figure><figcaption>{title}</figcaption><p>Not drawn: {escape(image)}.</p></figure>"
    return f'<figure><figcaption>{title}</figcaption><img alt="{title}" src="{_uri(image)}"></figure>'


def _map(difference: DifferenceMap, picture: bytes) -> str:
    height = 1000 * difference.ratio
    cells = "".join(_cell(cell, height) for cell in difference.cells if cell.share >= _TOLD_FROM)
    title = f"Where they differ: {percent(difference.share)}"
    return (
        f"<figure><figcaption>{title}</figcaption>"
        f'<svg role="img" aria-label="{title}" viewBox="0 0 1000 {height:.0f}">'
        f'<image width="1000" href="{_uri(picture)}" opacity=".35" style="filter:grayscale(1)"/>{cells}</svg>'
        "<p>The number in a cell is how much of it differs, in per cent; darker is more.</p></figure>"
    )


def _cell(cell: Cell, height: float) -> str:
    fill, ink = next(((fill, ink) for least, fill, ink in _STEPS if cell.share >= least), _LEAST_STEP)
    left, top = 1000 * cell.left, height * cell.top
    width, tall = 1000 * cell.width, height * cell.height
    return (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{tall:.1f}" fill="{fill}" '
        'fill-opacity=".8" stroke="#fff"/>'
        f'<text x="{left + width / 2:.1f}" y="{top + tall / 2:.1f}" fill="{ink}">{100 * cell.share:.0f}</text>'
    )


def _rounds(rounds: Sequence[str]) -> str:
    items = "".join(f"<li>{escape(each)}</li>" for each in rounds)
    return f"<section><h2>Rounds</h2><ol>{items}</ol></section>" if items else ""


def _diff(diff: str) -> str:
    lines = "".join(f'<span class="{_kind(line)}">{escape(line)}</span>' for line in diff.splitlines())
    return f"<pre>{lines}</pre>"


def _kind(line: str) -> str:
    if line.startswith(("+++", "---", "@@")):
        return "head"
    return {"+": "new", "-": "old"}.get(line[:1], "same")


def _uri(image: bytes) -> str:
    kind = "png" if image.startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(image).decode('ascii')}"


@cache
def _part(name: str) -> str:
    return files("viscodex_lsp.core.report").joinpath("page", name).read_text(encoding="utf-8").strip()
