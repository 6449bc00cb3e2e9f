"""Lines of a reply that stand right beside the place already."""

import pytest

from tests.fixtures.replies.reply_cases import told_of


@pytest.mark.parametrize(
    ("language", "document", "reply", "after"),
    [
        (
            "html",
            "<form>\n  ¦\n  <button>Send it</button>\n</form>\n",
            "<input name='mail'>\n<button>Send it</button>",
            "<form>\n  <input name='mail'>\n  <button>Send it</button>\n</form>\n",
        ),
        ("css", ".btn { color: red; }\n\n¦\n", ".btn { color: red; }\n\n.b { top: 0; }", ".b { top: 0; }"),
        ("markdown", "| a | b |\n|---|---|\n| one | two |\n¦\n", "| one | two |\n| x | y |", "| x | y |"),
        (
            "javascriptreact",
            "const a = (\n  <p>\n    <button onClick={() => alert({ a: 1 })}>Go on</button>\n    ¦\n  </p>\n);\n",
            "<button onClick={() => alert({ a: 1 })}>Go on</button>\n<button onClick={() => alert(2)}>Go back</button>",
            "Go on</button>\n    <button onClick={() => alert(2)}>Go back</button>\n  </p>",
        ),
        (
            "python",
            "items.append(1)\n¦\n",
            "items.append(1)\nprint(items)",
            "items.append(1)\nprint(items)\n",
        ),
    ],
)
async def test_a_line_that_is_beside_the_place_stands_once(
    language: str, document: str, reply: str, after: str
) -> None:
    told = await told_of(language, document, reply)
    assert told.after is not None
    assert after in told.after
    first = reply.split("\n")[0]
    assert told.after.count(first) <= 1
    assert told.words in (
        "left out lines that are there already",
        "left out what the style sheet has already: `.btn`",
    )


@pytest.mark.parametrize(
    ("language", "document", "reply"),
    [
        ("html", "<ul>\n  <li>Item</li>\n  ¦\n</ul>\n", "<li>Item</li>\n<li>Item</li>"),
        ("html", "<ul>\n  <li>Item</li>\n  <li>Item</li>\n  ¦\n</ul>\n", "<li>Item</li>\n<li>Other</li>"),
        ("html", "<p>one</p>\n¦\n", "<p>one</p>"),
        ("html", "<tr>\n  <td>0</td>\n  ¦\n</tr>\n", "<td>0</td>\n<td>5</td>\n<td>0</td>"),
        (
            "html",
            "<p>\n  <i class='star'></i>\n  ¦\n</p>\n",
            "<i class='star'></i>\n<i></i>\n<i class='star'></i>",
        ),
        ("python", "m = [\n    [0, 0, 0, 1],\n    ¦\n]\n", "[0, 0, 0, 1],\n[2],\n[0, 0, 0, 1],"),
        ("python", "def f(a):\n    if a:\n        return a\n    ¦\n", "if a:\n    print(a)"),
    ],
)
async def test_a_row_of_equals_and_what_is_all_of_a_reply_stay(
    language: str, document: str, reply: str
) -> None:
    told = await told_of(language, document, reply)
    assert told.after is not None
    assert told.after.count(reply.split("\n")[-1].strip()) == document.count(
        reply.split("\n")[-1].strip()
    ) + reply.count(reply.split("\n")[-1].strip())


async def test_elements_that_the_line_of_the_place_has_are_left_out() -> None:
    document = "<p><b>Cut</b>¦<b>Paste</b></p>\n"
    told = await told_of("html", document, "<b>Cut</b>\n<b>Copy</b>\n<b>Paste</b>")
    assert told.after == "<p><b>Cut</b><b>Copy</b><b>Paste</b></p>\n"
