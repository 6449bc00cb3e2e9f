"""A component that needs values stands above the file's own, and is shown as the reply shows it in use."""

import pytest

from tests.fixtures.replies.reply_cases import Case, Told, play

TEXT = """import { useState } from "react";

export function A() {
  return (
    <main>
      ¦
    </main>
  );
}
"""
CARD = "export function Card({ title }: { title: string }) {\n  return <h2>{title}</h2>;\n}"
PAGES = (
    "function Pages({ page, onPage }: { page: number; onPage: (page: number) => void }) {\n"
    "  return <button onClick={() => onPage(page + 1)}>{page}</button>;\n}"
)


async def told_of_both(code: str, example: str) -> Told:
    reply = f"```tsx\n{code}\n```\n\n### Usage\n\n```tsx\n{example}\n```\n"
    return await play(Case("a", "kind", "typescriptreact", "a.tsx", TEXT, reply, {}))


@pytest.mark.parametrize(
    "example",
    [
        '<Card title="b" />',
        'import { Card } from "./Card";\n\nexport default function App() {\n  return <Card title="b" />;\n}',
        '<div className="app">\n  <Card title="b" />\n</div>',
    ],
)
async def test_the_element_of_the_example_goes_to_the_place(example: str) -> None:
    told = await told_of_both(CARD, example)
    assert told.after is not None, told.words
    assert f"{CARD.removeprefix('export ')}\n\nexport function A()" in told.after
    assert '    <main>\n      <Card title="b" />\n    </main>' in told.after
    assert "took what is given to it from the reply's example of use" in told.words
    assert "left out the TypeScript (React) block" not in told.words


async def test_what_the_example_gives_it_comes_along() -> None:
    shown = "<Pages page={page} onPage={setPage} />"
    example = f"function App() {{\n  const [page, setPage] = useState(1);\n  return {shown};\n}}"
    told = await told_of_both(PAGES, example)
    assert told.after is not None, told.words
    assert "export function A() {\n  const [page, setPage] = useState(1);\n  return (" in told.after
    assert f"      {shown}\n" in told.after


@pytest.mark.parametrize("example", ["<Other />", '<Card title="b" />\n<Other />', "Card.show()"])
async def test_an_example_of_something_else_is_none(example: str) -> None:
    told = await told_of_both(CARD, example)
    assert told.after is None
    assert "whole component (Card)" in told.words


async def test_a_second_example_is_named() -> None:
    """Also one that is as long as the first, and so has the same note."""
    more = '```\n\n### Example\n\n```tsx\n<Card title="c" />'
    told = await told_of_both(CARD, f'<Card title="b" />\n{more}')
    assert told.after is not None, told.words
    assert 'title="c"' not in told.after
    assert "left out the TypeScript (React) block (1 line): an example of use" in told.words
