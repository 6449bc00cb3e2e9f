"""checks: a patch and its place become edits of the document, or a refusal."""

from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fixtures.replies.checking import check
from viscodex_lsp.core.nouns import CheckedPatch, Document, Patch, Reason, Refusal, Span, Style
from viscodex_lsp.core.text.difference import apply_replacements


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


INDENTS = {"go": "\t", "javascript": "  ", "html": "  "}


@pytest.mark.parametrize(
    ("language", "text", "code", "depth", "after", "notes"),
    [
        ("python", "import os\n\n\ndef f():\n    |\n", "import os\nfrom a import b\n\nreturn b(os)", "    ",
         "import os\nfrom a import b\n\n\ndef f():\n    return b(os)\n",
         ("moved 1 import to the import block", "left out 1 import that the document has already")),
        ("python", "|", "import os\n\nprint(os)", "", "import os\n\nprint(os)\n", ()),
        ("python", "x = 1\n|", 'if __name__ == "__main__":\n    main()', "",
         'x = 1\nif __name__ == "__main__":\n    main()\n',
         ("`main` is not defined or imported in this file",)),
        ("python", "import a\n\nb\n|", "import c", "", "import a\nimport c\n\nb\n",
         ("moved 1 import to the import block",)),
        ("python", "import a\n|b|\n", "import c", "", "import a\nimport c\n", ()),
        ("go", 'package a\n\nfunc f() {\n\t|\n}\n', 'package a\n\nimport "b"\n\nb.C()', "\t",
         'package a\n\nimport "b"\n\nfunc f() {\n\tb.C()\n}\n',
         ("left out `package a`: the file has its own", "moved 1 import to the import block")),
        ("html", "<body>\n|\n</body>\n", "<!doctype html>\n<html><body>\n<p>a</p>\n</body></html>", "  ",
         "<body>\n  <p>a</p>\n</body>\n", ("took the content out of a whole page",)),
        ("html", "|", "<!doctype html>\n<html></html>", "", "<!doctype html>\n<html></html>\n", ()),
        ("php", "<?php\n\n|", "<?php\necho 1;", "", "<?php\n\necho 1;\n", ("took the code out of its PHP tag",)),
        ("python", "def f(x):\n    |\n", "def f(x):\n    return x", "    ", "def f(x):\n    return x\n",
         ("left out lines that are there already",)),
        ("python", "def f(x):\n    y = 1\n    |\n", "y = 2\n    return y", "    ",
         "def f(x):\n    y = 1\n    y = 2\n    return y\n", ("aligned the first line",)),
        ("python", "x = |\n", "x = 5", "", "x = 5\n", ("left out the beginning of the line",)),
        ("python", "# Add them:|\n", "a + b", "", "# Add them:\na + b\n",
         ("`a`, `b` are not defined or imported in this file",)),
        ("javascript", "f(); // then|\n", "f();", "", "f(); // then\nf();\n", ()),
        ("javascript", "const A = () => {\n  return |\n}\n", "<p>\n  a\n</p>", "    ",
         "const A = () => {\n  return (\n    <p>\n      a\n    </p>\n  )\n}\n", ()),
        ("nothing-known", "a\n|", "b ((", "", "a\nb ((\n", ()),
        ("python", "def broken(:\n    pass\n\n\ndef f():\n    |\n", "return 1", "    ",
         "def broken(:\n    pass\n\n\ndef f():\n    return 1\n",
         ("the file was broken before (missing `)`), so only the new code by itself was checked",)),
    ],
)  # fmt: skip
def test_a_reply_becomes_an_edit_with_notes_of_what_was_repaired(
    language: str, text: str, code: str, depth: str, after: str, notes: tuple[str, ...]
) -> None:
    """Imports move, repetitions and frames go, and each repair is told in plain words."""
    result = checked(text, code, language, depth=depth, indent=INDENTS.get(language, "    "))
    assert isinstance(result, CheckedPatch), result
    assert apply_replacements(result.document.text, result.replacements) == after
    assert result.notes == notes
    assert result.syntax_checked is (language != "nothing-known" and "broken" not in text)


def test_what_is_there_already_is_said_to_be_so_whoever_answers() -> None:
    """The reader follows no instruction, so one alone is no advice."""
    result = checked(
        "def main(x):\n    |\n    return x\n", "def main(x):\n    return x", "python", depth="    "
    )
    assert isinstance(result, Refusal)
    assert result.sentence == (
        "What was made is in the file already, so nothing was added. Take another picture or part of it, or, where a "
        "model answers, say in the instruction what you want; the reader does not follow instructions."
    )


@pytest.mark.parametrize(
    ("language", "text", "code", "reason"),
    [
        (
            "python",
            "def main(x):\n    |\n    return x\n",
            "def main(x):\n    return x",
            Reason.REPEATS_CONTEXT,
        ),
        ("python", "if a:\n    b = 1\n|    b = 2|\n", "b = 2", Reason.UNCHANGED),
        ("python", "import a\n\nb\n|", "import a", Reason.UNCHANGED),
        ("json", "{\n  |\n}\n", "<p>a</p>", Reason.SYNTAX),
        ("css", "a {\n  |\n}\n", "def f():\n    return 1", Reason.SYNTAX),
        ("html", "<p>\n|\n</p>\n", "  \n", Reason.EMPTY),
    ],
)
def test_a_reply_without_a_sound_edit_is_refused(language: str, text: str, code: str, reason: Reason) -> None:
    """Nothing new, nothing at all, or code that no placement makes sound."""
    result = checked(text, code, language, depth="    ")
    assert isinstance(result, Refusal)
    assert result.reason is reason


def test_a_syntax_refusal_names_fault_and_line_to_person_and_model() -> None:
    """The line counts in the code of the reply; the model is shown the line itself."""
    result = checked("import a\n\n\ndef f():\n    |\n", "import b\nx = 1\ny = (2", "python", depth="    ")
    assert isinstance(result, Refusal)
    assert "not sound Python" in result.sentence
    assert "line 3 of it" in result.sentence
    assert "in `y = (2`" in result.detail


PIECES = [
    "a = 1",
    "import b",
    "from c import d",
    "  ",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "(",
    ")",
    "def f():",
    "é😀",
    "<p>",
]
TEXTS = st.lists(
    st.sampled_from([*PIECES, "\u2028", "\x0c", "</p>", '"""', "\n\n", "# e", "{", "}"]), max_size=14
)
CODE = st.lists(st.sampled_from([*PIECES, "x", "\n", "    ", "\n  y", "return"]), min_size=1, max_size=8)


@settings(deadline=None)
@given(
    TEXTS.map("".join), CODE.map("".join), st.data(), st.sampled_from(["python", "html", "javascript", "zz"])
)
def test_text_outside_the_span_and_the_import_block_is_never_touched(
    text: str, code: str, data: st.DataObject, language: str
) -> None:
    """The code's edit covers the selection, or a cursor and blanks beside it; the other edit only inserts."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)) | st.just(start))
    style = Style(indent="    ", newline="\n", quote='"')
    document = Document("file:///a", language, 1, text)
    result = check(Patch(code, None, cut_off=False), document, Span(start, end), depth="    ", style=style)
    if isinstance(result, Refusal):
        assert result.sentence.endswith(".")
        return
    *imports, last = result.replacements
    assert all(edit.span.empty and edit.span.end <= start for edit in imports)
    inserts_imports = last.span.empty and last.span.end < start
    around = text[last.span.start : start] + text[end : last.span.end]
    assert inserts_imports or (last.span == Span(start, end) if start < end else not around.strip(" \t"))
    assert apply_replacements(text, result.replacements) != text


def test_a_model_that_wrote_too_much_is_told_so() -> None:
    """Where broken code begins with a line of the file, the repair question says what was asked for."""
    text = "function App() {\n  return (\n    <main>\n      |\n    </main>\n  );\n}\n"
    code = "function App() {\n  const a = use();\n  return (\n    <p>\n  );\n}"
    result = checked(text, code, "javascriptreact", depth="      ", indent="  ")
    assert isinstance(result, Refusal)
    assert result.detail.endswith("write only what takes the mark's place.")


def test_html_with_a_forgotten_end_tag_is_mended_and_says_so() -> None:
    """One end tag is put right by rule, and the note tells of it; the edit is sound HTML."""
    page = "<body>\n  <main>\n    |\n  </main>\n</body>\n"
    code = "<section>\n  <h2>One\n  <p>Two</p>\n</section>"
    result = checked(page, code, "html", depth="    ", indent="  ")
    assert isinstance(result, CheckedPatch)
    assert result.notes == ("put 1 end tag right",)
    after = apply_replacements(result.document.text, result.replacements)
    assert "    <section>\n      <h2>One</h2>\n      <p>Two</p>\n    </section>\n" in after
