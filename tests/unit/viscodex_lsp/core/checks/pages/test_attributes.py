"""attributes: what a tag has twice is in one attribute, and nothing else of it changes."""

import pytest

from viscodex_lsp.core.checks.pages.attributes import with_attributes_once


@pytest.mark.parametrize(
    ("written", "once"),
    [
        ("<a class='x' id=a class=\"y\">l</a>", '<a class="x y" id=a>l</a>'),
        ('<p style="top: 0;" style="left: 0">a</p>', '<p style="top: 0; left: 0">a</p>'),
        ('<p class="a">b</p><p class="c">d</p>', None),
        ('<a title="write class=\'x\'" class="y">l</a>', None),
        ('<a class="{{ a }}" class="b">l</a>', None),
    ],
)
def test_classes_and_styles_are_merged(written: str, once: str | None) -> None:
    """A value that quotes an attribute is none, and a template's mark is left alone."""
    code, note = with_attributes_once(written)
    assert (code, bool(note)) == (once or written, once is not None)
