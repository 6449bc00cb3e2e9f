"""Injections: code for a style sheet or a script of a page is placed and judged in its own language."""

import pytest

from tests.fixtures.replies.checking import check
from viscodex_lsp.core.checks.rebase import rebase
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import CheckedPatch, Document, Patch, Reason, Refusal, Span, Style
from viscodex_lsp.core.place.change import change_of
from viscodex_lsp.core.syntax.syntax import parse
from viscodex_lsp.core.text.difference import apply_replacements, smallest_edits

STYLED = "<head>\n  <style>\n    p {\n      color: red;\n    }\n    |\n  </style>\n</head>\n"
SCRIPTED = "<script>\n  import a from 'b';\n\n  let c = a;\n  |\n</script>\n<p>é</p>\n"


def checked(text: str, code: str, language: str = "html", *, label: str | None = None, depth: str = "    ") -> (
    CheckedPatch | Refusal
):  # fmt: skip
    span = Span(text.index("|"), text.index("|"))
    document = Document("file:///a", language, 1, text.replace("|", ""))
    style = Style(indent="  ", newline="\n", quote='"')
    return check(Patch(code, label, cut_off=False), document, span, depth=depth, style=style)


def edited(result: CheckedPatch | Refusal) -> str:
    assert isinstance(result, CheckedPatch), result
    return apply_replacements(result.document.text, result.replacements)


@pytest.mark.parametrize("label", [None, "css", "html"])
@pytest.mark.parametrize("code", ["a {\n  b: c;\n}", "<style>\na {\n  b: c;\n}\n</style>"])
def test_a_rule_goes_into_the_style_sheet(label: str | None, code: str) -> None:
    """With any label that fits, and without the tags a model may put around it."""
    after = edited(checked(STYLED, code, label=label))
    assert after == STYLED.replace("    |", "    a {\n      b: c;\n    }")


@pytest.mark.parametrize("code", ["a {\n  b: c;\n", "<p>a</p>"])
def test_a_broken_style_sheet_is_refused(code: str) -> None:
    """What the page's grammar takes for any text is judged by the grammar of CSS."""
    result = checked(STYLED, code)
    assert isinstance(result, Refusal)
    assert result.reason is Reason.SYNTAX
    assert "not sound CSS" in result.sentence


def test_a_label_of_a_third_language_is_refused() -> None:
    """A style sheet is not given a script."""
    result = checked(STYLED, "a()", label="python")
    assert isinstance(result, Refusal)
    assert result.reason is Reason.WRONG_LANGUAGE


def test_imports_of_a_script_stay_in_the_script() -> None:
    """They join the imports there, as deep as those are."""
    after = edited(checked(SCRIPTED, "import d from 'e';\n\nd(c);", "svelte", depth="  "))
    assert after == SCRIPTED.replace("'b';\n", "'b';\n  import d from 'e';\n").replace("|", "d(c);")


def test_imports_of_a_script_follow_it() -> None:
    """When the page changed meanwhile they are looked up anew in the script."""
    patch = checked(SCRIPTED, "import d from 'e';\n\nd(c);", "svelte", depth="  ")
    assert isinstance(patch, CheckedPatch)
    newer = patch.document.text.replace("'b';\n", "'b';\n  import f from 'g';\n").replace("<p>é", "<p>ü")
    older = patch.document.text
    edits = reversed(smallest_edits(older, newer))
    changes = [change_of(older, edit.span.start, edit.span.end, edit.text) for edit in edits]
    moved = rebase(patch, Document("file:///a", "svelte", 2, newer), changes)
    expected = newer.replace("'g';\n", "'g';\n  import d from 'e';\n").replace("  \n</s", "  d(c);\n</s")
    assert edited(moved) == expected


def test_code_that_ends_the_script_is_refused() -> None:
    """Sound JavaScript that would end its element is not sound in the page."""
    result = checked(SCRIPTED, 'd("</script>");', "svelte")
    assert isinstance(result, Refusal)
    assert result.reason is Reason.SYNTAX


@pytest.mark.parametrize(
    ("text", "code", "label"),
    [
        ('<script type="application/json">\n|\n</script>\n', '{"a": 1}', "json"),
        ('<script type="application/geo+json">\n|\n</script>\n', '{"a": 1}', "json"),
        ('<script type="importmap">\n|\n</script>\n', '{"imports": {}}', "json"),
        ('<script lang="ts">\n|\n</script>\n', "let a: string = b as string;", "ts"),
        ('<script type="text/babel">\n|\n</script>\n', "const A = () => <p>b</p>;", "jsx"),
        ('<script type="text/babel" data-type="module">\n|\n</script>\n', "const A = <p>b</p>;", "react"),
        ("<script type='text/typescript'>\n|\n</script>\n", "let a: string = b;", "typescript"),
        ('<script type="module">\n|\n</script>\n', "await a();", "js"),
        ("<script type=module async>\n|\n</script>\n", "await a();", "mjs"),
        ('<script type="py">\n|\n</script>\n', "print(1)", "python"),
        ('<style lang="scss">\n|\n</style>\n', "a { b: $c; &:hover { d: e } }", "scss"),
        ('<style type="text/less">\n|\n</style>\n', "@a: 1px; .b { .c(); width: (@a + 2); }", "less"),
        ('<style type="text/less">\n|\n</style>\n', ".b { width: ~'calc(1px)'; }", "css"),
        ('<style type="text/tailwindcss">\n|\n</style>\n', "a { b: c }", "css"),
        ('<style media="print">\n|\n</style>\n', "a { b: c }", "css"),
        ("<style>|</style>\n", "a { b: c }", None),
    ],
)
def test_each_element_is_read_by_what_its_tag_says(text: str, code: str, label: str | None) -> None:
    """`lang` and `type` choose the language that is taken and checked; a tag on the same line, the page's."""
    assert edited(checked(text, code, depth="", label=label)) == text.replace("|", code)


@pytest.mark.parametrize("marked", ["|  </style>", "  |</style>"])
def test_the_line_of_the_end_tag_belongs_to_the_style_sheet(marked: str) -> None:
    """At its beginning, or right before the tag, a rule goes above it."""
    text = f"<head>\n  <style>\n    p {{ top: 0 }}\n{marked}\n</head>\n"
    after = edited(checked(text, "a { b: c }", label="css"))
    assert after == "<head>\n  <style>\n    p { top: 0 }\n    a { b: c }\n  </style>\n</head>\n"


@pytest.mark.parametrize(
    ("language", "text", "sound"),
    [
        ("html", '<script type="text/babel">const A = <p>b</p>;</script>', True),
        ("html", '<script type="text/babel">const A = <p>b</i>;</script>', False),
        ("html", '<script type="text/typescript">let a: string = 1;</script>', True),
        ("html", "<script>let a: string = 1;</script>", False),
        ("html", '<script type="application/geo+json">{"a": }</script>', False),
        ("html", '<script type="x-shader/x-vertex">void main() { <<( }</script>', True),
        ("html", '<style type="text/less">@a: 1px; .b { .c(); }</style>', True),
        ("html", '<style type="text/css; charset=utf-8">a { b ( }</style>', False),
        ("svelte", '<script context="module" lang="ts">let a: string = 1;</script>', True),
        ("svelte", "<script>let a: string = 1;</script>", False),
    ],
)
def test_the_same_table_judges_what_is_there(language: str, text: str, sound: bool) -> None:
    """What a page already holds is judged in the language that code for it would be taken in."""
    assert (parse(text, language_of(language)).faults == ()) is sound
