"""What a waiting person hears while a reply comes in."""

from viscodex_lsp.core.nouns import Message, Prompt
from viscodex_lsp.edges.model.scripted import ScriptedCompleter
from viscodex_lsp.flow.ask_model import listen

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
