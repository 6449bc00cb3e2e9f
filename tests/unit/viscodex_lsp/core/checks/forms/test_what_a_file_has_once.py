"""Replies that say again what the file has once, or that leave a file which no longer works; each with neighbours."""

import pytest

from tests.fixtures.replies.reply_cases import Case, play, told_of


@pytest.mark.parametrize(
    ("language", "text", "reply", "after"),
    [
        ("toml", '[a]\nb = 1\n\n[deps]\n¦\n', '[deps]\nc = "1"', '[a]\nb = 1\n\n[deps]\nc = "1"\n'),
        ("toml", "[deps]\nb = 1\n\n[a]\n¦\n", '[deps]\nc = "1"', None),
        ("toml", "[[a]]\nb = 1\n¦\n", "[[a]]\nb = 2", "[[a]]\nb = 1\n[[a]]\nb = 2\n"),
        ("csv", "name,age\n¦\n", "name,age\nAnn,31", "name,age\nAnn,31\n"),
        ("csv", "name,age\n¦\n", "Ann,31\nBob,4", "name,age\nAnn,31\nBob,4\n"),
        ("plantuml", "@startuml\n¦\n@enduml\n", "@startuml\na -> b\n@enduml", "@startuml\na -> b\n@enduml\n"),
        ("plantuml", "¦\n", "@startuml\na -> b\n@enduml", "@startuml\na -> b\n@enduml\n"),
        ("sql", "SELECT 1;\n¦\nSELECT 2;\n", "SELECT a\nFROM b", "SELECT 1;\nSELECT a\nFROM b;\nSELECT 2;\n"),
        ("sql", "SELECT 1;\n¦\n", "SELECT a\nFROM b", "SELECT 1;\nSELECT a\nFROM b\n"),
        ("sql", "SELECT 1\n¦\nFROM a;\n", ", b", "SELECT 1\n, b\nFROM a;\n"),
        ("json", '[\n  {"a": 1},\n  ¦\n]\n', '[\n  {"a": 2}\n]', '[\n  {"a": 1},\n  {"a": 2}\n]\n'),
        ("json", "[\n  [1],\n  ¦\n]\n", "[2]", "[\n  [1],\n  [2]\n]\n"),
    ],
)  # fmt: skip
async def test_what_stands_there_is_not_written_again(
    language: str, text: str, reply: str, after: str | None
) -> None:
    """Headers, first rows and marks stand once; values go beside values; statements are apart."""
    assert (await told_of(language, text, reply)).after == after


@pytest.mark.parametrize(
    ("language", "text", "reply", "taken"),
    [
        ("javascript", "function f(a) {\n  ¦\n  return 1;\n}\n", "if (a) {\n  return 2;\n}", True),
        ("javascript", "function f(a) {\n  ¦\n  return 1;\n}\n", "const b = 2;\nreturn b;", False),
        ("javascript", "function f(a) {\n  ¦\n}\n", "const b = 2;\nreturn b;", True),
        ("javascript", "function f(a) {\n  ¦\n  function g() {}\n}\n", "return g();", True),
        ("python", "def f(a):\n    ¦\n    return 1\n", "b = 2\nreturn b", False),
        ("python", "def f(a):\n    if a:\n        ¦\n    return 1\n", "return 2", True),
        ("python", "def f(a):\n    ¦return 1¦\n", "b = 2\nreturn b", True),
        ("java", "class A {\n  int f() {\n    ¦\n    return 1;\n  }\n}\n", "throw new Error();", False),
        ("c", "int a;\n\n¦\n", "int f(int n) {\n    return n;\n}", True),
        ("c", "int f(int a) {\n    if (a) goto out;\n    ¦\nout:\n    return 1;\n}\n", "return 2;", True),
        (
            "csharp",
            "class A {\n    int F() {\n        ¦\n        int G() { return 1; }\n    }\n}\n",
            "return G();",
            True,
        ),
    ],
)
async def test_no_code_is_left_that_never_runs(language: str, text: str, reply: str, taken: bool) -> None:
    """`return` and its like are refused above other statements of their block."""
    assert ((await told_of(language, text, reply)).after is not None) is taken


@pytest.mark.parametrize("reply", ["return 2;", "throw new Error();"])
async def test_the_word_that_ends_a_block_is_told(reply: str) -> None:
    """It is the reply's own."""
    told = await told_of("javascript", "function f(a) {\n  ¦\n  return 1;\n}\n", reply)
    assert f"The reply ends with `{reply.split(' ')[0]}`" in told.words


OLD, NEW = "```html\n<h2>own</h2>\n```", "```html\n<h2>a</h2>\n```"


@pytest.mark.parametrize(
    ("text", "reply", "after"),
    [
        (
            "<div>\n  ¦<h2>own</h2>¦\n</div>\n",
            f"Replace this:\n\n{OLD}\n\nwith:\n\n{NEW}",
            "<div>\n  <h2>a</h2>\n</div>\n",
        ),
        ("<p>\n  ¦\n</p>\n", f"Replace the following:\n\n{OLD}\n\nwith:\n\n{NEW}", None),
    ],
)
async def test_a_change_told_in_words_is_a_change(text: str, reply: str, after: str | None) -> None:
    """Its old lines are not code for the place."""
    assert (await told_of("html", text, reply)).after == after


@pytest.mark.parametrize(
    "reply",
    [
        '{"name": "insert", "arguments": {"code": "a = 7"}}',
        '{"tool": "insert", "input": {"content": "a = 7"}}',
        '{"function": {"name": "insert", "arguments": "{\\"code\\": \\"a = 7\\"}"}}',
        '```json\n{"name": "insert", "parameters": {"code": "a = 7"}}\n```',
    ],
)
async def test_the_call_of_a_tool_is_an_envelope(reply: str) -> None:
    """Models that were trained to call tools answer with the call."""
    told = await play(Case("a", "kind", "python", "a.py", "own = 1\n¦\n", reply, {}))
    assert told.after == "own = 1\na = 7\n"


async def test_an_envelope_of_json_for_json() -> None:
    """An object with code and words about it alone is one; any other is a value."""
    wrapped = '{"code": "{\\"b\\": 2}", "explanation": "A value."}'
    assert (await told_of("json", "¦", wrapped)).after == '{"b": 2}\n'
    plain = '{"code": "{1}", "explanation": "A value."}'
    assert (await told_of("json", "¦", plain)).after == f"{plain}\n"


async def test_rules_in_the_head_of_a_page_are_for_the_page() -> None:
    """No element of the body comes into a head."""
    text = "<html>\n<head>\n  <title>own</title>\n  ¦\n</head>\n<body><p>own</p></body>\n</html>\n"
    told = await told_of("html", text, '<meta name="a">\n<style>\n  p { top: 0; }\n</style>')
    assert told.after == text.replace("¦", '<meta name="a">\n  <style>\n    p { top: 0; }\n  </style>')


async def test_a_subclass_stands_behind_its_base() -> None:
    """Within the body of its base the base has no name yet."""
    text = "class Own:\n    def a(self):\n        pass\n\n    ¦\n"
    after = (await told_of("python", text, "class B(Own):\n    pass")).after
    assert after is not None and "\nclass B(Own):\n    pass\n" in after
    inner = (await told_of("python", text, "class B(Other):\n    pass")).after
    assert inner is not None and "\n    class B(Other):\n" in inner


@pytest.mark.parametrize(("text", "taken"), [("const a = 1;\n¦\n", False), ("¦", True)])
async def test_markup_shows_nothing_outside_of_a_component(text: str, taken: bool) -> None:
    """At the top of a file with code in it, markup alone is refused."""
    assert ((await told_of("typescriptreact", text, "<p>a</p>", "tsx")).after is not None) is taken


async def test_markup_in_a_block_of_a_component_is_said_to_be_among_statements() -> None:
    """It is outside of no component."""
    text = "export function A() {\n  if (own) {\n    ¦\n  }\n  return <p>own</p>;\n}\n"
    told = await told_of("typescriptreact", text, "<b>a</b>", "tsx")
    assert (told.after, "among statements" in told.words) == (None, True)


async def test_attributes_without_quotes_get_them_in_jsx() -> None:
    """HTML needs none, JSX does."""
    text = "export const A = () => (\n  <div>\n    ¦\n  </div>\n);\n"
    told = await told_of("typescriptreact", text, "<img width=10 src=a.png alt=''>", "html")
    assert told.after == text.replace("¦", '<img width="10" src="a.png" alt=\'\' />')


TS = "@Component({\n  template: `\n    <p>own</p>\n    ¦\n  `,\n})\nclass A {}\n"


async def test_html_stands_in_a_template_string() -> None:
    """There it is text for the grammar; elsewhere it is another language, and a backtick ends the string."""
    assert (await told_of("typescript", TS, "<p>a</p>", "html")).after == TS.replace("¦", "<p>a</p>")
    assert (await told_of("typescript", TS, "<p>`</p>", "html")).after is None
    assert (await told_of("typescript", "const a = 1;\n¦\n", "<p>a</p>", "html")).after is None


@pytest.mark.parametrize("language", ["vue", "svelte"])
async def test_a_script_becomes_typescript_where_it_has_to(language: str) -> None:
    """Types need `lang="ts"`; a script of a reply without any needs nothing."""
    text = "<script{}>\n  let own = 1\n</script>\n\n<template>\n  <p>own</p>\n  ¦\n</template>\n"
    for code, lang in (("let a: number = 1", ' lang="ts"'), ("let a = 1", "")):
        told = await told_of(language, text.format(""), f'<script lang="ts">\n{code}\n</script>\n\n<b>a</b>')
        assert told.after == text.format(lang).replace("¦", "<b>a</b>").replace(
            "own = 1", f"own = 1\n  {code}"
        )


async def test_a_rule_that_the_file_has_for_some_screens_is_brought_for_all() -> None:
    media = "@media (min-width: 1px) {\n  .c {\n    top: 0;\n  }\n  .b {\n    top: 1px;\n  }\n}\n"
    told = await told_of("css", f"{media}¦\n", ".b {\n  top: 1px;\n}\n\n.d {\n  top: 2px;\n}")
    assert told.after is not None
    assert "\n.b {\n  top: 1px;\n}" in told.after
