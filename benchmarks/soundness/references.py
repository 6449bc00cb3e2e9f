"""Reference parsers: does the language's own parser take a text? Not those that the product itself asks, but for
Python, which has only one."""

import ast
import json
import os
import subprocess
import tempfile
import warnings
from pathlib import Path
from typing import Final

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


class References:
    """One process of Node for what has a parser there, and the others beside it."""

    def __init__(self, node_modules: Path) -> None:
        script = Path(__file__).with_name("reference.mjs")
        self._node = subprocess.Popen(
            ["node", "--no-warnings", str(script), str(node_modules)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def take(self, text: str, language: str) -> bool | None:
        """Whether the text is taken; None where there is no reference parser."""
        own = {"python": _python, "html": _html, "shellscript": _shell, "rust": _rust, "c": _c, "cpp": _cpp}
        if language in own:
            return own[language](text)
        assert self._node.stdin is not None
        assert self._node.stdout is not None
        self._node.stdin.write(json.dumps({"language": language, "text": text}) + "\n")
        self._node.stdin.flush()
        answer = json.loads(self._node.stdout.readline())
        return answer if isinstance(answer, bool) else None

    def close(self) -> None:
        """End the process."""
        assert self._node.stdin is not None
        self._node.stdin.close()
        self._node.wait(timeout=10)


def _python(text: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "<text>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


def _html(text: str) -> bool | None:
    try:
        import html5lib
    except ImportError:
        return None
    parser = html5lib.HTMLParser()
    parser.parse(text)
    return not any(code.startswith(_SERIOUS_HTML) for _, code, _ in parser.errors)


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


def _c(text: str) -> bool | None:
    return _clang(text, ".c", [])


def _cpp(text: str) -> bool | None:
    return _clang(text, ".cpp", ["-std=c++20"])


def _clang(text: str, ending: str, options: list[str]) -> bool | None:
    """By clang's own kinds of errors: what it calls a parse issue. Headers that are not there are passed over."""
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
        return not any(one.category_name == _PARSE_ISSUE and one.severity >= 3 for one in unit.diagnostics)
