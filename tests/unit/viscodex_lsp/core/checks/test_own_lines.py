"""A line taken out of a sound file is taken back, and not while the file stays broken for want of it."""

import pytest

from tests.fixtures.replies.own_lines import given_back
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import CheckedPatch, Reason, Refusal
from viscodex_lsp.core.syntax.syntax import parse
from viscodex_lsp.core.text.difference import apply_replacements

KEPT = [
    ("yaml", "- name: a\n  b:\n     c: d\n# e\n|  when: f|\n"),
    ("yaml", " - name: a\n   b: c\n#   d\n|   register: e|\n"),
    ("yaml", "a:\n  - b c\n|    d e.|\n  - f\n"),
    ("yaml", "a: b\n|  c d.|\ne: f\n"),
    ("yaml", "a: >-\n  b/{{\n    c\n|  }}.d|\ne: f\n"),
    ("yaml", "a:\n    - b\n  # c\n|    - d|\ne: f\n"),
    (
        "python",
        "import a\n\ntry:\n|    from b.c import (|\n        D,\n    )\nexcept ImportError:\n    D = a\n",
    ),
    (
        "html",
        "<!doctype html>\n|<html lang='en'>|\n<head>\n<title>a</title>\n</head>\n<body>\n<p>b</p>\n</body>\n</html>\n",
    ),
    (
        "html",
        "<!doctype html>\n<html>\n<head>\n<title>a</title>\n</head>\n|<body class='b'>|\n<p>c</p>\n</body>\n</html>\n",
    ),
    ("html", "<html>\n<head>\n<title>a</title>\n|</head><body>|\n<p>c</p>\n</body>\n</html>\n"),
    ("html", "|<!DOCTYPE html>|\n<html>\n<head>\n<title>a</title>\n</head>\n<body></body>\n</html>\n"),
    ("vue", "<script>\nexport default {};\n|</script>|\n\n<script setup>\nconst a = 1;\n</script>\n"),
    ("svelte", "<script module>\nexport const a = 1;\n|</script>|\n\n<script>\nlet b = 1;\n</script>\n"),
    (
        "javascriptreact",
        "export default {\n  a() {\n|    return (|\n      <p class='b' style={ c }>d</p>\n    );\n  },\n};\n",
    ),
    ("typescript", "/// <reference types='a' />\n|/// <reference types='b' />|\n\nexport const c: d;\n"),
    ("liquid", "<p>a</p>\n|{% include {{ b }} %}|\n"),
    ("python", "class A:\n    def f(self):\n        b()\n\n|    def g(self):|\n        c()\n"),
    ("python", "def f():\n    b()\n\n\n|for a in c:|\n    d(a)\n"),
    ("html", "<style>\n{% block a %}\n b { c: d }\n|{% endblock %}|\n</style>\n"),
    ("go", "package a\n\nfunc _() {}\n\n|func _() { b() }|\n"),
    ("kotlin", "package a\n\n|context(b: String)|\nfun c(): Unit = d(b)\n"),
    ("kotlin", "class A {\n|    context(b: String, c: D)|\n    private suspend fun e() {}\n}\n"),
    ("cpp", "struct A {\n|  auto f(this auto&& self, int b) { return b; }|\n};\n"),
    ("cpp", "struct A {\n|  void f(this const A& a);|\n};\n"),
    ("handlebars", "{{{ a }}}\n\n|</body>|\n\n</html>\n"),
    ("twig", "<p>{{ a }}</p>\n</body>\n|</html>|\n"),
    ("handlebars", "<main>\n|  <card.title>{{@a}}</card.title>|\n</main>\n"),
    ("handlebars", "<main>\n|  <this.icon @a={{b}} />|\n</main>\n"),
    ("handlebars", "<style>\n  a {\n|    --b: {{@c.d}}|\n  }\n</style>\n"),
    ("twig", "<style>\n  a {\n|    color: {{ b }};|\n  }\n</style>\n"),
    ("javascript", "a[`b`] = `\n<body>\n</body>\n`;\n\na[`c`] = `\n|<body>|\n</body>\n`;\n"),
    ("typescript", "const a = b(`\n<main></main>\n|<main>|\n</main>\n`);\n"),
    ("html", "<script>\n  a();\n|  /* see <https://b.c/d?e> */|\n  f();\n</script>\n"),
    ("javascriptreact", "function f() {\n  a();\n|  /* <b> is\n   * meant */|\n  return <b />;\n}\n"),
    ("django-html", "<p>a</p>\n|{% include 'a.html' with b=_('c d') e=f.g h=-1 only %}|\n"),
    ("django-html", "<p>a</p>\n|{% include a.b %}|\n{% include 'c d.html' with context %}\n"),
]
LEFT_BROKEN = [
    ("yaml", "- name: a\n|  tasks|\n    - b: c\n", "  tasks:"),
    ("yaml", "|- name|\n  b: c\n", "- name: d"),
    ("yaml", "a:\n|  b|\n    c: d\n", "  b:"),
    ("python", "|a|\n    b = 1\n", "if a:"),
    ("html", "<!doctype html>\n|<html>>|\n<head>\n<title>a</title>\n</head>\n</html>\n", "<html>"),
    ("typescriptreact", "function A() {\n|  return |\n    <p>b</p>\n  );\n}\n", "  return ("),
    ("typescriptreact", "a({\n  b: c,\n|  d|\n    e: f,\n  },\n});\n", "  d: {"),
    ("javascript", "if (a) {\n  b();\n|  if (c) |\n    d();\n  }\n}\n", "  if (c) {"),
    ("css", ".a {\n  b: c;\n}\n\n|.d |\n  e: f;\n}\n", ".d {"),
    ("vue", "<template>\n|  div|\n    class='a'\n  >b</div>\n</template>\n", "  <div"),
    ("vue", "|script>|\nexport default {};\n</script>\n", "<script>"),
    ("svelte", "<ul>\n  <li>a\n|  /li>|\n</ul>\n<p>b</p></li>\n", "  </li>"),
    ("ruby", "module A\n  def f\n    1\n|  en|\nend\n", "  end"),
    ("ruby", "|mmodule A|\n  def f\n    1\n  end\nend\n", "module A"),
    ("ruby", "def f\n  a <<~TEXT\n    b\n|  TXT|\nend\n", "  TEXT"),
    ("shellscript", "if a; then\n  b\n|fii|\nc\n", "fi"),
    ("shellscript", "f() {\n|  caase $a in|\n    b) c ;;\n  esac\n}\n", "  case $a in"),
    ("shellscript", "for i in a d; do\n  echo $i\n|d|\n", "done"),
    ("shellscript", "if a; then\n  for i in b; do c; done\n|i|\n", "fi"),
    ("go", "package a\n\nfunc f() {\n|\tif b |\n\t\tc()\n\t}\n}\n", "\tif b {"),
    ("python", "import a\n\n|B = |\n---\nc: d e\n'''\n\nf()\n", "B = '''"),
    ("python", "a = b(\n    c,\n|    d|\n        e=f,\n    ),\n)\n", "    d("),
    ("html", "<div>\n  <p>a</p>\n|<|\n", "</div>"),
    ("html", "<div>\n  <p>a</p>\n|<(/div>|\n", "</div>"),
    ("ejs", "<div>\n  <p>a</p>\n|<'/div>|\n", "</div>"),
    ("html", "<p>\n  <a href='b'>c\n|  d/a>.|\n</p>\n", "  d</a>."),
    ("handlebars", "<a-b\n  c='d'\n|  ...attributes|\n  {{yield}}\n</a-b>\n", "  ...attributes>"),
    ("handlebars", "{{#if a}}\n|  {|\n    b\n  {{/with}}\n{{/if}}\n", "  {{#with c}}"),
    ("handlebars", "{{yield\n|  [hash|\n    a=b\n  )\n}}\n", "  (hash"),
    ("twig", "{% set a = {\n|  'b': (|\n    'c': 'd'\n  }\n} %}\n", "  'b': {"),
    ("erb", "<p>\n  <%= a 'b',\n|    c(|\n</p>\n", "    c(d) %>"),
    ("ejs", "<%\nif (a) {\n|  if (b) |\n    c();\n  }\n}\n%>\n", "  if (b) {"),
    ("shellscript", "case $a in\n  b)\n    c\n    ;;\n|  d|\n    e\n    ;;\nesac\n", "  d)"),
    ("shellscript", "a=($(b -W 'c' \\\n|  -- \"$d\")]|\necho e\n", '  -- "$d"))'),
    ("html", "<p>a</p>\n<a\n  href='b'\n|  rel|\n  <b>c</b>\n</a>\n", "  rel='d'>"),
    ("django-html", "<a\n|  href='{{ b }}|\n  <b>c</b>\n</a>\n", "  href='{{ b }}'>"),
    ("html", "<p>a</p>\n<!-- b\n|  c d|\n<p>e</p>\n", "  c d -->"),
    ("javascriptreact", "const a = (\n  <B\n|    c={d}|\n    {e}\n    <p>f</p>\n  </B>\n);\n", "    c={d}>"),
    (
        "typescriptreact",
        "const a = (\n  <p>\n|    b && (|\n      <i>c</i>\n    )}\n  </p>\n);\n",
        "    {b && (",
    ),
    ("astro", "<ul>\n|  a.map((b) => (|\n    <li>{b}</li>\n  ))}\n</ul>\n", "  {a.map((b) => ("),
    ("astro", "<p>\n|<b class={c} {...d>|\n  e\n</b>\n</p>\n", "<b class={c} {...d}>"),
    ("html", "<div>\n  <p>a</p>\n|<div>|\n", "</div>"),
    ("shellscript", "if a; then\n  b -f\n|f|\nc\n", "fi"),
    ("shellscript", "f() {\n|  whle test $1|\n  do\n    b\n  done\n}\n", "  while test $1"),
    ("shellscript", "a\n|iff b|\nthen\n  c\nfi\n", "if b"),
    ("shellscript", "a\n|for b n c|\ndo\n  d\ndone\n", "for b in c"),
    ("shellscript", "a\n|if b|\n  c\nelif d; then\n  e\nfi\n", "if b; then"),
    ("shellscript", "a\n|while b|\n  c\ndone\n", "while b; do"),
    ("shellscript", "f() {\n|  case$a in|\n    b) c ;;\n  esac\n}\n", "  case $a in"),
    ("html", "|{<!DOCTYPE html>|\n<html>\n<head>\n<title>a</title>\n</head>\n</html>\n", "<!DOCTYPE html>"),
]


STILL_TAKEN = [
    ("javascript", "function f() {\n|  a();|\n", "more is needed below"),
    ("javascript", "a(b;\n\n|function f() { return 1; }|\n\nc();\n", "broken elsewhere"),
    ("ruby", "class A\n  def f\n|  en = 1|\nend\n", "a name that looks like an end"),
    ("ruby", "class A\n  def f(en)\n    1\n|    en|\nend\n", "a name that the file has"),
    ("css", "a {\n  b: c;\n|  d: e;|\n", "a rule still open"),
    ("python", "x = [\n    a,\n    b\n|    c|\n\nf(\n", "a name among names"),
    ("css", "a {\n|  b-c: 'd';|\n}\n  e: f;\n}\n", "a rule below that lacks its head"),
    ("handlebars", "{{#if a}}\n|{{#if b}}|\n{{/if}}\n{{/if}}\n{{/if}}\n", "a mark too many below"),
    ("handlebars", "{{yield (hash\n|  a=b|\n  c=(d\n)}}\n", "a mark that lacks more below"),
    ("vue", "<template>\n  <div>\n|    <p>a</p>|\n</template>\n", "an element still open"),
    ("python", "x = (\n\n|def f():\n    return 1|\n\ny = 2\n", "an open bracket far above"),
]


@pytest.mark.parametrize(("language", "marked"), KEPT)
def test_a_file_takes_its_own_line_back(language: str, marked: str) -> None:
    """No line of a sound file is refused at its own place, and the file is sound again."""
    result = given_back(marked, language)
    assert isinstance(result, CheckedPatch), result.sentence
    after = apply_replacements(result.document.text, result.replacements)
    assert parse(after, language_of(language)).faults == ()


@pytest.mark.parametrize(("language", "marked", "own"), LEFT_BROKEN)
def test_a_line_that_leaves_its_place_broken_is_refused(language: str, marked: str, own: str) -> None:
    """Where one line would make the file sound, another that does not is none for this place."""
    result = given_back(marked, language)
    assert isinstance(result, Refusal)
    assert result.reason is Reason.SYNTAX
    assert isinstance(given_back(marked, language, own), CheckedPatch)


@pytest.mark.parametrize(("language", "marked", "why"), STILL_TAKEN, ids=lambda value: value[:30])
def test_a_broken_file_takes_what_is_sound(language: str, marked: str, why: str) -> None:
    """What the place itself does not lack is no reason to refuse sound code for it."""
    result = given_back(marked, language)
    assert isinstance(result, CheckedPatch), why
