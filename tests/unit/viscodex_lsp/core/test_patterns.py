"""Patterns that see the text of strangers take no time that grows with the square of its length: each is let loose on
a text that would keep one that turns back busy for seconds or minutes."""

import re
from importlib import import_module

import pytest

LONG = 50_000
BLANKS, LINES, SIGNS = " " * LONG, "\n" * LONG, "a" * LONG


@pytest.mark.parametrize(
    ("place", "way", "text", "found"),
    [
        ("asking.blocks.fences._CHANGES", "search", "swap this " * 5_000, ""),
        ("asking.blocks.fences._CHANGES", "search", "Replace the header with:", "Replace the header with:"),
        ("asking.hunks._NEW", "fullmatch", f"becomes{BLANKS}!", ""),
        ("asking.hunks._NEW", "fullmatch", "with the following code:\n", "with the following code:\n"),
        ("asking.roles.files._FIRST", "match", f"# a.py{BLANKS}!", ""),
        ("asking.roles.files._FIRST", "match", "<!-- file: a/b.html -->  ", "<!-- file: a/b.html -->  "),
        ("checks.echo._ALONE", "search", BLANKS, ""),
        ("checks.echo._ALONE", "search", "<a  />", "  />"),
        ("checks.elisions.remarks._BARE", "fullmatch", f"...<{BLANKS}!", f"...<{BLANKS}!"),
        ("checks.elisions.remarks._BARE", "fullmatch", "... rest of it  ...", "... rest of it  ..."),
        ("checks.elisions.remarks._PAIRED", "search", "<%--" * 12_000, ""),
        ("checks.elisions.remarks._PAIRED", "search", "a /** ... */ b", "/** ... */"),
        ("checks.forms.component.composition._LOCAL", "search", f"let a{BLANKS}", ""),
        ("checks.forms.component.composition._LOCAL", "search", "for (const a of b)", "const a of"),
        ("checks.forms.component.example._NEEDS", "search", LINES, ""),
        ("checks.forms.component.example._NEEDS", "search", "let b\n\nexport let a;\n\nb", "export let a;"),
        ("checks.forms.conflicts._DECLARES_CLASS", "search", "readonly\n" * 5_000, ""),
        ("checks.forms.conflicts._DECLARES_CLASS", "search", "\npublic final class A", "public final class"),
        ("checks.forms.jsx.framework._OF_REACT", "search", "import\n" * 8_000, ""),
        (
            "checks.forms.jsx.framework._OF_REACT",
            "search",
            "import A from 'react';\n",
            "import A from 'react';\n",
        ),
        ("checks.forms.jsx.html._SELECTED", "search", LINES, ""),
        ("checks.forms.jsx.html._SELECTED", "search", '<a b  selected="true">', '  selected="true"'),
        ("checks.forms.jsx.own_loop._ROOT", "search", LINES, ""),
        ("checks.forms.jsx.own_loop._ROOT", "search", "a  <A.B>", "  <A.B"),
        ("checks.forms.jsx.place.HOOK", "search", "useA<" * 10_000, ""),
        ("checks.forms.jsx.place.HOOK", "search", "= useState<string>(", "useState<string>("),
        ("checks.forms.jsx.values._ENDS", "fullmatch", f"{BLANKS}!", ""),
        ("checks.forms.jsx.values._ENDS", "fullmatch", " ); ", " ); "),
        ("checks.forms.labels.angular._PROPERTY", "fullmatch", f"template: ``{BLANKS}!", ""),
        ("checks.forms.labels.angular._PROPERTY", "fullmatch", "template: `a` ,\n", "template: `a` ,\n"),
        ("checks.forms.labels.module_form._DEFAULT", "search", f"export default a{BLANKS}!", ""),
        (
            "checks.forms.labels.module_form._DEFAULT",
            "search",
            "export default a ; \n",
            "export default a ; \n",
        ),
        ("checks.forms.labels.module_form._EXPORTS", "search", f"module.exports = {{}}{BLANKS}!", ""),
        ("checks.forms.once.directives._DIRECTIVE", "fullmatch", f"'use client'{BLANKS}!", ""),
        ("checks.forms.once.directives._DIRECTIVE", "fullmatch", "'use client' ;\n", "'use client' ;\n"),
        ("checks.forms.plain.go_functions._PACKAGE", "match", LINES, ""),
        (
            "checks.forms.plain.go_functions._PACKAGE",
            "match",
            "\n// a\n\npackage b\n",
            "\n// a\n\npackage b\n",
        ),
        ("checks.forms.python.main_guard._GOES_ON", "match", f"elif {BLANKS}", ""),
        ("checks.forms.python.main_guard._GOES_ON", "match", "else :", "else :"),
        ("checks.forms.template.php_page._FIRST", "match", f"<?php a ?>{LINES}", ""),
        ("checks.forms.template.php_page._FIRST", "match", "<?php a ?>\n\n <p>", "<?php a ?>\n\n"),
        ("checks.forms.template.php_page._OWN_HEAD", "match", f"<?php{BLANKS}", ""),
        ("checks.forms.template.php_page._OWN_HEAD", "match", "<?php a  ?> b", "<?php a  ?>"),
        ("checks.forms.template.loops._RUBY_LOOP", "search", ".times" * 8_000, ""),
        (
            "checks.forms.template.loops._RUBY_LOOP",
            "search",
            "a.each_with_index do |b|",
            ".each_with_index do",
        ),
        (
            "checks.forms.template.loops._TAG_OR_COMMENT",
            "search",
            f"{'<!--' * 12_000}\0",
            f"{'<!--' * 12_000}\0",
        ),
        ("checks.forms.template.statements._STATEMENT", "fullmatch", "a-" * 25_000, ""),
        ("checks.forms.template.statements._STATEMENT", "fullmatch", "$a = b;", "$a = b;"),
        ("checks.forms.whole_view._OF_DART", "search", "sealed\n" * 7_000, ""),
        ("checks.forms.whole_view._OF_DART", "search", "abstract class A {", "abstract class A {"),
        ("checks.imports.go_imports._SPEC", "search", "." * LONG, ""),
        ("checks.imports.go_imports._SPEC", "search", '  a "b/c"', 'a "b/c"'),
        ("checks.imports.joining._FROM", "search", f"from 'a'{BLANKS}!", ""),
        ("checks.imports.joining._FROM", "search", "import a from 'b' ; ", "from 'b' ; "),
        ("checks.imports.left_sheets._SHEET", "match", f"import './a.css'{BLANKS}!", ""),
        ("checks.imports.names._GO_SPEC", "search", "." * LONG, ""),
        ("checks.imports.names._GO_SPEC", "search", 'import (\n\t_ "a"\n)', '_ "a"'),
        ("checks.imports.own_file._OF_PROJECT", "search", f"from './a'{BLANKS}!", ""),
        ("checks.imports.php_traits._NAME", "search", f"{SIGNS}!", ""),
        ("checks.imports.php_traits._NAME", "search", "use A\\B, C;", "B"),
        ("checks.imports.rust_names._USE", "fullmatch", f"use{BLANKS}", ""),
        ("checks.imports.rust_names._USE", "fullmatch", "pub use a::{b};", "pub use a::{b};"),
        ("checks.outcome.doubles._EDGE", "match", f"a{BLANKS}b", ""),
        ("checks.outcome.doubles._EDGE", "match", "a b  -->  c", "a b  -->  c"),
        ("checks.pages.attributes._ATTRIBUTE", "search", LINES, ""),
        ("checks.pages.attributes._ATTRIBUTE", "search", '<a  b="c">', '  b="c"'),
        ("checks.pages.containers._LOOP", "search", f' *ngFor="let {"1" * LONG}', ""),
        ("checks.pages.containers._LOOP", "search", ' v-for="(a, b) in c"', ' v-for="(a, b) in c"'),
        ("checks.pages.global_rules._ROOT", "match", f":root{BLANKS}x", ":root"),
        ("checks.pages.global_rules._ROOT", "match", "html > body p", "html > body"),
        ("context.depth._BLOCK_OF_TEMPLATE", "search", f"{'{#i}' * 12_000}!", ""),
        ("context.depth._BLOCK_OF_TEMPLATE", "search", "<p>{#if {a: 1}.a}", "{#if {a: 1}.a}"),
        ("context.tailwind._LOADED", "search", "<script" * 7_000, ""),
        ("menu.completions._LAST_WORD", "search", f"{SIGNS}!", ""),
        ("menu.completions._LAST_WORD", "search", "a bc", "bc"),
        ("syntax.component_code.angular._EMPTY", "match", f"{LINES}!", ""),
        ("syntax.component_code.angular._EMPTY", "match", " // a\n ", " // a\n "),
        ("syntax.component_code.astro._CLOSED", "match", f"<{SIGNS}", ""),
        ("syntax.component_code.astro._CLOSED", "match", "<a b={c > d} />e", "<a b={c > d} />"),
        ("syntax.component_code.embedded._BLOCK", "search", f"=>{LINES}!", ""),
        ("syntax.component_code.embedded._BLOCK", "search", "a.each do |b| ", " do |b| "),
        ("syntax.rules.marks._PIECE", "search", f"{'<!--' * 12_000}\0", f"{'<!--' * 12_000}\0"),
        ("syntax.rules.markup._STATEMENT", "match", f"function a(){BLANKS}!", ""),
        ("syntax.rules.markup._STATEMENT", "match", "\nfunction a(b) {\n", "\nfunction a(b) {\n"),
    ],
)
def test_a_pattern_finds_the_same_in_a_text_that_would_keep_it_busy(
    place: str, way: str, text: str, found: str
) -> None:
    """What is found is the beginning of no long run, but for what runs to the end of the text."""
    module, _, name = place.rpartition(".")
    pattern: re.Pattern[str] = getattr(import_module(f"viscodex_lsp.core.{module}"), name)
    match = getattr(pattern, way)(text)
    assert (match[0] if match else "") == found
