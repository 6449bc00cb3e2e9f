"""jsx: a reply is given the form of its place, with every part where it belongs, or is refused in true words."""

import pytest

from tests.fixtures.replies.checking import check
from viscodex_lsp.core.checks.forms.jsx.html import as_jsx, with_style_objects
from viscodex_lsp.core.context.script_place import place_kind
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import CheckedPatch, Document, Patch, Refusal, Span, Style
from viscodex_lsp.core.syntax.syntax import parse
from viscodex_lsp.core.text.difference import apply_replacements

PAGE = "import a from 'a';\n\nexport function Shop() {\n  return (\n    <div>\n      |\n    </div>\n  );\n}\n"
HOLE = "export function Shop() {\n  return (\n    |\n  );\n}\n"


def edited(text: str, code: str, *, depth: str = "      ") -> str | Refusal:
    place = text.index("|")
    document = Document("file:///a.tsx", "typescriptreact", 1, text.replace("|", ""))
    style = Style("  ", "\n", "'")
    result = check(Patch(code, None, False), document, Span(place, place), depth=depth, style=style)
    return (
        apply_replacements(document.text, result.replacements) if isinstance(result, CheckedPatch) else result
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (PAGE, "children"),
        (HOLE, "value"),
        ("const a = () => (\n  |\n);\n", "value"),
        ("const a = |;\n", "value"),
        ("function f() {\n  |\n}\n", "statements"),
        ("const a = <p>{|}</p>;\n", "value"),
        ("const a = <p |></p>;\n", "attributes"),
        ("const a = { | };\n", "other"),
        ("|", "statements"),
    ],
)
def test_what_may_stand_at_a_place(text: str, kind: str) -> None:
    """Children between tags, one value behind return, => and =, statements elsewhere."""
    place = text.index("|")
    tree = parse(text.replace("|", ""), language_of("typescriptreact"))
    assert place_kind(tree, Span(place, place)) == kind


@pytest.mark.parametrize(
    ("code", "above", "inside"),
    [
        ("return (\n  <p>a</p>\n);", "", "<p>a</p>"),
        ("return <p>a</p>;", "", "<p>a</p>"),
        ("<p>a</p>;", "", "<p>a</p>"),
        ("const b = [1];\n<p>{b}</p>", "const b = [1];", "<p>{b}</p>"),
        ("const [b, c] = a.useTab(1);\n\nreturn <p>{b}</p>;", "const [b, c] = a.useTab(1);", "<p>{b}</p>"),
        ("const card = <p>a</p>;", "", "<p>a</p>"),
        ("// The days\n<p>a</p>", "", "{/* The days */}\n      <p>a</p>"),
        ("<ul>\n  // The days\n  <li>a</li>\n</ul>", "",
         "<ul>\n        {/* The days */}\n        <li>a</li>\n      </ul>"),
        ("<!-- a -->\n<p>a</p>", "", "{/* a */}\n      <p>a</p>"),
        ("function Card() {\n  return (\n    <p>a</p>\n  );\n}", "", "<p>a</p>"),
        ("export default function Card() {\n  const b = 1;\n  return <p>{b}</p>;\n}", "const b = 1;", "<p>{b}</p>"),
        ("const Card = () => (\n  <p>a</p>\n);\n\nexport default Card;", "", "<p>a</p>"),
        ("days.map((a) => <p>{a}</p>);", "", "{days.map((a) => <p>{a}</p>)}"),
        ("<p>https://a.b // c</p>", "", "<p>https://a.b // c</p>"),
        ("{b.map((c) => (\n  <p key={c}>{c}</p>\n))}", "", "{b.map((c) => (\n        <p key={c}>{c}</p>\n      ))}"),
    ],
)  # fmt: skip
def test_markup_goes_between_tags_and_statements_above(code: str, above: str, inside: str) -> None:
    """Whatever a model wraps around the markup: it lands between tags, and what it needs before the return."""
    head = f"  {above}\n  return (" if above else "  return ("
    assert edited(PAGE, code) == PAGE.replace("  return (", head).replace("|", inside)


def test_imports_and_directives_find_their_place() -> None:
    """An import moves to the block; a directive that would not be the first line is left out."""
    code = "'use client';\n\nimport { Card } from './Card';\n\n<Card />"
    after = PAGE.replace("from 'a';\n", "from 'a';\nimport { Card } from './Card';\n").replace(
        "|", "<Card />"
    )
    assert edited(PAGE, code) == after


def test_several_elements_in_the_place_of_one_become_a_fragment() -> None:
    """So do an element and its comment."""
    after = HOLE.replace("|", "<>\n      <h1>a</h1>\n      <p>b</p>\n    </>")
    assert edited(HOLE, "<h1>a</h1>\n<p>b</p>", depth="    ") == after


@pytest.mark.parametrize("text", ["a", "a & b", "a &amp; b"])
def test_an_expression_as_a_value_stands_without_its_braces(text: str) -> None:
    """Whatever signs are in its text."""
    bare = f"on && <p>{text}</p>"
    assert edited(HOLE, f"{{{bare}}}", depth="    ") == HOLE.replace("|", bare)


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        (PAGE, "const Card = ({ a }) => (\n  <p>{a}</p>\n);\nexport default Card;", "whole component (Card)"),
        (HOLE, "<p>a</b>", "not sound"),
        (PAGE, "if (a) {\n  return <p>a</p>;\n}", "there is no other place"),
        (
            "const Shop = () => (\n  <div>\n    |\n  </div>\n);\n",
            "const [a] = useState(1);\n<p>{a}</p>",
            "useState",
        ),
    ],
)
def test_what_does_not_fit_is_refused_in_true_words(text: str, code: str, words: str) -> None:
    """No bracket is blamed that is closed."""
    result = edited(text, code)
    assert isinstance(result, Refusal)
    assert words in result.sentence
    assert "never closed" not in result.sentence


@pytest.mark.parametrize(
    ("html", "jsx"),
    [
        ('<p class="a" for="b">c</p>', '<p className="a" htmlFor="b">c</p>'),
        ('<img src="class">', '<img src="class" />'),
        ("<br>", "<br />"),
        (
            '<p style="color: red; margin-top: 2px">a</p>',
            "<p style={{ color: 'red', marginTop: '2px' }}>a</p>",
        ),
        ('<input readonly tabindex="0">', "<input readOnly tabIndex={0} />"),
        ("<p>class for style</p>", "<p>class for style</p>"),
        ("<img src=a.png alt=b>", '<img src="a.png" alt="b" />'),
        ('<p title="if a=5 then" id=b>c</p>', '<p title="if a=5 then" id="b">c</p>'),
        ("<p title='for a=5 in' class=b>c</p>", "<p title='for a=5 in' className=\"b\">c</p>"),
    ],
)
def test_html_is_written_as_jsx(html: str, jsx: str) -> None:
    """Only names of attributes, styles and elements without content differ."""
    assert as_jsx(html, "'") == jsx


@pytest.mark.parametrize(
    ("written", "objects"),
    [
        ('<p style="color: red">a</p>', "<p style={{ color: 'red' }}>a</p>"),
        (
            '<p style="top: 0">don\'t</p>\n<p style="top: 1px">b</p>',
            "<p style={{ top: '0' }}>don't</p>\n<p style={{ top: '1px' }}>b</p>",
        ),
        ("<p title=\"a style='b: c' d\">e</p>", None),
        ("const page = '<p style=\"color: red\">a</p>'", None),
        ('page.innerHTML = `<p style="color: red">${a}</p>`', None),
        ('<div dangerouslySetInnerHTML={{ __html: `<p style="color: red">a</p>` }} />', None),
    ],
)
def test_styles_become_objects_only_in_jsx(written: str, objects: str | None) -> None:
    """What a string or a template holds is HTML, and stays as it is."""
    assert with_style_objects(written, language_of("javascript"), "'") == (objects or written)
    assert with_style_objects(written, language_of("typescriptreact"), "'") == (objects or written)


def test_the_template_of_an_angular_component_keeps_its_styles() -> None:
    """It is a template literal in TypeScript."""
    code = '@Component({ template: `<p style="color: red">a</p>` })\nexport class A {}'
    assert with_style_objects(code, language_of("typescript"), "'") == code


@pytest.mark.parametrize("code", ["const a: b = <>" + " " * 50_000 + "!", "const a: b" + " " * 50_000 + "!"])
def test_what_only_begins_like_an_element_in_a_constant_is_read_to_its_end(code: str) -> None:
    """Fifty thousand blanks are no reason to try each of them as the last one."""
    result = edited(PAGE, code)
    assert isinstance(result, Refusal) or code.rstrip() in result


@pytest.mark.parametrize(
    "code", ["/*" + " " * 50_000 + "!", "<!--" + " " * 50_000 + "!", "return (" + " \n" * 9_000]
)
def test_a_comment_or_a_return_without_an_end_is_read_once(code: str) -> None:
    """However long it goes on, it is what it is: text, or nothing that is taken."""
    result = edited(PAGE, f"<b>x</b>\n{code}")
    assert isinstance(result, Refusal) or code.rstrip() in result
