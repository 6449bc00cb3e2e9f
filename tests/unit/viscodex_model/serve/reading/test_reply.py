"""A Reading is worded as a reply that says what it is."""

from viscodex_model.read import Reading
from viscodex_model.serve.reading.question import Question
from viscodex_model.serve.reading.reply import word_reply

QUESTION = Question((), "python", None, "", frozenset())
CODE = Reading("code", 1.0, 10, 10, (), code="a = 1\n", language="python", doubts=("Line 1 is doubtful.",))
REFUSED = Reading("photograph", 1.0, 10, 10, (), refusal="It is a photograph.")


def test_code_comes_in_one_block_with_notes_after_it() -> None:
    """The person learns that nothing was understood, and what is doubtful."""
    assert word_reply([CODE], QUESTION) == (
        "```python\na = 1\n```\n\nNote: copied by the reader, not understood\nNote: Line 1 is doubtful."
    )


def test_an_instruction_that_cannot_be_followed_is_answered() -> None:
    """With the person's own words."""
    question = Question((), "python", None, "make it async", frozenset())
    assert "“make it async” was not followed" in word_reply([CODE], question)


def test_a_fence_in_the_code_does_not_end_the_block() -> None:
    """The block's own fence is longer."""
    reading = Reading("terminal", 1.0, 10, 10, (), code="```\nx\n```", language="markdown")
    assert word_reply([reading], QUESTION).startswith("````markdown\n```\nx\n```\n````")


def test_what_cannot_be_read_is_declined_with_its_reason() -> None:
    """No block, no empty edit."""
    assert word_reply([REFUSED], QUESTION) == "I cannot turn this picture into code. It is a photograph."


def test_of_several_pictures_the_useful_ones_are_kept() -> None:
    """The others are named."""
    reply = word_reply([CODE, REFUSED, CODE], QUESTION)
    assert reply.startswith("```python\na = 1\n\na = 1\n```")
    assert "Note: one picture was left out: It is a photograph." in reply
