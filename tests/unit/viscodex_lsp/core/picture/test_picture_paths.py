"""Which picture is named under the cursor."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viscodex_lsp.core.nouns import Document
from viscodex_lsp.core.picture.picture_paths import picture_path_at


def _path(marked: str, language: str = "markdown") -> str | None:
    """The path at the bar in `marked`."""
    offset = marked.index("|")
    return picture_path_at(Document("file:///a", language, 1, marked.replace("|", "", 1)), offset)


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("see ![a mo|ck](img/mock.png) here", "img/mock.png"),
        ("see |![a mock](img/mock.png) here", "img/mock.png"),
        ("see ![a mock](img/mock.png)| here", "img/mock.png"),
        ("se|e ![a mock](img/mock.png) here", None),
        ("![a](one.png) ![b](tw|o.png)", "two.png"),
        ('![a](mo|ck.png "A (fine) title")', "mock.png"),
        ("![a](<my mo|ck.png>)", "my mock.png"),
        ("![a](my%20mo|ck.png)", "my mock.png"),
        ("![a](mock(|1).png)", "mock(1).png"),
        ("[![a](mo|ck.png)](https://example.org/)", "mock.png"),
        ("![a](mock.jp|g", "mock.jpg"),
        ("![a](mock.p|ng?width=3#top)", "mock.png"),
        ("![a](https://example.org/mo|ck.png)", None),
        ("![a](//example.org/mo|ck.png)", None),
        ("![a](data:image/png;base64,|AAAA)", None),
        ("![a](file:///tmp/mo|ck.png)", "/tmp/mock.png"),
        ("![a](file:///C:/pics/mo|ck.png)", "C:/pics/mock.png"),
        ("![a](file:///c%3A/pics/mo|ck.png)", "c:/pics/mock.png"),
        ("![a](img\\mo|ck.png)", "img\\mock.png"),
        ("![a](<C:\\My Pics\\mo|ck.png>)", "C:\\My Pics\\mock.png"),
        ("![a](notes|.md)", None),
        ("| <img src=mock.png>", None),
        ("<img al|t='x' src='a.png' width=3>", "a.png"),
        ("<img src=mo|ck.webp>", "mock.webp"),
        ("<img srcset='a.png 1x, b|.png 2x'>", "b.png"),
        ("<img srcset='a.png 1x, b.png 2x' al|t=''>", "a.png"),
        ("  srcset='a.|png 1x, b.png 2x'", "a.png"),
        ("<video poster=|'a.gif'>", "a.gif"),
        ("<img data-src='a.p|ng'>", "a.png"),
        ("<a href='a.pd|f'>", "a.pdf"),
        ("a { background: url(img/a|.png) }", "img/a.png"),
        ("a { background: url( 'img/a.sv|g' ) no-repeat }", "img/a.svg"),
        ("a { background: u|rl(data:image/png;base64,AA) }", None),
        ("img = Image.open('shots/lo|gin.PNG')", "shots/login.PNG"),
        ("img = Image.open(|'shots/login.png')", "shots/login.png"),
        ("img = Image.open('shots/login.png'|)", "shots/login.png"),
        ("x = ['a.png'|, 'b.png']", "a.png"),
        ("x = ['a.png',| 'b.png']", None),
        ("x = ['a.png', |'b.png']", "b.png"),
        ('it\'s "a|.png"', "a.png"),
        ('open("C:\\\\shots\\\\a|.png")', "C:\\shots\\a.png"),
        ('open("a#1|.png")', "a#1.png"),
        ("import logo from `./logo|.jpeg`", "./logo.jpeg"),
        ("`${name}|.png`", None),
        ('"*|.png"', None),
        ('".|png"', None),
        ('"a.png|"', "a.png"),
        ('"a.png.tx|t"', None),
        ("a.pn|g", None),
        ("|", None),
    ],
)
def test_a_picture_is_found_in_every_form(marked: str, expected: str | None) -> None:
    """The path under the cursor is found in Markdown, HTML, CSS and string literals, and nothing else is."""
    assert _path(marked) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("see ![a pl¦an][plan] here\n\n[plan]: img/plan.png", "img/plan.png"),
        ("see ![a plan][Pl¦an] here\n\n[plan]: <my plan.png> 'title'\n", "my plan.png"),
        ("[plan]: plan.png\n\nsee ![pl¦an][] and ![plan]", "plan.png"),
        ("[plan]: plan.png\n\nsee ![](a.png) and ![pl¦an]", "plan.png"),
        ("![a¦b][none]", None),
        ("[pl¦an]: plan.png 'title'", "plan.png"),
        ("[plan]: https://example.org/pl¦an.png", None),
        ("before ![[pla¦n.png]] after", "plan.png"),
        ("![[img/my plan¦.png|300]]", "img/my plan.png"),
        ("[[File:Pl¦an.png|thumb|A plan]]", "Plan.png"),
        ("[[file:./plan.p¦ng]]", "./plan.png"),
        ("[[./plan.p¦ng][the plan]]", "./plan.png"),
        ("[[note¦s]]", None),
        (".. image:: img/pl¦an.png", "img/plan.png"),
        ("   .. figure:: my pl¦an.png", "my plan.png"),
        (".. |logo| image:: lo¦go.png", "logo.png"),
        ("\\includegraphics[width=0.5\\textwidth]{img/pl¦an.png}", "img/plan.png"),
        ("\\includegraphics{img/pl¦an}", "img/plan.png"),
        ("\\includegraphics*[a][b]{plan.p¦df}", "plan.pdf"),
        ("image::img/pl¦an.png[A plan,300]", "img/plan.png"),
        ("a image:pl¦an.png[] b", "plan.png"),
        (":imagesdir: ./img/\n\nimage::pl¦an.png[]", "./img/plan.png"),
        (":imagesdir: a\n:imagesdir: b c\n\nan image:pl¦an.png[]", "b c/plan.png"),
        (":imagesdir: img\n\nimage::/pl¦an.png[]", "/plan.png"),
        (":imagesdir:\n\nimage::pl¦an.png[]", "plan.png"),
        ("image::pl¦an.png[]\n\n:imagesdir: img\n", "plan.png"),
        ("{{pl¦an.png|A plan}}", "plan.png"),
        ("{{ pl¦an }}", None),
        ("!pl¦an.png! and", "plan.png"),
        ("!pl¦an.png|thumbnail!", "plan.png"),
        ("see file:pl¦an.png", "plan.png"),
        ("if (!a && !¦b) {", None),
    ],
)
def test_a_picture_is_found_in_every_markup(marked: str, expected: str | None) -> None:
    """Reference links, wikis, reStructuredText, LaTeX, Org, AsciiDoc, Textile and Creole name their pictures too."""
    bar = marked.index("¦")
    text = marked.replace("¦", "")
    assert picture_path_at(Document("file:///a", "markdown", 1, text), bar) == expected


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_only_the_line_of_the_cursor_is_read(newline: str) -> None:
    """A picture in the line above or below is not the one meant."""
    assert _path(newline.join(["'a.png'", "|", "'b.png'"])) is None
    assert _path(newline.join(["'a.png'", "'b.p|ng'", "'c.png'"])) == "b.png"


def test_a_line_of_a_megabyte_is_read_only_around_the_cursor() -> None:
    """However long a line is, a picture at the cursor is found, and one far away is not."""
    far = "'x.png' [[[" + "![](" * 60_000 + "<img " * 60_000 + "\"'`" * 60_000
    assert _path(far + " ![m](mo|ck.png) " + far) == "mock.png"
    assert _path(far + " |" + " " * 3000 + far) is None


@given(st.text(st.sampled_from("ab.png![]()<>\"'`= \n\r\\%20url(srcset,é😀\0\ud800"), max_size=80), st.data())
def test_any_text_has_a_clean_path_or_none(text: str, data: st.DataObject) -> None:
    """At any offset of any text there is None, or a path of one line that ends like a picture."""
    offset = data.draw(st.integers(-2, len(text) + 2))
    path = picture_path_at(Document("file:///a", "html", 1, text), offset)
    assert path is None or (path.lower().endswith(".png") and not set(path) & set("\0\n\r\ud800"))


@given(
    st.text(st.sampled_from("abc/é😀-_. "), min_size=1, max_size=30).filter(
        lambda name: name.strip(" .") != ""
    )
)
def test_any_name_comes_back_from_a_string(name: str) -> None:
    """A path in quotes is answered as it is written."""
    path = name.strip() + ".png"
    if path.startswith("//"):
        assert _path(f"open('|{path}')", "python") is None
    else:
        assert _path(f"open('|{path}')", "python") == path
