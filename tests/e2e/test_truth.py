"""What becomes of an answer that is, half is, or is not what the picture shows: over LSP and in a shell, with the real
reader."""

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pygls.exceptions import JsonRpcException

from tests.fixtures.people.virtual_editor import editor
from tests.fixtures.pictures.scenes import HOLE, PAGE, asks
from tests.fixtures.pictures.text_pictures import png, text_picture
from tests.fixtures.pictures.truth_scenes import FOREIGN, HALF, LINES, TRUE, picture, reader_at
from tests.fixtures.servers.scripted_engine import scripted_engine, stream
from viscodex_lsp.edges.browser.find import installed_browser

BOUNDS = {"applyFrom": 0.9, "refuseBelow": 0.3}


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with reader_at(tmp_path_factory.mktemp("run") / "reader") as environment:
        yield environment


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A site with a page, and the picture of a form."""
    (tmp_path / "mock.png").write_bytes(picture())
    (tmp_path / "index.html").write_text(PAGE)
    return tmp_path


def settings(url: str, **truth: Any) -> dict[str, Any]:
    return {"server": {"url": url}, "truth": {**BOUNDS, **truth}}


async def test_a_true_answer_is_applied_and_says_how_true(home: Path, environment: dict[str, str]) -> None:
    """At once, after one question; the request answers the likeness in numbers."""
    async with (
        scripted_engine(stream(TRUE)) as engine,
        editor(workspace=home, settings=settings(engine.url), environment=environment) as client,
    ):
        uri = client.open(home / "index.html", PAGE, "html")
        answer = await client.request("viscodex/imageToCode", asks(client, uri, HOLE))
        assert answer.summary.startswith("6 lines of HTML from mock.png, ")
        assert answer.summary.endswith(" % like the picture")
        assert answer.likeness.value > 0.95 and answer.likeness.parts.words.value > 0.95
        await client.run("viscodex.imageToCode", asks(client, uri, HOLE))
        await client.message(r"Inserted 6 lines of HTML from mock.png, \d+ % like the picture\.")
        assert len(engine.requests) == 2


async def test_a_doubtful_answer_waits_and_can_come_closer(home: Path, environment: dict[str, str]) -> None:
    """It says what is missing, changes nothing, and is made closer where it waits; its report can be read."""
    async with (
        scripted_engine(stream(HALF), stream(TRUE)) as engine,
        editor(workspace=home, settings=settings(engine.url), environment=environment) as client,
    ):
        uri = client.open(home / "index.html", PAGE, "html")
        await client.run("viscodex.imageToCode", asks(client, uri, HOLE))
        await client.message(r"wait as a proposal, \d+ % like the picture: \d+ of \d+ words are missing")
        assert client.buffers[uri].text == PAGE
        (waiting,) = (await client.request("viscodex/status", {})).proposals
        assert "words are missing" in waiting.held
        report = await client.request("viscodex/report", {"id": waiting.id, "write": True})
        assert "Missing: in the picture, not in the code" in Path(report.path).read_text()
        assert any("words" in line for line in report.text)
        actions = await client.actions(uri, HOLE)
        closer = next(action for action in actions if action.title.startswith("Make it closer"))
        await client.run(closer.command)
        await client.message(
            r"The proposal is now 6 lines of HTML from mock.png, \d+ % like the picture \(1 of \d"
        )
        assert client.buffers[uri].text == PAGE
        await client.run("viscodex.applyProposal", {"id": waiting.id})
        await client.message("Inserted 6 lines")
        assert all(line in client.buffers[uri].text for line in LINES)


async def test_a_foreign_answer_is_refused_after_one_more_question(
    home: Path, environment: dict[str, str]
) -> None:
    """With the reason, by the command and by the request."""
    async with (
        scripted_engine(stream(FOREIGN)) as engine,
        editor(workspace=home, settings=settings(engine.url), environment=environment) as client,
    ):
        uri = client.open(home / "index.html", PAGE, "html")
        await client.run("viscodex.imageToCode", asks(client, uri, HOLE))
        await client.message("does not show what the picture shows")
        assert (len(engine.requests), client.buffers[uri].text) == (2, PAGE)
        with pytest.raises(JsonRpcException, match="words are missing"):
            await client.request("viscodex/imageToCode", asks(client, uri, HOLE))
        assert not (await client.request("viscodex/status", {})).proposals


@pytest.mark.parametrize(
    ("mode", "answer", "became"),
    [
        ("apply", HALF, "proposed"), ("propose", FOREIGN, "proposed"), ("refuse", HALF, "refused"),
        ("tell", FOREIGN, "applied"), ("off", FOREIGN, "applied"), ("propose", TRUE, "applied"),
    ],
)  # fmt: skip
async def test_a_person_chooses_what_becomes_of_the_doubtful(
    home: Path, environment: dict[str, str], mode: str, answer: str, became: str
) -> None:
    """`truth.mode`; where it is off nothing is said about likeness."""
    told = {
        "applied": r"Inserted \d lines",
        "proposed": r"wait as a proposal, .*words are missing",
        "refused": "does not show what the picture shows",
    }
    async with (
        scripted_engine(stream(answer)) as engine,
        editor(workspace=home, settings=settings(engine.url, mode=mode), environment=environment) as client,
    ):
        uri = client.open(home / "index.html", PAGE, "html")
        await client.run("viscodex.imageToCode", asks(client, uri, HOLE))
        said = await client.message(told[became])
        assert ("like the picture" in said or "does not show" in said) == (mode != "off")
        assert (client.buffers[uri].text == PAGE) == (became != "applied")
        waiting = (await client.request("viscodex/status", {})).proposals
        assert len(waiting) == (became == "proposed")


async def test_a_second_answer_that_is_true_is_applied(home: Path, environment: dict[str, str]) -> None:
    """A first one that shows something else is not seen."""
    async with (
        scripted_engine(stream(FOREIGN), stream(TRUE)) as engine,
        editor(workspace=home, settings=settings(engine.url), environment=environment) as client,
    ):
        uri = client.open(home / "index.html", PAGE, "html")
        await client.run("viscodex.imageToCode", asks(client, uri, HOLE))
        await client.message(r"Inserted 6 lines .* like the picture\.")
        assert "Weather" not in client.buffers[uri].text
        assert "does not show what the picture shows" in str(engine.requests[1].content)


async def test_a_part_that_was_asked_for_is_applied_and_a_foreign_one_waits(
    home: Path, environment: dict[str, str]
) -> None:
    """Nothing is refused then: a picture may show more than was asked for."""
    async with (
        scripted_engine(stream(HALF), stream(FOREIGN)) as engine,
        editor(workspace=home, settings=settings(engine.url), environment=environment) as client,
    ):
        uri = client.open(home / "index.html", PAGE, "html")
        asked = asks(client, uri, HOLE) | {"instruction": "only the boats"}
        await client.run("viscodex.imageToCode", asked)
        await client.message(r"Inserted 3 lines .* words are in the picture")
        await client.run("viscodex.imageToCode", asks(client, uri, HOLE) | {"instruction": "only the boats"})
        await client.message("wait as a proposal, .*not in the picture")
        assert len(engine.requests) == 2


async def test_rounds_and_candidates_of_the_settings_are_asked_for(
    home: Path, environment: dict[str, str]
) -> None:
    """A round that comes closer is kept; of several answers the one most like the picture is taken."""
    async with (
        scripted_engine(stream(HALF), stream(TRUE)) as engine,
        editor(workspace=home, settings=settings(engine.url, rounds=1), environment=environment) as client,
    ):
        uri = client.open(home / "index.html", PAGE, "html")
        await client.run("viscodex.imageToCode", asks(client, uri, HOLE))
        await client.message(r"Inserted 6 lines .* like the picture \(1 of 1 round kept\)")
    async with (
        scripted_engine(stream(FOREIGN), stream(TRUE)) as engine,
        editor(
            workspace=home, settings=settings(engine.url, candidates=2), environment=environment
        ) as client,
    ):
        uri = client.open(home / "index.html", PAGE, "html")
        await client.run("viscodex.imageToCode", asks(client, uri, HOLE))
        await client.message(r"Inserted 6 lines .* like the picture\.")


async def test_a_proposal_that_cannot_be_brought_closer_waits_as_it_was(
    home: Path, environment: dict[str, str]
) -> None:
    """And can be discarded: the file never changed."""
    async with (
        scripted_engine(stream(HALF), stream(FOREIGN)) as engine,
        editor(workspace=home, settings=settings(engine.url), environment=environment) as client,
    ):
        uri = client.open(home / "index.html", PAGE, "html")
        await client.run("viscodex.imageToCode", asks(client, uri, HOLE))
        await client.message("wait as a proposal")
        (waiting,) = (await client.request("viscodex/status", {})).proposals
        await client.run("viscodex.refine", {"uri": uri, "id": waiting.id})
        await client.message("no answer came closer")
        (still,) = (await client.request("viscodex/status", {})).proposals
        assert (still.id, still.held) == (waiting.id, waiting.held)
        await client.run("viscodex.discardProposal", {"id": waiting.id})
        assert not (await client.request("viscodex/status", {})).proposals
        assert client.buffers[uri].text == PAGE


async def test_a_picture_without_words_is_applied_and_says_so(
    home: Path, environment: dict[str, str]
) -> None:
    """No word was compared, and the page is empty but for words: over LSP and in a shell that is told."""
    (home / "mock.png").write_bytes(png(text_picture([""], size=22)))
    async with (
        scripted_engine(stream(FOREIGN)) as engine,
        editor(workspace=home, settings=settings(engine.url), environment=environment) as client,
    ):
        uri = client.open(home / "index.html", PAGE, "html")
        await client.run("viscodex.imageToCode", asks(client, uri, HOLE))
        told = "not compared" if installed_browser() is None else "100 % like the picture in looks alone"
        await client.message(rf"Inserted 4 lines of HTML from mock\.png, {told}\.")
        done = await apply(home, environment, engine.url, "--write")
        assert done.returncode == 0
        assert told in done.stderr


async def test_what_was_just_made_comes_closer_and_never_gets_worse(
    home: Path, environment: dict[str, str]
) -> None:
    """The code is found where it was written; a worse answer is undone, a better one is one more edit."""
    async with (
        scripted_engine(stream(HALF), stream(FOREIGN), stream(FOREIGN), stream(FOREIGN)) as engine,
        editor(workspace=home, settings=settings(engine.url, mode="tell"), environment=environment) as client,
    ):
        uri = client.open(home / "index.html", PAGE, "html")
        await client.run("viscodex.imageToCode", asks(client, uri, HOLE))
        await client.message("Inserted 3 lines")
        half = client.buffers[uri].text
        await client.run("viscodex.refine", {"uri": uri})
        await client.message("no answer came closer")
        assert client.buffers[uri].text == half
        engine.answers = [stream(TRUE)]
        client.type(uri, 0, "<!-- mine -->\n")
        await client.run("viscodex.refine", {"uri": uri})
        await client.message("Inserted .* like the picture \\(1 of \\d")
        text = client.buffers[uri].text
        assert text.startswith("<!-- mine -->") and all(text.count(line) == 1 for line in LINES)
        questions = [str(request.content["messages"][-1]["content"]) for request in engine.requests]
        assert any("Mend this one thing: Put the words right" in question for question in questions)


async def test_code_that_was_there_comes_closer_to_a_picture(home: Path, environment: dict[str, str]) -> None:
    """Select it and name the picture; without anything made and without a picture there is a sentence."""
    async with (
        scripted_engine(stream(TRUE)) as engine,
        editor(workspace=home, settings=settings(engine.url), environment=environment) as client,
    ):
        old = "".join(f"      <p>{line}</p>\n" for line in LINES[:2])
        text = PAGE.replace("<main>\n\n", f"<main>\n{old}")
        uri = client.open(home / "index.html", text, "html")
        with pytest.raises(JsonRpcException, match="choose the action with a picture"):
            await client.run("viscodex.refine", {"uri": uri})
        start = text.index(old)
        await client.run("viscodex.refine", asks(client, uri, start, start + len(old) - 1))
        await client.message("Inserted .* from mock.png, .* like the picture \\(1 of \\d")
        assert all(client.buffers[uri].text.count(line) == 1 for line in LINES)


async def apply(
    home: Path, environment: dict[str, str], url: str, *words: str
) -> subprocess.CompletedProcess[str]:
    bounds = [word for name, value in BOUNDS.items() for word in ("--set", f"truth.{name}={value}")]
    command = ["apply", "index.html", "--image", "mock.png", "--line", "5", *bounds, *words]
    return await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "viscodex_lsp", *command],
        cwd=home,
        env={
            **os.environ,
            **environment,
            "VISCODEX_SERVER_URL": url,
            "PYTHONPATH": os.pathsep.join(sys.path),
        },
        capture_output=True,
        text=True,
        check=False,
    )


TALL = TRUE.removesuffix("```") + '<div style="height: 200000px"></div>\n```'
MOVING = TRUE.replace(
    "<p>", "<style>@keyframes on { to { opacity: .5 } } p { animation: on 1s infinite }</style>\n<p>", 1
)
LINKED = PAGE.replace("<body>", '<link rel="stylesheet" href="gone.css">\n  <body>')


@pytest.mark.parametrize(
    ("answer", "page", "lacking", "note"),
    [
        (TRUE, PAGE, ("chromium", "google-chrome", "chrome"), "Chromium is not installed"),
        (TRUE, PAGE, ("bwrap",), "everything but text on the drawn page"),
        (TRUE, LINKED, (), "the style sheet gone.css was not found"),
        (TALL, PAGE, (), "everything but text on the drawn page"),
        (MOVING, PAGE, (), "everything but text on the drawn page"),
    ],
    ids=["no browser", "no sandbox", "no style sheet", "200,000 px", "animated"],
)
async def test_what_cannot_be_measured_says_why_and_the_edit_is_made(
    home: Path,
    environment: dict[str, str],
    tmp_path: Path,
    answer: str,
    page: str,
    lacking: tuple[str, ...],
    note: str,
) -> None:
    """A machine without a browser or a sandbox, and pages that are hard to draw: words still count."""
    (home / "index.html").write_text(page)
    programs = tmp_path / "programs"
    programs.mkdir()
    for folder in os.environ["PATH"].split(os.pathsep):
        for program in Path(folder).glob("*"):
            if not program.name.startswith(lacking) and not (programs / program.name).is_symlink():
                (programs / program.name).symlink_to(program)
    async with scripted_engine(stream(answer)) as engine:
        done = await apply(home, environment | {"PATH": str(programs)}, engine.url, "--json", "--write")
    told = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert told["likeness"]["parts"]["structure"]["note"] == note
    assert told["likeness"]["parts"]["words"]["value"] > 0.95
    assert "Hire a boat for a day" in (home / "index.html").read_text()


async def test_the_shell_tells_the_likeness_and_writes_a_report(
    home: Path, environment: dict[str, str]
) -> None:
    """In words for a person, in numbers for a program, in a page to look at."""
    async with scripted_engine(stream(TRUE)) as engine:
        told = json.loads((await apply(home, environment, engine.url, "--json")).stdout)
        assert told["likeness"]["parts"]["words"]["value"] > 0.95
        done = await apply(home, environment, engine.url, "--report", "out.html", "--write")
        assert done.returncode == 0, done.stderr
        assert re.search(r"6 lines of HTML, syntax checked, \d+ % like the picture", done.stderr)
        assert "data:image/png;base64," in (home / "out.html").read_text()
        assert all(line in (home / "index.html").read_text() for line in LINES)


async def test_the_shell_writes_nothing_doubtful_and_comes_closer_when_asked(
    home: Path, environment: dict[str, str]
) -> None:
    """Without rounds the diff is shown and the file left, with the way out; with them the whole form is there."""
    async with scripted_engine(stream(HALF), stream(HALF)) as engine:
        done = await apply(home, environment, engine.url)
        assert done.returncode == 0
        assert "not written" not in done.stderr and "add --write --set truth.mode=tell.\n" in done.stderr
        done = await apply(home, environment, engine.url, "--write")
        assert done.returncode == 1
        assert (
            "doubtful, and was not written" in done.stderr and "add --set truth.mode=tell.\n" in done.stderr
        )
        assert "+      <p>Hire a boat for a day</p>" in done.stdout
        assert (home / "index.html").read_text() == PAGE
    async with scripted_engine(stream(HALF), stream(TRUE)) as engine:
        done = await apply(home, environment, engine.url, "--write", "--rounds", "2")
        assert done.returncode == 0 and "(1 of " in done.stderr, done.stderr
        assert all(line in (home / "index.html").read_text() for line in LINES)


async def test_the_shell_undoes_a_round_that_is_worse(home: Path, environment: dict[str, str]) -> None:
    """What is told, and waits, is the answer before it."""
    async with scripted_engine(stream(HALF), stream(FOREIGN)) as engine:
        done = await apply(home, environment, engine.url, "--write", "--rounds", "1")
        assert done.returncode == 1
        assert "+      <p>Hire a boat for a day</p>" in done.stdout and "Weather" not in done.stdout
        assert (home / "index.html").read_text() == PAGE
        assert len(engine.requests) == 2


async def test_the_shell_refuses_what_shows_something_else(home: Path, environment: dict[str, str]) -> None:
    """Exit status 1, with the reason; the better of two candidates is taken instead."""
    async with scripted_engine(stream(FOREIGN)) as engine:
        done = await apply(home, environment, engine.url, "--json")
        told = json.loads(done.stdout)
        assert (done.returncode, told["refused"]) == (1, "unlike")
        assert "words are missing" in told["sentence"]
    async with scripted_engine(stream(FOREIGN), stream(TRUE)) as engine:
        told = json.loads((await apply(home, environment, engine.url, "--json", "--candidates", "2")).stdout)
        assert told["likeness"]["parts"]["words"]["value"] > 0.95
        assert {request.content["temperature"] for request in engine.requests} == {0, 0.8}
