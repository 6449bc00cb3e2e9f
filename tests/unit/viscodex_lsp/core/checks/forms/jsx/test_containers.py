"""What JSX puts into a table, a list or a tag is what may stand there."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

TABLE = "export const T = () => (\n  <table>\n    {head}\n    <tbody>\n      {rows}\n    </tbody>\n  </table>\n);\n"
LIST = (
    "export const L = ({ all }) => (\n  <ul>\n    {all.map((a) => (\n      <li key={a}>\n        {a}\n"
    "        ¦\n      </li>\n    ))}\n  </ul>\n);\n"
)
LONG = '() => save({ name: "a", description: "b", other: "c" })'


@pytest.mark.parametrize(
    ("mark", "code", "inside"),
    [
        ("{head}", "<table><thead><tr><th>B</th></tr></thead></table>", "<thead><tr><th>B</th></tr></thead>"),
        (
            "{rows}",
            "<table>\n  <tbody>\n    <tr><td>B</td></tr>\n  </tbody>\n</table>",
            "<tr><td>B</td></tr>",
        ),
        (
            "{head}",
            "<thead>\n  <tr><th>B</th></tr>\n</thead>",
            "<thead>\n      <tr><th>B</th></tr>\n    </thead>",
        ),
    ],
)
async def test_a_table_gives_what_the_place_wants(mark: str, code: str, inside: str) -> None:
    told = await told_of("javascriptreact", TABLE.replace(mark, "¦"), code)
    assert told.after == TABLE.replace(mark, inside), told.words


async def test_an_item_gives_its_content() -> None:
    told = await told_of("javascriptreact", LIST, "<li key={a}>\n  <b>{a}</b>\n</li>")
    assert told.after == LIST.replace("¦", "<b>{a}</b>"), told.words


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (TABLE.replace("{rows}", "<tr>\n        ¦\n      </tr>"), "<span>B</span>"),
        (LIST, "{all.map((b) => (\n  <li key={b}>{b}</li>\n))}"),
        (LIST.replace("li", "a"), '<p><a href="/">B</a></p>'),
    ],
)
async def test_what_may_not_stand_there_is_refused(text: str, code: str) -> None:
    told = await told_of("javascriptreact", text, code)
    assert told.after is None
    assert "right into a `<tr>`" in told.words or "into another" in told.words


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ('type="button"\ndisabled', 'type="button" disabled'),
        (
            f'type="button"\nonClick={{{LONG}}}\naria-label="Save all settings"',
            f'type="button"\n    onClick={{{LONG}}}\n    aria-label="Save all settings"',
        ),
    ],
)
async def test_attributes_go_on_in_the_line_of_their_tag(code: str, written: str) -> None:
    text = "export const B = () => (\n  <button ¦>b</button>\n);\n"
    told = await told_of("javascriptreact", text, code)
    assert told.after == text.replace("¦", written), told.words


async def test_markup_of_several_lines_behind_return_is_in_parentheses() -> None:
    text = "function A() {\n  return ¦;\n}\n"
    told = await told_of("javascriptreact", text, "<p>\n  a\n</p>")
    assert told.after == text.replace("¦", "(\n    <p>\n      a\n    </p>\n  )"), told.words


async def test_a_handler_with_a_text_in_it_is_called_by_a_function() -> None:
    text = "export const A = () => (\n  <p>\n    ¦\n  </p>\n);\n"
    told = await told_of("javascriptreact", text, "<b onclick=\"alert('c')\">d</b>", "html")
    assert told.after == text.replace("¦", "<b onClick={() => { alert('c'); }}>d</b>"), told.words


async def test_fields_of_html_keep_their_values_only_at_first() -> None:
    """React holds a field with `value` or `checked` at that for good."""
    text = "export const A = () => (\n  <form>\n    ¦\n  </form>\n);\n"
    code = (
        '<input value="a" checked>\n<input type="submit" value="b">\n'
        '<select>\n  <option value="c">C</option>\n  <option value="d" selected>D</option>\n</select>'
    )
    told = await told_of("javascriptreact", text, code, "html")
    assert told.after is not None, told.words
    assert '<input defaultValue="a" defaultChecked />' in told.after
    assert '<input type="submit" value="b" />' in told.after
    assert '<select defaultValue="d">' in told.after
    assert '<option value="d">D</option>' in told.after


async def test_a_fragment_between_tags_is_left_out() -> None:
    text = "export const A = () => (\n  <div>\n    ¦\n  </div>\n);\n"
    told = await told_of("javascriptreact", text, "<>\n  <b>a</b>\n  <i>b</i>\n</>")
    assert told.after == text.replace("¦", "<b>a</b>\n    <i>b</i>"), told.words


async def test_the_markup_of_an_arrow_function_keeps_its_shape() -> None:
    text = "export const A = () => (\n  <div>\n    ¦\n  </div>\n);\n"
    told = await told_of("javascriptreact", text, "const B = () => (\n  <p>\n    b\n  </p>\n);")
    assert told.after == text.replace("¦", "<p>\n      b\n    </p>"), told.words


async def test_markup_behind_a_condition_is_in_parentheses() -> None:
    text = "export const A = ({ b }) => (\n  <div>\n    {b && ¦}\n  </div>\n);\n"
    told = await told_of("javascriptreact", text, "<p>\n  c\n</p>")
    assert told.after == text.replace("¦", "(\n      <p>\n        c\n      </p>\n    )"), told.words


async def test_attributes_of_a_template_go_on_in_the_line_of_their_tag() -> None:
    text = "<p>\n  <button ¦>b</button>\n</p>\n"
    told = await told_of(
        "html", text, 'type="button"\n[disabled]="a"\n(click)="c()"', file="a.component.html"
    )
    assert told.after == text.replace("¦", 'type="button" [disabled]="a" (click)="c()"'), told.words


async def test_of_several_chosen_options_each_stays_chosen() -> None:
    text = "export const A = () => (\n  <form>\n    ¦\n  </form>\n);\n"
    options = '<option value="c" selected>C</option>\n  <option value="d" selected>D</option>'
    told = await told_of(
        "javascriptreact", text, f'<select multiple class="e">\n  {options}\n</select>', "html"
    )
    assert told.after is not None, told.words
    assert told.after.count(" selected>") == 2
