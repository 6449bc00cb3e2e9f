"""The whole measure, over whatever a reader and a browser may tell."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fixtures.pictures.seen_pictures import WHITE, blank_picture, seen_line, seen_lines
from viscodex_lsp.core.truth.measure import measure, without_words
from viscodex_lsp.core.truth.nouns.likeness import RGB, Box, Likeness
from viscodex_lsp.core.truth.nouns.made import made_file
from viscodex_lsp.core.truth.nouns.rendered import DrawnLine, Rendered
from viscodex_lsp.core.truth.nouns.seen import Seen, SeenLine, stacked
from viscodex_lsp.core.truth.showing.showing import read_shown

SIDE = st.floats(-50, 900, allow_nan=False)
BOXES = st.tuples(SIDE, SIDE, SIDE, SIDE).map(
    lambda box: Box(min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3]))
)
TEXTS = st.lists(
    st.sampled_from(("ferry", "pier", "seven", "12.50", "—", "日本", "sign up")), min_size=1, max_size=5
).map(" ".join)
COLOURS = st.tuples(*[st.integers(0, 255)] * 3).map(lambda channels: RGB(*channels))
SEEN = st.builds(
    lambda text, box, ink, ground: seen_line(text, box, ink=ink, ground=ground),
    TEXTS,
    BOXES,
    COLOURS,
    COLOURS,
)
DRAWN = st.builds(DrawnLine, TEXTS, BOXES, COLOURS, COLOURS)
PICTURE = blank_picture(box=Box(20, 40, 300, 120))


def compared(seen: list[SeenLine], drawn: list[DrawnLine], *, width: int = 640) -> Likeness:
    there = Seen(640, 200, "page", tuple(seen))
    here = Rendered(blank_picture(width).data, width, 200, tuple(drawn))
    return measure(there, read_shown(made_file("<p>ferry</p>", "html")), here, [PICTURE])


@settings(max_examples=60)
@given(st.lists(SEEN, max_size=8), st.lists(DRAWN, max_size=8), st.sampled_from((200, 640, 1280)))
def test_every_value_is_a_share(seen: list[SeenLine], drawn: list[DrawnLine], width: int) -> None:
    """Boxes may lie anywhere, be empty, or cross: each part is between 0 and 1, or says why it is not measured."""
    likeness = compared(seen, drawn, width=width)
    for part in likeness.parts.values():
        assert part.note
        assert part.value is None or 0 <= part.value <= 1
    assert likeness.value is not None
    assert 0 <= likeness.value <= 1
    judged = without_words(likeness)
    assert not judged.words.measured
    assert (judged.missing, judged.invented) == ((), ())


def test_a_picture_without_text_is_compared_by_its_looks() -> None:
    """Words are then not measured; the rest is."""
    likeness = compared([], [])
    assert likeness.words.note == "no text was read in the picture"
    assert likeness.structure.measured


def test_missing_words_point_to_where_they_stand() -> None:
    """The worst region is that of the words that nothing shows."""
    seen = seen_lines(["Harbour news today", "The ferry leaves", "at seven"])
    shown = read_shown(made_file("<p>Harbour news today</p>", "html"))
    likeness = measure(seen, shown, "it was not drawn")
    assert likeness.missing == ("The", "ferry", "leaves", "at", "seven")
    assert likeness.worst is not None
    assert likeness.worst.top > seen.lines[0].box.top
    assert likeness.worst.bottom >= seen.lines[2].box.bottom


def test_the_parts_of_a_long_picture_are_one() -> None:
    """Lines of a part below stand below."""
    first, second = seen_lines(["one two"]), seen_lines(["three four"])
    both = stacked([first, second])
    assert both.height == first.height + second.height
    assert both.lines[1].box.top == second.lines[0].box.top + first.height
    assert both.lines[1].words[0].box.top == second.lines[0].words[0].box.top + first.height
    assert stacked([replace(first, kind="code")]).kind == "code"
    assert both.lines[0].ground == WHITE
