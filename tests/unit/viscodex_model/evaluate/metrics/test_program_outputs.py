"""MMCode's comparing of outputs, its harness, and the code in a response."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from viscodex_model.evaluate.instruments.sandboxed.test_runner import as_function
from viscodex_model.evaluate.metrics.answer_code import fenced_code, joined_blocks
from viscodex_model.evaluate.metrics.program_outputs import printed_agrees, returned_agrees


@pytest.mark.parametrize(
    ("printed", "expected", "agrees"),
    [
        (["7"], "7\n", True),
        (["  7 ", ""], "7\n", True),
        (["7", "8"], "7\n8\n", True),
        (["8", "7"], "7\n8\n", True),
        (["0.3333333"], "0.33333333\n", True),
        (["0.334"], "0.3333\n", False),
        (["b a"], "a b\n", True),
        (["7"], "8\n", False),
        ([], "8\n", False),
        (["7", "9"], "7\n8\n", False),
    ],
)
def test_printed_output(printed: str, expected: Any, agrees: bool) -> None:
    """White space, last digits and order may differ; values may not."""
    assert printed_agrees(printed, expected) is agrees


@given(st.lists(st.text("ab1 ", max_size=5), max_size=4))
def test_any_output_agrees_with_itself(lines: list[str]) -> None:
    """What was expected is right as it is."""
    assert printed_agrees(lines, "\n".join(lines))


@pytest.mark.parametrize(
    ("returned", "expected", "agrees"),
    [
        ("3", [3], True),
        ("[1, 2]", [[1, 2]], True),
        ("(1, 2)", [[1, 2]], True),
        ("[(1, 2)]", [[[1, 2]]], True),
        ("{1: 'a'}", [{"1": "a"}], True),
        ("4", [3], False),
        ("<object at 0x7f>", [3], False),
        ("(" * 500, [3], False),
        ("__import__('os')", [3], False),
    ],
)
def test_returned_value(returned: Any, expected: Any, agrees: bool) -> None:
    """A value, or the one that is listed; nothing but literals is read."""
    assert returned_agrees(returned, expected) is agrees


def test_a_program_becomes_the_body_of_a_function() -> None:
    """Imports at the head stay outside; everything from the first other line on is inside."""
    wrapped = as_function("import math\nx = input()\nimport re\nprint(x)")
    assert wrapped.split("\n") == [
        *("import math", "stdin = sys.stdin", "stdout = sys.stdout", "def code():"),
        *("\tx = input()", "\timport re", "\tprint(x)", ""),
    ]


def test_code_is_taken_from_its_fence() -> None:
    """The first block of the language, else the longest, else all; one that was cut off still counts."""
    reply = "Here:\n```bash\nls\n```\n```python\nprint(1)\n```"
    assert fenced_code(reply, ("python",)) == "print(1)\n"
    assert fenced_code("```\nabc\n```", ("python",)) == "abc\n"
    assert fenced_code("print(2)", ("python",)) == "print(2)"
    assert fenced_code("```python\nprint(3)", ("python",)) == "print(3)"


def test_blocks_are_joined_or_the_longest_is_taken() -> None:
    """Lines with a fence pair up, in order."""
    reply = "```\na\n```\ntext\n```js\nb\nc\n```"
    assert joined_blocks(reply) == "a\n\nb\nc"
    assert joined_blocks(reply, only_longest=True) == "b\nc"
    assert joined_blocks("no fence") is None
