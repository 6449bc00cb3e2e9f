"""Code for a script in the form that the file has: its kind of module, the items of its lists, its markup's names."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

COMMON = "const fs = require('fs')\n\n¦\n\nmodule.exports = {}\n"
MODERN = "import fs from 'fs'\n\n¦\n"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (COMMON, "import { join as j } from 'path';\n\nj('a');", "const { join: j } = require('path')\n"),
        (COMMON, "import * as p from 'path';\n\np.join('a');", "const p = require('path')\n"),
        (MODERN, "const p = require('path')\n\np.join('a')", "import p from 'path'"),
        (MODERN, "const { join } = require('path');\n\njoin('a');", "import { join } from 'path'"),
    ],
)
async def test_imports_are_of_the_files_kind_of_module(text: str, code: str, line: str) -> None:
    told = await told_of("javascript", text, code)
    assert told.after is not None, told.words
    assert line in told.after
    assert "as the file does" in told.words


async def test_a_commonjs_module_has_its_exports_once() -> None:
    """A second `module.exports` would undo the first."""
    for code in ("function f() {}\n\nmodule.exports = { f };", "export function f() {}"):
        told = await told_of("javascript", COMMON, code)
        assert told.after is not None, told.words
        assert told.after.count("export") == 1
        assert "module.exports = { f }" in told.after


async def test_what_is_left_out_of_a_commonjs_module_is_told_by_its_words() -> None:
    told = await told_of("javascript", COMMON, "go();\nmodule.exports = function () {\n  stop();\n};")
    assert told.after == COMMON.replace("¦", "go()")
    assert "left out `module.exports = function () { stop(); };`" in told.words


@pytest.mark.parametrize(
    "code", ["const a = [\n  { b: 1 },\n  { b: 2 },\n];", "[\n  { b: 1 },\n  { b: 2 }\n]"]
)
async def test_a_list_for_a_place_in_a_list_gives_its_items(code: str) -> None:
    told = await told_of("javascript", "const all = [\n  { b: 0 },\n  ¦\n  { b: 3 },\n];\n", code)
    assert told.after is not None, told.words
    assert told.after.replace(",\n]", "\n]").count("\n  { b: ") == 4
    assert "took the items out of their list" in told.words


async def test_what_is_said_of_a_list_stands_above_its_items() -> None:
    text = "const all = [\n  { b: 0 },\n  ¦\n];\n"
    told = await told_of("javascript", text, "// Plans\nconst a = [\n  { b: 1 },\n];")
    assert told.after == text.replace("¦", "// Plans\n  { b: 1 },")


async def test_of_two_components_of_angular_the_first_gives_its_template_and_the_other_is_named() -> None:
    card = "@Component({ selector: 'a', template: `<p>a</p>` })\nexport class Card {}"
    other = "@Component({ selector: 'b', template: `<p>b</p>` })\nexport class Other {}"
    text = "<main>\n  ¦\n</main>\n"
    told = await told_of("angular", text, f"{card}\n\n{other}", "ts")
    assert told.after == text.replace("¦", "<p>a</p>")
    assert "the component Card; its class is left out, and so is `Other`" in told.words


async def test_a_template_in_quotes_is_written_without_its_escapes() -> None:
    component = "@Component({ selector: 'a', template: '<p>It\\'s {{ a }}</p>' })\nexport class A {}"
    told = await told_of("angular", "<main>\n  ¦\n</main>\n", component, "ts")
    assert told.after == "<main>\n  <p>It's {{ a }}</p>\n</main>\n"


async def test_a_list_elsewhere_stays_one() -> None:
    told = await told_of("javascript", "const all = [];\n¦\n", "const a = [1, 2];")
    assert told.after == "const all = [];\nconst a = [1, 2];\n"


JSX = 'export const A = () => (\n  <main className="a">\n    ¦\n  </main>\n);\n'


@pytest.mark.parametrize("label", ["svg", "jsx", "tsx", ""])
async def test_attributes_of_html_are_reacts_whatever_the_label(label: str) -> None:
    code = '<svg class="i"><path stroke-width="2" clip-path="url(#a)" /></svg>'
    told = await told_of("typescriptreact", JSX, f"```{label}\n{code}\n```")
    assert told.after is not None, told.words
    assert '<svg className="i"><path strokeWidth="2" clipPath="url(#a)" /></svg>' in told.after


async def test_what_belongs_elsewhere_is_left_out_of_markup() -> None:
    """The head of the page, and members of some object."""
    reply = (
        '```jsx\n<p>a</p>\n```\n\nLoad the fonts:\n\n```html\n<link rel="stylesheet" href="b.css">\n```\n\n'
        "And the styles:\n\n```js\nrow: { padding: 12 },\ntitle: { margin: 1 },\n```"
    )
    told = await told_of("typescriptreact", JSX, reply)
    assert told.after is not None, told.words
    assert "<p>a</p>\n  </main>" in told.after
    assert "head of the page" in told.words
    assert "no place in the markup" in told.words


async def test_an_example_that_imports_the_code_is_no_part_of_it() -> None:
    reply = (
        "```jsx\nconst B = () => <p />;\n\nexport default B;\n```\n\nThen:\n\n"
        "```jsx\nimport B from './B';\n\nrender(<B />);\n```"
    )
    told = await told_of("javascriptreact", "¦", reply)
    assert told.after == "const B = () => <p />;\n\nexport default B;\n"
    assert "an example of use" in told.words


async def test_markup_with_imports_becomes_the_component_of_an_empty_file() -> None:
    code = "import s from './a.css';\n\nconst [b] = useState(0);\n\n<p className={s.p}>{b}</p>"
    told = await told_of("javascriptreact", "¦", code, file="nav-bar.jsx")
    assert told.after is not None, told.words
    assert "import s from './a.css';" in told.after
    assert "export default function NavBar() {\n  const [b] = useState(0);\n  return (\n" in told.after


async def test_a_name_that_the_file_passes_on_is_not_exported_again() -> None:
    text = "export { useA } from './useA';\n¦\n"
    told = await told_of("typescript", text, "export function useA() {\n  return 1;\n}")
    assert told.after is None
    assert "`useA`, which the file has already" in told.words


async def test_no_script_is_put_into_a_template_of_angular() -> None:
    told = await told_of(
        "angular", "<p>a</p>\n¦\n", "<b>c</b>\n<script>go();</script>", "html", file="a.component.html"
    )
    assert told.after is not None
    assert "script" not in told.after
    assert "left out a script" in told.words


@pytest.mark.parametrize(
    ("text", "code", "taken"),
    [
        ("items.forEach((a) => {\n  ¦\n});\n", "if (!a) continue;", False),
        ("for (const a of [1]) {\n  ¦\n}\n", "if (!a) continue;", True),
        ("const a = 1;\nswitch (a) {\n  case 1:\n    ¦\n}\n", "break;", True),
        ("function f() {\n  ¦\n}\n", "for (;;) {\n  break;\n}", True),
    ],
)
async def test_what_leaves_a_loop_wants_one(text: str, code: str, taken: bool) -> None:
    assert ((await told_of("javascript", text, code)).after is not None) is taken


async def test_a_function_is_not_defined_again_inside_of_itself() -> None:
    for text in ("function f(a) {\n  ¦\n}\n", "const f = (a) => {\n  ¦\n};\n"):
        told = await told_of("javascript", text, "const f = (b) => {\n  return b;\n};\nf(a);")
        assert told.after is None
        assert "`f`, which the file has already" in told.words


async def test_a_script_of_a_page_is_no_part_of_its_markup() -> None:
    reply = "```html\n<button id=\"b\">c</button>\n```\n\n```js\nlet d = document.getElementById('b');\n```"
    told = await told_of("typescriptreact", JSX, reply)
    assert told.after is not None, told.words
    assert "let d" not in told.after
    assert "it is a script of the page" in told.words


async def test_a_return_outside_of_functions_is_refused() -> None:
    told = await told_of("typescript", "const a = 1;\n¦\n", "const b = a;\nreturn b;")
    assert told.after is None
    assert "the place is in no function" in told.words


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("public b(c: string): void {\n  this.c = c;\n}", "b(c) {\n    this.c = c;\n  }"),
        ("private readonly d: number = 1;", "d = 1;"),
    ],
)
async def test_members_of_typescript_lose_their_types_in_a_class_of_javascript(
    code: str, written: str
) -> None:
    text = "class A {\n  a() {}\n\n  ¦\n}\n"
    told = await told_of("javascript", text, code, "typescript")
    assert told.after == text.replace("¦", written), told.words
    assert "left out the types" in told.words
