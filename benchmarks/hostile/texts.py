"""Replies of up to a megabyte that are made to take long: deep, flat, repeated, never closed, in every language."""

import os
import re
from collections.abc import Iterator

from benchmarks.hostile.oddities import oddities

LARGE = int(os.environ.get("LARGE", 290_000))
HUGE = int(os.environ.get("HUGE", 950_000))
MOST_LINES = 19_000
MOST_TOKENS = 95_000
DEEPEST = 90

MARKUP = (
    "html",
    "vue",
    "svelte",
    "astro",
    "angular",
    "typescriptreact",
    "php",
    "blade",
    "jinja-html",
    "handlebars",
)
CODE = (
    "python", "javascript", "typescript", "typescriptreact", "css", "scss", "json", "jsonc", "yaml", "shellscript",
    "go", "rust", "java", "ruby", "php", "c", "cpp", "csharp", "kotlin", "swift", "sql", "lua", "toml", "dockerfile",
    "makefile", "markdown", "plaintext",
)  # fmt: skip
FENCE = {
    "typescriptreact": "tsx",
    "jinja-html": "html",
    "blade": "html",
    "handlebars": "html",
    "shellscript": "bash",
}

# Pieces of markup that are repeated until the text is large.
PIECES = {
    "elements": "<p>Hello</p>\n",
    "elements on a line": "<p>Hello</p>",
    "nested pairs": "<div><b>x</b></div>\n",
    "never closed": "<div>\n",
    "end tags": "</div>\n",
    "end tags on a line": "</b>",
    "half tags": "<a <a",
    "half tags on lines": "<a\n",
    "open attributes": '<a b="',
    "attributes": "a='b' ",
    "ampersands": "a & b > c\n",
    "comments": "<!-- a -->\n",
    "open comments": "<!-- a ",
    "remarks": "<!-- ... existing code ... -->\n",
    "placeholders": "<!-- more items -->\n<p>x</p>\n",
    "marks": "{{ a }}\n",
    "open marks": "{{ a ",
    "braces": "{",
    "closing braces": "}",
    "styles": "<style>p { color: red; }</style>\n",
    "scripts": "<script>let a = 1;</script>\n",
    "open scripts": "<script>",
    "heads": "<head><title>a</title></head>\n",
    "pages": "<!doctype html><html><body><p>a</p></body></html>\n",
    "void": "<br>",
    "images": '<img src="a.png" alt="b">\n',
    "cells": "<td>a\n",
    "items": "<li>a\n",
    "text in tables": "<table>a</table>\n",
    "crossed": "<b><i></b></i>\n",
    "letters": "a",
    "words": "word ",
    "lines": "word\n",
    "signs": "<",
    "greater": ">",
    "templates": "<template><p>a</p></template>\n",
    "events": '<button onclick="go()">a</button>\n',
    "bound": '<p :class="{ a: b }" @click="c = 1">{{ d }}</p>\n',
    "blocks": "{#if a}<p>b</p>{/if}\n",
    "php": "<?php echo $a; ?>\n",
    "statements": "import a from 'b';\n",
}
# The same of code.
LINES: dict[str, str | None] = {
    "parentheses": "(",
    "closing parentheses": ")",
    "brackets": "[",
    "braces": "{",
    "closing braces": "}",
    "quotes": '"',
    "single quotes": "'",
    "backticks": "`",
    "hashes": "#",
    "slashes": "/",
    "stars": "/*",
    "dashes": "-",
    "colons": ":",
    "semicolons": ";",
    "commas": ",",
    "dots": ".",
    "at": "@",
    "blanks": " ",
    "tabs": "\t",
    "backslashes": "\\",
    "backslash lines": "\\\n",
    "letters": "a",
    "names": "a b ",
    "name lines": "a b\n",
    "assignments": "a = 1\n",
    "calls": "f(a, b)\n",
    "open calls": "f(a,\n",
    "remarks": "# ... existing code ...\n",
    "slash remarks": "// ... existing code ...\n",
    "imports": "import a\n",
    "from imports": "from a import b\n",
    "quoted imports": "import a from 'b'\n",
    "functions": "def f(a):\n    return a\n\n",
    "script functions": "function f(a) { return a; }\n",
    "classes": "class A {}\n",
    "ever deeper": None,
    "rules": "p { color: red; }\n",
    "selectors": "a, ",
    "broken rules": "p { color red; } }\n",
    "nested rules": "a { ",
    "keys": "a: b\n",
    "different keys": None,
    "items": "- a\n",
    "pairs": '{"a": 1},\n',
    "JSON lines": '"a": 1,\n',
    "heredocs": "cat <<EOF\n",
    "expansions": "${a:-",
    "tests": "[[ a = ",
    "templates": "a<",
    "generics": "A<B<",
    "arrows": "a => ",
    "ternaries": "a ? b : ",
    "ifs": "if (a) ",
    "elses": "else if (a) {}\n",
    "strings": '"a" + ',
    "triple quotes": '"""',
    "f-strings": "f'{",
    "decorators": "@a\n",
    "lambdas": "lambda: ",
    "nots": "not ",
    "elements": "<p>a</p>\n",
    "elements on a line": "<p>a</p>",
    "open elements": "<p>\n",
    "types": "type A = B | ",
    "exports": "export const a = 1;\n",
    "defaults": "export default a\n",
    "statements": "SELECT a FROM b;\n",
    "unions": "SELECT a UNION ",
    "commands": "a | b\n",
    "targets": "a: b\n\tc\n",
    "no blanks": "\u00a0",
    "wide": "\u4e00\n",
    "emoji": "\U0001f600 ",
    "zero width": "a\u200bb\n",
    "table": "| a | b |\n",
    "inner fences": "~~~\n",
    "quotes of text": "> a\n",
}


def texts() -> Iterator[tuple[str, str, str]]:
    """Name, language and reply of every text."""
    for language in MARKUP:
        for name, piece in PIECES.items():
            yield f"{language}: {name}", language, fenced(language, of(piece, LARGE))
    for language in CODE:
        for name, line in LINES.items():
            yield f"{language}: {name}", language, fenced(language, of(line, LARGE, name))
    yield from beginnings()
    yield from envelopes()
    yield from oddities()


def of(piece: str | None, size: int, name: str = "") -> str:
    """As much of a piece as is not refused at once for its size."""
    if piece is not None:
        most = [size // len(piece)]
        if "\n" in piece:
            most.append(MOST_LINES // piece.count("\n"))
        tokens = len(re.findall(r"\w+|[^\w\s]", piece))
        if tokens:
            most.append(MOST_TOKENS // tokens)
        return piece * min(most)
    if name == "ever deeper":
        stairs = "".join(f"{' ' * row}if a:\n" for row in range(DEEPEST))
        return stairs * (size // len(stairs))
    return "".join(f"a{row}: b{row}\n" for row in range(MOST_LINES))


def fenced(language: str, code: str) -> str:
    return f"~~~~~{FENCE.get(language, language)}\n{code}\n~~~~~"


def beginnings() -> Iterator[tuple[str, str, str]]:
    """What begins a form that is spelled otherwise, and then goes on without its end: language, label, code."""
    found = {
        "loops": ("svelte", "svelte", of("{#each a", LARGE)),
        "loop and blanks": ("svelte", "svelte", "{#each" + " " * LARGE),
        "importance and blanks": ("scss", "less", "a { b: c !important" + " " * LARGE + "x"),
        "calls of Less": ("scss", "less", of(".a(b);\n", LARGE)),
        "open calls of Less": ("scss", "less", of(".a(\n", LARGE)),
        "blank lines of Less": ("scss", "less", "a {}" + "\n" * LARGE + "x"),
        "comments of Less": ("scss", "less", of("/* @a ", LARGE)),
        "raw strings of Rust": ("rust", "rust", of('r#" ', LARGE) + "'"),
        "comments of Rust": ("rust", "rust", of("/* ", LARGE) + "'"),
        "types without end": ("typescript", "typescript", of("a<b=>", LARGE)),
        "types of a tag": ("typescript", "typescript", of("a<b=>", LARGE) + ">`a`"),
        "exports": ("javascript", "javascript", of("export { a };\n", LARGE)),
        "namespaces": ("php", "php", "<?php\n" + of("namespace a;\n", LARGE)),
        "declarations of C": ("c", "c", "int f OF((" + of("(a)", LARGE)),
    }
    for name, (language, label, code) in found.items():
        yield f"{language}, beginning: {name}", language, fenced(label, code)


def envelopes() -> Iterator[tuple[str, str, str]]:
    """What is around code: fences, tags, JSON, reasoning, prose, diffs."""
    wholes = {
        "open fences": "```html\n" * (HUGE // 8),
        "fences": "```html\n<p>a</p>\n```\n" * (LARGE // 21),
        "words and fences": "Here: ```html\n" * (HUGE // 14),
        "fences on lines": "a ```b``` c\n" * (HUGE // 12),
        "ticks": "`" * HUGE,
        "tick lines": "`\n" * (HUGE // 2),
        "Markdown in Markdown": "```markdown\n" * (HUGE // 12),
        "answers": "<answer>" * (HUGE // 8),
        "answers closed": "<answer>a</answer>" * (HUGE // 18),
        "boxes": "<|begin_of_box|>" * (HUGE // 16),
        "thoughts": "<think>" * (HUGE // 7),
        "thoughts closed": "<think>a</think>" * (HUGE // 16),
        "code marks": "[CODE]" * (HUGE // 6),
        "JSON objects": '{"code": "a", "b": ' * (LARGE // 19),
        "JSON lists": "[" * HUGE,
        "JSON of code": '{"code": "' + "<p>a</p>" * (LARGE // 8) + '"}',
        "sentences": "Here is the page that you want. " * (HUGE // 32),
        "sentence lines": "Here is the page that you want.\n" * (HUGE // 32),
        "notes": "```html\n<p>a</p>\n```\n" + "Note: a\n" * (HUGE // 8),
        "blank notes": "```html\n<p>a</p>\n```\n" + "\n" * HUGE + "a",
        "blank lines": "\n" * HUGE,
        "blanks": " " * HUGE,
        "blanks and a": " " * HUGE + "a",
        "diff": "@@ -1 +1 @@\n-a\n+b\n" * (HUGE // 18),
        "plus lines": "@@\n" + "+a\n" * (HUGE // 3),
        "minus lines": "@@\n" + "-a\n" * (HUGE // 3),
        "search blocks": "<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\n" * (HUGE // 43),
        "open search blocks": "<<<<<<< SEARCH\na\n" * (HUGE // 17),
        "prompts": ">>> a\n" * (HUGE // 6),
        "special tokens": "<|im_end|>" * (HUGE // 10),
        "CDATA": "<file><![CDATA[" * (HUGE // 15),
        "labels": "```" + "a" * HUGE + "\n<p>a</p>\n```",
        "colons": ":" * HUGE,
        "returns": "\r" * HUGE,
        "separators": "\u2028" * (HUGE // 3),
        "right to left": "\u05d0\u05d1\u05d2 " * (HUGE // 4),
        "Chinese": "\u4f60\u597d\uff0c\u4e16\u754c\u3002\n" * (HUGE // 7),
    }
    for language in ("html", "python", "markdown", "typescriptreact", "css", "vue", "json", "plaintext"):
        for name, text in wholes.items():
            yield f"{language}, bare {name}", language, text
