"""Comparing what was made with its picture: bounded, and honest about what could not be measured."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.pictures.seen_pictures import blank_picture, seen_lines
from viscodex_lsp.core.errors import NoLocalServer, NotDrawn
from viscodex_lsp.core.nouns import Picture
from viscodex_lsp.core.settings import Settings
from viscodex_lsp.core.truth.nouns.likeness import RGB, Box, Likeness
from viscodex_lsp.core.truth.nouns.made import made_file
from viscodex_lsp.core.truth.nouns.rendered import DrawnLine, Rendered
from viscodex_lsp.core.truth.nouns.seen import Seen
from viscodex_lsp.core.truth.parts.worst import worst_region
from viscodex_lsp.core.truth.telling import likeness_in_words
from viscodex_lsp.edges.browser.style_sheets import Page, read_sheets
from viscodex_lsp.edges.browser.style_sheets import page_using as find_page
from viscodex_lsp.flow import comparing
from viscodex_lsp.flow.comparing import begin_reading, compare
from viscodex_lsp.ports import Ports, real_ports

PAGE = "<!doctype html><body><h1>Harbour news</h1><p>The ferry leaves at seven</p>"
SEEN = seen_lines(["Harbour news", "The ferry leaves at seven"])
SERVED = Settings.model_validate({"server": {"url": "http://127.0.0.1:1/v1"}})


async def see(_picture: Picture, _settings: Settings, _notify: Any) -> Seen:
    return SEEN


async def draw(_page: str, width: int, _height: int) -> Rendered:
    """The page exactly as it is seen."""
    lines = tuple(DrawnLine(line.text, line.box, RGB(0, 0, 0), RGB(255, 255, 255)) for line in SEEN.lines)
    return Rendered(blank_picture(width).data, width, 200, lines)


def ports(**changes: Any) -> Ports:
    return replace(
        real_ports(),
        **{
            "can_read": lambda: True,
            "see_picture": see,
            "begin_drawing": lambda: lambda: None,
            "draw_page": draw,
            **changes,
        },
    )


async def compared(
    page: str = PAGE,
    *,
    language: str = "html",
    settings: Settings = SERVED,
    path: Path | None = None,
    **changes: Any,
) -> Likeness:
    with_ports = ports(**changes)
    reading = begin_reading(
        [blank_picture()], language=language, ports=with_ports, settings=settings, notify=lambda _: None
    )
    return await compare(reading, made_file(page, language), ports=with_ports, settings=settings, path=path)


async def test_every_part_of_a_page_is_measured() -> None:
    """Words, places, colours and structure; a page is no listing."""
    likeness = await compared()
    assert [name for name, part in likeness.parts.items() if part.measured] == [
        "words", "places", "colours", "structure",
    ]  # fmt: skip
    assert likeness.value == pytest.approx(1.0)


async def test_without_a_reader_nothing_is_compared() -> None:
    """The value is None, and every part says why."""
    likeness = await compared(can_read=lambda: False)
    assert likeness.value is None
    assert {part.note for part in likeness.parts.values()} == {"the reader is not installed"}


async def test_a_reader_that_does_not_start_is_told() -> None:
    """An edge's error is a reason, not an exception."""

    async def fails(*_: Any) -> Seen:
        raise NoLocalServer("The local server cannot be started.")

    assert (await compared(see_picture=fails)).words.note == "the reader cannot be started"


async def test_a_reading_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer waits for it no longer than its bound, and it is ended."""
    ended = asyncio.Event()

    async def waits(*_: Any) -> Seen:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        raise AssertionError("unreachable")

    monkeypatch.setattr(comparing, "READ_SECONDS", 0.05)
    likeness = await compared(see_picture=waits)
    assert likeness.value is None
    assert "took longer" in likeness.words.note
    await ended.wait()


async def test_a_reading_that_was_given_up_is_told_for_every_further_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Candidates and rounds are compared with the same reading: the second is not taken for a cancelled request."""

    async def waits(*_: Any) -> Seen:
        await asyncio.Event().wait()
        raise AssertionError("unreachable")

    monkeypatch.setattr(comparing, "READ_SECONDS", 0.05)
    with_ports = ports(see_picture=waits)
    reading = begin_reading(
        [blank_picture()], language="html", ports=with_ports, settings=SERVED, notify=lambda _: None
    )
    for _ in range(3):
        likeness = await compare(reading, made_file(PAGE, "html"), ports=with_ports, settings=SERVED)
        assert "took longer" in likeness.words.note


async def test_what_cannot_be_drawn_is_measured_by_its_words() -> None:
    """The looks say why they were not measured; the words and their order still count."""

    async def fails(*_: Any) -> Rendered:
        raise NotDrawn("Chromium is not installed")

    likeness = await compared(draw_page=fails)
    assert likeness.words.value == 1.0
    assert likeness.colours.note == likeness.structure.note == "Chromium is not installed"
    assert likeness.value == pytest.approx(1.0)


async def test_a_style_sheet_that_is_not_found_leaves_the_looks_unmeasured(tmp_path: Path) -> None:
    """A page without its styles is not blamed for how it looks."""
    page = PAGE.replace("<body>", "<link rel=stylesheet href=looks.css><body>")
    missing = await compared(page, path=tmp_path / "page.html")
    assert missing.structure.note == "the style sheet looks.css was not found"
    assert missing.words.value == 1.0
    (tmp_path / "looks.css").write_text("p{color:black}")
    assert (await compared(page, path=tmp_path / "page.html")).structure.measured


async def test_a_picture_without_words_is_compared_by_its_looks_and_says_so() -> None:
    """A page full of words may look like it: no more is claimed than that."""

    async def see_none(*_: Any) -> Seen:
        return replace(SEEN, lines=())

    likeness = await compared(see_picture=see_none)
    assert likeness.drawn and not likeness.words.measured
    assert likeness_in_words(likeness).endswith(" % like the picture in looks alone")
    assert likeness_in_words(await compared()) == "100 % like the picture"


async def test_the_reader_does_not_judge_its_own_words() -> None:
    """Where it answered, only the rendering counts; without one, nothing."""
    likeness = await compared(settings=Settings())
    assert [name for name, part in likeness.parts.items() if part.measured] == [
        "places",
        "colours",
        "structure",
    ]
    assert likeness.value == pytest.approx(1.0)

    async def fails(*_: Any) -> Rendered:
        raise NotDrawn("Chromium is not installed")

    assert (await compared(settings=Settings(), draw_page=fails)).value is None


async def test_code_is_compared_line_by_line() -> None:
    """A picture of code beside the code: characters count, blanks do not."""
    code = "def total(prices):\n    return sum(prices)\n"

    async def sees_code(*_: Any) -> Seen:
        return seen_lines(["def total(prices):", "return  sum(prices)"], kind="code")

    same = await compared(code, language="python", see_picture=sees_code)
    assert (same.lines.value, same.words.value) == (1.0, 1.0)
    other = await compared(code.replace("sum", "max"), language="python", see_picture=sees_code)
    assert other.lines.value == pytest.approx(1 - 2 * 2 / 68, abs=0.03)
    assert other.missing == ("sum",)


async def test_a_style_sheet_is_seen_on_a_page_that_uses_it(tmp_path: Path) -> None:
    """The page is drawn with the sheet as it was just made, not as it is on disk."""
    drawn: list[str] = []

    async def draws(page: str, width: int, height: int) -> Rendered:
        drawn.append(page)
        return await draw(page, width, height)

    (tmp_path / "css").mkdir()
    sheet = tmp_path / "css" / "looks.css"
    sheet.write_text("p{color:red}")
    assert (await compared("p{color:blue}", language="css", path=sheet, draw_page=draws)).value is None
    (tmp_path / "page.html").write_text(
        PAGE.replace("<body>", "<link rel=stylesheet href=css/looks.css><body>")
    )

    def page_using(path: Path, _roots: Any) -> Page | None:
        return find_page(path, [tmp_path])

    likeness = await compared(
        "p{color:blue}", language="css", path=sheet, draw_page=draws, page_using=page_using
    )
    assert likeness.structure.measured
    assert len(drawn) == 1
    assert "<style>p{color:blue}</style>" in drawn[0]


async def test_style_sheets_are_read_within_the_workspace_alone(tmp_path: Path) -> None:
    """A name that leads out of the roots finds nothing."""
    (tmp_path / "secret.css").write_text("p{}")
    root = tmp_path / "site"
    (root / "css").mkdir(parents=True)
    (root / "css" / "a.css").write_text("a{}")
    (root / "link.css").symlink_to(tmp_path / "secret.css")

    def read(*names: str) -> dict[str, str]:
        return read_sheets(names, root / "index.html", [root])

    assert read("css/a.css", "/css/a.css?v=1") == {"css/a.css": "a{}", "/css/a.css?v=1": "a{}"}
    assert read("../secret.css", "link.css", "https://example.org/a.css", "//host/a.css", "gone.css") == {}


def test_a_region_is_a_box() -> None:
    """The worst region holds most of the differences."""
    boxes = [Box(10, 10, 50, 20), Box(300, 500, 360, 520), Box(320, 540, 380, 560)]
    assert worst_region(boxes, width=400, height=1000) == Box(292, 492, 388, 568)
    assert worst_region([], width=400, height=1000) is None


async def test_code_that_is_taken_for_a_page_is_still_a_listing() -> None:
    """What fits better was meant: the kind of a picture is told by its looks, which vary."""

    async def sees_a_page(*_: Any) -> Seen:
        return seen_lines(["def total(prices):", "return sum(prices)"], kind="page")

    code = "def total(prices):\n    return sum(prices)\n"
    likeness = await compared(code, language="python", see_picture=sees_a_page)
    assert (likeness.words.value, likeness.lines.value) == (1.0, 1.0)
    other = await compared("print('hello')\n", language="python", see_picture=sees_a_page)
    assert other.value is not None
    assert other.value < 0.2


CHART = "import matplotlib.pyplot as plt\nplt.bar(names, values)\nplt.title(f'Harbour {what}')\n"


async def draws_chart(_program: str) -> tuple[Rendered, tuple[str, ...]]:
    return Rendered(blank_picture().data, 640, 200, (), placed=False), ("Harbour news", "Ferry", "leaves")


async def test_a_program_is_run_only_where_that_is_allowed() -> None:
    """Without the setting its strings are compared; with it what it drew, whose texts have no known places."""

    async def sees_a_chart(*_: Any) -> Seen:
        return seen_lines(["Harbour news", "Ferry leaves"], kind="chart")

    async def never(_program: str) -> tuple[Rendered, tuple[str, ...]]:
        raise AssertionError("a program was run")

    told = await compared(CHART, language="python", see_picture=sees_a_chart, draw_program=never)
    assert "news" in told.missing
    assert not told.structure.measured
    allowed = SERVED.model_copy(update={"truth": SERVED.truth.model_copy(update={"run_programs": True})})
    drawn = await compared(
        CHART, language="python", settings=allowed, see_picture=sees_a_chart, draw_program=draws_chart
    )
    assert drawn.words.value == 1.0
    assert drawn.structure.measured
    assert drawn.places.note == "where a program draws its texts is not told"


async def test_the_browser_is_made_ready_beside_the_reading_where_a_page_may_be_drawn() -> None:
    """Not for code that is never drawn; and it is let go with the reading."""
    began, ended = list[str](), list[str]()

    def reading(language: str, count: int = 1, **changes: Any) -> comparing.Reading:
        def begin() -> Callable[[], None]:
            began.append(language)
            return lambda: ended.append(language)

        with_ports = ports(begin_drawing=begin, **changes)
        pictures = [blank_picture()] * count
        return begin_reading(
            pictures, language=language, ports=with_ports, settings=SERVED, notify=lambda _: None
        )

    readings = [reading(name) for name in ("html", "python", "vue", "markdown", "typescriptreact", "css")]
    readings += [reading("html", count=2), reading("html", can_read=lambda: False)]
    assert began == ["html", "vue", "typescriptreact", "css"]
    assert ended == []
    for each in readings:
        each.stop()
    assert ended == began
