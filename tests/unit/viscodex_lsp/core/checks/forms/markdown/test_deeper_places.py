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
