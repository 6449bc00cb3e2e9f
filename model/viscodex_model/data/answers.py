"""Finds what is wrong with the code in a Markdown answer: its fences, their languages, whether the code parses."""

import importlib
import re
from dataclasses import dataclass
from functools import cache

from tree_sitter import Language, Parser

from viscodex_model.data.defects import Defect
from viscodex_model.data.second_opinion import is_sound

_GRAMMARS: dict[str, tuple[str, str]] = {
    "bash": ("tree_sitter_bash", "language"),
    "c": ("tree_sitter_c", "language"),
    "cpp": ("tree_sitter_cpp", "language"),
    "csharp": ("tree_sitter_c_sharp", "language"),
    "css": ("tree_sitter_css", "language"),
    "go": ("tree_sitter_go", "language"),
    "html": ("tree_sitter_html", "language"),
    "java": ("tree_sitter_java", "language"),
    "javascript": ("tree_sitter_javascript", "language"),
    "json": ("tree_sitter_json", "language"),
    "kotlin": ("tree_sitter_kotlin", "language"),
    "php": ("tree_sitter_php", "language_php"),
    "python": ("tree_sitter_python", "language"),
    "ruby": ("tree_sitter_ruby", "language"),
    "rust": ("tree_sitter_rust", "language"),
    "svelte": ("tree_sitter_svelte", "language"),
    "swift": ("tree_sitter_swift", "language"),
    "tsx": ("tree_sitter_typescript", "language_tsx"),
    "typescript": ("tree_sitter_typescript", "language_typescript"),
    "yaml": ("tree_sitter_yaml", "language"),
}
_ALIASES = {
    "c#": "csharp", "c++": "cpp", "cs": "csharp", "golang": "go", "htm": "html", "js": "javascript",
    "jsx": "javascript", "kt": "kotlin", "node": "javascript", "py": "python", "python2": "python",
    "python3": "python", "rb": "ruby", "rs": "rust", "sh": "bash", "shell": "bash", "ts": "typescript",
    "yml": "yaml", "zsh": "bash",
}  # fmt: skip
_UNPARSED = frozenset(
    (
        "batch", "clojure", "cmake", "cmd", "console", "csv", "dart", "diff", "dockerfile", "elixir", "erlang",
        "fortran", "fsharp", "gradle", "graphql", "groovy", "haskell", "http", "ini", "jinja", "julia", "jupyter",
        "latex", "less", "lisp", "log", "lua", "makefile", "markdown", "matlab", "md", "mysql", "nginx", "none",
        "objc", "objective-c", "objectivec", "output", "pascal", "perl", "plain", "plaintext", "postgresql",
        "powershell", "properties", "prolog", "proto", "ps1", "pycon", "r", "regex", "sas", "sass", "scala", "scheme",
        "scss", "sql", "sqlite", "svg", "terraform", "tex", "text", "toml", "tsql", "txt", "vb", "vba", "vbnet",
        "verilog", "vim", "vue", "xaml", "xml",
    )
)  # fmt: skip
"""Languages that are known but have no grammar here: their code is taken as it is."""

_FRAMES = {
    "go": "package p\nfunc f() {{\n{}\n}}\n",
    "java": "class C {{ void f() {{\n{}\n}} }}\n",
    "rust": "fn f() {{\n{}\n}}\n",
    "csharp": "class C {{ void f() {{\n{}\n}} }}\n",
    "c": "void f() {{\n{}\n}}\n",
    "cpp": "void f() {{\n{}\n}}\n",
    "php": "<?php\n{}\n",
}
"""Where statements stand in languages that do not take them at the top of a file."""

CATEGORY_LANGUAGES = {"html": "html", "chart": "python"}
"""Categories whose answers are code: each needs a fence, and one without a language is of this one."""

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})[ \t]*([^\s`]*)[^`\n]*$")


@dataclass(frozen=True)
class Fence:
    """A fenced block: the language as it is written, the code, and whether the block ends."""

    language: str
    code: str
    closed: bool


def find_fences(text: str) -> tuple[Fence, ...]:
    """The fenced blocks of a Markdown text, in order (CommonMark 4.5)."""
    found: list[Fence] = []
    mark, language = "", ""
    lines: list[str] = []
    for line in text.splitlines():
        match = _FENCE.match(line)
        if not mark and match:
            mark, language, lines = match.group(1), match.group(2), []
        elif mark and _closes(line, mark):
            found.append(Fence(language, "\n".join(lines), closed=True))
            mark = ""
        elif mark:
            lines.append(line)
    if mark:
        found.append(Fence(language, "\n".join(lines), closed=False))
    return tuple(found)


def _closes(line: str, mark: str) -> bool:
    bare = line.strip()
    return len(bare) >= len(mark) and set(bare) == {mark[0]} and len(line) - len(line.lstrip(" ")) <= 3


def check_answer(answer: str, category: str) -> Defect | None:
    """The first thing wrong with an answer's fences, or None."""
    fences = find_fences(answer)
    wanted = CATEGORY_LANGUAGES.get(category.casefold(), "")
    if not fences and wanted:
        return Defect("no_fence", f"a record of category {category} without a fenced block")
    for fence in fences:
        defect = _check_fence(fence, wanted)
        if defect:
            return defect
    return None


def _check_fence(fence: Fence, wanted: str) -> Defect | None:
    if not fence.closed:
        return Defect("open_fence", f"the block in {fence.language or 'no language'} never ends")
    language = canonical(fence.language or wanted or "text")
    if language is None:
        return Defect("unknown_language", f"`{fence.language[:40]}`")
    line = first_error(fence.code, language)
    return Defect("code_error", f"{language}, line {line} of the block") if line else None


def canonical(language: str) -> str | None:
    """The one name of a language, or None where nobody knows it."""
    plain = language.casefold().strip("{}.:,;")
    name = _ALIASES.get(plain, plain)
    return name if name in _GRAMMARS or name in _UNPARSED else None


def first_error(code: str, language: str) -> int | None:
    """The line (from 1) of the first error in the code; None without one, or without a grammar.

    Answers hold fragments, and grammars are wrong about some sound code: before an error counts, the code is parsed as
    the body of a function, and read by `second_opinion`.
    """
    if language not in _GRAMMARS:
        return None
    line = _grammar_error(code, language)
    frame = _FRAMES.get(language)
    if line is None or (frame and _grammar_error(frame.format(code), language) is None):
        return None
    return None if is_sound(code, language, lambda text: _grammar_error(text, language) is None) else line


def _grammar_error(code: str, language: str) -> int | None:
    node = _parser(language).parse(code.encode("utf-8", "replace")).root_node
    if not node.has_error:
        return None
    while not (node.is_error or node.is_missing):
        inside = [child for child in node.children if child.has_error or child.is_missing]
        if not inside:  # some grammars mark a node alone, and none of its children
            break
        node = inside[0]
    return int(node.start_point[0]) + 1


@cache
def _parser(language: str) -> Parser:
    module, function = _GRAMMARS[language]
    return Parser(Language(getattr(importlib.import_module(module), function)()))
