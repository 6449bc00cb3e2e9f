"""json_values: values get the commas that their neighbours call for."""

import pytest

from tests.fixtures.replies.checking import check
from tests.fixtures.replies.reply_cases import told_of
from viscodex_lsp.core.nouns import CheckedPatch, Document, Patch, Reason, Refusal, Span, Style
from viscodex_lsp.core.text.difference import apply_replacements


def checked(text: str, code: str, *, language: str = "json", depth: str = "  ") -> CheckedPatch | Refusal:
    first, last = text.index("|"), text.rindex("|")
    document = Document("file:///a", language, 1, text.replace("|", ""))
    span = Span(first, max(last - 1, first))
    style = Style(indent="  ", newline="\n", quote='"')
    return check(Patch(code, None, cut_off=False), document, span, depth=depth, style=style)


@pytest.mark.parametrize(
    ("text", "code", "after"),
    [
        ('{\n  "a": 1\n  |\n}\n', '"b": 2', '{\n  "a": 1,\n  "b": 2\n}\n'),
        ('{\n  "a": 1|\n}\n', '"b": 2', '{\n  "a": 1,\n  "b": 2\n}\n'),
        ('{\n  "a": 1,\n  |\n}\n', '"b": 2,', '{\n  "a": 1,\n  "b": 2\n}\n'),
        ('{\n  |\n  "c": 3\n}\n', '"b": 2', '{\n  "b": 2,\n  "c": 3\n}\n'),
        ('{\n  |\n  "c": 3\n}\n', '{\n  "a": 1,\n  "b": {}\n}', '{\n  "a": 1,\n  "b": {},\n  "c": 3\n}\n'),
        ('[\n  {"a": 1}\n  |\n]\n', '{\n  "a": 2\n}', '[\n  {"a": 1},\n  {\n    "a": 2\n  }\n]\n'),
        ('{\n  "a": |\n}\n', "[1, 2]", '{\n  "a": [1, 2]\n}\n'),
        ('{\n  "a": |1|,\n  "b": 2\n}\n', '"x"', '{\n  "a": "x",\n  "b": 2\n}\n'),
        ('{\n|  "a": 1,\n|  "b": 2\n}\n', '"c": "é"', '{\n  "c": "é",\n  "b": 2\n}\n'),
        ('{\n  "a": 1, // one\n  |\n}\n', '"b": 2, // two', '{\n  "a": 1, // one\n  "b": 2 // two\n}\n'),
        ('{\n  "a": 1 // one,\n  |\n}\n', '"b": 2', '{\n  "a": 1, // one,\n  "b": 2\n}\n'),
        (
            '{\n  |\n  /* , */ "a": "//"\n}\n',
            '"b": 2 /* two */',
            '{\n  "b": 2, /* two */\n  /* , */ "a": "//"\n}\n',
        ),
        ("|", '{\n    "a": 1\n}', '{\n  "a": 1\n}\n'),
    ],
)
def test_values_stand_between_their_neighbours(text: str, code: str, after: str) -> None:
    """A comma is set or left out as the values before and after need it; braces around members go."""
    language = "jsonc" if "/" in text else "json"
    result = checked(text, code, language=language, depth="" if text == "|" else "  ")
    assert isinstance(result, CheckedPatch), result
    assert apply_replacements(result.document.text, result.replacements) == after


def test_a_broken_value_is_refused() -> None:
    """Commas are set, nothing else is guessed."""
    result = checked('{\n  "a": 1\n  |\n}\n', '"b": [2')
    assert isinstance(result, Refusal)
    assert result.reason is Reason.SYNTAX


async def test_of_a_whole_object_the_new_members_are_taken() -> None:
    """Also where the place is at the end of the last member's line."""
    document = '{\n  "scripts": {\n    "dev": "vite",\n    "build": "b"¦\n  },\n  "x": {}\n}\n'
    reply = '{\n  "scripts": {\n    "dev": "vite",\n    "build": "b",\n    "lint": "l"\n  }\n}'
    told = await told_of("json", document, reply)
    assert told.after == document.replace('"b"¦', '"b",\n    "lint": "l"')


async def test_json_gets_no_comments() -> None:
    told = await told_of("json", '{\n  "a": 1,\n  ¦\n}\n', '{\n  // more\n  "b": 2\n}')
    assert told.after == '{\n  "a": 1,\n  "b": 2\n}\n'
    assert "left out `// more`" in told.words


@pytest.mark.parametrize(
    "reply", ['{\n  "b": {\n    "type": "x",\n    "c": 1\n  }\n}', '{\n  "type": "x",\n  "c": 1\n}']
)
async def test_a_member_that_another_object_has_stays(reply: str) -> None:
    document = '{\n  "a": {\n    "type": "x"\n  },\n  "d": {\n    ¦\n  }\n}\n'
    told = await told_of("json", document, reply)
    assert told.after is not None
    assert told.after.count('"type": "x"') == 2
    assert "there already" not in told.words


@pytest.mark.parametrize(
    ("reply", "after"),
    [
        (
            '{"s": {"a": 1, "b": 2}, "t": {"c": 3}}',
            '{\n  "s": {\n    "a": 1,\n    "b": 2\n  },\n  "t": {"c": 3}\n}\n',
        ),
        (
            '{\n  "s": {\n    "a": 1,\n    "b": 2\n  },\n  "t": {\n    "c": 3\n  }\n}',
            '{\n  "s": {\n    "a": 1,\n    "b": 2\n  },\n  "t": {\n    "c": 3\n  }\n}\n',
        ),
        ('{\n  "s": {\n    "a": 2\n  },\n  "t": 1\n}', None),
    ],
)
async def test_a_whole_file_gives_what_it_adds_to_each_object(reply: str, after: str | None) -> None:
    told = await told_of("json", '{\n  "s": {\n    "a": 1,\n    ¦\n  }\n}\n', reply)
    assert told.after == after, told.words
    assert '`"t": {' in told.words if after is not None else "`s.a: 1 → 2`" in told.words
