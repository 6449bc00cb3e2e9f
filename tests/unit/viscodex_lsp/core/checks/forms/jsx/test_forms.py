"""A form in JSX keeps the one button that sends it off."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

FORM = """export function Contact() {
  return (
    <form onSubmit={(event) => { event.preventDefault(); }}>
      ¦
      <button type="submit" disabled={sent > 3}>Send</button>
    </form>
  );
}
"""


async def test_a_second_button_that_sends_the_form_off_is_left_out() -> None:
    told = await told_of(
        "typescriptreact", FORM, '<input name="a" />\n<button type="submit" className="b">Go</button>'
    )
    assert told.after == FORM.replace("¦", '<input name="a" />')
    assert "the form has such a button" in told.words


@pytest.mark.parametrize(
    "button",
    ['<button type="button">Add</button>', "<button onClick={() => setRows(rows + 1)}>Add</button>"],
)
async def test_a_button_that_does_something_else_stays(button: str) -> None:
    told = await told_of("typescriptreact", FORM, f'<input name="a" />\n{button}')
    assert told.after == FORM.replace("¦", f'<input name="a" />\n      {button}')


async def test_outside_of_the_form_each_form_has_its_own() -> None:
    text = (
        FORM.replace("      ¦\n", "")
        .replace("    <form", "    <main>\n      ¦\n    <form")
        .replace("</form>", "</form>\n    </main>")
    )
    told = await told_of("typescriptreact", text, '<form>\n  <button type="submit">Go</button>\n</form>')
    assert told.after is not None
    assert told.after.count("<button") == 2


async def test_constants_for_a_component_that_is_a_mere_value_stand_above_it() -> None:
    """But for those that use what it is given."""
    text = "export const List = ({ on }) => (\n  <ul>\n    ¦\n  </ul>\n);\n"
    reply = 'const rows = ["a", "b"];\n\n{rows.map((row) => (\n  <li key={row}>{row}</li>\n))}'
    told = await told_of("javascriptreact", text, reply)
    item = "{rows.map((row) => (\n      <li key={row}>{row}</li>\n    ))}"
    assert told.after == f'const rows = ["a", "b"];\n\n{text.replace("¦", item)}', told.words
    assert (await told_of("javascriptreact", text, reply.replace('"b"', "on"))).after is None
