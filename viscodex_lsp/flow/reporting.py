"""Makes the report of an edit: draws its page before and after, at the picture's width and at a phone's."""

import asyncio
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from urllib.parse import unquote

from viscodex_lsp.core.errors import NotDrawn, TooHardToParse
from viscodex_lsp.core.nouns import CheckedPatch, Picture
from viscodex_lsp.core.report.difference import difference_map, is_blank
from viscodex_lsp.core.report.report import Report, View, report_page
from viscodex_lsp.core.text.difference import apply_replacements, unified_diff
from viscodex_lsp.core.truth.nouns.likeness import Likeness, not_compared
from viscodex_lsp.core.truth.nouns.made import Made, made_by, made_file
from viscodex_lsp.core.truth.nouns.rendered import Rendered
from viscodex_lsp.core.truth.nouns.seen import Seen
from viscodex_lsp.core.truth.page.diagram import Diagram
from viscodex_lsp.core.truth.page.embedding import with_pictures
from viscodex_lsp.core.truth.page.page import plan_page
from viscodex_lsp.core.truth.window import window_of
from viscodex_lsp.edges.bounded_work import run_bounded
from viscodex_lsp.flow.answering import Target
from viscodex_lsp.ports import Ports

PHONE = 390


@dataclass(frozen=True, slots=True)
class Page:
    """A page that can be drawn. `lacking` says which of its styles are not at hand."""

    html: str
    lacking: str = ""


async def make_report(
    checked: CheckedPatch,
    pictures: Sequence[Picture],
    target: Target,
    *,
    sentence: str,
    likeness: Likeness | None,
    held: str = "",
    rounds: Sequence[object] = (),
    ports: Ports,
) -> str:
    """The HTML file. What cannot be drawn is left out with its reason; nothing is raised for it."""
    document = checked.document
    name = PurePath(unquote(document.uri)).name
    new = apply_replacements(document.text, checked.replacements)
    made = made_by(checked)
    pages = (
        made,
        made_file(document.text, document.language),
        replace(made_file(new, document.language), pictures=made.pictures),
    )
    plans = [await _plan(page, target, ports) for page in pages]
    views = list[View]()
    if isinstance(plans[0], Page) and pictures:
        views = await _views(pictures, plans[0], plans, ports)
    report = Report(
        name,
        sentence,
        likeness or not_compared("comparing is off"),
        tuple(views),
        unified_diff(document.text, new, name=name),
        held,
        tuple(map(str, rounds)),
        f"Not drawn: {plans[0]}" if isinstance(plans[0], str) else "",
    )
    return await asyncio.to_thread(report_page, report)


async def _views(
    pictures: Sequence[Picture], made: Page, plans: Sequence[Page | str], ports: Ports
) -> list[View]:
    parts = [part for picture in pictures for part in picture.parts]
    size = (max(part.width for part in parts), sum(part.height for part in parts))
    width, height = window_of(pictures, Seen(*size, "page", ()))
    shown = await asyncio.to_thread(_joined, [part.data for part in parts])
    widths = list(dict.fromkeys((width, PHONE)))
    sizes = [(wide, max(1, round(height * wide / width))) for wide in widths]
    asked = {(plan.html, *size): "" for plan in plans if isinstance(plan, Page) for size in sizes}
    images = dict(zip(asked, await ports.draw_pages(list(asked)), strict=True))
    views = []
    for size in sizes:
        drawn = [_png(images[plan.html, *size]) if isinstance(plan, Page) else plan for plan in plans]
        notes = [f"Drawn without all of its styles: {made.lacking}."] if made.lacking else []
        if size[0] != width:
            notes.append(f"The picture is {width} pixels wide: at {PHONE} the page may well differ.")
        views.append(await asyncio.to_thread(_view, size[0], shown, drawn, " ".join(notes)))
    return views


def _png(page: Rendered | str) -> bytes | str:
    return page if isinstance(page, str) else page.png


async def _plan(made: Made, target: Target, ports: Ports) -> Page | str:
    """The page that is drawn, or why there is none."""
    if not made.code.strip():
        return "there is nothing on it"
    try:
        plan = await run_bounded(plan_page, len(made.text), made)
    except TooHardToParse as error:
        return f"drawing was given up ({error.reason})"
    if isinstance(plan, str):
        return plan
    if isinstance(plan, Diagram):
        try:
            return Page(await ports.draw_diagram(plan, target.path, target.project_roots))
        except NotDrawn as error:
            return error.reason
    sheets = await asyncio.to_thread(ports.read_sheets, plan.sheets, target.path, target.project_roots)
    lacking = plan.lacks(sheets)
    page = plan.page(dict.fromkeys(plan.sheets, "") | sheets)
    return Page(with_pictures(page, made.pictures), lacking)


def _view(width: int, picture: bytes, drawn: Sequence[bytes | str], note: str) -> View:
    made, before, after = drawn
    difference = difference_map(picture, made) if isinstance(made, bytes) else None
    if isinstance(before, bytes) and is_blank(before):
        before = "nothing is on it"
    return View(width, picture, made, before, after, difference, note)


def _joined(files: Sequence[bytes]) -> bytes:
    """One picture of several, from top to bottom."""
    if len(files) == 1:
        return files[0]
    from PIL import Image

    images = [Image.open(io.BytesIO(data)).convert("RGB") for data in files]
    sheet = Image.new("RGB", (max(i.width for i in images), sum(i.height for i in images)), "white")
    top = 0
    for image in images:
        sheet.paste(image, (0, top))
        top += image.height
    data = io.BytesIO()
    sheet.save(data, "PNG", compress_level=1)
    return data.getvalue()
