"""What a refusal for syntax says: the line of the reply, counted from its first one, and the true reason."""

import pytest

from tests.fixtures.checking import check
from viscodex_lsp.core.nouns import Document, Patch, Refusal, Span, Style


@pytest.mark.parametrize(
    ("language", "marked", "depth", "code", "line"),
    [
        ("python", "def f():\n|\n    return 1\n", "    ", "x = 1\ny = (\n", 2),
        ("python", "def f():\n    |\n    return 1\n", "    ", "x = (\n", 1),
        ("python", "def f():\n    a = 1|\n    return 1\n", "    ", "x = 1\ny = 2\nz = f(a=1, 2)\n", 3),
        ("python", "import os\n\nx = os\n|\n", "", "import re\n\ny = re\nz = f(a=1, 2)\n", 4),
        ("javascript", "function f() {\n  |a();\n}\n", "  ", "b();\nc(;\n", 2),
        ("css", "a {\n  b: c;\n}\n|\n", "", "d {\n  e f;\n}\n", 2),
    ],
)  # fmt: skip
def test_a_refusal_names_the_line_of_the_reply(
    language: str, marked: str, depth: str, code: str, line: int
) -> None:
    """Wherever the place is: on a blank line, behind code, before it, and with imports taken to the top."""
    at = marked.index("|")
    document = Document("file:///a", language, 1, marked.replace("|", ""))
    style = Style(indent="    " if language == "python" else "  ", newline="\n", quote='"')
    patch = Patch(code.rstrip("\n"), None, cut_off=False)
    result = check(patch, document, Span(at, at), depth=depth, style=style)
    assert isinstance(result, Refusal)
    assert f"line {line} of it" in result.sentence
