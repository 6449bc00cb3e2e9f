"""What a waiting person hears while a reply comes in."""

from dataclasses import replace

from viscodex_lsp.core.errors import RequestTooLarge
from viscodex_lsp.core.nouns import Context, Message, Picture, Prompt, Refusal, Style
from viscodex_lsp.edges.model.scripted import ScriptedCompleter
from viscodex_lsp.flow.ask_model import ask_about, listen

PROMPT = Prompt((Message("user", ("Code.",)),))


async def test_reasoning_in_the_text_is_told_as_such() -> None:
    """While a model thinks aloud its tokens are called thinking, and from its end on they are the reply's."""
    notes, counts = list[str](), list[int]()
    said = ["<thi", "nk>", *["hm "] * 40, "</think>", "x = 1"]
    reply = await listen(ScriptedCompleter(said), PROMPT, notify=notes.append, heard=counts.append)
    assert notes == ["thinking, 20 tokens", "thinking, 40 tokens"]
    assert counts[-2:] == [len(said), len(said) + 1]
    assert reply.text == "".join(said)


async def test_a_plain_reply_is_counted_from_its_first_token() -> None:
    """A reply without reasoning is counted as it comes, also where it speaks of thinking."""
    notes, counts = list[str](), list[int]()
    said = ["I ", "<think>", "x"]
    await listen(ScriptedCompleter(said), PROMPT, notify=notes.append, heard=counts.append)
    assert notes == []
    assert counts == [1, 2, 3, 4]


def long_picture(parts: int) -> Picture:
    first, *below = [Picture(b"", "image/png", 10, 10, "page.png")] * parts
    return replace(first, below=tuple(below))


CONTEXT = Context(
    "a.py",
    "python",
    (),
    (),
    (),
    before="",
    selection="",
    after="",
    dependencies=(),
    style=Style("    ", "\n", '"'),
    depth="",
)


async def test_a_person_hears_which_part_of_a_long_picture_is_read() -> None:
    """Where the engine takes one picture a question, each part is named as it begins, and one reply holds them all."""
    completer = ScriptedCompleter(
        [RequestTooLarge("Too many.")], *[[f"```python\nx{number} = 1\n```"] for number in range(1, 6)]
    )
    notes = list[str]()
    asked = await ask_about(
        [long_picture(5)],
        CONTEXT,
        instruction="",
        completer=completer,
        notify=notes.append,
        heard=lambda _: None,
    )
    assert notes == [f"part {number} of 5" for number in range(1, 6)]
    assert not isinstance(asked, Refusal)
    assert [f"x{number} = 1" in asked[1].text for number in range(1, 6)] == [True] * 5
