"""YAML that is nested deeper than its grammar's scanner can hold is not parsed: it would end the process."""

import pytest

from viscodex_lsp.core.errors import TooHardToParse
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.syntax.syntax import parse, reparse
from viscodex_lsp.core.syntax.yaml_depth import MOST_LEVELS

YAML = language_of("yaml")


def stairs(count: int, step: str = "a:\n", width: int = 1) -> str:
    return "".join(" " * width * row + step for row in range(count))


@pytest.mark.parametrize(
    "text",
    [
        "- " * 500 + "a\n",
        "? " * 500 + "a\n",
        "-\t" * 500 + "a\n",
        "--- " + "- " * 500 + "a\n",
        "\ufeff" + "- " * 500 + "a\n",
        "- &a " * 500 + "a\n",
        "- !t " * 500 + "a\n",
        stairs(500),
        stairs(500, "a:\r"),
        stairs(500, "-\n"),
        stairs(150, "- a:\n", 4),
    ],
)
def test_too_many_open_blocks_are_given_up(text: str) -> None:
    """Whatever opens them: entries on one line, or lines that lie ever deeper."""
    with pytest.raises(TooHardToParse, match=f"over {MOST_LEVELS} blocks inside each other"):
        parse(text, YAML)


@pytest.mark.parametrize(
    "text",
    [
        stairs(MOST_LEVELS) + "".join("a:\n" + " b: c\n" for _ in range(500)),
        stairs(MOST_LEVELS // 2, "a:\n") * 20,
        "a: |\n" + "".join(f"{' ' * (1 + row % 300)}- b\n" for row in range(0, 3000, 7)),
        "a: [" + "[" * 300 + "]" * 300 + "]\n",
        "a: " + "b - c " * 90 + "\n",
        "-" * 900 + "\n",
    ],
)
def test_deep_texts_that_can_be_held_are_parsed(text: str) -> None:
    assert parse(text, YAML).checked


def test_an_edit_that_goes_too_deep_is_given_up() -> None:
    with pytest.raises(TooHardToParse):
        reparse(parse("a: b\n", YAML), [Replacement(Span(5, 5), "- " * 500 + "a\n")])
