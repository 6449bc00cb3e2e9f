"""Where completions are offered, and what choosing one means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viscodex_lsp.core.language.languages import LANGUAGES
from viscodex_lsp.core.menu.completions import Completion, list_completions
from viscodex_lsp.core.menu.offers import Attached
from viscodex_lsp.core.nouns import Document, Span
from viscodex_lsp.core.text.positions import LineIndex


def offered(language: str, marked: str, *attached: Attached, by_hand: bool = True) -> tuple[Completion, ...]:
    """The completions where `|` stands in `marked`."""
    offset = marked.index("|")
    text = marked.replace("|", "", 1)
    lines = LineIndex(text)
    line = lines.line_span(lines.line_at(offset))
    return list_completions(
        Document("file:///a", language, 1, text), offset, line, attached=attached, by_hand=by_hand
    )


@pytest.mark.parametrize(
    ("language", "marked", "instruction"),
    [
        ("python", "x = 1\n    # image:|\ny = 2\n", ""),
        ("python", "# image|", ""),
        ("python", "# Image: a form, two fields |\n", "a form, two fields"),
        ("html", "<main>\n  <!-- image -->|\n</main>", ""),
        ("html", "<!-- picture: the header| -->", "the header"),
        ("typescriptreact", "  {/* screenshot */}|", ""),
        ("javascript", "/** image: a chart */|", "a chart"),
        ("javascript", "// image:|", ""),
        ("css", "/* image */|", ""),
        ("sql", "-- image:|", ""),
    ],
)
def test_a_comment_that_asks_for_code_is_answered(language: str, marked: str, instruction: str) -> None:
    """Nothing of the comment is taken away, the code goes to the end of its line, its words are the instruction."""
    (only,) = offered(language, marked)
    text, cursor = marked.replace("|", ""), marked.index("|")
    end = text.find("\n", cursor) if "\n" in text[cursor:] else len(text)
    assert only == Completion(
        "code from the clipboard picture", "", Span(cursor, cursor), end, {"kind": "clipboard"}, instruction
    )


@pytest.mark.parametrize(
    "marked", ["# images are drawn below|", "# im|age:", "im|", "picturesque|", "x.ima_|"]
)
def test_typing_other_words_is_left_alone(marked: str) -> None:
    """Words that are no request, or are not begun far enough, offer nothing."""
    assert offered("python", marked) == ()


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("python", "x = a[1:|"),
        ("markdown", "# Image:|"),
        ("html", "<!-- imagine -->|"),
        ("json", '{"image":|'),
    ],
)
def test_a_sign_that_is_typed_elsewhere_offers_nothing(language: str, marked: str) -> None:
    """The colon and the bracket ask behind a comment alone; by hand the same place is answered."""
    assert offered(language, marked, by_hand=False) == ()
    assert len(offered(language, marked)) == 1


@pytest.mark.parametrize(
    ("marked", "word"), [("ima|", "image"), ("  Clip|", "clipboard"), ("|", ""), ("x = |", "")]
)
def test_asking_by_hand_is_answered(marked: str, word: str) -> None:
    """With no word, or with the beginning of ours, the choice takes the word away and asks for code there."""
    (only,) = offered("python", marked)
    cursor = marked.index("|")
    start = cursor if not word else len(marked) - len(marked.lstrip())
    assert (only.filter, only.typed, only.place) == (word, Span(start, cursor), start)


def test_attached_pictures_come_first_with_their_size() -> None:
    """What is known without looking is told: the name and the size of a picture the editor sent."""
    first, last = offered("python", "# image:|", Attached("p1", "mock.png, 1280x800"))
    assert (first.label, first.picture) == ("code from mock.png, 1280x800", {"kind": "attached", "id": "p1"})
    assert last.picture == {"kind": "clipboard"}


@given(
    st.sampled_from([language.id for language in LANGUAGES]),
    st.lists(
        st.sampled_from(["# image:", "<!--", "-->", "/*", "*/", "image", " ", "\n", "\r", "🙂", "a", ":"])
    ),
    st.data(),
)
def test_a_choice_stays_on_its_line(language: str, parts: list[str], data: st.DataObject) -> None:
    """Wherever it is asked: the typed word ends at the cursor, and code goes no further than the line's end."""
    text = "".join(parts)
    offset = data.draw(st.integers(0, len(text)))
    lines = LineIndex(text)
    line = lines.line_span(lines.line_at(offset))
    offset = min(offset, line.end)
    for found in list_completions(Document("file:///a", language, 1, text), offset, line, attached=()):
        assert line.start <= found.typed.start <= found.typed.end == offset
        assert found.place in (found.typed.start, line.end)
        assert text[found.typed.start : found.typed.end].isalpha() or found.typed.empty
