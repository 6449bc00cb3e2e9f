"""Markup, hooks and styled components where they would do nothing, or be made anew each time."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

TEST = 'describe("a", () => {\n  ¦\n});\n'
EFFECT = "export function A() {\n  useEffect(() => {\n    ¦\n  }, []);\n\n  return null;\n}\n"
HANDLER = "export function A() {\n  function submit() {\n    ¦\n  }\n\n  return <b onClick={submit} />;\n}\n"
LIST = "export const A = () => items.map((item) => {\n  ¦\n});\n"
SERVER = "export default async function Page() {\n  return (\n    <main>\n      ¦\n    </main>\n  );\n}\n"
STYLED = (
    'import styled from "styled-components";\n\nexport const A = () => {\n  return (\n    <p>\n      ¦\n'
    "    </p>\n  );\n};\n"
)


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        (TEST, False),
        (EFFECT, False),
        (HANDLER, False),
        (HANDLER.replace("submit", "header"), True),
        (LIST, True),
    ],
)
async def test_markup_is_given_back_only_to_who_takes_it(text: str, taken: bool) -> None:
    told = await told_of("typescriptreact", text, "<b>a</b>", "tsx", file="a.tsx")
    assert (told.after is not None) is taken, told.words


@pytest.mark.parametrize("hook", ["useState(0)", "useState<number>(0)", 'useState<"a" | "b">("a")'])
async def test_a_component_of_the_server_takes_no_hooks(hook: str) -> None:
    reply = f"export function B() {{\n  const [a, setA] = {hook};\n\n  return <b onClick={{() => setA(a)}}>a</b>;\n}}"
    told = await told_of("typescriptreact", SERVER, reply, "tsx", file="a.tsx")
    assert told.after is None
    assert "const [a, setA]" in told.words


async def test_animations_stand_beside_the_styled_components_of_a_module() -> None:
    reply = (
        "const float = keyframes`\n  to { top: 1px; }\n`;\n\nconst Art = styled.b`\n  animation: ${float} 2s;\n`;\n\n"
        "<Art />"
    )
    told = await told_of("typescriptreact", STYLED, reply, "tsx", file="a.tsx")
    assert told.after is not None, told.words
    assert (
        told.after.index("const float") < told.after.index("const Art") < told.after.index("export const A")
    )


async def test_a_component_is_made_once_beside_the_one_that_shows_it() -> None:
    """Made in that, it would be another one each time, and lose its state."""
    reply = "const Foot = ({ a }) => (\n  <b>{a}</b>\n);\n\n<Foot a={1} />"
    told = await told_of("typescriptreact", STYLED, reply, "tsx", file="a.tsx")
    assert told.after is not None, told.words
    assert (
        told.after.index("const Foot")
        < told.after.index("export const A")
        < told.after.index("<Foot a={1} />")
    )
