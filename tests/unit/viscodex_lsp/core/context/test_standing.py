"""What is said of a place, so that a model writes what may stand there."""

import pytest

from viscodex_lsp.core.nouns import Document, Span
from viscodex_lsp.core.steps import read_place

MAP = (
    "export const L = ({ items }) => (\n  <ul>\n    {items.map((item) => (\n      <li key={item}>{item}</li>\n    ))}\n"
    "  </ul>\n);\n"
)


def said(language: str, text: str) -> str:
    """What is said of the place in `text`: `¦` is a cursor, two of them bound a selection."""
    first, last = text.index("¦"), text.rindex("¦")
    span = Span(first, last - 1 if last > first else first)
    document = Document("file:///a", language, 1, text.replace("¦", ""))
    return read_place(document, span, dependencies=(), max_tokens=2_000).standing


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "const a = (\n  <ul className='m'>\n    ¦\n  </ul>\n);\n",
            "`<ul className='m'>`: write its `<li>` items",
        ),
        (
            "const a = (\n  <main>\n    ¦\n  </main>\n);\n",
            "between the tags of `<main>`: write elements only",
        ),
        ("const a = <input ¦ />;\n", "among the attributes of an element"),
        ("function A() {\n  return (\n    ¦\n  );\n}\nconst b = <p />;\n", "stands for one value"),
        ("function A() {\n  ¦\n}\n", "among the statements of `function A()`"),
        ("describe('A', () => {\n  ¦\n});\n", "among the statements of `describe('A', () =>`"),
        ("const a = 1;\n¦\n", "at the top level of the file"),
        ("const rows = [\n  { a: 1 },\n  ¦\n];\n", "in the list `rows`: write items only"),
        ("const styles = {\n  a: 1,\n  ¦\n};\n", "in the object `styles`: write entries only"),
        ("class A {\n  b = 1;\n  ¦\n}\n", "in the body of `class A`: write members only"),
        ("interface A {\n  b: string;\n  ¦\n}\n", "in `interface A`: write members only"),
        ("switch (a) {\n  case 1:\n    b();\n  ¦\n}\n", "behind a case of `switch (a)`"),
        ("¦", ""),
        (
            MAP.replace("      <li key={item}>{item}</li>", "      <li key={item}>\n        ¦\n      </li>"),
            "in the loop `items.map((item) =>`: write what is drawn for one item",
        ),
        (
            MAP.replace("{items.map", "¦{items.map").replace("))}", "))}¦"),
            "the loop `items.map((item) =>`: write the whole loop again",
        ),
        ("¦function A() {\n  return 1;\n}¦\n", "is `A`, whole"),
        ("const a = <main>¦<p>b</p>¦</main>;\n", "is the element `<p>`"),
        ("const a = ¦[]¦;\n", "is a list: write the whole list"),
        ("const rows = [¦{ a: 1 }¦];\n", "one item of the list `rows`"),
    ],
)
def test_the_place_in_a_script(text: str, wanted: str) -> None:
    """It is told from what a word would be there, and of a selection from what it is."""
    told = said("typescriptreact", text)
    assert wanted in told
    assert bool(wanted) == bool(told)


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("html", '<ul class="m">\n  ¦\n</ul>\n', "its `<li>` items only"),
        ("html", "<table>\n<tbody>\n¦\n</tbody>\n</table>\n", "its `<tr>` rows only"),
        ("html", "<style>\n¦\n</style>\n", ""),
        ("css", ".a {\n  color: red;\n  ¦\n}\n", "in the rule `.a`: write its declarations only"),
        ("css", ".a {\n  color: red;\n}\n¦\n", "write whole rules"),
        ("python", "class A:\n    b = 1\n    ¦\n", "in the body of `class A`"),
        ("python", "def a(b):\n    c = b\n    ¦\n", "among the statements of `def a(b)`"),
        ("plaintext", "a\n¦\n", ""),
    ],
)
def test_the_place_in_other_files(language: str, text: str, wanted: str) -> None:
    """There the head of the scope around the place says it."""
    told = said(language, text)
    assert wanted in told
    assert bool(wanted) == bool(told)


def test_the_place_in_the_template_of_a_component() -> None:
    """A template in a string is markup of its own, and so is what is said of it."""
    text = "@Component({\n  template: `\n    <ul>\n      ¦\n    </ul>\n  `,\n})\nexport class B {}\n"
    assert "its `<li>` items only" in said("typescript", text)


def test_nothing_is_said_without_a_budget() -> None:
    """With a budget of 0 nothing but the language and the style is told."""
    document = Document("file:///a", "html", 1, "<ul>\n\n</ul>\n")
    assert not read_place(document, Span(5, 5), dependencies=(), max_tokens=0).standing
