"""What the reference parsers say where the grammars are wrong."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.syntax.opinions import second_opinion
from viscodex_lsp.core.syntax.syntax import parse

SOUND = {
    "css": """@media (400px <= width <= 700px) { .a { color: red; } }
@container style(--mode: dark) { .a { color: red; } }
@container card (width > 400px) { .a { top: 0 } }
.a { :hover & { color: red; } }
[data-kind="big" i] { color: red; }
@page :first { margin: 1in; @top-left { content: 'x' } }
@layer base.list { .a { color: red; } }
@layer a, b;
.a { mask: url(#leaf); }
.a { color: var(--x,); }
:root { --set: { color: red }; --e:; --f: }
tr:nth-child(2n-1), tr:nth-child(-n + 3 of .b) { color: red; }
@plugin "typography";
.a { @apply px-4 }
@keyframes x { 33.33% { top: 0 } from, to { top: 1px } }
.a { ;; color: red;; }
.a { > b { c: d } + e { f: g } & > h { i: j } &.k { l: m } &:hover::before { n: o } }
@theme { --color-x: oklch(0.5 0.2 120); }
@utility tab-4 { tab-size: 4; }
@custom-variant dark (&:where(.dark, .dark *));
.a { @variant hover { x: y } @media (x) { y: z } width: calc(100% - (2 * var(--a))) !important }
@import url("x.css") layer(a) supports(display: grid) screen;
@font-feature-values Font One { @styleset { nice-style: 12; } }
svg|a, *|b, |c { x: y }
.\\31 0 .sm\\:px { x: y }
@scope (.a) to (.b) { img { x: y } :scope { a: b } }
.a { filter: progid:DXImageTransform.Microsoft.gradient(startColorstr='#80000000'); }
.a { background: url(data:image/png;base64,iVBORw0KGgo=) }
@font-face { font-family: X; unicode-range: U+0025-00FF, u+4?? }
a:not(.b, #c):is(d e):has(> img)::part(foo)::after { x: 'y' }
@starting-style { .a { x: y } }
a[b|c], a[*|d="e" s], a[f^=g] { h: var(--i, ), var(--j) }
::v-deep .a, a::after, b:before > i, ::slotted(p) { c: d }
@media (width >= 40em) and (min-aspect-ratio: 16/9), not print { a { b: c } }""".splitlines(),
    "json": ["", "1", '{"a": [1e5, -0.5, "\\u00e9", true, null]}', '{"a": 1, "a": 2}', "9" * 5000],
    "jsonc": ['{"a": 1, // x\n}', "[1, 2, /* , */ ]", '{"a": "// no", "b": ",}"}'],
    "yaml": [
        "a: 1\n---\nb: [1, {c: d}]\n",
        "? a\n: b\n",
        "a: &x 1\nb: *x\nc: !T {d: |\n  e\n}\n"[:16],
        "- - a\n",
    ],
    "python": [
        "x = 1\nawait f()\n",
        "def f[T](x: T) -> T: return x\n",
        "type A = int\n",
        "f'{'a'}'\n",
        "print('\\d')\n",
    ],
}
UNSOUND = {
    "css": [
        ".a { color: red;\n.b { color: ;\n@media (",
        "a { b: ; }",
        "color: red;",
        "a b",
        "a } b {}",
        ".a { color: red\n  background: blue; }",
        "a { b: url(x y) }",
        "a { b: 'x\n' }",
        ". { a: b }",
        "a,, b { c: d }",
        "a > > b { c: d }",
        "> a { b: c }",
        "a { b c; }",
        "a: { b: c }",
        "a:::b { c: d }",
        "a { x: y)) }",
        "a { b: (c }",
        "/* x",
        "a { b: c } }",
        "@media screen;",
        "@import 'a' { b: c }",
        "@keyframes x { .a { b: c } }",
        "#{x: y}",
        ":not() { a: b }",
        "[a`='b'] { c: d }",
        "[a=='b'] { c: d }",
        "[='b'] { c: d }",
        "i.a:before\ni.b:before { c: d }",
        "a { b: var(--c<); }",
        "a { b: var(c); }",
        "@media (min-width 40em) { a { b: c } }",
    ],
    "json": ['["q\t"]', "[NaN]", "[1,]", "{} {}", "// a\n1", "[01]", "'a'"],
    "jsonc": ['{"a": 1 // x\n "b": 2}', "[,]", '{"a": /* }'],
    "yaml": ["}\n", ",k:\n", "a: [1\n", "a: b: c\n", "a: 1\n b: 2\n", "@a\n"],
    "python": ["<<EOF\n", "f(a=1, 2)\n", "y = 2\u200b\n", "f() = 3\n", "return 1\n", "def f(a, a): pass\n", "break\n"],
}  # fmt: skip


@pytest.mark.parametrize(("language", "text"), [(name, text) for name in SOUND for text in SOUND[name]])
def test_sound_text_passes(language: str, text: str) -> None:
    """What the reference parser takes has no fault, whatever the grammar says."""
    assert parse(text, language_of(language)).faults == ()


@pytest.mark.parametrize(("language", "text"), [(name, text) for name in UNSOUND for text in UNSOUND[name]])
def test_unsound_text_is_noticed(language: str, text: str) -> None:
    """What the reference parser refuses has a fault, whatever the grammar says."""
    assert parse(text, language_of(language)).faults != ()


def test_a_mistake_that_only_the_reference_parser_finds_has_its_line_and_words() -> None:
    """The line is the one of the text; a style sheet's is that of its page."""
    assert parse("x = 1\nf(a=1, 2)\n", language_of("python")).faults[0].sentence == (
        "line 2: positional argument follows keyword argument"
    )
    page = "<style>\na { color: red }\n.b { c: d\n e: f }\n</style>"
    assert parse(page, language_of("html")).faults[0].sentence == (
        "line 4: in <style>: a `;` is missing behind the value of `c`"
    )


@given(st.text(max_size=80), st.sampled_from(["python", "json", "jsonc", "yaml", "css"]))
@settings(deadline=None)
def test_any_text_gets_an_answer(text: str, language: str) -> None:
    """No text makes a reference parser raise, and every mistake lies inside the text."""
    size = len(text.encode("utf-8", errors="replace"))
    for mistake in second_opinion(text, language_of(language)) or ():
        assert 0 <= mistake.start <= mistake.end <= size
        assert mistake.what


@pytest.mark.parametrize("sign", ["[", "{a:", "(", "a{", "- ", "[1,", "-", "!"])
def test_deep_nesting_gets_an_answer(sign: str) -> None:
    """What is nested too deeply for a reference parser is left to the grammar."""
    for language in ("python", "json", "yaml", "css"):
        second_opinion(sign * 20_000, language_of(language))


def test_reference_parsers_are_loaded_when_they_are_asked() -> None:
    """A server that only starts loads none of them."""
    program = (
        "import sys; from viscodex_lsp.core.checks import checks;"
        "print([name for name in sys.modules if name.split('.')[0] in {'yaml', 'tinycss2', 'pyflakes', 'jinja2'}])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
