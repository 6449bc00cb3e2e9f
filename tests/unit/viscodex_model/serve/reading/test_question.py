"""What the reader takes from a chat request."""

import pytest
from viscodex_model.serve.protocol.request import ChatRequest
from viscodex_model.serve.reading.question import read_question

PICTURE = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}


def asked(*texts: str, replies: tuple[str, ...] = ()) -> ChatRequest:
    parts = [PICTURE, *({"type": "text", "text": text} for text in texts)]
    messages = [
        {"role": "system", "content": "You turn pictures into code."},
        {"role": "user", "content": parts},
    ]
    for reply in replies:
        messages += [{"role": "assistant", "content": reply}, {"role": "user", "content": "Answer again."}]
    return ChatRequest.model_validate({"messages": messages})


def test_the_language_is_that_of_the_block_that_is_asked_for() -> None:
    """Labels become LSP identifiers."""
    assert read_question(asked("Answer with one ```tsx block.")).language == "typescriptreact"
    assert read_question(asked("Write the code.")).language is None


@pytest.mark.parametrize(
    ("instruction", "kind"),
    [
        ("as a table", "table"),
        ("Read it as code.", "code"),
        ("as terminal", "terminal"),
        ("as a web page", "page"),
    ],
)
def test_what_the_picture_is_may_be_said(instruction: str, kind: str) -> None:
    """Such an instruction is followed, and not reported as ignored."""
    question = read_question(
        asked(f"Write.\n\nThe person asks: {instruction}\n\nAnswer with one ```html block.")
    )
    assert (question.kind, question.instruction) == (kind, "")


def test_any_other_instruction_is_kept_to_be_answered() -> None:
    """It is not dropped in silence."""
    question = read_question(
        asked("Write.\n\nThe person asks: make it dark\nand round\n\nFile: a.html (html)")
    )
    assert question.kind is None
    assert question.instruction == "make it dark\nand round"


def test_names_of_the_file_help_to_read() -> None:
    """Identifiers around the place are known."""
    question = read_question(
        asked("Answer with one ```python block.\n\nThe file around the place:\ntotal_price = 1")
    )
    assert "total_price" in question.names


def test_asked_to_mend_it_has_answered_already() -> None:
    """The same picture reads the same: the reply before stands."""
    assert read_question(asked("Write.", replies=("one", "two"))).answered == "two"
    assert read_question(asked("Write.")).answered is None


def test_tailwind_is_heeded_where_it_is_asked_for() -> None:
    """The sentence counts at the beginning of a line only: an instruction or a file may speak of it too."""
    sentence = "Style with Tailwind's utility classes, as the project does."
    assert read_question(asked(f"Write.\n\n{sentence}\n\nAnswer with one ```html block.")).tailwind
    assert not read_question(asked(f"The person asks: {sentence}\n\nAnswer with one ```html block.")).tailwind
