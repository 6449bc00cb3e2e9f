"""tab_stops: guessed values are stops, everything else is the code, letter for letter."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viscodex_lsp.core.menu.tab_stops import to_snippet


def resolved(snippet: str) -> str:
    """What a client inserts before anybody types."""
    plain = re.sub(r"(?<!\\)((?:\\\\)*)\$\{\d+:((?:\\.|[^}\\])*)\}", r"\1\2", snippet)
    return re.sub(r"\\([\\$}])", r"\1", plain)


@pytest.mark.parametrize(
    ("code", "snippet"),
    [
        ('<a href="#">Home</a>', '<a href="${1:#}">Home</a>'),
        ("<a href='#'>$5</a>", "<a href='${1:#}'>\\$5</a>"),
        (
            '<img src="placeholder.png"><a href="#">}</a>',
            '<img src="${1:placeholder.png}"><a href="${2:#}">\\}</a>',
        ),
        ('fetch("https://example.com/api")', 'fetch("${1:https://example.com/api}")'),
        ('<Link to="#">{name}</Link>', '<Link to="${1:#}">{name\\}</Link>'),
    ],
)
def test_guessed_values_are_stops(code: str, snippet: str) -> None:
    assert to_snippet(code) == snippet


@pytest.mark.parametrize("code", ["<p>#</p>", '<a href="/about">a</a>', 'x = "#"', '<img src="logo.png">'])
def test_what_the_picture_shows_is_none(code: str) -> None:
    assert to_snippet(code) is None


@given(st.text(alphabet="ab\\$}{#\"' =\n:", max_size=20), st.text(alphabet="ab\\$}{#\"' \n", max_size=20))
def test_a_client_inserts_the_code_itself(before: str, after: str) -> None:
    code = f'{before} href="#"{after}'
    snippet = to_snippet(code)
    assert snippet is not None
    assert resolved(snippet) == code
