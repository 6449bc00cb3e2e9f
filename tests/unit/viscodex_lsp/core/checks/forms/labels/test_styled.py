"""A rule of CSS for a styled component becomes declarations: its styles have no selector of their own."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

TEXT = "import styled from 'styled-components';\n\nconst Box = styled.div`\n  color: red;\n  ¦\n`;\n"


@pytest.mark.parametrize(
    ("code", "written"),
    [
        (".box {\n  margin: 0;\n}", "margin: 0;"),
        (
            ".box {\n  margin: 0;\n}\n.box:hover {\n  color: blue;\n}",
            "margin: 0;\n  &:hover {\n    color: blue;\n  }",
        ),
        (
            ".box {\n  margin: 0;\n}\n.box h2 {\n  color: blue;\n}",
            "margin: 0;\n  h2 {\n    color: blue;\n  }",
        ),
        ("margin: 0;\n&:hover {\n  color: blue;\n}", "margin: 0;\n  &:hover {\n    color: blue;\n  }"),
        ("@media (max-width: 9px) {\n  margin: 0;\n}", "@media (max-width: 9px) {\n    margin: 0;\n  }"),
    ],
)
async def test_rules_become_declarations(code: str, written: str) -> None:
    told = await told_of("typescriptreact", TEXT, code, "css")
    assert told.after == TEXT.replace("¦", written), told.words


async def test_rules_for_several_elements_are_refused() -> None:
    told = await told_of(
        "typescriptreact", TEXT, ".box {\n  margin: 0;\n}\n.title {\n  color: blue;\n}", "css"
    )
    assert told.after is None


PAGE = (
    "import styled from 'styled-components';\n\nexport function A() {\n"
    "  return (\n    <p>\n      ¦\n    </p>\n  );\n}\n"
)
BOX = "const Box = styled.div`\n  margin: 0;\n`;"


@pytest.mark.parametrize("code", [f"{BOX}\n\n<Box>b</Box>", f"<Box>b</Box>\n\n{BOX}"])
async def test_a_styled_component_stands_at_the_top_of_the_module(code: str) -> None:
    told = await told_of("javascriptreact", PAGE, code)
    right = PAGE.replace("¦", "<Box>b</Box>").replace("export", f"{BOX}\n\nexport")
    assert told.after == right, told.words


async def test_comments_above_a_rule_stay_above_what_becomes_of_it() -> None:
    code = "/* the box */\n.box {\n  top: 0;\n}\n\n/* under the mouse */\n.box:hover {\n  top: 1px;\n}"
    told = await told_of("typescriptreact", TEXT, code, "css")
    assert told.after is not None, told.words
    assert "/* the box */\n  top: 0;\n  /* under the mouse */\n  &:hover {" in told.after
