"""Replies for Markdown files: between fences, in quotes and lists, and beside what the file has already."""

import pytest

from tests.fixtures.replies.reply_cases import Case, Told, play


async def told(text: str, reply: str, language: str = "markdown") -> Told:
    return await play(Case("a", "markdown", language, "a.md", text, reply, {}))


@pytest.mark.parametrize(
    ("text", "reply", "after"),
    [
        (
            "```mermaid\n¦\n```\n",
            "```mermaid\ngraph LR\n  A --> B\n```",
            "```mermaid\ngraph LR\n  A --> B\n```\n",
        ),
        ("~~~ts\nlet a;\n¦\n~~~\n", "```typescript\na = 1;\n```", "~~~ts\nlet a;\na = 1;\n~~~\n"),
        ("```js\n¦f();¦\n```\n", "Here:\n\n```js\ng();\n```\n\nIt runs.", "```js\ng();\n```\n"),
        (
            "```python\nif a:\n    ¦\n```\n",
            "```python\nb = 1\nc = 2\n```",
            "```python\nif a:\n    b = 1\n    c = 2\n```\n",
        ),
        ("```sh\r\n¦\r\n```\r\n", "```bash\na\nb\n```", "```sh\r\na\r\nb\r\n```\r\n"),
        ("---\ntitle: a\n¦\n---\n", "```yaml\ntags: [b]\n```", "---\ntitle: a\ntags: [b]\n---\n"),
        ("```json\n[]\n```\n\n¦\n", "```json\n{}\n```", "```json\n[]\n```\n\n```json\n{}\n```\n"),
        ("```python\na = 1\n¦", "```python\nb = 2\n```", "```python\na = 1\nb = 2\n"),
    ],
)
async def test_between_fences_stands_code_without_a_fence(text: str, reply: str, after: str) -> None:
    """A fence in a fence would end the outer one; behind it the file is Markdown again."""
    assert (await told(text, reply)).after == after


async def test_code_of_another_language_is_refused_between_fences() -> None:
    """The fence says what its code is."""
    assert (await told("```css\n¦\n```\n", "```python\na = 1\n```")).after is None


@pytest.mark.parametrize(
    ("text", "reply", "after"),
    [
        ("> Note\n> ¦\n", "One.\n\n- two", "> Note\n> One.\n>\n> - two\n"),
        ("> ¦\n", "> One.\n> Two.", "> One.\n> Two.\n"),
        ("¦> old\n> old\n¦\nAfter.\n", "New.\n\nNewer.", "> New.\n>\n> Newer.\n\nAfter.\n"),
        ("- a\n- ¦\n", "- b\n- c", "- a\n- b\n- c\n"),
        ("- [x] a\n- [ ] ¦\n", "b\n\nmore of it", "- [x] a\n- [ ] b\n\n  more of it\n"),
        ("1. ¦\n", "```markdown\nRun it:\n\n    make\n```", "1. Run it:\n\n       make\n"),
        ("* ¦old¦\n", "- new", "* new\n"),
        ("* a\n* ¦\n", "b - c, 2 * 3", "* a\n* b - c, 2 * 3\n"),
        ("* a\n¦\n", "- b - c\n- d", "* a\n* b - c\n* d\n"),
        ("    indented\n\n¦\n", "```sh\nls\n```", "    indented\n\n```sh\nls\n```\n"),
    ],
)
async def test_lines_go_on_with_the_mark_that_stands_there(text: str, reply: str, after: str) -> None:
    """What is written in a quote is quoted, and what is written behind a list's mark is one item."""
    assert (await told(text, reply)).after == after


@pytest.mark.parametrize(
    ("text", "reply", "after"),
    [
        ("We met.\n¦\n", "## Plan\n\nMore.", "We met.\n\n## Plan\n\nMore.\n"),
        ("We met.\n¦\n", "It rained.", "We met.\n\nIt rained.\n"),
        ("We met in\n¦\n", "the rain.", "We met in\nthe rain.\n"),
        ("¦\nBelow.\n", "| a |\n|---|\n| 1 |", "| a |\n|---|\n| 1 |\n\nBelow.\n"),
        ("- a\n¦\n- c\n", "- b", "- a\n- b\n- c\n"),
        ("## Plan\n¦\n", "We go.", "## Plan\nWe go.\n"),
        ("a.\n\n¦\n\nb.\n", "New.", "a.\n\nNew.\n\nb.\n"),
        ("- a\n  ¦\n- c\n", "```sh\nls\n```", "- a\n  ```sh\n  ls\n  ```\n- c\n"),
    ],
)
async def test_blocks_do_not_run_into_each_other(text: str, reply: str, after: str) -> None:
    """A blank line stands where a paragraph or table would go on with what is beside it."""
    assert (await told(text, reply)).after == after


@pytest.mark.parametrize(
    ("text", "reply", "after", "note"),
    [
        ("---\na: 1\n---\n\n¦\n", "---\ntitle: b\n---\n\n# Hi", "---\na: 1\n---\n\n# Hi\n", "front matter"),
        ("¦\n", "---\ntitle: b\n---\n\n# Hi", "---\ntitle: b\n---\n\n# Hi\n", ""),
        ("# A\n\n¦old¦\n\n## B\n", "# A\n\nnew\n\n## B", "# A\n\nnew\n\n## B\n", "already"),
        (
            "| a | b |\n|--|--|\n| 1 | 2 |\n¦\n",
            "|a|b|\n|:-|-:|\n|3|4|",
            "| a | b |\n|--|--|\n| 1 | 2 |\n|3|4|\n",
            "already",
        ),
        ("## A\n\n- a\n- ¦\n", "## A\n\n- b\n- c", "## A\n\n- a\n- b\n- c\n", "already"),
        ("* a\n¦\n", "- b\n  - c", "* a\n* b\n  * c\n", ""),
    ],
)
async def test_what_the_file_has_is_not_written_again(text: str, reply: str, after: str, note: str) -> None:
    """Front matter, the headings around and the head of a table stand once, and the person is told."""
    result = await told(text, reply)
    assert result.after == after
    assert note in result.words


@pytest.mark.parametrize(
    ("reply", "after"),
    [
        (
            "The chart in the picture as a diagram:\n\n```mermaid\npie\n```\n\nThis diagram shows the shares.",
            "```mermaid\npie\n```\n",
        ),
        ("```mermaid\npie\n```\n\n**Explanation:**\n\n- `pie` is a pie", "```mermaid\npie\n```\n"),
        (
            "The image viewer opens files.\n\nYou see them.",
            "The image viewer opens files.\n\nYou see them.\n",
        ),
        (
            "Notes:\n\n```sh\nls\n```\n\nExplanation\n\nIt lists.",
            "Notes:\n\n```sh\nls\n```\n\nExplanation\n\nIt lists.\n",
        ),
    ],
)
async def test_what_a_model_says_of_its_diagram_goes(reply: str, after: str) -> None:
    """Sentences about the picture and the diagram are for the person; other sentences are the text."""
    assert (await told("¦\n", reply)).after == after
