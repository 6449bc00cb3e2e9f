"""Of a reply of several files the one for the file asked about is taken, and of markup with its values all is."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

PAGE = "export default function Page() {\n  return (\n    <main>\n      <h1>A</h1>\n      ¦\n    </main>\n  );\n}\n"
OTHER = "export function Chart() {\n  return <svg />;\n}"
OWN = "import { Chart } from '@/chart';\n\n<Chart />"
PLACED = "import { Chart } from '@/chart';\n\n" + PAGE.replace("¦", "<Chart />")


@pytest.mark.parametrize(
    "reply",
    [
        f"```tsx\n// src/chart.tsx\n{OTHER}\n```\n\n```tsx\n// src/page.tsx\n{OWN}\n```",
        f"**src/chart.tsx**\n```tsx\n{OTHER}\n```\n\n**src/page.tsx**:\n\n```tsx\n{OWN}\n```",
        f"```tsx\n// File: page.tsx\n{OWN}\n```\n\nand `src/chart.tsx`:\n\n```tsx\n{OTHER}\n```",
    ],
)
async def test_the_block_for_the_file_is_taken(reply: str) -> None:
    told = await told_of("typescriptreact", PAGE, reply, file="src/page.tsx")
    assert told.after == PLACED, told.words
    assert "lines): it is for another file" in told.words


async def test_where_no_block_names_the_file_none_is_left_out_for_its_name() -> None:
    reply = f"```tsx\n// src/chart.tsx\n{OTHER}\n```\n\n```tsx\n// src/page.tsx\n{OWN}\n```"
    told = await told_of("typescriptreact", PAGE, reply, file="src/home.tsx")
    assert "for another file" not in told.words


async def test_imports_and_values_below_the_markup_go_where_they_belong() -> None:
    reply = (
        "```jsx\n<ul>{rows.map((row) => <Row key={row} />)}</ul>\n```\n\nAdd the import:\n\n"
        "```jsx\nimport Row from './Row';\n```\n\nand the data:\n\n```jsx\nconst rows = [1, 2];\n```"
    )
    told = await told_of("javascriptreact", PAGE, reply, file="page.jsx")
    expected = PAGE.replace("  return", "  const rows = [1, 2];\n  return")
    expected = expected.replace("¦", "<ul>{rows.map((row) => <Row key={row} />)}</ul>")
    assert told.after == f"import Row from './Row';\n\n{expected}", told.words
