"""The page that is drawn to be compared with a picture."""

import pytest

from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.truth.nouns.made import Made, made_file
from viscodex_lsp.core.truth.page.embedding import with_pictures
from viscodex_lsp.core.truth.page.page import Plan, plan_page


def made(language: str, text: str) -> Made:
    """A document whose part between the marks was made."""
    start, end = text.index("⟦"), text.index("⟧") - 1
    return Made(language, text.replace("⟦", "").replace("⟧", ""), (Span(start, end),))


def planned(made_from: Made) -> Plan:
    plan = plan_page(made_from)
    assert isinstance(plan, Plan), plan
    return plan


def test_a_whole_page_is_drawn_with_the_sheets_it_links_to() -> None:
    """A link becomes the sheet's text, in its place."""
    plan = planned(made_file("<!doctype html><head><link rel=stylesheet href=a.css></head><body>x", "html"))
    assert plan.sheets == ("a.css",)
    assert plan.page({"a.css": "p{color:red}"}) == (
        "<!doctype html><head><style>p{color:red}</style></head><body>x"
    )


def test_pictures_that_were_just_made_are_drawn_from_their_data() -> None:
    """Wherever the page takes their address, and nowhere else."""
    page = "<img src=\"/a.png\"><p>/a.png</p><style>p{background:url(/a.png)}</style><img src='/other/a.png'>"
    assert with_pictures(page, [("/a.png", b"\x89PNG")]) == (
        '<img src="data:image/png;base64,iVBORw=="><p>/a.png</p>'
        "<style>p{background:url(data:image/png;base64,iVBORw==)}</style><img src='/other/a.png'>"
    )


def test_a_part_of_a_page_is_drawn_alone_in_the_pages_styles() -> None:
    """The elements around keep their names and classes for the styles, and lose their boxes."""
    text = (
        "<!doctype html><head><style>main p{color:red}</style></head><body class=x><main style='width:9px'><p>old</p>"
        "⟦<p>new</p>⟧</main></body>"
    )
    page = planned(made("html", text)).page({})
    assert "main p{color:red}" in page
    assert '<body class=x><main style="display:contents!important"><p>new</p></main></body>' in page
    assert "old" not in page


def test_a_change_of_styles_is_seen_on_the_whole_page() -> None:
    """What was made within a style element shows nothing by itself."""
    page = planned(made("html", "<!doctype html><style>⟦p{color:red}⟧</style><p>words")).page({})
    assert page == "<!doctype html><style>p{color:red}</style><p>words"


@pytest.mark.parametrize(
    ("language", "text", "reason"),
    [
        (
            "html",
            "<!doctype html><link rel=stylesheet href=gone.css><p>x",
            "style sheet gone.css was not found",
        ),
        ("html", "<div>⟦<p>new</p>⟧</div>", "styles of the page that it belongs to"),
        (
            "html",
            "<!doctype html><body>⟦<p class='mt-4 flex'>new</p>⟧",
            "2 of its 2 classes are in no style sheet",
        ),
        (
            "javascriptreact",
            "import './gone.css'; const a = <p>x</p>",
            "style sheet ./gone.css was not found",
        ),
    ],
)
def test_a_page_without_its_looks_says_what_is_missing(language: str, text: str, reason: str) -> None:
    """It would be drawn otherwise than it looks where it is used."""
    plan = planned(made(language, text) if "⟦" in text else made_file(text, language))
    assert reason in plan.lacks({})


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("vue", "<template><p v-if='x'>hi</p></template>"),
        ("vue", "<template><p>{{ name }}</p></template>"),
        ("svelte", "<p>{name}</p>"),
        ("javascriptreact", "const a = <ul>{xs.map(x => <li>{x}</li>)}</ul>"),
        ("javascriptreact", "const a = <Card/>"),
        ("vue", "<template><p>x</p></template><style lang='scss'>p{b{c:d}}</style>"),
    ],
)
def test_what_has_to_be_computed_is_not_drawn(language: str, text: str) -> None:
    """Nothing of a person's program is run to find out what it shows."""
    plan = plan_page(made_file(text, language))
    assert isinstance(plan, str)
    assert "only a program" in plan or "compiled" in plan


def test_plain_components_are_drawn() -> None:
    """Listeners, keys and literals are no computing."""
    vue = planned(
        made_file("<template><p @click='f'>hi {{ 'you' }}</p></template><style>p{margin:0}</style>", "vue")
    )
    assert "<p>hi you</p>" in vue.page({})
    jsx = planned(
        made_file(
            "const A = () => <div className='a' style={{marginTop: 4, opacity: 1}} onClick={f}>Hi {'there'} you"
            "<img src={x}/><br/></div>",
            "typescriptreact",
        )
    )
    assert '<div class="a" style="margin-top:4px;opacity:1">Hi there you<img><br></div>' in jsx.page({})
