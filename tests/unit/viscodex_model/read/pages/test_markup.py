"""Pages become markup that parses, says each word once, and has the elements a person would write."""

import re

import pytest
import tree_sitter_html
import tree_sitter_svelte
import tree_sitter_typescript
from tree_sitter import Language, Parser
from viscodex_model.read.pages.page import elements, recognize
from viscodex_model.read.pages.writing.write import write_document, write_page

from tests.unit.viscodex_model.read.scenes import Canvas

BLUE, GREY = (13, 110, 253), (222, 226, 230)


def form() -> Canvas:
    """A heading, two fields with labels, and a button."""
    canvas = Canvas(500, 360, (248, 249, 250))
    canvas.write(40, 30, "Create account", size=28)
    for top, label, hint in ((90, "User name", ""), (170, "Email", "you@example.com")):
        canvas.write(40, top, label)
        canvas.box(40, top + 26, 460, top + 64, (255, 255, 255), GREY, radius=5)
        if hint:
            canvas.write(53, top + 35, hint, ink=(120, 125, 130))
    canvas.box(40, 270, 180, 312, BLUE, radius=6)
    canvas.write(79, 280, "Register", ink=(255, 255, 255))
    return canvas


def html_of(canvas: Canvas, language: str = "html") -> str:
    return write_page(elements(recognize(canvas.pixels, canvas.lines)), language)


def shown(markup: str) -> list[str]:
    """The words that markup shows, in order."""
    body = re.sub(r"<style.*?</style>", "", markup, flags=re.DOTALL)
    found = re.findall(r'placeholder="([^"]*)"|>([^<]+)', body)
    return [word for hint, text in found for word in (hint or text).split()]


def test_a_form_has_labels_fields_and_a_button() -> None:
    """What looks like a field is one."""
    markup = html_of(form())
    assert re.search(r"<h[12][^>]*>Create account</h[12]>", markup)
    assert re.findall(r"<label[^>]*>([^<]*)</label>", markup) == ["User name", "Email"]
    assert len(re.findall(r"<input", markup)) == 2
    assert 'placeholder="you@example.com"' in markup
    assert re.search(r"<button[^>]*>Register</button>", markup)


def test_every_word_is_said_once_and_in_order() -> None:
    """Nothing is lost, and nothing is invented."""
    canvas = form()
    assert shown(html_of(canvas)) == [word for line in canvas.lines for word in line.text.split()]


PARSERS = {
    "html": tree_sitter_html.language(),
    "vue": tree_sitter_html.language(),
    "svelte": tree_sitter_svelte.language(),
    "javascriptreact": tree_sitter_typescript.language_tsx(),
}


@pytest.mark.parametrize("language", PARSERS)
def test_markup_parses_in_every_language(language: str) -> None:
    """Signs that mean something in a framework are escaped."""
    canvas = form()
    canvas.write(200, 320, "a {b} <c> & {{d}}")
    code = html_of(canvas, language)
    tree = Parser(Language(PARSERS[language])).parse(code.encode())
    assert not tree.root_node.has_error


def test_jsx_has_its_own_names_and_closes_empty_elements() -> None:
    """`className`, and `<input />`."""
    code = html_of(form(), "javascriptreact")
    assert "className=" in code
    assert " class=" not in code
    assert re.search(r"<input[^>]*/>", code)


def test_tailwind_has_utilities_and_no_style_sheet() -> None:
    """Steps of the scale where there are some."""
    canvas = form()
    code = write_page(elements(recognize(canvas.pixels, canvas.lines)), "html", tailwind=True)
    assert "<style" not in code
    assert "bg-[#0d6efd]" in code
    assert re.search(r"rounded(-\w+|-\[\dpx\])?[ \"]", code)


def test_a_document_is_whole() -> None:
    """Doctype, head and body."""
    canvas = form()
    code = write_document(elements(recognize(canvas.pixels, canvas.lines)), title="A & B")
    assert code.startswith("<!DOCTYPE html>")
    assert "<title>A &amp; B</title>" in code
    assert code.rstrip().endswith("</html>")


def test_the_same_picture_gives_the_same_page() -> None:
    """Reading is deterministic."""
    assert html_of(form()) == html_of(form())


def test_styles_are_short_and_place_nothing_absolutely() -> None:
    """A person edits this."""
    markup = html_of(form())
    assert "absolute" not in markup
    assert "style=" not in markup
    assert all(len(line) <= 200 for line in markup.splitlines())
