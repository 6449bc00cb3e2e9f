"""markdown_reply: in a Markdown file fences are text, and only words to the person go."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viscodex_lsp.core.asking.reply import read_reply
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Patch, Reply


def read(text: str) -> str:
    patch = read_reply(Reply(text, "stop"), language_of("markdown"))
    assert isinstance(patch, Patch)
    return patch.code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("```md\n# A\n\n```\nls\n```\n\nBye.\n```", "# A\n\n```\nls\n```\n\nBye."),
        ("```markdown\n# A\n```\n\nThen run:\n\n```bash\nls\n```", "# A"),
        ("````md\n```\nls\n```\n````", "```\nls\n```"),
        ("```mermaid\ngraph TD\n```", "```mermaid\ngraph TD\n```"),
        ("Here's the code:\n\n```python\nx\n```\n\nLet me know if it helps.", "```python\nx\n```"),
        ("```\n- a\n```", "- a"),
        ("## Use\n\nRun this:\n\n```sh\nls\n```", "## Use\n\nRun this:\n\n```sh\nls\n```"),
        ("Sure! Here is the table:\n\n| a |\n|---|\n\nI hope this helps.", "| a |\n|---|"),
        ("以下是图片中的列表：\n\n- 面包\n\n希望对你有帮助！", "- 面包"),
        ("Welcome to the shop.\n\nWe open at nine.", "Welcome to the shop.\n\nWe open at nine."),
        ("- Here is bread.\n- Let me know.", "- Here is bread.\n- Let me know."),
    ],
)
def test_what_is_meant_for_the_file(text: str, code: str) -> None:
    """Fenced as Markdown, with inner fences of any kind; Markdown itself; a diagram or code with its fence."""
    assert read(text) == code


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        (
            "```markdown\n# A\n```\n\nThen run:\n\n```bash\nls\n```",
            ("left out the Shell block (1 line): it is not part of this file",),
        ),
        (
            "```mermaid\npie\n```\n\n## Notes\n\n| a |\n|---|",
            ("left out the explanation below the diagram (3 lines)",),
        ),
        ("Sure! Here it is:\n\n```markdown\n# A\n```\n\nI hope this helps.", ()),
    ],
)
def test_what_is_left_out_beside_words_to_the_person_is_named(text: str, notes: tuple[str, ...]) -> None:
    patch = read_reply(Reply(text, "stop"), language_of("markdown"))
    assert isinstance(patch, Patch)
    assert patch.notes == notes


INNER = st.lists(
    st.sampled_from(["# A", "text", "```sh\nls\n```", "```\nout\n```", "- b"]), min_size=1, max_size=6
)


@given(INNER)
def test_a_fenced_text_is_whole_whatever_fences_it_holds(parts: list[str]) -> None:
    """The outer fence ends at the last one, not at the first inner one that could be it."""
    text = "\n\n".join(parts)
    assert read(f"```markdown\n{text}\n```\n\nLet me know if you need changes.") == text
