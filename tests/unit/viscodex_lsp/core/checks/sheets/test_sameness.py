"""Which rules and declarations are the same, in whatever way they are written, and which only look alike."""

import pytest

from viscodex_lsp.core.checks.sheets.items import items_of, plain
from viscodex_lsp.core.checks.sheets.sameness import parts, selector, setting
from viscodex_lsp.core.checks.sheets.settings import NEVER, Settings


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (".card .title", ".card.title", False),
        (".card\n  .title", ".card .title", True),
        (".Card", ".card", False),
        ("a :hover", "a:hover", False),
        (".a>.b + .c ~ .d,.e", ".a > .b+.c~.d, .e", True),
        (".a\\+ .b", ".a\\+.b", False),
        (".a [href]", ".a[href]", False),
        ("[ type = 'text' ]", '[type="text"]', True),
        ('[title="a  b"]', '[title="a b"]', False),
        ('[title="a, b"]', '[title="a,b"]', False),
        (":not( .a )", ":not(.a)", True),
        (".a :not(.b)", ".a:not(.b)", False),
        ("@media (max-width: 60em)", "@media (max-width:60em)", True),
        ("@media (width >= 60em)", "@media (width>=60em)", True),
        ("@media not (hover)", "@media not(hover)", False),
        ("@supports selector(a :hover)", "@supports selector(a:hover)", False),
        (".\\31 0", ".\\310", False),
        ("&:hover", "& :hover", False),
    ],
)
def test_selectors_are_compared_by_what_they_mean(one: str, other: str, same: bool) -> None:
    assert (selector(plain(one, slashes=False)) == selector(plain(other, slashes=False))) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("COLOR : #FFF", "color:#fff", True),
        ("--x: Red", "--x: red", False),
        ("--X: red", "--x: red", False),
        ("--x: #FFF", "--x: #fff", False),
        ("grid-area: Main", "grid-area: main", False),
        ("margin: 0 auto", "margin: 0auto", False),
        ("margin: 0   auto!IMPORTANT", "margin: 0 auto !important", True),
        ("width: calc(1px + 2px)", "width: calc(1px +2px)", False),
        ("color: rgb( 0,0,0 / .5 )", "color: rgb(0, 0, 0/.5)", True),
        ("content: '//a'", 'content: "//a"', True),
        ('content: "//a"', 'content: "//b"', False),
        ('content: "a  b"', 'content: "a b"', False),
        ("background: url(//c/a.png)", "background: url(//c/b.png)", False),
        ("background: url(A.png)", "background: url(a.png)", False),
        ("top: 0 /* a */", "top:0", True),
        ("margin: 0/**/auto", "margin: 0 auto", True),
        ("$Pad: 1px", "$pad: 1px", False),
        ("@include m($a,$b)", "@include m( $a, $b )", True),
    ],
)
def test_declarations_are_compared_by_what_they_set(one: str, other: str, same: bool) -> None:
    first, second = (setting(next(items_of(f"{text};", slashes=True))) for text in (one, other))
    assert (first == second) is same


@pytest.mark.parametrize(
    ("sheet", "slashes", "heads"),
    [
        ("// .a {}\n.b { top: 0; }", True, [".b"]),
        ("// .a {}\n.b { top: 0; }", False, ["// .a", ".b"]),
        ('a[href^="//x"] { top: 0; } .b {}', True, ['a[href^="//x"]', ".b"]),
        (".@{name}-x { top: 0; } .b {}", True, [".@{name}-x", ".b"]),
        (".m(#fff; 10px); .b {}", True, ["", ".b"]),
        (".a { b: url(data:image/png;base64,//x}) } .b {}", True, [".a", ".b"]),
        (".card/* a */.title {}", False, [".card.title"]),
        ("a/* b */ .title {}", False, ["a .title"]),
    ],
)
def test_comments_and_what_only_looks_like_one_are_told_apart(
    sheet: str, slashes: bool, heads: list[str]
) -> None:
    assert [item.head for item in items_of(sheet, slashes=slashes)] == heads


@pytest.mark.parametrize(
    ("one", "other", "touch"),
    [
        ("padding", "padding-left", True),
        ("padding-left", "padding", True),
        ("border-color", "border-left", True),
        ("border-radius", "border-left", False),
        ("border-radius", "border-top-left-radius", True),
        ("font-size", "font-weight", False),
        ("font", "line-height", True),
        ("inset", "left", True),
        ("place-items", "align-items", True),
        ("place-items", "align-content", False),
        ("all", "top", True),
        ("top", "all", True),
        ("all", "--x", False),
        ("--x", "--x-y", False),
    ],
)
def test_properties_that_set_the_same_in_other_words_are_known(one: str, other: str, touch: bool) -> None:
    found = Settings()
    found.put(one, 3)
    assert found.last(other) == (3 if touch else NEVER)


def test_lists_of_selectors_have_their_parts() -> None:
    assert parts(':is(.a,.b) .c,[x="1,2"],.d') == (":is(.a,.b) .c", '[x="1,2"]', ".d")
