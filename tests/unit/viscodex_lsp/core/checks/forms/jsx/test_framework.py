"""A reply in JSX is written for the framework that its file uses, or refused."""

import re

import pytest

from tests.fixtures.replies.reply_cases import told_of

PAGE = "import {{ x }} from '{}';\n\nexport const A = () => (\n  <div {}=\"a\">\n    ¦\n  </div>\n);\n"
NATIVE = "import { View } from 'react-native';\n\nexport const A = () => (\n  <View>\n    ¦\n  </View>\n);\n"


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        (
            PAGE.format("react", "className"),
            "import { Show } from 'solid-js';\n\n<Show />",
            "for Solid.*uses React",
        ),
        (
            PAGE.format("react", "className"),
            "import { Text } from 'react-native';\n\n<Text />",
            "for React Native",
        ),
        (
            PAGE.format("react", "className").replace("div", "main"),
            "import { Text } from 'react-native';\n\n<Text />",
            "for React Native",
        ),
        (
            PAGE.format("solid-js", "class"),
            "import { useState } from 'react';\n\n<b />",
            "for React, .*uses Solid",
        ),
        (NATIVE, "<div>a</div>", "elements of HTML, .*uses React Native"),
    ],
)
async def test_a_reply_for_another_framework_is_refused(text: str, code: str, says: str) -> None:
    told = await told_of("typescriptreact", text, code)
    assert told.after is None
    assert "Say in the instruction" in told.words
    assert re.search(says, told.words)


@pytest.mark.parametrize(
    ("module", "attribute", "code", "after"),
    [
        (
            "preact",
            "class",
            '<p className="b" title="className=c">d</p>',
            '<p class="b" title="className=c">d</p>',
        ),
        ("solid-js", "class", '<label htmlFor="b">c</label>', '<label for="b">c</label>'),
        ("preact", "className", '<p className="b">d</p>', '<p className="b">d</p>'),
        ("react", "className", '<p className="b">d</p>', '<p className="b">d</p>'),
    ],
)
async def test_attributes_are_named_as_the_file_names_them(
    module: str, attribute: str, code: str, after: str
) -> None:
    told = await told_of("typescriptreact", PAGE.format(module, attribute), code)
    assert told.after is not None, told.words
    assert after in told.after


async def test_preact_takes_what_was_written_for_react() -> None:
    """The hooks are Preact's, and are imported of it."""
    text = "import { h } from 'preact';\n\n¦\n"
    code = "import { useState } from 'react';\n\nfunction B() {\n  const [c] = useState(0);\n  return <p>{c}</p>;\n}"
    told = await told_of("javascriptreact", text, code)
    assert told.after is not None, told.words
    assert "import { useState } from 'preact/hooks';" in told.after
    assert "'react'" not in told.after


async def test_numbers_of_html_are_numbers_of_react() -> None:
    """As its types want them."""
    told = await told_of(
        "typescriptreact", PAGE.format("react", "className"), '<p colspan="2" tabindex="-1">1</p>', "html"
    )
    assert told.after is not None
    assert "colSpan={2} tabIndex={-1}" in told.after
