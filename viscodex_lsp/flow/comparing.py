"""Compares what was made with the picture that it was made from, for the language server, the shell and agents alike.

The browser is started when the request begins (`begin_drawing`) and the picture read beside the model's answer
(`begin_reading`), so that only drawing and comparing are left when it comes. All of it is bounded: what takes too long,
or cannot be done here, is "not measured" with its reason, and the way goes on.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from viscodex_lsp.core.errors import NotDrawn, NotRead, TooHardToParse, VisCodexError
from viscodex_lsp.core.nouns import Picture
from viscodex_lsp.core.settings import Settings
from viscodex_lsp.core.truth.measure import measure, without_words
from viscodex_lsp.core.truth.nouns.likeness import Likeness, not_compared
from viscodex_lsp.core.truth.nouns.made import Made, made_file
from viscodex_lsp.core.truth.nouns.rendered import Rendered
from viscodex_lsp.core.truth.nouns.seen import Seen, stacked
from viscodex_lsp.core.truth.nouns.shown import Shown
from viscodex_lsp.core.truth.page.diagram import Diagram
from viscodex_lsp.core.truth.page.embedding import with_pictures
from viscodex_lsp.core.truth.page.page import Plan, may_be_drawn, plan_page
from viscodex_lsp.core.truth.showing.showing import read_shown
from viscodex_lsp.core.truth.window import window_of
from viscodex_lsp.edges.bounded_work import run_bounded
from viscodex_lsp.edges.model.completer import Notify
from viscodex_lsp.ports import Ports

# Nobody waits longer for the reading, once the model has answered.
READ_SECONDS = 20.0
# Languages whose programs can be drawn in the sandbox.
PROGRAMS = frozenset({"python"})
NOT_INSTALLED = "the reader is not installed"

Answerer = Literal["model", "reader"]


@dataclass(frozen=True, slots=True)
class Reading:
    """Pictures that are being read, beside whatever else goes on."""

    pictures: tuple[Picture, ...]
    task: "asyncio.Task[Seen]"
    end_drawing: Callable[[], None]

    def stop(self) -> None:
        """Nobody needs it any more, nor what was made ready to draw."""
        self.task.cancel()
        self.end_drawing()


def begin_drawing(pictures: int, *, language: str, ports: Ports) -> Callable[[], None]:
    """Start the browser where code in `language` (an LSP identifier) that is made of so many pictures may be drawn.
    Call what comes back when nothing more will be."""
    drawn = pictures == 1 and may_be_drawn(language) and ports.can_read()
    return ports.begin_drawing() if drawn else _nothing


def begin_reading(
    pictures: Sequence[Picture], *, language: str, ports: Ports, settings: Settings, notify: Notify
) -> Reading:
    """Start to read `pictures`; several are taken for one below the other. Stop it, or hand it to `compare`.

    Where code in `language` (an LSP identifier) may be drawn, the browser is started, too.
    """
    end_drawing = begin_drawing(len(pictures), language=language, ports=ports)
    task = asyncio.create_task(_read(pictures, ports, settings, notify))
    # A reading that failed and that nobody asked for is no error of the program.
    task.add_done_callback(lambda done: done.cancelled() or done.exception())
    return Reading(tuple(pictures), task, end_drawing)


async def compare(
    reading: Reading,
    made: Made,
    *,
    answered_by: Answerer | None = None,
    ports: Ports,
    settings: Settings,
    path: Path | None = None,
    roots: tuple[Path, ...] = (),
) -> Likeness:
    """How like the pictures of `reading` what was made is.

    Where the reader itself answered, as `answered_by` or else the settings say, its words are its own and say nothing:
    only the rendering is measured. Style sheets are read beside the document's `path`, within `roots`. Nothing is
    raised: what cannot be measured says so.
    """
    seen = await _seen(reading)
    if isinstance(seen, str):
        return not_compared(seen)
    try:
        place = await _placed(made, ports, path, roots)
        shown, plan = await run_bounded(_planned, len(place.made.text), place.made)
        if settings.truth.run_programs and shown.computed and made.language in PROGRAMS:
            shown, drawn = await _run(made, shown, ports)
        else:
            drawn = await _drawn(plan, seen, reading.pictures, ports, place)
        likeness = await run_bounded(measure, len(made.text), seen, shown, drawn, reading.pictures)
    except TooHardToParse as error:
        return not_compared(f"comparing was given up ({error.reason})")
    return without_words(likeness) if (answered_by or answerer(settings)) == "reader" else likeness


def _nothing() -> None:
    """Where nothing was made ready nothing is ended."""


def answerer(settings: Settings) -> Answerer:
    """Who answers with these settings."""
    return "model" if settings.server.url or settings.embedded.folder else "reader"


async def _read(pictures: Sequence[Picture], ports: Ports, settings: Settings, notify: Notify) -> Seen:
    if not ports.can_read():
        raise NotRead(NOT_INSTALLED)
    return stacked([await ports.see_picture(picture, settings, notify) for picture in pictures])


async def _seen(reading: Reading) -> Seen | str:
    """What was seen, or why it was not."""
    done, _ = await asyncio.wait({reading.task}, timeout=READ_SECONDS)
    if not done:
        reading.task.cancel()
    # A reading that was given up once is asked for again with every further answer.
    if not done or reading.task.cancelled():
        return f"reading the picture took longer than {READ_SECONDS:.0f} s"
    try:
        return reading.task.result()
    except NotRead as error:
        return error.reason
    except VisCodexError:
        return "the reader cannot be started"


@dataclass(frozen=True, slots=True)
class _Place:
    """What is drawn, where its style sheets are looked for, and those that were just made."""

    made: Made
    path: Path | None
    roots: tuple[Path, ...]
    sheets: Mapping[str, str] = field(default_factory=dict)


async def _placed(made: Made, ports: Ports, path: Path | None, roots: tuple[Path, ...]) -> _Place:
    """A style sheet is seen on a page that uses it; everything else by itself."""
    if made.language == "css" and path is not None:
        page = await asyncio.to_thread(ports.page_using, path, roots)
        if page is not None:
            sheets = dict.fromkeys(page.names, made.text)
            return _Place(made_file(page.text, "html"), page.path, roots, sheets)
    return _Place(made, path, roots)


def _planned(made: Made) -> tuple[Shown, Plan | Diagram | str]:
    return read_shown(made), plan_page(made)


async def _run(made: Made, shown: Shown, ports: Ports) -> tuple[Shown, Rendered | str]:
    """What a program draws, where a person allows it to be run; its texts are then those that it drew."""
    try:
        drawn, texts = await ports.draw_program(made.text)
    except NotDrawn as error:
        return shown, error.reason
    return replace(shown, texts=texts), drawn


async def _drawn(
    plan: Plan | Diagram | str, seen: Seen, pictures: tuple[Picture, ...], ports: Ports, place: "_Place"
) -> Rendered | str:
    """The page, drawn; or why it was not."""
    if isinstance(plan, str):
        return plan
    if len(pictures) > 1:
        return "several pictures are not compared with one page"
    try:
        return await ports.draw_page(await _page(plan, ports, place), *window_of(pictures, seen))
    except NotDrawn as error:
        return error.reason


async def _page(plan: Plan | Diagram, ports: Ports, place: "_Place") -> str:
    """The page to draw.

    Raises:
        NotDrawn: some of it is not at hand.
    """
    if isinstance(plan, Diagram):
        return await ports.draw_diagram(plan, place.path, place.roots)
    sheets = await asyncio.to_thread(ports.read_sheets, plan.sheets, place.path, place.roots)
    sheets |= place.sheets
    lacking = plan.lacks(sheets)
    if lacking:
        raise NotDrawn(lacking)
    return with_pictures(plan.page(sheets), place.made.pictures)
