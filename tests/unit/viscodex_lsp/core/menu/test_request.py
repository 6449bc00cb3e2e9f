"""What an editor may ask for, and how a wrong request is told."""

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viscodex_lsp.core.errors import UsageError
from viscodex_lsp.core.menu.request import (
    AttachedSource,
    ClipboardSource,
    FileSource,
    Request,
    ScreenSource,
    read_refine,
    read_request,
)
from viscodex_lsp.core.text.positions import Position

RANGE = {"start": {"line": 1, "character": 2}, "end": {"line": 3, "character": 4}}
WHOLE: dict[str, Any] = {"uri": "file:///a.py", "range": RANGE, "picture": {"kind": "clipboard"}}


def test_a_whole_request_is_read() -> None:
    """Every key arrives in its field."""
    value = WHOLE | {"version": 7, "instruction": " as a table ", "mode": "propose"}
    assert read_request(value) == Request(
        uri="file:///a.py",
        start=Position(1, 2),
        end=Position(3, 4),
        version=7,
        sources=(ClipboardSource(),),
        instruction="as a table",
        mode="propose",
    )


@pytest.mark.parametrize(
    ("picture", "source"),
    [
        ({"kind": "clipboard"}, ClipboardSource()),
        ({"kind": "file", "path": "a.png"}, FileSource("a.png")),
        ({"kind": "attached", "id": "x"}, AttachedSource("x")),
        ({"kind": "screen"}, ScreenSource(None, None)),
        ({"kind": "screen", "monitor": 2}, ScreenSource(2, None)),
        ({"kind": "screen", "region": "pick"}, ScreenSource(None, "pick")),
        ({"kind": "screen", "region": [1, 2, 3, 4]}, ScreenSource(None, (1, 2, 3, 4))),
        (
            {"kind": "screen", "region": {"x": 1, "y": 2, "width": 3, "height": 4}},
            ScreenSource(None, (1, 2, 3, 4)),
        ),
    ],
)
def test_each_kind_of_picture_is_read(picture: dict[str, Any], source: object) -> None:
    """The four kinds of sources are known, a region as a list or an object."""
    assert read_request(WHOLE | {"picture": picture}).sources == (source,)


def test_up_to_eight_pictures_are_read_in_their_order() -> None:
    """`pictures` keeps its order, and a ninth one is refused."""
    named = [{"kind": "file", "path": f"{number}.png"} for number in range(9)]
    value = {key: WHOLE[key] for key in ("uri", "range")}
    assert read_request(value | {"pictures": named[:8]}).sources == tuple(
        FileSource(f"{n}.png") for n in range(8)
    )
    with pytest.raises(UsageError, match="9 pictures are named"):
        read_request(value | {"pictures": named})


def test_a_backward_selection_is_turned() -> None:
    """A range whose end comes first means the same text."""
    turned = read_request(WHOLE | {"range": {"start": RANGE["end"], "end": RANGE["start"]}})
    assert (turned.start, turned.end) == (Position(1, 2), Position(3, 4))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"uri": None}, "uri is missing"),
        ({"range": None}, "range is missing"),
        ({"range": {"start": {"line": -1, "character": 0}, "end": RANGE["end"]}}, "range.start"),
        ({"range": {"start": RANGE["start"], "end": {"line": True, "character": 0}}}, "range.end"),
        ({"picture": None}, "No picture is named"),
        ({"picture": {"kind": "fax"}}, "'fax'"),
        ({"picture": {"kind": "file"}}, "path is missing"),
        ({"picture": {"kind": "screen", "region": [1, 2, 0, 4]}}, "region"),
        ({"picture": {"kind": "screen", "region": "all"}}, "'pick'"),
        ({"picture": {"kind": "screen", "monitor": "left"}}, "monitor"),
        ({"mode": "later"}, "'later'"),
        ({"instruction": 5}, "instruction"),
        ({"version": "1"}, "version"),
    ],
)
def test_a_wrong_request_is_told_by_its_key(change: dict[str, Any], words: str) -> None:
    """What is missing or of the wrong type is named."""
    with pytest.raises(UsageError, match=words):
        read_request(WHOLE | change)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.dictionaries(st.sampled_from([*WHOLE, "pictures", "mode", "version", "instruction"]), JSON) | JSON)
def test_no_request_breaks_the_reader(value: object) -> None:
    """Any JSON value is either a request or a usage error."""
    with contextlib.suppress(UsageError):
        assert isinstance(read_request(value), Request)


def test_a_wish_to_come_closer_names_a_proposal_a_place_or_nothing() -> None:
    """Without a picture no place is needed; with an id no document."""
    assert read_refine({"id": "p1"}).id == "p1"
    assert read_refine({"uri": "file:///a.html"}).sources == ()
    span = {"start": {"line": 2, "character": 0}, "end": {"line": 1, "character": 3}}
    wish = read_refine({"uri": "file:///a.html", "range": span, "picture": {"kind": "clipboard"}})
    assert (wish.start.line, wish.end.line, len(wish.sources)) == (1, 2, 1)
    for wrong in ({}, {"uri": "file:///a.html", "mode": "now"}, {"uri": "file:///a.html", "picture": 1}):
        with pytest.raises(UsageError):
            read_refine(wrong)
