"""What a model is told about the place its code goes to."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fixtures.replies.checking import read_context
from viscodex_lsp.core.context.context import CHARACTERS_PER_TOKEN
from viscodex_lsp.core.language.languages import LANGUAGES, language_of
from viscodex_lsp.core.nouns import Context, Document, Span, Style
from viscodex_lsp.core.text.style import read_style

ODD_TEXT = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("ab(){}[]<>/:;\"'`= \n\t\r\f\0é😀\u2028\ud800"),
        st.sampled_from("\n  "),
    ),
    max_size=80,
)


def _context(
    language: str, marked: str, *, max_tokens: int = 1500, dependencies: tuple[str, ...] = ()
) -> Context:
    """The context at the bar in `marked`, or of what is between its two bars; "¦" stands for a bar."""
    start = marked.index("|")
    text = marked.replace("|", "", 1)
    end = text.find("|")
    text = text.replace("|", "", 1).replace("¦", "|")
    span = Span(start, start if end < 0 else end)
    return read_context(
        Document("file:///a", language, 1, text),
        span,
        file_name="a.x",
        dependencies=dependencies,
        max_tokens=max_tokens,
    )


PYTHON_CLASS = """import os
from shapes import (
    Circle,
    Square,
)


class Board(Widget):
    def first(self, x: int) -> int:
        total = x
{first}
        return total
{between}
    @property
    def second(
        self,
        y: str = "{{",
    ) -> str:
        if y:
            pass
        return y


def helper(
    board: Board,
) -> None:
    pass
{end}"""

DEPTHS = [
    # Python: the scope decides, not the blank line's own whitespace.
    ("python", "def f():\n    x = 1\n|\n    return x\n", 4),
    ("python", "def f():\n    x = 1\n  |\n    return x\n", 4),
    ("python", "def f():\n|\n", 4),
    ("python", "def f():|\n", 4),
    ("python", "def f():  # later\n|\n", 4),
    ("python", "def f(a,\n      b):\n|\n", 4),
    ("python", 'def f():\n    """Draw it."""\n|\n\n\ndef g(): pass\n', 4),
    ("python", "def f():\n    # draw it\n|\ndef g(): pass\n", 4),
    ("python", "class A:\n    def f(self):\n        return 1\n|\n    def g(self):\n        pass\n", 4),
    ("python", "class A:\n    def f(self):\n        x = 1\n        |\n    def g(self):\n        pass\n", 8),
    ("python", "class A:\n    def f(self):\n        x = 1\n|\n\n    def g(self):\n        pass\n", 8),
    ("python", "class A:\n    def f(self):\n        x = 1\n\n|\n    def g(self):\n        pass\n", 4),
    ("python", "def f():\n    x = 1\n|", 0),
    ("python", "def f():\n    x = 1\n    |", 4),
    ("python", "def f():\n    return 1\n|\n\n", 0),
    ("python", "def f():\n    foo(a,\n        b)\n|\n    return\n", 4),
    ("python", "def f():\n    foo(a,\n        b)|\n    return\n", 4),
    ("python", "x = [\n    {\n|\n    },\n]\n", 8),
    ("python", "x = [\n    1,\n|\n]\n", 4),
    ("python", "if x:\n    a\nelse:\n|\n", 4),
    ("python", "|\nimport os\n", 0),
    ("python", "import os\n\n|", 0),
    ("python", "\n  |\n", 0),
    ("python", "|", 0),
    ("python", "class A:\n    |def f(self):\n        pass\n", 4),
    ("python", "def f():\n    if x:\n        |a|\n", 8),
    ("python", "def f():\n|    a\n    b\n|c\n", 4),
    ("python", "def f():\n|\n    a\n|c\n", 4),
    ("python", "x = (\n\n\ndef f():\n|\n", 4),
    # Braces.
    ("javascript", "function f() {\n|\n}\n", 2),
    ("javascript", "function f() {|}\n", 2),
    ("javascript", "function f() {\n  a();\n|\n}\n", 2),
    ("javascript", "function f() {\n  a();\n|}\n", 2),
    ("javascript", "function f(\n  a,\n) {\n|\n}\n", 2),
    ("javascript", "const a = b(\n  c);\n|\nd();\n", 0),
    ("javascript", "class A {\n  f() {\n    |\n", 4),
    ("javascript", "const A = () => (\n  <main\n    id='x'\n  >\n|\n  </main>\n);\n", 4),
    ("javascript", "const A = () => (\n  <main>\n    <p>a</p>\n|\n  </main>\n);\n", 4),
    ("javascript", "const a = {\n  b: [\n|\n  ],\n};\n", 4),
    ("typescript", "interface A {\n  b: string;\n|\n}\n", 2),
    ("java", "class A {\n    void f() {\n    }\n\n|\n    void g() {\n    }\n}\n", 4),
    ("go", "package a\n\nfunc f() {\n\tx := 1\n|\n}\n", 8),
    ("rust", "fn f() {\n    match a {\n|\n    }\n}\n", 8),
    ("c", "int f(void)\n{\n|\n}\n", 4),
    ("kotlin", "fun f() {\n    a.map { b ->\n|\n    }\n}\n", 8),
    ("ruby", "class A\n  def f(x)\n|\n  end\nend\n", 4),
    ("ruby", "a.each do ¦x¦\n|\nend\n", 2),
    ("shellscript", "f() {\n  if x; then\n|\n  fi\n}\n", 4),
    ("css", "a {\n  b: c;\n|\n}\n", 2),
    ("css", "a {\n  b: c;\n}\n|\nd {}\n", 0),
    ("json", '{\n  "a": {\n    "b": 1,\n|\n  }\n}\n', 4),
    ("yaml", "a:\n  b:\n|\n", 4),
    ("yaml", "a:\n  b: 1\n|\nc: 2\n", 0),
    ("php", "<?php\nfunction f() {\n|\n}\n", 4),
    ("csharp", "class A\n{\n    void F()\n    {\n|\n    }\n}\n", 8),
    ("swift", "struct A {\n    var b: Int\n|\n}\n", 4),
    ("cpp", "class A {\n    int b;\n|\n};\n", 4),
    # Markup: the depth of the children of the element around.
    ("html", "<main>\n|\n</main>\n", 2),
    ("html", "<main>|</main>\n", 2),
    ("html", "<html>\n<body>\n<main>\n  <p>a</p>\n|\n</main>\n</body>\n</html>\n", 2),
    ("html", "<html>\n<body>\n<h1>a</h1>\n|\n</body>\n</html>\n", 0),
    ("html", "<main>\n  <ul>\n    <li>a\n|\n  </ul>\n</main>\n", 4),
    ("html", "<main>\n  <img src=a>\n|\n</main>\n", 2),
    ("html", "<main>\n  <div>\n|\n", 4),
    ("html", "<main>\n  |<p>a</p>\n</main>\n", 2),
    ("html", "<style>\n  a {\n|\n  }\n</style>\n", 4),
    ("html", "<script>\n|\n</script>\n", 2),
    ("svelte", "<main>\n  {#if a}\n    <p>b</p>\n|\n  {/if}\n</main>\n", 4),
    ("vue", "<template>\n  <div>\n|\n  </div>\n</template>\n", 4),
    ("angular", "<p>\n  @if (a) {\n    <b></b>\n  }|\n  <i></i>\n</p>\n", 2),
    ("angular", "<p>\n  @if (a) {\n    <b></b>\n  }\n  |<i></i>\n</p>\n", 2),
    ("handlebars", "<p>\n  {{#if a}}\n    <b></b>\n  {{/if}}|\n  <i></i>\n</p>\n", 2),
    ("django-html", "<p>\n  {% if a %}\n    <b></b>\n  {% endif %}|\n</p>\n", 2),
    ("django-html", "{% if a %}\n    <b></b>\n{% endif %}|\n", 0),
    ("blade", "<p>\n  @if ($a)\n    <b></b>\n  @endif|\n</p>\n", 2),
    ("xml", "<a>\n<b>\n<c/>\n</b>\n|\n</a>\n", 0),
    ("xml", "<a>\n  <b>\n    <c/>\n  </b>\n|\n</a>\n", 2),
    ("svg", "<svg>\n<g>\n|\n</g>\n</svg>\n", 0),
    ("html", "<main>\n<p>\nb\n</p>\n<div>\n|\n</div>\n</main>\n", 0),
    ("html", "<html>\n<body>\n<div>\n|\n</div>\n</body>\n</html>\n", 2),
    ("sql", "INSERT INTO t VALUES\n  (1),\n  (2);\n|\n", 0),
    ("sql", "INSERT INTO t VALUES\n  (1),\n  (2);|\n", 0),
    # Nothing is known of the language.
    ("elixir", "defmodule A do\n  def f do\n|\n  end\nend\n", 4),
    ("elixir", "defmodule A do\n  def f do\n    x\n|\n  end\nend\n", 4),
    ("plaintext", "a\n  b\n|\n  c\n", 2),
]


@pytest.mark.parametrize(("language", "marked", "columns"), DEPTHS)
def test_the_depth_of_a_place_is_that_of_its_scope(language: str, marked: str, columns: int) -> None:
    """Code at the place is indented like its neighbours in the same scope."""
    context = _context(language, marked)
    assert len(context.depth.expandtabs(8)) == columns


@pytest.mark.parametrize(
    ("place", "scopes", "siblings", "depth"),
    [
        (
            "first",
            ("class Board(Widget):", "def first(self, x: int) -> int:"),
            ('def second( self, y: str = "{", ) -> str:', "def helper( board: Board, ) -> None:"),
            " " * 8,
        ),
        (
            "between",
            ("class Board(Widget):",),
            (
                "def first(self, x: int) -> int:",
                'def second( self, y: str = "{", ) -> str:',
                "def helper( board: Board, ) -> None:",
            ),
            " " * 4,
        ),
        ("end", (), ("def helper( board: Board, ) -> None:", "class Board(Widget):"), ""),
    ],
)
def test_a_place_in_python_knows_its_surroundings(
    place: str, scopes: tuple[str, ...], siblings: tuple[str, ...], depth: str
) -> None:
    """Heads of the scopes around, signatures beside (the nearest first), imports, each on one line."""
    marks = {"first": "", "between": "", "end": ""} | {place: "|"}
    context = _context("python", PYTHON_CLASS.format(**marks))
    assert context.scopes == scopes
    assert context.siblings == siblings
    assert context.imports == ("import os", "from shapes import ( Circle, Square, )")
    assert context.depth == depth


def test_a_place_in_a_react_component_knows_its_surroundings() -> None:
    """State, props and other components of the file are told, and the element around."""
    context = _context(
        "typescriptreact",
        "import { useState } from 'react';\n\ntype Props = { name: string };\n\n"
        "export default function App({ name }: Props) {\n  const [open, setOpen] = useState(false);\n"
        "  return (\n    <main className='app'>\n|\n    </main>\n  );\n}\n\n"
        "const Row = (p: Props) => {\n  return p;\n};\n",
        dependencies=("react", "clsx"),
    )
    assert context.scopes == ("export default function App({ name }: Props) {", "<main className='app'>")
    assert context.siblings == (
        "const [open, setOpen] = useState(false);",
        "const Row = (p: Props) => {",
        "type Props = { name: string };",
    )
    assert context.imports == ("import { useState } from 'react';",)
    assert context.dependencies == ("react", "clsx")
    assert context.style == Style("  ", "\n", "'")


@pytest.mark.parametrize(
    ("language", "marked", "scopes"),
    [
        ("html", '<body>\n<main\n  class="x">\n|\n</main>\n</body>', ("<body>", '<main class="x">')),
        ("css", "@media print {\n  a {\n|\n  }\n}", ("@media print {", "a {")),
        ("yaml", "a:\n  b:\n|\n", ("a:", "b:")),
        ("json", '{"a": {\n|\n}}', ('{"a": {',)),
        ("go", "package a\n\nfunc (a *A) f() {\n\tif x {\n|\n\t}\n}\n", ("func (a *A) f() {", "if x {")),
        ("ruby", "module A\n  class B < C\n|\n  end\nend\n", ("module A", "class B < C")),
        ("java", "class A {\n  void f()\n  {\n|\n  }\n}", ("class A {", "void f() {")),
        ("javascript", "class A {\n  f() {\n|\n", ("class A {", "f() {")),
        ("html", "<main>\n  <div>\n|\n", ("<main>", "<div>")),
        ("elixir", "defmodule A do\n  @x 1\n  def f do\n|\n  end\nend\n", ("defmodule A do", "def f do")),
        ("python", "def f():\n|    return 1\n|", ("def f():",)),
        ("javascript", "function f() {\n|  return 1;\n|}\n", ("function f() {",)),
    ],
)
def test_scopes_are_told_outermost_first(language: str, marked: str, scopes: tuple[str, ...]) -> None:
    """Every language names the scopes of a place, broken and unknown files by their lines."""
    assert _context(language, marked).scopes == scopes


def test_the_excerpts_meet_at_the_place() -> None:
    """What is before, selected and after adds up to the document, with line ends of one kind."""
    context = _context("javascript", "let a = 1;\r\nlet |b| = 2;\r\nlet c = 3;\r\n")
    assert (context.before, context.selection, context.after) == (
        "let a = 1;\nlet ",
        "b",
        " = 2;\nlet c = 3;\n",
    )
    assert context.style.newline == "\r\n"


def test_far_lines_are_given_up_first() -> None:
    """A small budget keeps whole lines next to the place."""
    lines = [f"x{number} = {number}\n" for number in range(1000)]
    marked = "".join(lines[:500]) + "|" + "".join(lines[500:])
    context = _context("python", marked, max_tokens=40)
    assert context.before.endswith("x498 = 498\nx499 = 499\n")
    assert context.after.startswith("x500 = 500\nx501 = 501\n")
    assert "".join(lines).count(context.before + context.after) == 1
    assert context.before.startswith("x4")
    assert context.before.count("\n") > context.after.count("\n") > 1


def test_a_budget_of_nothing_tells_language_and_style_only() -> None:
    """With 0 tokens no text, name or dependency leaves the document."""
    context = _context(
        "python", PYTHON_CLASS.format(first="|", between="", end=""), max_tokens=0, dependencies=("a",)
    )
    assert context == Context(
        file_name="",
        language="python",
        scopes=(),
        imports=(),
        siblings=(),
        before="",
        selection="",
        after="",
        dependencies=(),
        style=Style("    ", "\n", '"'),
        depth=" " * 8,
    )


def test_scopes_survive_a_small_budget_longer_than_far_siblings() -> None:
    """What says where the place is counts more than what is far from it."""
    functions = "".join(f"def function_number_{number}():\n    pass\n\n\n" for number in range(50))
    context = _context(
        "python", functions + "class Here:\n    def now(self):\n        pass\n|\n", max_tokens=60
    )
    assert context.scopes[0] == "class Here:"
    assert len(context.siblings) < 10


def test_what_cannot_be_sent_is_replaced() -> None:
    """Half a surrogate pair and NUL would break the request; they become the replacement character."""
    assert _context("python", "a = '\ud800\0'|").before == "a = '\ufffd\ufffd'"


@pytest.mark.parametrize(
    ("language", "text", "style"),
    [
        ("python", "", Style("    ", "\n", '"')),
        ("javascript", "", Style("  ", "\n", "'")),
        ("go", "", Style("\t", "\n", '"')),
        ("python", "def f():\n  a\n\n  if b:\n    c\n", Style("  ", "\n", '"')),
        ("python", "def f():\n\ta = 'x'\n\tb = 'y'\n", Style("\t", "\n", "'")),
        ("python", "def f(a,\n      b):\n    c\n", Style("    ", "\n", '"')),
        ("python", "a = 'it is'\n# don't, can't, won't\n", Style("    ", "\n", "'")),
        ("python", '"""Doc: it\'s."""\nx = \'y\'\nz = \'\'\nw = ["k"]\n', Style("    ", "\n", "'")),
        ("javascript", "/*\n * a\n * b\n */\nif (a) {\n    b();\n}\n", Style("    ", "\n", "'")),
        ("rust", "fn f<'a>(x: &'a str) {}\n", Style("    ", "\n", '"')),
        ("html", "<a\r\n  b='c'>\r\n</a>\n", Style("  ", "\r\n", "'")),
        ("html", "<a>\r<b>\r</b>\r</a>\r", Style("  ", "\r", '"')),
        ("html", "<main>\n\t<p>\n\t</p>\n</main>", Style("\t", "\n", '"')),
    ],
)
def test_style_is_measured_and_falls_back_to_the_language(language: str, text: str, style: Style) -> None:
    """Step, line end and quote are those of the file; where it has none, those of the language."""
    assert read_style(text, language_of(language)) == style


@given(ODD_TEXT, st.sampled_from([language.id for language in LANGUAGES] + ["elixir"]), st.data())
@settings(deadline=None, max_examples=200)
def test_any_place_of_any_text_has_a_context(text: str, language: str, data: st.DataObject) -> None:
    """Nothing raises, the budget holds, and the depth is whitespace, wherever the span is."""
    start = data.draw(st.integers(-2, len(text) + 2))
    end = data.draw(st.integers(start, len(text) + 2))
    budget = data.draw(st.integers(0, 60))
    context = read_context(
        Document("file:///a", language, 1, text),
        Span(start, end),
        file_name="a.x",
        dependencies=("one", "two"),
        max_tokens=budget,
    )
    told = (
        context.file_name,
        context.before,
        context.selection,
        context.after,
        *context.scopes,
        *context.imports,
        *context.siblings,
        *context.dependencies,
    )
    assert sum(map(len, told)) <= math.ceil(budget * CHARACTERS_PER_TOKEN)
    assert set(context.depth) <= set(" \t")
    "".join(told).encode()


@given(ODD_TEXT, st.data())
@settings(deadline=None)
def test_with_room_enough_nothing_is_left_out(text: str, data: st.DataObject) -> None:
    """A large budget tells the whole of a small document."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    document = Document("file:///a", "python", 1, text)
    context = read_context(document, Span(start, end), file_name="a", dependencies=(), max_tokens=5000)
    pieces = (text[:start], text[start:end], text[end:])
    wanted = tuple(_sent(piece) for piece in pieces)
    assert (context.before, context.selection, context.after) == wanted


def _sent(text: str) -> str:
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    return "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in plain)
