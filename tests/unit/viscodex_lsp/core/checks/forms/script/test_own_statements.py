"""What a script has above the place is not brought in a second time."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

ROUTES = "import express from 'express'\n\nconst router = express.Router()\n\n¦\n\nexport default router\n"
PAGE = """export function A() {
  const [a, setA] = useState(1);

  return (
    <p>
      ¦
    </p>
  );
}
"""


async def test_a_module_written_again_around_a_route_gives_the_route() -> None:
    code = (
        'const express = require("express");\nconst router = express.Router();\n\n'
        'router.get("/", (req, res) => {\n  res.end();\n});\n\nmodule.exports = router;'
    )
    told = await told_of("javascript", ROUTES, code)
    assert told.after == ROUTES.replace("¦", "router.get('/', (req, res) => {\n  res.end()\n})"), told.words
    assert "left out `module.exports = router;`" in told.words
    assert "left out lines that are there already" in told.words


async def test_a_state_that_the_component_has_is_left_out() -> None:
    code = "const [a, setA] = useState(1);\n\n<b>{a}</b>"
    told = await told_of("javascriptreact", PAGE, code)
    assert told.after == PAGE.replace("¦", "<b>{a}</b>"), told.words


async def test_another_value_of_the_same_name_is_refused() -> None:
    told = await told_of("javascriptreact", PAGE, "const [a, setA] = useState(2);\n\n<b>{a}</b>")
    assert told.after is None


async def test_a_function_that_the_module_has_is_left_out() -> None:
    text = "export function a() {\n  return 'b';\n}\n\n¦\n"
    code = 'export function c() {\n  return "d";\n}\n\nexport function a() {\n    return "b"\n}'
    told = await told_of("typescript", text, code)
    assert told.after == text.replace("¦", "export function c() {\n  return 'd';\n}"), told.words


@pytest.mark.parametrize("statement", ["let sum = 0", "const all = []", "const all = new Set()"])
async def test_a_value_that_a_block_makes_anew_stays(statement: str) -> None:
    """Of the one around it another would be counted or filled with each call."""
    text = f"{statement}\n\nfunction f(rows) {{\n  ¦\n}}\n"
    told = await told_of("javascript", text, f"{statement}\ng(rows)")
    assert told.after == text.replace("¦", f"{statement}\n  g(rows)"), told.words


async def test_a_constant_of_the_module_that_a_function_repeats_is_left_out() -> None:
    text = "const LIMIT = 10\n\nfunction f(rows) {\n  ¦\n}\n"
    told = await told_of("javascript", text, "const LIMIT = 10\ng(rows, LIMIT)")
    assert told.after == text.replace("¦", "g(rows, LIMIT)"), told.words
    assert "left out lines that are there already" in told.words
