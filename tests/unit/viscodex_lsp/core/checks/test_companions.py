"""The other files of an edit: each checked, all or nothing."""

import pytest

from viscodex_lsp.core.checks.checks import check
from viscodex_lsp.core.checks.companions import with_companions
from viscodex_lsp.core.files.parting import ReplyFile
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import CheckedPatch, Document, Patch, Reason, Refusal, Span, Style
from viscodex_lsp.core.syntax.syntax import parse
from viscodex_lsp.core.text.difference import apply_replacements

FOLDER = "file:///project"
APP = "export const App = () => <main></main>\n"


def main(text: str = APP, newline: str = "\n") -> CheckedPatch:
    document = Document(f"{FOLDER}/src/App.tsx", "typescriptreact", 3, text)
    end, tree = Span(len(text), len(text)), parse(text, language_of("typescriptreact"))
    patch = Patch("export const Card = () => <b>Hi</b>", "tsx", cut_off=False)
    result = check(patch, document, end, depth="", style=Style("  ", newline, "'"), tree=tree)
    assert isinstance(result, CheckedPatch)
    return result


def added(
    *files: tuple[str, str], there: dict[str, str] | None = None, text: str = APP
) -> CheckedPatch | Refusal:
    documents = {path: Document(f"{FOLDER}/{path}", "css", None, old) for path, old in (there or {}).items()}
    named = [ReplyFile(path, Patch(code, None, cut_off=False)) for path, code in files]
    return with_companions(main(text), named, documents, folder=FOLDER)


def texts(result: CheckedPatch | Refusal) -> dict[str, str]:
    assert isinstance(result, CheckedPatch)
    return {
        each.document.uri.removeprefix(f"{FOLDER}/"): apply_replacements(
            each.document.text, each.replacements
        )
        for each in result.companions
    }


def test_new_files_are_created_whole() -> None:
    """A stylesheet and a test, with a line end at the end, written with the line ends of the file beside."""
    test = "import { Card } from './Card'\n\ntest('Card', () => {\n  expect(Card()).toBeTruthy()\n})"
    result = added(("src/Card.css", "b {\n  color: red;\n}"), ("src/Card.test.tsx", test))
    assert texts(result) == {"src/Card.css": "b {\n  color: red;\n}\n", "src/Card.test.tsx": f"{test}\n"}
    assert isinstance(result, CheckedPatch)
    assert all(each.creates and each.document.version is None for each in result.companions)
    crlf = added(("src/Card.css", "b {\n  color: red;\n}"), text=APP.replace("\n", "\r\n"))
    assert texts(crlf) == {"src/Card.css": "b {\r\n  color: red;\r\n}\r\n"}


def test_a_stylesheet_that_is_there_gets_its_new_rules() -> None:
    """At its end; nothing that is there goes."""
    result = added(
        ("src/App.css", "b {\n  color: red;\n}"), there={"src/App.css": "a {\n  color: blue;\n}\n"}
    )
    (text,) = texts(result).values()
    assert text.startswith("a {\n  color: blue;\n}\n") and text.rstrip().endswith("b {\n  color: red;\n}")
    assert isinstance(result, CheckedPatch) and not result.companions[0].creates


def test_a_whole_stylesheet_with_new_rules_adds_the_new_ones() -> None:
    """A reply may repeat what is there; the person is told how much it did."""
    old = "a {\n  color: blue;\n}\n\nc {\n  color: blue;\n}\n"
    result = added(("src/App.css", f"{old}\nb {{\n  color: red;\n}}"), there={"src/App.css": old})
    (text,) = texts(result).values()
    assert (text.count("a {"), text.count("c {"), text.count("b {")) == (1, 1, 1)
    assert isinstance(result, CheckedPatch)
    assert result.notes == ("left out 2 rules that src/App.css has already",)


def test_rules_that_are_there_are_not_written_twice() -> None:
    """The person is told, and the edit goes on without the file."""
    rules = "b {\n  color: red;\n}\n"
    result = added(("src/App.css", rules), there={"src/App.css": rules})
    assert texts(result) == {}
    assert isinstance(result, CheckedPatch) and result.notes == ("src/App.css has these rules already",)


def test_no_other_file_that_is_there_is_touched() -> None:
    """A component of the same name stays, and is named."""
    result = added(
        ("src/Card.tsx", "export const Card = 1"), there={"src/Card.tsx": "export const Card = 2\n"}
    )
    assert texts(result) == {}
    assert isinstance(result, CheckedPatch) and "there is one already" in result.notes[0]


@pytest.mark.parametrize(
    ("path", "code", "reason"),
    [
        ("src/Card.css", "b { color: red", Reason.SYNTAX),
        ("src/Card.test.tsx", "test('x', () => {", Reason.SYNTAX),
        ("src/Card.css", "", Reason.EMPTY),
        ("src/Card.types.ts", "interface A { b: }", Reason.SYNTAX),
    ],
)
def test_one_bad_file_refuses_the_edit(path: str, code: str, reason: Reason) -> None:
    """Nothing is changed, and both sentences name the file."""
    result = added(("src/Ok.css", "i {}"), (path, code))
    assert isinstance(result, Refusal)
    assert (result.reason, path in result.sentence, path in result.detail) == (reason, True, True)


def test_a_name_with_odd_letters_is_quoted_in_its_uri() -> None:
    """Brackets of routes, blanks and umlauts."""
    result = added(("src/[id]/Käse a.css", "i {}"))
    assert isinstance(result, CheckedPatch)
    assert result.companions[0].document.uri == f"{FOLDER}/src/%5Bid%5D/K%C3%A4se%20a.css"
