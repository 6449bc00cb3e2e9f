"""The whole flow with a scripted model and a scripted sight: what is applied, held, refused, asked again, chosen."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import pytest

from tests.fixtures.pictures.sights import PICTURE, ports, seen
from viscodex_lsp.core.errors import NoPicture, NotRead, ServerBusy
from viscodex_lsp.core.menu.request import AttachedSource, ScreenSource
from viscodex_lsp.core.nouns import CheckedPatch, Document, Reason, Refusal, Replacement, Span
from viscodex_lsp.core.settings import resolve
from viscodex_lsp.core.text.difference import apply_replacements
from viscodex_lsp.core.truth.nouns.seen import Seen
from viscodex_lsp.edges.model.scripted import ScriptedCompleter, Step
from viscodex_lsp.edges.workspace.projects import Projects
from viscodex_lsp.flow.answering import Target
from viscodex_lsp.session import Session
from viscodex_lsp.suggest import Suggester, Suggestion

LINES = ("Open an account", "Name and address", "Total of this order 12.50", "Continue to payment")
URI = "file:///index.html"


def page(*lines: str) -> str:
    return "```html\n" + "\n".join(f"<p>{line}</p>" for line in lines) + "\n```"


TRUE = page(*LINES)
HALF = page(*LINES[:2])
FOREIGN = page("Weather in the mountains", "Sunny until Thursday evening", "Wind from the north west")


async def suggested(
    *replies: str | Step | tuple[Step, ...],
    sight: Seen | Exception | None = None,
    instruction: str = "",
    others: tuple[ScriptedCompleter, ...] = (),
    **sections: Any,
) -> tuple[Suggestion | Refusal, ScriptedCompleter]:
    """What comes of a picture that shows `LINES`, in an empty page."""
    model = ScriptedCompleter(*(reply if isinstance(reply, tuple) else (reply,) for reply in replies))
    session = Session()
    name = session.attach("", PICTURE)
    world = ports(sight or seen(*LINES), (model, *others))
    suggester = Suggester(session=session, ports=world, key="", slow_advice="wait")
    given = {"server": {"url": "http://127.0.0.1:9"}, **sections}
    result = await suggester.suggest(
        [AttachedSource(name)],
        Target(Document(URI, "html", 1, ""), Span(0, 0)),
        instruction=instruction,
        settings=resolve(editor=given, environment={}),
        notify=lambda _: None,
        heard=lambda _: None,
    )
    await suggester.close()
    return result, model


async def test_what_is_like_the_picture_is_applied_and_says_how_much() -> None:
    """One question; the sentence ends with the likeness."""
    result, model = await suggested(TRUE)
    assert isinstance(result, Suggestion) and not result.held
    assert result.sentence == "4 lines of HTML from mock.png, 100 % like the picture"
    assert len(model.prompts) == 1


async def test_what_is_doubtful_waits_and_says_what_differs() -> None:
    """Not refused, and not applied by itself."""
    result, model = await suggested(HALF, truth={"applyFrom": 0.9, "refuseBelow": 0.2})
    assert isinstance(result, Suggestion) and result.likeness is not None
    assert "words are missing" in result.held and "Continue" in result.held
    assert len(model.prompts) == 1


async def test_what_shows_something_else_is_asked_for_once_more_and_refused() -> None:
    """The second question says what is missing; the refusal says so to the person."""
    result, model = await suggested(FOREIGN)
    assert isinstance(result, Refusal)
    assert result.reason is Reason.UNLIKE
    assert "words are missing" in result.sentence and "Weather" in result.sentence
    assert len(model.prompts) == 2
    assert "it does not show what the picture shows" in str(model.prompts[1].messages[-1].parts[0])


async def test_a_better_second_answer_is_taken() -> None:
    """As if it had been the first."""
    result, _ = await suggested(FOREIGN, TRUE)
    assert isinstance(result, Suggestion) and not result.held
    assert result.told == "100 % like the picture"


@pytest.mark.parametrize("second", ["```html\n<p></div\n```", ServerBusy("full")])
async def test_a_second_answer_that_fails_leaves_the_refusal_of_the_first(second: Step) -> None:
    """Whatever goes wrong with it."""
    result, _ = await suggested(FOREIGN, second)
    assert isinstance(result, Refusal) and result.reason is Reason.UNLIKE


async def test_an_instruction_may_ask_for_a_part() -> None:
    """Then nothing is refused; what is not in the picture waits."""
    part, _ = await suggested(page(LINES[2]), instruction="only the total")
    assert isinstance(part, Suggestion) and not part.held
    foreign, model = await suggested(FOREIGN, instruction="only the total")
    assert isinstance(foreign, Suggestion) and "not in the picture" in foreign.held
    assert len(model.prompts) == 1


@pytest.mark.parametrize("sight", [NotRead("the reader is not installed"), seen()])
async def test_what_cannot_be_compared_is_applied_and_says_so(sight: Seen | Exception) -> None:
    """No reader, and a picture without a word."""
    result, _ = await suggested(FOREIGN, sight=sight)
    assert isinstance(result, Suggestion) and not result.held
    assert result.sentence.endswith("from mock.png, not compared")


async def test_comparing_can_be_off() -> None:
    """Then nothing is read, and nothing is said."""
    result, _ = await suggested(FOREIGN, sight=AssertionError("read"), truth={"mode": "off"})
    assert isinstance(result, Suggestion)
    assert (result.likeness, result.told) == (None, "")


@pytest.mark.parametrize(("mode", "said"), [("apply", ["ready", "asked", "ended"]), ("off", ["asked"])])
async def test_the_browser_is_started_before_the_picture_is_there(mode: str, said: list[str]) -> None:
    """Which a person may first have to mark; it is let go where none comes."""
    events = list[str]()

    def begin() -> Callable[[], None]:
        events.append("ready")
        return lambda: events.append("ended")

    async def capture(*_: object) -> NoReturn:
        events.append("asked")
        raise NoPicture("Nothing was marked.")

    world = replace(ports(seen(*LINES), ()), begin_drawing=begin, capture_screen=capture)
    with pytest.raises(NoPicture):
        await Suggester(session=Session(), ports=world, key="", slow_advice="wait").suggest(
            [ScreenSource(None, None)],
            Target(Document(URI, "html", 1, ""), Span(0, 0)),
            instruction="",
            settings=resolve(editor={"truth": {"mode": mode}}, environment={}),
            notify=lambda _: None,
            heard=lambda _: None,
        )
    assert events == said


async def test_rounds_of_the_settings_bring_an_answer_closer() -> None:
    """The edit is one of the document as it was, whatever the rounds wrote between."""
    result, model = await suggested(HALF, TRUE, truth={"rounds": 2})
    assert isinstance(result, Suggestion)
    made = apply_replacements("", result.checked.replacements)
    assert [line for line in LINES if line in made] == list(LINES)
    assert result.told == "100 % like the picture (1 of 1 round kept)"
    question = str(model.prompts[1].messages[-1].parts[-1])
    assert "Mend this one thing: Put the words right" in question and "Continue" in question


async def test_a_model_on_this_machine_comes_closer_once_by_itself() -> None:
    """Where nothing is said about rounds; a model server is not asked again."""
    local: dict[str, Any] = {"server": {"url": ""}, "embedded": {"folder": "nano"}}
    near, model = await suggested(HALF, FOREIGN, truth={"applyFrom": 0.3}, **local)
    assert isinstance(near, Suggestion)
    assert len(model.prompts) == 2
    assert [str(each.kind) for each in near.tried] == ["words"]
    far, model = await suggested(HALF, FOREIGN, truth={"applyFrom": 0.3})
    assert isinstance(far, Suggestion)
    assert (len(model.prompts), far.tried) == (1, ())


async def test_a_worse_round_changes_nothing() -> None:
    """The answer before it stands, and the round is told."""
    result, _ = await suggested(HALF, FOREIGN, truth={"rounds": 2, "applyFrom": 0.3})
    assert isinstance(result, Suggestion)
    assert "Name and address" in apply_replacements("", result.checked.replacements)
    assert [str(each) for each in result.tried] == ["words: 61 % before, 0 % after, undone"] or all(
        not each.kept for each in result.tried
    )


async def test_the_best_of_several_candidates_is_taken() -> None:
    """The others are asked at a warm temperature, over a connection of their own."""
    warm = ScriptedCompleter((HALF,), (TRUE,))
    result, first = await suggested(FOREIGN, others=(warm,), truth={"candidates": 3})
    assert isinstance(result, Suggestion) and result.told == "100 % like the picture"
    assert (len(first.prompts), len(warm.prompts), warm.closed) == (1, 2, True)


async def test_no_candidate_is_waited_for_once_one_is_clearly_best() -> None:
    """The streams of the others are closed."""
    warm = ScriptedCompleter(("```html\n", asyncio.Event()))
    result, _ = await suggested(TRUE, others=(warm,), truth={"candidates": 2})
    assert isinstance(result, Suggestion) and result.told == "100 % like the picture"
    assert warm.abandoned == 1


async def test_a_candidate_that_fails_leaves_the_others() -> None:
    """Only where all fail the failure is told."""
    warm = ScriptedCompleter((ServerBusy("full"),))
    result, _ = await suggested(HALF, others=(warm,), truth={"candidates": 2})
    assert isinstance(result, Suggestion)
    with pytest.raises(ServerBusy):
        await suggested(ServerBusy("full"), others=(warm,), truth={"candidates": 2})


async def test_what_the_reader_sees_chooses_the_components_that_are_told(tmp_path: Path) -> None:
    """Of many components those that the picture names; without the comparison nothing is read, and nothing chosen."""
    for name in [
        f"Part{letter}"
        for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + "abcdefghijklmnopqrstuvwxyz" + "0123456789"
    ] + ["PaymentPanel"]:
        file = tmp_path / f"{name}.jsx"
        file.write_text(f"export function {name}({{ children }}) {{ return <p>{{children}}</p>; }}\n")
    page = tmp_path / "Page.jsx"
    page.write_text("export const Page = () => <main />;\n")
    for mode, wanted in (("off", False), ("apply", True)):
        assert ("PaymentPanel" in await asked_in(page, mode)) == wanted


async def asked_in(page: Path, mode: str) -> str:
    """The question that is asked about a picture with `LINES` for a file of a project."""
    model = ScriptedCompleter(("```jsx\n<p>Hello</p>\n```",))
    session, projects = Session(), Projects(page.parent / "cache")
    name = session.attach("", PICTURE)
    world = replace(ports(seen(*LINES), (model,)), open_project=projects.open)
    suggester = Suggester(session=session, ports=world, key="", slow_advice="wait")
    text = page.read_text()
    document = Document(page.as_uri(), "javascriptreact", 1, text)
    given = {
        "server": {"url": "http://127.0.0.1:9"},
        "truth": {"mode": mode},
        "context": {"componentTokens": 200},
    }
    await suggester.suggest(
        [AttachedSource(name)],
        Target(document, Span(len(text), len(text)), page, (page.parent,)),
        instruction="",
        settings=resolve(editor=given, environment={}),
        notify=lambda _: None,
        heard=lambda _: None,
    )
    await suggester.close()
    projects.close()
    return " ".join(str(part) for message in model.prompts[0].messages for part in message.parts)


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (["<p>a</p>\n    "], "1 line of HTML"),
        (["\n  <p>a</p>\n\n  <p>b</p>\n"], "3 lines of HTML"),
        (["", "<p>a\u2028b</p>"], "1 line of HTML"),
        (["import a\n", "a()\n"], "2 lines of HTML"),
    ],
)
def test_lines_are_counted_as_they_are_written(texts: list[str], told: str) -> None:
    """Not the margin of the line below, nor what is only taken away."""
    document = Document("file:///a", "html", 1, "")
    parts = tuple(Replacement(Span(0, 0), text) for text in texts)
    assert Suggestion(CheckedPatch(document, parts, (), syntax_checked=True), "mock.png").summary == told
