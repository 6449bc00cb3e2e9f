"""Lines that begin what the lines below them go on with, one table for each family of languages, and the words that
end it: with one of them a file is sound that lacks nothing else."""

import re
from collections.abc import Iterable
from typing import Final

from viscodex_lsp.core.syntax.faults import Fault
from viscodex_lsp.core.syntax.syntax import Tree

INDENTED_HEADS: Final[dict[str, tuple[str, ...]]] = {"yaml": ("x0:", "- x0:"), "python": ("if x0:",)}
"""Where depth has a meaning."""

_SCRIPTS: Final = (
    "if (x0) {", "x0() {", "x0: {", "x0: [", "x0({", "x0(", "x0([", "x0(() => {", "return (", "return {", "x0 = {",
    "const x0 = [", "export {", "import {", "case x0:", "class x0 {", "export default {", "function x0({", "x0: (",
    "try {", "[", "{", "({", "/**",
)  # fmt: skip
_ELEMENTS: Final = ("<x0", "{x0 && (", "x0={{", "x0={(", "x0={x0(", "{x0(", "{x0.x0(() => (")
_PAGES: Final = ("<x0", "<!--", "<script>", "<style>", "<template>")
_CURLY: Final = (
    "if (x0) {",
    "void x0() {",
    "x0() {",
    "class X0 {",
    "x0(",
    "x0 {",
    "x0 = {",
    "case x0:",
    "x0(() -> {",
    "/**",
)

HEADS: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(("javascript", "javascriptreact", "typescriptreact"), _SCRIPTS + _ELEMENTS),
    "typescript": (*_SCRIPTS, "interface x0 {", "type x0 = {", "enum x0 {"),
    "css": ("x0 {", "x0,", "@media x0 {", "/*"),
    "html": _PAGES,
    **dict.fromkeys(("twig", "jinja", "django-html", "liquid"), (*_PAGES, "{% if x0 %}", "{% for x0 in x0 %}")),
    "handlebars": (*_PAGES, "{{#if x0}}", "(x0", "x0=(x0"),
    "ejs": (*_PAGES, *_SCRIPTS, "<% if (x0) { %>"),
    "erb": (*_PAGES, "<% if x0 %>", "<%= x0 do |x1| %>", "x0("),
    "vue": (*_PAGES, *_SCRIPTS, "x0 {"),
    "svelte": (
        *_PAGES, "{#if x0}", "{#each x0 as x1}", "{#snippet x0()}", "{@const x0 = x0(", "{@render x0(",
        *_SCRIPTS, "x0 {",
    ),
    "json": ('"x0": {', '"x0": [', "{", "["),
    "jsonc": ('"x0": {', '"x0": [', "{", "["),
    "python": (
        "x0(", "x0 = [", "x0 = {", "x0=[", "x0=dict(", "def x0(", "from x0 import (", '"x0": {', '"x0": [',
        '"""', "'''", 'x0 = """', "x0 = '''",
    ),
    "ruby": (
        "def x0", "x0 do", "if x0", "module X0", "class X0", "begin", "case x0", "when x0", "x0(", "x0 = {", "x0 = [",
        "x0 {", "x0 do |x1|", "X0 = [", "x0: {", "x0: [", "rescue",
    ),
    "shellscript": (
        "x0=($(x0 'x0", "x0=($(x0 \\", 'x0=($(x0 "$(x0 |', "if x0; then", "x0() {",
        "for x0 in x0; do", "case x0 in", "x0)", "while x0; do", "x0=(", "{", "x0 \\",
    ),
    "go": (
        "if x0 {", "func x0() {", "func x0(", "x0(", "x0 := x0{", "type x0 struct {", "import (", "const (", "case x0:",
        "x0: {", "var x0 = []x0{", "for {", "{",
    ),
    "rust": (
        "if x0 {", "fn x0() {", "impl X0 {", "x0(", "x0!(", "x0 {", "match x0 {", "x0 => {", "fn x0(", "enum X0 {",
        "mod x0 {", "x0! {", "let x0 = x0(", "#[x0(",
    ),
    "php": (
        "if (x0) {", "function x0() {", "class X0 {", "x0(", "$x0 = [", "x0([", "'x0' => [", "case 1:", "/**",
        "public function x0() {", "public function x0(",
    ),
    "kotlin": (*_CURLY, "fun x0() {", "fun x0(", "when (x0) {", "class X0("),
    "swift": (*_CURLY, "func x0() {", "func x0(", "if x0 {", "switch x0 {", "var x0: X0 {"),
    **dict.fromkeys(("java", "csharp"), _CURLY),
    **dict.fromkeys(
        ("c", "cpp"), (*_CURLY, "struct x0 {", "enum {", "int x0[] = {", "#if x0", "namespace x0 {", "/*")
    ),
}  # fmt: skip

_ENDS: Final[dict[str, tuple[str, ...]]] = {"ruby": ("end",), "shellscript": ("fi", "done", "esac", ";;")}
_WITH_LABELS: Final = frozenset({"ruby", "shellscript", "php"})
_LABELS: Final = re.compile(r"<<<?[~-]?[ \t]*[\"'\\]?([A-Za-z_]\w*)")
"""What ends a here-document."""


def ends_of(before: Tree, faults: Iterable[Fault]) -> tuple[str, ...]:
    """What would close what is open in a file with these faults, as far as it is known."""
    known = _ENDS.get(before.language.id, ())
    texts = _LABELS.findall(before.text) if before.language.id in _WITH_LABELS else ()
    return (*known, *texts, *(end for fault in faults for end in fault.lacks))
