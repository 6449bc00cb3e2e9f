"""checks: a patch and its place become edits of the document, or a refusal."""

from typing import NamedTuple

import pytest

from viscodex_lsp.core.checks import check
from viscodex_lsp.core.difference import apply_replacements
from viscodex_lsp.core.nouns import CheckedPatch, Document, Patch, Reason, Refusal, Span, Style


def checked(
    text: str, code: str, language: str, *, depth: str, indent: str = "    ", newline: str = "\n"
) -> CheckedPatch | Refusal:
    """Check `code` at the "|" of `text`, or over what two of them enclose."""
    first, last = text.index("|"), text.rindex("|")
    bare = text.replace("|", "")
    span = Span(first, last - 1 if last > first else first)
    style = Style(indent=indent, newline=newline, quote='"')
    document = Document("file:///a", language, 1, bare)
    return check(Patch(code, None, cut_off=False), document, span, depth=depth, style=style)


def edited(text: str, code: str, language: str, **how: str) -> str:
    """The document after the edit; the test fails with the refusal if there is one."""
    result = checked(text, code, language, **how)
    assert isinstance(result, CheckedPatch), result
    return apply_replacements(result.document.text, result.replacements)


class Case(NamedTuple):
    """A small file, code that fits at its "|" and how it looks there, and code that is broken."""

    language: str
    indent: str
    text: str
    depth: str
    good: str
    block: str
    broken: str


GATE = [
    Case("python", "    ", "class A:\n    def f(self):\n        |\n\n    x = 1\n", "        ",
         "if a:\n    return b", "        if a:\n            return b", "if a\n    return b"),
    Case("javascript", "  ", "class A {\n  f() {\n    |\n  }\n}\n", "    ",
         "if (a) {\n  b();\n}", "    if (a) {\n      b();\n    }", "if (a { b(); }"),
    Case("javascriptreact", "  ", "const A = () => (\n  <div>\n    |\n  </div>\n);\n", "    ",
         "<p>\n  {a}\n</p>", "    <p>\n      {a}\n    </p>", "<p>\n  {a}\n</b>"),
    Case("typescript", "  ", "class A {\n  |\n}\n", "  ",
         "f(a: string): void {\n  b(a);\n}", "  f(a: string): void {\n    b(a);\n  }", "f(a: string: void {}"),
    Case("typescriptreact", "  ", "function A() {\n  return (\n    <ul>\n      |\n    </ul>\n  );\n}\n", "      ",
         "<li key={a as B}>c</li>", "      <li key={a as B}>c</li>", "<li key={a>c</li>"),
    Case("html", "  ", "<body>\n  <main>\n    |\n  </main>\n</body>\n", "    ",
         "<ul>\n  <li>a</li>\n</ul>", "    <ul>\n      <li>a</li>\n    </ul>", "<ul>\n  <li>a</div>\n"),
    Case("css", "  ", "@media print {\n  |\n}\n", "  ",
         "a {\n  color: red;\n}", "  a {\n    color: red;\n  }", "a { color red"),
    Case("json", "  ", '{\n  "a": [\n    |\n  ]\n}\n', "    ",
         '{\n  "b": 1\n}', '    {\n      "b": 1\n    }', '{ "b": }'),
    Case("jsonc", "  ", '{\n  // c\n  |\n}\n', "  ", '"a": 1 // d', '  "a": 1 // d', '"a": 1, 2'),
    Case("yaml", "  ", "a:\n  b: 1\n  |\nd: 2\n", "  ", "c:\n  - x", "  c:\n    - x", "c: [x\n"),
    Case("java", "    ", "class A {\n    |\n}\n", "    ",
         "int f() {\n    return 1;\n}", "    int f() {\n        return 1;\n    }", "int f( {\n    return 1;\n}"),
    Case("go", "\t", "package a\n\nfunc f() {\n\t|\n}\n", "\t",
         "if a {\n    b()\n}", "\tif a {\n\t\tb()\n\t}", "if a {\n    b(\n}"),
    Case("rust", "    ", "fn f() {\n    |\n}\n", "    ",
         "match a {\n    1 => b(),\n    _ => c(),\n}", "    match a {\n        1 => b(),\n        _ => c(),\n    }",
         "match a {\n    1 = b(),\n"),
    Case("c", "    ", "int f(void) {\n    |\n    return 1;\n}\n", "    ",
         "if (a) {\n    b();\n}", "    if (a) {\n        b();\n    }", "if (a) {\n    b(;\n}"),
    Case("cpp", "    ", "class A {\n    |\n};\n", "    ",
         "std::vector<int> b() {\n    return {};\n}", "    std::vector<int> b() {\n        return {};\n    }",
         "std::vector<int b() {\n"),
    Case("csharp", "    ", "class A\n{\n    |\n}\n", "    ",
         "public int B => 1;", "    public int B => 1;", "public int B => ;{"),
    Case("ruby", "  ", "class A\n  |\nend\n", "  ",
         "def f\n  1\nend", "  def f\n    1\n  end", "def f\n  1\n"),
    Case("php", "    ", "<?php\n\nclass A\n{\n    |\n}\n", "    ",
         "public function f(): int\n{\n    return 1;\n}",
         "    public function f(): int\n    {\n        return 1;\n    }", "public function f(): int\n{\n    return 1"),
    Case("shellscript", "  ", "f() {\n  |\n}\n", "  ",
         "if [ -n \"$1\" ]; then\n  echo a\nfi", "  if [ -n \"$1\" ]; then\n    echo a\n  fi",
         "if true; then\n  echo a\n"),
    Case("kotlin", "    ", "class A {\n    |\n}\n", "    ",
         "fun f(): Int {\n    return 1\n}", "    fun f(): Int {\n        return 1\n    }", "fun f(: Int {\n"),
    Case("swift", "    ", "struct A: View {\n    |\n}\n", "    ",
         "var body: some View {\n    Text(\"a\")\n}", "    var body: some View {\n        Text(\"a\")\n    }",
         "var body: some View {\n    Text(\"a\"\n}"),
    Case("svelte", "  ", "<main>\n  |\n</main>\n", "  ",
         "{#if a}\n  <p>b</p>\n{/if}", "  {#if a}\n    <p>b</p>\n  {/if}", "{#if a}\n  <p>b</div>"),
]  # fmt: skip


@pytest.mark.parametrize("case", GATE, ids=lambda case: case.language)
def test_good_code_lands_at_the_depth_of_its_place(case: Case) -> None:
    """In every language of the gate: the block takes the blank line's place, and nothing else changes."""
    line = next(line for line in case.text.split("\n") if "|" in line)
    done = edited(case.text, case.good, case.language, depth=case.depth, indent=case.indent)
    assert done == case.text.replace(line, case.block)


@pytest.mark.parametrize("case", GATE, ids=lambda case: case.language)
def test_broken_code_is_refused(case: Case) -> None:
    """In every language of the gate: a fault that was not there before is a refusal, with the fault in it."""
    result = checked(case.text, case.broken, case.language, depth=case.depth, indent=case.indent)
    assert isinstance(result, Refusal)
    assert result.reason is Reason.SYNTAX
    assert "Nothing was changed" in result.sentence
