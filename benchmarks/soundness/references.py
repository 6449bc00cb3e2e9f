"""Reference parsers: does the language's own parser take a text? Not those that the product itself asks, but for
Python and Jinja, which have only one each."""

import ast
import os
import subprocess
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Final

from benchmarks.soundness.answering import Kotlin, Node
from benchmarks.soundness.templates import TEMPLATES, Templates

_SERIOUS_HTML: Final = (
    "unexpected-end-tag",
    "end-tag-too-early",
    "expected-closing-tag-but-got-eof",
    "expected-one-end-tag-but-got-another",
    "adoption-agency",
    "eof-in-",
    "expected-attribute-",
    "invalid-character-in-attribute-name",
)
_PARSE_ISSUE: Final = "Parse Issue"
_DIRECTIVE: Final = ("unterminated ", "#else ", "#elif ", "#endif ", "missing terminating ")
"""How clang's errors about directives and comments begin, but for those that speak of other files."""


class References:
    """One process for what has a parser in Node, one for Kotlin, and the others beside them."""

    def __init__(self, node_modules: Path) -> None:
        self._node, self._kotlin = Node(node_modules), Kotlin(node_modules)
        self._templates = Templates(self._node.take, lambda text, whole: _html(text, whole=whole))
        self._own: dict[str, Callable[[str], bool | None]] = {
            "python": _python,
            "ipython": _cell,
            "html": _html,
            "jinja": _jinja,
            "shellscript": _shell,
            "rust": _rust,
            "c": _c,
            "cpp": _cpp,
            "csharp": _csharp,
            "kotlin": self._kotlin.take,
        }

    def take(self, text: str, language: str) -> bool | None:
        """Whether the text is taken; None where there is no reference parser."""
        if language in TEMPLATES:
            return self._templates.take(text, language)
        own = self._own.get(language)
        return own(text) if own is not None else self._node.take(text, language)

    def close(self) -> None:
        """End the processes."""
        self._node.close()
        self._kotlin.close()
        self._templates.close()


def _python(text: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "<text>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


def _cell(text: str) -> bool | None:
    """A cell of a notebook, as IPython reads it before Python does; of another language's cell nothing is known."""
    try:
        from IPython.core.inputtransformer2 import TransformerManager
    except ImportError:
        return None
    try:
        return _python(TransformerManager().transform_cell(text))
    except SyntaxError:
        return False


def _html(text: str, *, whole: bool = True) -> bool | None:
    try:
        import html5lib
    except ImportError:
        return None
    parser = html5lib.HTMLParser()
    (parser.parse if whole else parser.parseFragment)(text)
    return not any(code.startswith(_SERIOUS_HTML) for _, code, _ in parser.errors)


def _jinja(text: str) -> bool | None:
    """A template that Jinja parses, and whose text is HTML without its marks, as Jinja's lexer tells them."""
    try:
        from jinja2 import Environment, TemplateSyntaxError
    except ImportError:
        return None
    engine = Environment(extensions=[f"jinja2.ext.{name}" for name in ("do", "loopcontrols", "i18n")])
    try:
        engine.parse(text)
        pieces = [value if kind == "data" else " " * len(value) for _, kind, value in engine.lex(text)]
    except (TemplateSyntaxError, RecursionError):
        return False
    return _html("".join(pieces), whole="<html" in text)


def _shell(text: str) -> bool:
    done = subprocess.run(
        ["bash", "-O", "extglob", "-n"],
        input=text.encode("utf-8", errors="replace"),
        capture_output=True,
        check=False,
    )
    return done.returncode == 0 and b"warning" not in done.stderr


def _rust(text: str) -> bool | None:
    try:
        done = subprocess.run(
            ["rustc", "--edition=2021", "-Zparse-crate-root-only", "-"],
            input=text,
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"RUSTC_BOOTSTRAP": "1"},
        )
    except FileNotFoundError:
        return None
    return done.returncode == 0


def _csharp(text: str) -> bool | None:
    """By Mono's compiler, which knows C# up to version 7."""
    with tempfile.NamedTemporaryFile("w", suffix=".cs") as file:
        file.write(text)
        file.flush()
        try:
            done = subprocess.run(["mcs", "--parse", file.name], capture_output=True, check=False)
        except FileNotFoundError:
            return None
        return done.returncode == 0


def _c(text: str) -> bool | None:
    return _clang(text, ".c", [])


def _cpp(text: str) -> bool | None:
    return _clang(text, ".cpp", ["-std=c++20"])


def _clang(text: str, ending: str, options: list[str]) -> bool | None:
    """By clang's own kinds of errors: what it calls a parse issue, and directives and comments without an end. Headers
    that are not there are passed over."""
    try:
        from clang.cindex import Index, TranslationUnit
    except ImportError:
        return None
    with tempfile.NamedTemporaryFile("w", suffix=ending) as file:
        file.write(text)
        file.flush()
        unit = Index.create().parse(
            file.name, args=[*options, "-ferror-limit=0"], options=0x200 | TranslationUnit.PARSE_INCOMPLETE
        )
        serious = (one for one in unit.diagnostics if one.severity >= 3)
        return not any(
            one.category_name == _PARSE_ISSUE or one.spelling.startswith(_DIRECTIVE) for one in serious
        )
