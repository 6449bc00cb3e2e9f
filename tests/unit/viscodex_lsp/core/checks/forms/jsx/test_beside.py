"""A whole component lands above the one that holds the place, its element at the place."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

TEXT = """import { useState } from "react";

// Shows a.
export function A() {
  return (
    <main>
      ¦
    </main>
  );
}
"""
HOOKS = "  const [b, setB] = useState(first);\n\n  return <button onClick={() => setB(b + 1)}>{b}</button>;\n"
FIRST = "const first = 0;\n\n"
ABOVE = f"{FIRST}function B() {{\n{HOOKS}}}\n\n// Shows a.\nexport function A() {{"


@pytest.mark.parametrize(
    ("code", "left"),
    [
        (
            f'import {{ useState }} from "react";\n\n{FIRST}export default function B() {{\n{HOOKS}}}',
            "export default",
        ),
        (f"{FIRST}export function B() {{\n{HOOKS}}}", "export"),
        (f'"use client";\n\n{FIRST}function B() {{\n{HOOKS}}}\n\nexport default B;', "export default B;"),
    ],
)
async def test_a_component_with_hooks_is_used_where_the_place_is(code: str, left: str) -> None:
    told = await told_of("typescriptreact", TEXT, code)
    assert told.after is not None, told.words
    assert ABOVE in told.after
    assert "    <main>\n      <B />\n    </main>" in told.after
    assert "put the component B above, and its element at the place" in told.words
    assert f"left out `{left}`" in told.words


async def test_what_the_component_needs_comes_along() -> None:
    """Types, data and components of its own stand above it, in their order."""
    code = (
        "interface CProps {\n  d: string;\n}\n\nconst all = [1, 2];\n\n"
        "function C({ d }: CProps) {\n  return <i>{d}</i>;\n}\n\n"
        "export function B() {\n  return <p>{all.map((e) => <C key={e} d={`${e}`} />)}</p>;\n}"
    )
    told = await told_of("typescriptreact", TEXT, code)
    assert told.after is not None, told.words
    assert code.replace("export ", "") + "\n\n// Shows a.\n" in told.after


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        (TEXT, f"{FIRST}export function B({{ c }}) {{\n{HOOKS}}}", "whole component"),
        (TEXT, f"{FIRST}export function A() {{\n{HOOKS}}}", "`A`, which the file has already"),
        (
            TEXT.replace(
                "export function A", "export const metadata = {};\n\nexport default async function A"
            ),
            f"{FIRST}export function B() {{\n{HOOKS}}}",
            "whole component",
        ),
        (
            TEXT.replace("export function A", "export default async function A"),
            "const [b] = useState(0);\n\n<p>{b}</p>",
            "has statements",
        ),
        (TEXT, "const c = 1;\nreturn c;", "has statements"),
    ],
)
async def test_what_is_not_certain_is_refused(text: str, code: str, says: str) -> None:
    """A component that wants values, one of a name that is taken, hooks on a server, a `return` of something else."""
    told = await told_of("typescriptreact", text, code)
    assert told.after is None, told.after
    assert says in told.words


@pytest.mark.parametrize(
    "code",
    [
        "export const B = ({ c = 1, d = `e` }) => <p title={d}>{c}</p>;",
        'export const B = ({ c = ["d", "e"], f = { g: 1 } }) => <p title={f.g}>{c}</p>;',
        "export function B() {\n  const [b] = useState(0);\n  if (b) return <i />;\n  return <p>{b}</p>;\n}",
    ],
)
async def test_a_component_whose_markup_alone_is_not_it_is_used_whole(code: str) -> None:
    """It has values of its own for what it may be given, or returns early."""
    told = await told_of("typescriptreact", TEXT, code)
    assert told.after is not None, told.words
    assert code.removeprefix("export ") in told.after
    assert "<B />" in told.after


async def test_a_component_that_is_a_class_is_used_whole() -> None:
    code = "class B extends React.Component {\n  render() {\n    return <p>{this.state}</p>;\n  }\n}"
    told = await told_of("typescriptreact", TEXT, code)
    assert told.after is not None, told.words
    assert f"{code}\n\n// Shows a." in told.after
    assert "<B />" in told.after
    told = await told_of("typescriptreact", TEXT, code.replace("state", "props.a"))
    assert told.after is None


async def test_statements_among_elements_are_not_shown_as_text() -> None:
    told = await told_of("typescriptreact", TEXT, "<b>a</b>\nconst c = (1;\n<b>d</b>")
    assert told.after is None


async def test_hooks_in_a_function_that_is_no_component_are_refused() -> None:
    text = "export function A() {\n  const save = () => {\n    ¦\n  };\n  return <p onClick={save} />;\n}\n"
    told = await told_of("javascriptreact", text, "const [b, setB] = useState(1);")
    assert told.after is None
    assert "calls hooks" in told.words
    told = await told_of(
        "javascriptreact", text.replace("save =", "useB ="), "const [b, setB] = useState(1);"
    )
    assert told.after is not None, told.words
