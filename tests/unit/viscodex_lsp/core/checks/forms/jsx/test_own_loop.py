"""A reply that draws one item, where the selection is the loop that draws each."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

LIST = """export function List({{ items }}) {{
  return (
    <ul>
      {}
    </ul>
  );
}}
"""
LOOP = "{items.map((item) => (\n        <li key={item.id}>{item.name}</li>\n      ))}"
FLAT = "{items.map((item) => <li key={item.id}>{item.name}</li>)}"


@pytest.mark.parametrize("loop", [LOOP, FLAT])
async def test_an_item_that_uses_what_the_loop_gives_is_put_into_it(loop: str) -> None:
    """With the key that the item had."""
    told = await told_of(
        "javascriptreact", LIST.format(f"¦{loop}¦"), '<li className="a">\n  <b>{item.name}</b>\n</li>'
    )
    item = '<li key={item.id} className="a">\n          <b>{item.name}</b>\n        </li>'
    assert told.after == LIST.format(f"{{items.map((item) => (\n        {item}\n      ))}}"), told.words
    assert "put it into the selected loop `items.map((item) =>`" in told.words


@pytest.mark.parametrize(
    "key",
    [
        "key={item.name}",
        "onClick={() => open(item)} key={item.name}",
        "title={a > 1 ? '>' : '<'} key={item.name}",
    ],
)
async def test_a_key_of_its_own_stays(key: str) -> None:
    told = await told_of("javascriptreact", LIST.format(f"¦{LOOP}¦"), f"<li {key}>{{item.name}}</li>")
    assert told.after == LIST.format(LOOP.replace("key={item.id}", key))


async def test_a_key_within_an_item_is_not_that_of_the_item() -> None:
    reply = "<li onClick={() => a(<i key={1} />)}>{item.name}</li>"
    told = await told_of("javascriptreact", LIST.format(f"¦{LOOP}¦"), reply)
    assert told.after == LIST.format(LOOP.replace("key={item.id}", f"key={{item.id}} {reply[4:36]}"))


async def test_of_what_is_written_out_the_person_is_told() -> None:
    """A word that is shown is no use of what the loop gives."""
    told = await told_of("javascriptreact", LIST.format(f"¦{LOOP}¦"), "<li>An item</li>")
    assert told.after == LIST.format("<li>An item</li>")
    assert "the loop `items.map((item) =>` goes" in told.words


async def test_a_loop_of_the_reply_takes_the_place_of_the_one_selected() -> None:
    again = "{items.map((one) => (\n  <li key={one.id}>{one.name}</li>\n))}"
    told = await told_of("javascriptreact", LIST.format(f"¦{LOOP}¦"), again)
    assert told.after == LIST.format(LOOP.replace("item)", "one)").replace("item.", "one."))
