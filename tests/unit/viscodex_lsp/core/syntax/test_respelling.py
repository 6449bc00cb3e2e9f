"""Sound forms that grammars do not know, and unsound ones beside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.language.languages import LANGUAGES, language_of
from viscodex_lsp.core.syntax.respelling import forms, readable
from viscodex_lsp.core.syntax.syntax import parse

SOUND = [
    ("typescript", 'export type * from "./a";\nexport type * as b from "./b";\ndeclare const c: d;\n'),
    ("javascript", "for (const a of b) {}\nfor (const c in d) {}\nlet e, f;\n!(g = h) && (i = j);\n"),
    ("ipython", "%matplotlib inline\nimport math\nprint(math.pi)\n"),
    ("ipython", "!ls\nx = 1\nif x:\n    !pip install y\nfiles = !ls *.py\nt = %timeit -o f()\n"),
    ("ipython", "%%bash\nfor x in *; do\n  echo $x\ndone\n"),
    ("ipython", "%%time\nx = 1\nx?\n?x.y\nawait f()\n"),
    ("ipython", "a = b % c\nd = e if f != g else h\n"),
    ("html", "<p>Terms & Conditions</p>"),
    ("html", "<code>a && b</code>"),
    ("html", "<nav>Home > Products</nav>"),
    ("html", "<p>I <3 you, x <= 4</p>"),
    ("html", "<title>a & <b></title>"),
    ("html", "<textarea><p>&</textarea>"),
    ("html", "<p>&copy 2024 & &frac12;</p>"),
    ("html", "{% if a < b %}<p>{{ a }}</p>{% endif %}"),
    ("html", "<% if a < b %><p><%= x > y %></p><% end %>"),
    ("html", "<?php if ($a > 3): ?><p>x</p>"),
    ("html", "<table><tr><td{{ if .A }}>Yes{{ else }} class='b'>No{{ end }}</td></tr></table>"),
    ("html", "<p{% if a %} class='b'{% endif %}>a</p>"),
    ("html", "<script {% if a %}defer{% endif %} src='a.js'></script>"),
    ("javascript", "const a = <p>Q&A</p>;"),
    ("javascriptreact", "const a = <p>& more <b>x&y</b> & {z}</p>;"),
    ("typescriptreact", "const a = <p>{x} & {y}</p>; const b = c && d & e;"),
    ("typescriptreact", '<img src="x?w=800&h=600&fit=crop" />;'),
    ("svelte", "<p>Home > Products & more {a < b}</p>"),
    ("svelte", "<div {@attach tip({ at: 'top' })}>a</div>"),
    ("shellscript", "cat <<'EOF'; echo done\nhello\nEOF\n"),
    ("shellscript", "while case $x in a) true ;; esac do\n  echo hi\ndone\n"),
    ("shellscript", "shopt -s extglob\nls !(a|b)\n"),
    ("shellscript", 'echo "${x:+word|other}" ${y:+a|b}\n'),
    (
        "kotlin",
        "fun f(x: Any) {\n  when (x) {\n    is String if x.length > 1 -> g()\n    else -> h()\n  }\n}\n",
    ),
    ("kotlin", "class A {\n  fun <R> suspend(value: R): R {\n    return value\n  }\n}\n"),
    ("cpp", "export module shop;\n\nexport int total(int a) { return a; }\n"),
    ("cpp", "import std;\nimport <vector>;\nexport namespace a { int b; }\n"),
    ("vue", '<template><p v-if="a > 3" @click=\'b()\' :c="{ a: 1 }" #d>{{ a < b }}</p></template>'),
    ("angular", "@if (a > b && c) { <p [x]='y' (z)=\"w\" *ngIf='a' #r>{{ x | y }}</p> }"),
    ("astro", "---\nconst b = <T>(x) => x;\n---\n<A {...p} b={c > d ? 1 : 2}>{l.map(x => <li>{x}</li>)}</A>"),
    ("blade", "@if($a > 3)\n<div @class(['a' => $b > 1])>{{ $a->b }}</div>@endif"),
    ("razor", "@model Shop.Page\n<main>@foreach (var x in Y) { <p>@x.Z</p> }</main>"),
    ("handlebars", '{{#each days}}<p {{#if x}}class="a"{{/if}}>{{this}}</p>{{/each}}'),
    ("yaml", 'labels:\n  {{- include "shop" . | nindent 4 }}\n  tier: {{ .a }}-{{ .b }}\n'),
    ("yaml", "{% if a %}\nb: 1\n{% endif %}\n{#\n c: [\n#}\n"),
    ("yaml", "if: ${{ a }}\nrun: |\n  {{ x }}\n  echo\n"),
    ("ruby", "def f\r  1\rend\rdef g\r  2\rend\r"),
    ("javascriptreact", 'const a = <label class="x" for={b} style={ c || {} }>d</label>;'),
    ("javascript", "const a = <A {...b} default={c} in='d' e />;\nclass B { static = 1; }\n"),
    ("typescriptreact", 'const a = <A extends="b" c={ d } />;'),
    ("typescript", "export default function (a: B): C;\n"),
    ("typescript", "export default function <T>(a: T): T;\nexport const b: T;\n"),
    ("svelte", "<colgroup><slot /></colgroup>"),
    ("vue", "<template><table><colgroup><Column /></colgroup></table></template>"),
    ("svelte", "{#each { length: 3 }, i}<p>{i}</p>{/each}{#each [1, 2] as { x }}{x}{/each}"),
    ("vue", "<template><code>1 << 2</code><p @a.prevent :b v-else v-pre>{{ c }</p></template>"),
    ("yaml", "a: >-\n  b/{{\n    c\n  }}.d\ne: f\n"),
    (
        "c",
        "local void f(z *a)\n{\n}\nint g OF((h, void *, int (*)(int)));\ntypedef __u64 __bitwise __le64;\n",
    ),
    (
        "c",
        "enum {\n A_B,\n#define A_B A_B\n C_D\n#define E (C_D \\\n + 1)\n};\nstruct a { int b[3] A_ALIGN; };\n",
    ),
    ("cpp", "class A {\n typedef B_TYPENAME c::d d;\n B_CONSTEXPR B_GPU\n A() {}\n};\n"),
    ("rust", "fn f<T>() where T: 'static { 'a: loop { break 'a; } m!('b' '\\'' 'c \"'\" r#\"'\"#); }\n"),
    ("rust", "m!(a);\nn! { b }\nfn f() { m!(a);\n o!(c) /* d */ }\n"),
    ("ruby", "a \"b\" \\\n  'c', d\nputs e 1\nx = { 'a' \\\n 'b' => 1 }\n"),
    ("go", "package a\n\nvar b = []int{\n\t1, // c\n\t2,\n}\n\nvar d = e(\n\t`f\n`)\n"),
    ("php", "<?php\ndeclare(strict_types=1);\nnamespace A;\ndeclare(ticks=1) { b(); }\n"),
    ("shellscript", "case $a in\n  -b | -!(-*)[cC] | \\\n  ')' | \\)) d ;;\n  (e) f ;;\nesac\n"),
    ("html", "<!doctype html>\n<head><title>a</title></head>\n<body><p>b@c.d</p></body>\n</html>"),
    ("javascript", "export { a as default, b };\nconst a = 1;\nimport b from 'b';\nexport { c } from 'd';\n"),
]
UNSOUND = [
    ("typescriptreact", "const a = <A b{c} />;"),
    ("javascriptreact", "const a = <A {b}>c</A>;"),
    ("javascript", "export { a };\n"),
    ("javascript", "const a = { b: c, default };\n"),
    ("javascript", "let\n\nconst { class, a } = b;\n"),
    ("typescript", "export \n\ndeclare function a(): b;\n"),
    ("svelte", "{@render a?..()}"),
    ("svelte", "{#if a<}b{/if}"),
    ("svelte", "{#if a}b{:else if c]}d{/if}"),
    ("svelte", "{#each { length: 3 ]}a{/each}"),
    ("svelte", "<script`>\nlet a;\n</script>"),
    ("vue", "<script setup[>\nlet a;\n</script>"),
    ("vue", "<template><p @mouseleave>a</p></template>"),
    ("vue", "<template><p v-if>a</p></template>"),
    ("vue", "<template><p>{{ a )</p></template>"),
    ("vue", "<template><p>a</p><</template>"),
    ("vue", "<template}>\n<p>a</p>\n</template>"),
    ("html", "<p`>a</p>"),
    ("html", "<div]><p[>a</p></div>"),
    ("html", "<html><head>\n!-- a@b.c -->\n<title>d</title></head></html>"),
    ("html", "<!doctype html>\n{<html><head></head></html>"),
    ("html", "html>\n<head><title>a</title></head>\n<body></body>\n</html>"),
    ("rust", "m!(a '= $b);\n"),
    ("rust", "m!(a, b)\nfn f() {}\n"),
    ("rust", "fn f() { assert!(a)\n b(); }\n"),
    ("rust", "fn f(self:: A<&mut B>, c: usize) {}\n"),
    ("rust", "fn f() { a.b()..await; }\n"),
    ("ruby", "def f\n  @a  b\nend\n"),
    ("ruby", "a :b, \nc :d, :e\n"),
    ("ruby", "x = {\n 'A' \n 'B' => 1,\n}\n"),
    ("ruby", "begin\nrescue A = b\n 1\nend\n"),
    ("ruby", "def a? true; end\n"),
    ("c", "struct a {\n unsigned long b\n unsigned short c;\n};\n"),
    ("c", "enum { A_B\n C_D, E };\n"),
    ("cpp", "nmespace a {\nint b;\n}\n"),
    ("cpp", "sttruct a\n{\n int b;\n};\n"),
    ("go", "package a\n\nvar b = []c{\n\t{1}\n}\n"),
    ("go", "package a\n\nfunc f() { g(\n\t1\n) }\n"),
    ("php", "<?php declare(strict_types=1)\nnamespace A;\n"),
    ("shellscript", "if [[ $a == -* ]];; then\n  b\nfi\n"),
    ("shellscript", "case $a in\n  -b | -c).d)\n  e ;;\nesac\n"),
    ("shellscript", "case $a in\n  -b |\n  -c)\n  e ;;\nesac\n"),
    ("shellscript", "case $a in\n  -b | -!(-*))[cC])\n  e ;;\nesac\n"),
    ("shellscript", "A($(b -W 'c'))\n"),
    ("java", "class A { void f() { switch (x) { case 1:\n b\n break; } } }\n"),
    ("java", "class A {\n  @\n  public void f() {}\n}\n"),
    ("go", "package a\n\nfunc f() { go send }\n"),
    ("rust", "use a;;\n"),
    ("vue", "<template><p>{{{ a + 7 }}</p></template>"),
    ("html", "<<html><body></body></html>"),
    ("html", "<html><head><meta a=b>)<meta c></head></html>"),
    ("javascript", "const a\nf();\n"),
    ("typescript", "b = typeof a = 'c';\n"),
    ("ipython", "%matplotlib inline\nx = (\n"),
    ("ipython", "x = 5 %% 3\n"),
    ("python", "%matplotlib inline\n"),
    ("python", "!ls\n"),
    ("kotlin", "val x = 1 2 3\n"),
    ("kotlin", "class A {\n  val x = 1 2 3\n  val y = 1\n}\n"),
    ("ruby", "class A\n  def f\n    1\n  end\n  end\nend\n"),
    ("ruby", "f(a, row seen, b)\n"),
    ("typescriptreact", "const f = ({ a,, b }) => <p>{a}</p>;"),
    ("svelte", "<a {..$$rest}>b</a>"),
    ("javascript", "f(a,, b);"),
    ("typescript", "const a = { b: 1,, c: 2 };"),
    ("go", "package a\n\nx := 1\n"),
    ("go", "packag\n\nfunc f() {}\n"),
    ("c", "int a;\nreturn a;\n"),
    ("java", "class A {}\nfor (;;) {}\n"),
    ("vue", "<template><p>{{ a( }}</p></template>"),
    ("vue", '<template><p :a="b..c">d</p></template>'),
    ("vue", '<template><p @click="a(; b()">d</p></template>'),
    ("vue", "<template><main><script>let a = 1;</script></main></template>"),
    ("vue", "<template><main><template><b>c</b></template></main></template>"),
    ("vue", "<template>\n  import A from 'a';\n  <A />\n</template>"),
    ("svelte", "<p>{a..b}</p>"),
    ("svelte", "<p>a <</p>"),
    ("svelte", '<button onclick="go()">Go</button>'),
    ("svelte", "<main><style>p { color: red }</style></main>"),
    ("svelte", "let tax = 1;\n<p>{tax}</p>"),
    ("html", "<table>a<tr><td>b</td></tr></table>"),
    ("html", "<html><head>)<title>a</title></head></html>"),
    ("html", '<p title="x>Hi</p>'),
    ("html", "<p><b>x & y</i></p>"),
    ("html", "<div <p>a & b</p>"),
    ("html", "{% if a < b %}<p>{{ a }}</b>"),
    ("javascript", "const a = b &&& c;"),
    ("javascriptreact", "const a = <p>a & </b>;"),
    ("typescriptreact", "const a = <p>a & b</p></b>;"),
    ("svelte", "<p>Salt & oil</b>"),
    ("shellscript", "cat <<'EOF'; echo done\nhello\nEOF\nif true; then\n"),
    ("kotlin", "fun f(x: Any) {\n  when (x) {\n    is String if x.length > 1 -> g(\n  }\n}\n"),
    ("cpp", "export module shop;\n\nexport int total(int a { return a; }\n"),
    ("vue", "<template>\n<div><b>{{ a }}</div>\n</template>"),
    ("vue", "<template><p>{{ a }}</template>"),
    ("blade", "@if($a > 3)\n<div>{{ $a->b }}</b>@endif"),
    ("yaml", "labels:\n  {{- a }}\n  tier: [\n"),
    ("python", "# shop\rx = 1\rcasereturn 3 1:\n"),
]


@pytest.mark.parametrize(("language", "text"), SOUND)
def test_sound_forms_that_a_grammar_does_not_know_pass(language: str, text: str) -> None:
    """What is right has no fault, though the grammar alone finds one."""
    assert parse(text, language_of(language)).faults == ()


@pytest.mark.parametrize(("language", "text"), UNSOUND)
def test_what_is_wrong_beside_them_is_still_found(language: str, text: str) -> None:
    """A form that is excused excuses nothing else."""
    assert parse(text, language_of(language)).faults != ()


@given(
    st.text(st.one_of(st.characters(), st.sampled_from("<>&{}%#@\"'=-\r\n ab")), max_size=80),
    st.sampled_from(LANGUAGES),
)
def test_a_spelling_moves_nothing(text: str, language: Language) -> None:
    """Every spelling has as many characters as the text, and its lines end where those of the text do."""
    assert len(readable(text, language)) == len(text)
    for form in forms(language):
        spelled = form(text)
        assert len(spelled) == len(text)
        assert [at for at, sign in enumerate(spelled) if sign == "\n"] == [
            at for at, sign in enumerate(text) if sign == "\n"
        ]


def test_places_are_those_of_the_text() -> None:
    """A fault behind characters that were spelled otherwise is told where it is."""
    fault = parse("<p>é & {{ ü }}\n</p></b>", language_of("vue")).faults[0]
    assert (fault.line, fault.span.start) == (2, 19)
