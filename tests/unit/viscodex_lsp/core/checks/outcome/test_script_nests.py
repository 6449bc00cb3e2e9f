"""A test in a test, and a `switch` in its like, are refused."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

TEST = 'describe("a", () => {\n  it("b", async () => {\n    ¦\n  });\n});\n'
SUITE = 'describe("a", () => {\n  ¦\n});\n'
SWITCH = (
    "function f(a) {\n  switch (a.kind) {\n    case 1:\n      return 1;\n    ¦\n    default:\n      return 2;\n  }\n"
    "}\n"
)


@pytest.mark.parametrize(
    ("text", "code", "taken"),
    [
        (TEST, 'describe("c", () => {\n  it("d", () => {\n    go();\n  });\n});', False),
        (TEST, "const a = go();\nexpect(a).toBe(1);", True),
        (SUITE, 'describe("c", () => {\n  it("d", () => {\n    go();\n  });\n});', True),
        (SWITCH, "switch (a.kind) {\n  case 3:\n    return 3;\n  default:\n    return 4;\n}", False),
        (SWITCH, "case 3:\n  switch (a.size) {\n    case 1:\n      return 5;\n  }\n  break;", True),
    ],
)
async def test_what_is_in_its_like_is_refused(text: str, code: str, taken: bool) -> None:
    told = await told_of("javascript", text, code)
    assert (told.after is not None) is taken, told.words


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("if (a) {\n  ¦\n}\n", True),
        ("namespace A {\n  export const b = 1;\n  ¦\n}\n", False),
        ("declare module 'a' {\n  export const b: 1;\n  ¦\n}\n", False),
        ("export const b = 1;\n¦\n", False),
    ],
)
async def test_an_export_is_at_the_top_of_a_module_or_namespace(text: str, refused: bool) -> None:
    told = await told_of("typescript", text, "export type C = 2;", file="a.ts")
    assert (told.after is None) is refused, told
