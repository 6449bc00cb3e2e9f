"""Pages of PHP: their markup is read apart from their code."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

FORM = '<?php head(); ?>\n<main>\n  <form method="post">\n    ¦\n  </form>\n</main>\n'
STYLE = "<style>\n.a { top: 0; }\n</style>\n<li>x</li>"


@pytest.mark.parametrize(
    ("text", "reply", "is_refused"),
    [
        (FORM, '<form class="login">\n  <input name="a">\n</form>', True),
        (FORM, '<input name="a">\n<button>Go</button>', False),
        (FORM.replace("¦", "").replace("</form>", "</form>\n  ¦"), "<form>\n  <input>\n</form>", False),
        (
            "<?php if ($x): ?>\n<a href='1'>\n<?php else: ?>\n<a href='2'>\n<?php endif; ?>\nB</a>\n¦\n<p>C</p>\n",
            "<a href='3'>C</a>",
            False,
        ),
        (
            "<?php\nfunction f() {\n    echo '<form>';\n    ¦\n}\n?>\n<p>x</p>\n",
            "echo '<form></form>';",
            False,
        ),
    ],
)
async def test_a_form_in_a_form_of_php_is_refused(text: str, reply: str, is_refused: bool) -> None:
    told = await told_of("php", text, reply)
    assert (told.after is None) is is_refused, told.words
    assert ("into another `<form>`" in told.words) is is_refused


async def test_a_style_sheet_in_a_loop_of_php_is_told() -> None:
    loop = "<ul>\n<?php foreach ($a as $b): ?>\n¦\n<?php endforeach; ?>\n</ul>\n"
    told = await told_of("php", loop, STYLE)
    assert "the style sheet stands in the loop" in told.words
