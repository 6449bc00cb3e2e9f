"""Code that a grammar takes and that would do something else at its place, or nothing: each kind with neighbours."""

import pytest

from tests.fixtures.replies.reply_cases import Case, play, told_of


async def test_hooks_go_above_what_may_return_before() -> None:
    text = FUNCTION.format("if (!ready) return null;\n  const a = 1;")
    told = await told_of("javascriptreact", text, HOOK, "jsx")
    assert told.after is not None
    places = [told.after.index(part) for part in ("function", "const [n", "return null", "const a", "<b>")]
    assert places == sorted(places)


FUNCTION = "function Own() {{\n  {}\n  return (\n    <p>\n      ¦\n    </p>\n  );\n}}\n"
CLASS = "class Own extends Component {\n  render() {\n    return (\n      <p>\n        ¦\n      </p>\n    );\n  }\n}\n"
HOOK = "const [n, setN] = useState(0);\n\n<b>{n}</b>"


@pytest.mark.parametrize(
    ("text", "reply", "taken"),
    [
        (FUNCTION.format("const a = 1;"), HOOK, True),
        (FUNCTION.format("const a = () => {\n    return 1;\n  };"), HOOK, True),
        (FUNCTION.format("if (!ready) return null;\n  const a = 1;"), HOOK.replace("0", "a"), False),
        (FUNCTION.format("if (!ready) return null;"), "const n = 1;\n\n<b>{n}</b>", True),
        (CLASS, HOOK, False),
        (CLASS, "const n = 1;\n\n<b>{n}</b>", True),
    ],
)
async def test_hooks_stand_where_they_run_each_time(text: str, reply: str, taken: bool) -> None:
    """Not below a statement that may return before, nor in a class (React, "Rules of Hooks")."""
    assert ((await told_of("javascriptreact", text, reply, "jsx")).after is not None) is taken


@pytest.mark.parametrize(
    "value", ["name ? <b>{name}</b> : <i>nobody</i>", "name && <b>{name}</b>", "list.map((x) => <b>{x}</b>)"]
)
async def test_an_expression_with_markup_is_a_value(value: str) -> None:
    text = "export const Own = ({ name }) => (\n  ¦\n);\n"
    assert (await told_of("javascriptreact", text, value, "jsx")).after == text.replace("¦", value)


@pytest.mark.parametrize(
    ("text", "reply", "taken"),
    [
        ("@media print {\n  ¦\n}\n", "margin: 0;", False),
        ("@media print {\n  ¦\n}\n", ".a { margin: 0; }", True),
        (".a {\n  @media print {\n    ¦\n  }\n}\n", "margin: 0;", True),
        (".a {\n  ¦\n}\n", "margin: 0;", True),
        ("@font-face {\n  ¦\n}\n", 'font-family: "A";', True),
    ],
)
async def test_a_declaration_stands_in_a_rule(text: str, reply: str, taken: bool) -> None:
    assert ((await told_of("css", text, reply)).after is not None) is taken


@pytest.mark.parametrize(
    ("reply", "after"),
    [
        ("1 < 2 && a <3", "1 &lt; 2 && a &lt;3"),
        ("<!-- 1 < 2 --><b title='1 < 2'>x</b>", "<!-- 1 < 2 --><b title='1 < 2'>x</b>"),
        ("<script>if (a < b) c();</script>", "<script>if (a < b) c();</script>"),
        ("{% if a < 2 %}x{% endif %}", "{% if a < 2 %}x{% endif %}"),
    ],
)
async def test_a_sign_in_text_is_written_as_html_wants_it(reply: str, after: str) -> None:
    told = await told_of("html", "<div>\n¦\n</div>\n", reply)
    assert told.after is not None and after in told.after
    assert ("as `&lt;`" in told.words) is (reply != after)


async def test_a_page_over_a_selection_leaves_the_lines_around_it_alone() -> None:
    """Also where its rules are put under a class of its own."""
    page = "<html>\n<head>\n<style>\ntable {{ border: 0; }}\n</style>\n</head>\n<body>\n{}\n</body>\n</html>"
    own = "<h1>Top</h1>\n{}\n<footer>f</footer>"
    text = f"<body>\n{own.format('¦<table><tr><td>1</td></tr></table>¦')}\n</body>\n"
    told = await told_of("html", text, page.format(own.format("<table><tr><td>2</td></tr></table>")))
    assert told.after is not None
    assert (told.after.count("<h1>"), told.after.count("<footer>"), told.after.count("<td>2</td>")) == (
        1,
        1,
        1,
    )
    assert "<td>1</td>" not in told.after


@pytest.mark.parametrize("tag", ["code", "output"])
async def test_an_element_that_holds_no_blocks_is_an_envelope(tag: str) -> None:
    text = "<ul>\n  ¦\n</ul>\n"
    told = await play(Case("a", "kind", "html", "a", text, f"<{tag}>\n<li>a</li>\n<li>b</li>\n</{tag}>", {}))
    assert told.after == "<ul>\n  <li>a</li>\n  <li>b</li>\n</ul>\n"


async def test_an_attribute_of_razor_is_no_expression() -> None:
    text = "<div>\n    ¦\n</div>\n"
    reply = '<button @onclick="() => n++" @bind-Value="a">@n @(n < 3)</button>'
    assert (await told_of("razor", text, reply)).after == text.replace("¦", reply)
