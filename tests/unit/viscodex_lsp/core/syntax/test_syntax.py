"""Parsing, faults, and which of them an edit is to blame for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.language.languages import LANGUAGES, language_of
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.syntax.blame import new_faults
from viscodex_lsp.core.syntax.faults import Fault
from viscodex_lsp.core.syntax.syntax import parse, reparse
from viscodex_lsp.core.text.byte_offsets import ByteOffsets
from viscodex_lsp.core.text.shift import Shift

ODD_TEXT = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("ab(){}[]<>/:;\"'`= \n\t\r\f\0é😀\u2028\ud800"),
    ),
    max_size=60,
)

SOUND = {
    "python": "import os\n\n\nclass A:\n    # note\n    def f(self, x: int) -> int:\n        if x: return 1; y\n"
    "        match x:\n            case 1:\n                pass\n        return (\n    0\n        )\n",
    "ipython": "%matplotlib inline\nimport os\n\nx = !ls\nif x:\n    !pip install y\n",
    "javascript": "import a from 'b';\nconst f = async (x) => { await x?.y ?? `t ${x}`; };\n",
    "javascriptreact": "export default function A({ b }) {\n  return <><p className='x'>{b}</p><br /></>;\n}\n",
    "typescript": "interface A<T> { b?: T }\nexport const f = (x: A<number>): string => x.b!.toFixed();\n",
    "typescriptreact": "const A: React.FC<{b: string}> = ({ b }) => <p>{b}</p>;\n",
    "html": "<!doctype html>\n<html><head><meta charset=utf-8><title>x</title>\n<body><ul><li>a<li>b</ul>"
    "<img src=a.png><Card>x</Card><p>a<p>b<script>let a = '</b>';</script></html>\n",
    "css": "@import 'a.css';\n:root { --a: 1px }\n.a > b:hover { color: red; &:focus { top: 0 } }\n",
    "json": '{"a": [1, 2.5e3, true, null], "b": {"c": "\\u00e9"}}\n',
    "jsonc": '// a\n{"a": 1, /* b */ "c": [1, 2]}\n',
    "yaml": "a: 1\nb:\n  - c: d\n    e: |\n      f: g\n---\nh: [1, {i: j}]\n",
    "java": "package a;\n\nimport b.C;\n\npublic class A<T> { @Override int f() { return 1; } record B(int c) {} }\n",
    "go": 'package a\n\nimport (\n\t"fmt"\n)\n\nfunc f(x int) error {\n\tfmt.Println(x)\n\treturn nil\n}\n',
    "rust": "use std::fs;\n\nfn f<'a>(x: &'a str) -> Option<&'a str> { match x { \"\" => None, y => Some(y) } }\n",
    "c": '#include <stdio.h>\nint main(void) { for (int i = 0; i < 3; i++) printf("%d", i); return 0; }\n',
    "cpp": "#include <vector>\ntemplate <class T> auto f(const std::vector<T>& v) { return [&] { return v[0]; }; }\n",
    "csharp": "using System;\n\nnamespace A { public record B(int C); class D { int E => 1; } }\n",
    "ruby": "require 'json'\n\nclass A < B\n  def f(x = 1) = x\n\n  def g; [1].map { |y| y + 1 }; end\nend\n",
    "php": "<h1><?= $a ?></h1>\n<?php\nuse A\\B;\nfunction f(?int $x): int { return match(true) { default => 1 }; }\n",
    "shellscript": '#!/bin/bash\nset -eu\nfor x in "$@"; do\n  case $x in a) echo 1 ;; *) echo "$(b)" ;; esac\ndone\n',
    "kotlin": 'package a\n\nimport b.C\nclass A(val b: Int)\n\nfun f(x: Int) = when (x) { 1 -> "a" else -> "b" }\n',
    "swift": 'import SwiftUI\n\nstruct A: View {\n    var body: some View { VStack { Text("a") } }\n}\n',
    "svelte": "<script>let a = 1;</script>\n{#if a}<Card on:click={f}>{a}</Card>{:else}<br>{/if}\n",
}

BROKEN = {
    "python": "def f(:\n    pass\n",
    "ipython": "!ls\ndef f(:\n    pass\n",
    "javascript": "const a = {;\n",
    "javascriptreact": "const a = <p><b></p>;\n",
    "typescript": "let a: = 1;\n",
    "typescriptreact": "const a = <p><b></p>;\n",
    "html": "<main><div></main>\n",
    "css": "a { color: red\n",
    "json": '{"a": }\n',
    "jsonc": '{"a": [}\n',
    "yaml": "a: [1, 2\n",
    "java": "class A { int f( { return 1; } }\n",
    "go": "package a\nfunc f() { x := }\n",
    "rust": "fn f() { let x = ; }\n",
    "c": "int f( { return 1; }\n",
    "cpp": "class A { int x; \n",
    "csharp": "class A { void F() { int x = ; } }\n",
    "ruby": "def f\n  (1\nend\n",
    "php": "<?php function f( { }\n",
    "shellscript": "if true; then\n  echo 1\n",
    "kotlin": "fun f() { val x = }\n",
    "swift": "func f() { let x = }\n",
    "svelte": "<main><div></main>\n",
}


@pytest.mark.parametrize("language", SOUND)
def test_sound_text_has_no_fault(language: str) -> None:
    """Ordinary code of every checked language passes."""
    assert parse(SOUND[language], language_of(language)).faults == ()


@pytest.mark.parametrize("language", BROKEN)
def test_broken_text_has_a_fault(language: str) -> None:
    """Every checked language notices broken code."""
    assert parse(BROKEN[language], language_of(language)).faults != ()


def test_every_checked_language_is_in_the_tables_above() -> None:
    """No language with a grammar is left without a sound and a broken example."""
    templates = {language.id for language in LANGUAGES if language.markup and language.template}
    checked = {language.id for language in LANGUAGES if language.grammar is not None} - templates
    assert set(SOUND) == checked
    assert set(BROKEN) == checked


TEMPLATES = [language for language in LANGUAGES if language.markup and language.template]


@pytest.mark.parametrize("language", TEMPLATES, ids=lambda language: language.id)
def test_templates_are_judged_as_html(language: Language) -> None:
    """Every template language takes sound markup and notices an element that is never closed."""
    sound = "<main>\n  <h1>Bread & butter > 3</h1>\n  <img src=a.png>\n</main>\n"
    assert parse(sound, language).faults == ()
    assert parse(sound.replace("</main>", "<div>"), language).faults != ()


@pytest.mark.parametrize(
    ("language", "text", "sentences"),
    [
        ("python", "x = 1\nprint(x))\n", ["line 2: unexpected `)`"]),
        ("python", "x = [1, 2\n", ["line 1: `[` is never closed"]),
        ("python", "def f():\n\nx = 1\n", ["line 1: a body with no statement in it"]),
        ("python", "def f():\n    # only a comment\n", ["line 1: a body with no statement in it"]),
        ("python", "x = 1\n  y = 2\n", ["line 2: this line's indentation fits no block"]),
        ("python", "if x:\n    a\n  b\n", ["line 3: this line's indentation fits no block"]),
        ("python", "try:\n    a\nb\n", ["line 1: `try` without `except` or `finally`"]),
        ("javascript", "function f() { if (x) { }", ["line 1: missing `}`"]),
        ("typescriptreact", "a = <li>b</i>;", ["line 1: `</i>` does not close `<li>`"]),
        ("html", "<div></span></div>", ["line 1: `</span>` closes nothing"]),
        ("html", "<main><div>a\n</main>", ["line 1: `<div>` is never closed"]),
        ("html", "a\n<section>\n", ["line 2: `<section>` is never closed"]),
        ("html", "<p>a<ul><li>b</ul><table><tr><td>c</table>", []),
        ("html", "<p>\n<script>let a = (1;</script>", ["line 2: in <script>: missing `)`"]),
        ("html", "<script type='text/x-template'><<((</script>", []),
        ("html", "<script>let a = {{ a }};</script>", []),
        ("html", '<script type="application/json">{"a": }</script>', ["line 1: in <script>: missing number"]),
        ("html", "<style>\na { color red; }</style>", ["line 2: in <style>: syntax error near `color red;`"]),
        ("svelte", "<script lang='ts'>let a: number = 1;</script>", []),
        (
            "svelte",
            "<script>let a: number = 1;</script>",
            ["line 1: in <script>: unexpected `a`"],
        ),
        ("svelte", "<p>a</div>", ["line 1: `<p>` is never closed", "line 1: `</div>` closes nothing"]),
        ("css", "color: red;", ["line 1: a declaration outside of any rule"]),
        ("json", "// a\n1", ["line 1: JSON has no comments"]),
        ("json", "{}\n{}", ["line 2: a second value after the end of the first"]),
        ("jsonc", "// a\n1", []),
        ("go", "func f() { x := }", ["line 1: missing identifier"]),
        ("markdown", "# (((", []),
        ("elixir", "def (((", []),
    ],
)
def test_a_fault_says_where_and_what(language: str, text: str, sentences: list[str]) -> None:
    """Each fault has a line and a few words that a model or a person can act on."""
    assert [fault.sentence for fault in parse(text, language_of(language)).faults] == sentences


def test_a_fault_counts_in_code_points() -> None:
    """Characters of two, three and four bytes before a fault do not move it."""
    assert parse("x = 'é€😀\ud800'\n  y", language_of("python")).faults[0].span == Span(13, 14)


def test_without_a_grammar_nothing_is_checked_and_nothing_is_refused() -> None:
    """A language without a grammar says so, and never has a fault."""
    tree = parse("\\begin{a}", language_of("latex"))
    assert not tree.checked
    edit = [Replacement(Span(0, 0), "{")]
    assert reparse(tree, edit).text == "{\\begin{a}"
    assert new_faults(tree, reparse(tree, edit), edit) == ()


def _blame(language: str, marked: str, text: str) -> tuple[Fault, ...]:
    """The new faults when `text` replaces what is between the two bars of `marked` (or goes to the one bar)."""
    start = marked.index("|")
    old = marked.replace("|", "", 1)
    end = old.find("|")
    old = old.replace("|", "", 1)
    edit = [Replacement(Span(start, start if end < 0 else end), text)]
    before = parse(old, language_of(language))
    return new_faults(before, reparse(before, edit), edit)


GOOD_EDITS = [
    pytest.param("python", "x = (\n\ndef f(a):\n    |pass\n", "return a\n    ", id="below an open bracket"),
    pytest.param("python", "x = |\ny = 2\n", "1", id="completes the broken line"),
    pytest.param(
        "python", "class A:\n    x = 1\n|\n    def f(self):\n        pass\n", "    y = 2", id="right depth"
    ),
    pytest.param("javascript", "let a = ;\n\nfunction f() {\n|}\n", "  if (a) {}\n", id="error elsewhere"),
    pytest.param("javascript", "function f() {\n  |\n", "foo();\n", id="inside a function still open"),
    pytest.param("javascript", "class A {\n  f() {\n  |\n", "foo();\n", id="inside a class still open"),
    pytest.param("javascript", "class A {\n  f() {\n  |\n", "foo();\n  }\n}\n", id="closes what was open"),
    pytest.param("html", "<div><p>é😀\n|", "<b>x</b>", id="inside an element still open"),
    pytest.param("html", "<main>\n|\n</main></span>", "<b>x</b>", id="before a stray tag"),
    pytest.param("json", '{"a": 1, "b": |, "c": ]}', "[1]", id="one of two errors mended"),
    pytest.param("json", '{"a": 1, |[|}', '"x": 1', id="the error is replaced"),
    pytest.param(
        "java", "class A {\n  void f( {\n  }\n  |\n}\n", "void g() { int x = 1; }", id="error above"
    ),
    pytest.param("css", "a { color: red;\n|", "b { color: blue; }", id="after a rule still open"),
    pytest.param(
        "typescriptreact", "let b = ;\nconst A = <ul>|</ul>;", "<li>a</li><li>b</li>", id="children"
    ),
    pytest.param("ruby", "class A\n  def f\n  |\nend\n", "x = 1", id="one end missing"),
    pytest.param("go", "package a\n\nfunc f() {\n\t|\n", "x := 1", id="closing brace missing"),
    pytest.param("python", "|def f(:\n|x = 1\n", "", id="broken lines deleted"),
    pytest.param("python", "f(a\n\nx = 1\n\n|y = 2\n", "def main():\n    go(x)\n\n", id="an open call above"),
    pytest.param("php", "<?php\nf($a;\n|\n", "function g() { return 1; }", id="an open call above, in PHP"),
    pytest.param("php", "<?php if (: ?>\n|\n", "<p>a</p>", id="markup in PHP"),
]
BAD_EDITS = [
    pytest.param("python", "x = (\n\ndef f(a):\n    |pass\n", "return (a\n    ", id="below an open bracket"),
    pytest.param("python", "x = |\ny = 2\n", "def f(): pass", id="stays broken"),
    pytest.param(
        "python", "class A:\n    x = 1\n|\n    def f(self):\n        pass\n", "y = 2", id="wrong depth"
    ),
    pytest.param("javascript", "let a = ;\n\nfunction f() {\n|}\n", "  if (a) {\n", id="shows far away"),
    pytest.param("javascript", "function f() {\n  |\n", "foo(;\n", id="inside a function still open"),
    pytest.param("javascript", "class A {\n  f() {\n  |\n", "foo(;\n", id="inside a class still open"),
    pytest.param("html", "<div><p>é😀\n|", "<b>x</i>", id="inside an element still open"),
    pytest.param("html", "<main>\n|\n</main></span>", "<b>x</i>", id="before a stray tag"),
    pytest.param("html", "<main>\n|\n</main>", "</main>", id="closes the parent"),
    pytest.param("json", '{"a": 1, |[|}', '{"x": 1}', id="one error for another"),
    pytest.param("java", "class A {\n  void f( {\n  }\n  |\n}\n", "void g() { int x = ; }", id="error above"),
    pytest.param("css", "a { color: red; }\n|\nb {}\n", "background: blue;", id="outside of rules"),
    pytest.param("typescriptreact", "let b = ;\nconst A = <ul>|</ul>;", "<li>a</i>", id="wrong end tag"),
    pytest.param("ruby", "class A\n  def f\n  |\nend\n", "x = (1", id="one end missing"),
    pytest.param("go", "package a\n\nfunc f() {\n\t|\n", "x := ", id="closing brace missing"),
    pytest.param("javascript", "f(1|)|;\n", "", id="a bracket deleted"),
    pytest.param("python", "f(a\n\nx = 1\n\n|y = 2\n", "def main(:\n    go(x)\n\n", id="an open call above"),
    pytest.param("php", "<?php\nf($a;\n|\n", "function g( { return 1; }", id="an open call above, in PHP"),
    pytest.param("html", "<main>|</main>", "<script>let a = (;</script>", id="inside a script"),
]


@pytest.mark.parametrize(("language", "marked", "text"), GOOD_EDITS)
def test_a_good_edit_is_not_blamed_for_old_faults(language: str, marked: str, text: str) -> None:
    """A broken file can be edited, and mended."""
    assert _blame(language, marked, text) == ()


@pytest.mark.parametrize(("language", "marked", "text"), BAD_EDITS)
def test_a_bad_edit_is_blamed_whatever_was_broken_before(language: str, marked: str, text: str) -> None:
    """Old faults do not hide new ones."""
    assert _blame(language, marked, text) != ()


@pytest.mark.parametrize("language", SOUND)
def test_every_language_blames_broken_code_and_only_that(language: str) -> None:
    """At the end of a sound file, sound code is accepted and broken code is not."""
    end = "\n" if language in {"json", "jsonc"} else SOUND[language]
    sound = SOUND[language] if end == "\n" else "\n"
    assert _blame(language, end + "|", sound) == ()
    assert _blame(language, end + "|", BROKEN[language]) != ()


def test_several_replacements_are_one_edit() -> None:
    """An import above and code below are judged together, each counted in the old text."""
    before = parse("import os\n\nx = 1\n", language_of("python"))
    edit = [Replacement(Span(10, 10), "import re\n"), Replacement(Span(11, 16), "y = re.compile('é')")]
    after = reparse(before, edit)
    assert after.text == "import os\nimport re\n\ny = re.compile('é')\n"
    assert new_faults(before, after, edit) == ()
    broken = [edit[0], Replacement(Span(11, 16), "y = re.compile('é'")]
    blamed = new_faults(before, reparse(before, broken), broken)
    assert [fault.sentence for fault in blamed] == ["line 4: `(` is never closed"]


@given(ODD_TEXT, st.sampled_from(LANGUAGES))
@settings(deadline=None)
def test_any_text_of_any_language_can_be_judged(text: str, language: object) -> None:
    """Odd characters and broken code give faults inside the text, and never raise."""
    tree = parse(text, language)  # type: ignore[arg-type]
    assert all(0 <= fault.span.start <= fault.span.end <= len(text) for fault in tree.faults)
    assert all(fault.line >= 1 and fault.what for fault in tree.faults)
    assert parse(text, language).is_sound == (not tree.faults)  # type: ignore[arg-type]


@given(ODD_TEXT, ODD_TEXT, st.data(), st.sampled_from(LANGUAGES))
@settings(deadline=None)
def test_any_edit_can_be_judged(text: str, inserted: str, data: st.DataObject, language: object) -> None:
    """Whatever is replaced by whatever, the new text is exact and blame stays inside it."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    edit = [Replacement(Span(start, end), inserted)]
    before = parse(text, language)  # type: ignore[arg-type]
    after = reparse(before, edit)
    assert after.text == text[:start] + inserted + text[end:]
    assert all(fault.span.end <= len(after.text) for fault in new_faults(before, after, edit))


@given(ODD_TEXT, st.data())
@settings(deadline=None)
def test_an_edit_that_changes_nothing_is_never_blamed(text: str, data: st.DataObject) -> None:
    """Replacing text by itself brings no new fault, however broken the file is."""
    start = data.draw(st.integers(0, len(text)))
    tree = parse(text, language_of("javascript"))
    edit = [Replacement(Span(start, start), "")]
    assert new_faults(tree, reparse(tree, edit), edit) == ()


@given(st.sampled_from(sorted(SOUND)), st.data())
@settings(deadline=None)
def test_parsing_with_an_older_tree_sees_the_same_text(language: str, data: st.DataObject) -> None:
    """What is taken over from an older tree does not make sound text faulty."""
    text = SOUND[language]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 20)))
    older = parse(text[:start] + text[end:], language_of(language))
    tree = reparse(older, [Replacement(Span(start, start), text[start:end])])
    assert tree.text == text
    assert tree.faults == ()


@given(ODD_TEXT.map(lambda text: text * 60))
def test_offsets_in_bytes_and_back(text: str) -> None:
    """Every code-point offset of a text of any length comes back unchanged from its byte offset."""
    offsets = ByteOffsets(text)
    for offset in range(0, len(text) + 1, 7):
        assert offsets.to_points(offsets.to_bytes(offset)) == offset
    assert offsets.to_points(len(offsets.data)) == len(text)
    assert offsets.to_bytes(len(text) + 5) == len(offsets.data)


def test_a_byte_inside_a_character_belongs_to_it() -> None:
    """An offset between the bytes of a character is taken as the character's start."""
    offsets = ByteOffsets("a😀b")
    assert [offsets.to_points(byte) for byte in range(7)] == [0, 1, 1, 1, 1, 2, 3]


def test_a_shift_moves_what_is_outside_of_the_edit() -> None:
    """Spans before stay, spans behind move, spans cut by the edit are gone."""
    shift = Shift([Replacement(Span(5, 8), "12345")])
    assert shift.moved(Span(1, 3)) == {Span(1, 3)}
    assert shift.moved(Span(9, 12)) == {Span(11, 14)}
    assert shift.moved(Span(4, 9)) == {Span(4, 11)}
    assert shift.moved(Span(6, 9)) == set()
