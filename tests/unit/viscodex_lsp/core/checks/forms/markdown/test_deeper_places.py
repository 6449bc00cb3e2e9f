"""Places of a document that are deeper than its margin: a fence in a list's item, a component of MDX."""

import pytest

from tests.fixtures.replies.reply_cases import told_of


@pytest.mark.parametrize(
    ("language", "text", "reply", "after"),
    [
        (
            "markdown",
            "1. Run\n\n   ```python\n   ¦\n   ```\n",
            "```python\nimport sys\n\nprint(sys.argv)\n```",
            "1. Run\n\n   ```python\n   import sys\n\n   print(sys.argv)\n   ```\n",
        ),
        (
            "mdx",
            "<Tabs>\n  <Tab>\n    ¦\n  </Tab>\n</Tabs>\n",
            "<Note>\n  Words.\n</Note>",
            "<Tabs>\n  <Tab>\n    <Note>\n      Words.\n    </Note>\n  </Tab>\n</Tabs>\n",
        ),
    ],
)
async def test_code_is_as_deep_as_its_place(language: str, text: str, reply: str, after: str) -> None:
    told = await told_of(language, text, reply)
    assert told.after == after, told.words


@pytest.mark.parametrize("item", ["- {}\n  - two¦\n\ntext\n", "1. {}\n   - two¦\n\ntext\n"])
async def test_items_at_the_columns_of_the_file_go_on_with_both_lists(item: str) -> None:
    text = item.format("one")
    mark, inner = ("-", "  ") if text.startswith("-") else ("2.", "   ")
    reply = f"{inner}- three\n{mark} four\n"
    told = await told_of("markdown", text, f"```markdown\n{reply}```")
    assert told.after == text.replace("¦\n", f"\n{reply}"), told.words
