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


VIEW = (
    "export function A({ b }) {\n  const c = b + 1;\n  return (\n    <main>\n      ¦\n    </main>\n  );\n}\n"
)
TYPE = "interface D {\n  e: string;\n}"


@pytest.mark.parametrize(
    ("value", "of_module"),
    [
        ('const f: D[] = [{ e: "g" }];', True),
        ("const f = [{ e: b }];", False),
        ("const f = [{ e: c }];", False),
    ],
)
async def test_types_and_components_stand_above_the_component_with_the_constants_that_they_are_for(
    value: str, of_module: bool
) -> None:
    """But for constants that use what the component is given or declares."""
    markup = "{f.map((d) => (\n  <Item key={d.e} {...d} />\n))}"
    item = "const Item = ({ e }: D) => <i>{e}</i>;"
    reply = f"```tsx\n{TYPE}\n\n{value}\n\n{item}\n```\n\nThen in your JSX:\n\n```tsx\n{markup}\n```"
    told = await told_of("typescriptreact", VIEW, reply)
    assert told.after is not None, told.words
    above, _, inside = told.after.partition("export function A")
    assert (TYPE in above and value in above and item in above) is of_module
    assert (value in inside) is not of_module
    assert "{f.map((d) => (" in inside


async def test_blocks_with_the_place_of_each_above_it_are_one_edit() -> None:
    """ "Before the return" says a place, "before" alone another version."""
    reply = (
        "Add this import at the top:\n\n```tsx\nimport { h } from 'i';\n```\n\nThen, before the return:\n\n"
        "```tsx\nconst j = h();\n```\n\nAnd in your JSX:\n\n```tsx\n<p>{j}</p>\n```"
    )
    told = await told_of("typescriptreact", VIEW, reply)
    after = VIEW.replace("¦", "<p>{j}</p>").replace("b + 1;\n", "b + 1;\n  const j = h();\n")
    assert told.after == f"import {{ h }} from 'i';\n\n{after}", told.words


async def test_how_an_app_is_wrapped_is_an_example_of_use() -> None:
    part = "export function Theme({ children }) {\n  return <div>{children}</div>;\n}"
    reply = f"```tsx\n{part}\n```\n\nWrap your app with it:\n\n```tsx\n<Theme>\n  <App />\n</Theme>\n```"
    told = await told_of("typescriptreact", "export const a = 1;\n\n¦\n", reply)
    assert told.after == f"export const a = 1;\n\n{part}\n", told.words
    assert "an example of use" in told.words


async def test_statements_alone_take_no_selected_elements_place() -> None:
    told = await told_of("typescriptreact", VIEW.replace("¦", "¦<i>d</i>¦"), "const e = 1;")
    assert told.after is None
    assert "statements (`const e = 1;`) that cannot stand between tags" in told.words
