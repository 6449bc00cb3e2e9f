"""Replies that say the whole file, component or template for a place in it, and what a file has at its top or end once.

Each kind stands with neighbours: what looks like it and is taken as it is, and what is refused.
"""

import pytest

from tests.fixtures.replies.reply_cases import Told, told_of

COMPONENT = (
    "export function Own() {{\n  return (\n    <div>\n      {}\n      <p>stay</p>\n    </div>\n  );\n}}\n"
)
LIST = (
    "export default function Own({{ rows }}) {{\n  return (\n    <ul>\n      {{rows.map((row) => (\n        {}\n"
    "      ))}}\n    </ul>\n  );\n}}\n"
)


@pytest.mark.parametrize(
    ("text", "reply", "new"),
    [
        (COMPONENT.format("¦<p>old</p>¦"), COMPONENT.format("<p>new</p>"), COMPONENT.format("<p>new</p>")),
        (COMPONENT.format("¦"), COMPONENT.format("<p>new</p>"), COMPONENT.format("<p>new</p>")),
        (
            "import A from './a';\n\n" + LIST.format("¦<li>{row}</li>¦"),
            "import A from './a';\nimport B from './b';\n\n" + LIST.format("<li><B row={row} /></li>"),
            "import A from './a';\nimport B from './b';\n\n" + LIST.format("<li><B row={row} /></li>"),
        ),
        (
            COMPONENT.replace("  ", "\t").format("¦<p>old</p>¦"),
            "import B from './b';\n\n" + COMPONENT.format("<p>one</p>\n      <B />"),
            "import B from './b';\n\n" + COMPONENT.replace("  ", "\t").format("<p>one</p>\n\t\t\t<B />"),
        ),
        (
            COMPONENT.format("¦"),
            "import B from './b';\n\n" + COMPONENT.format("<B />"),
            "import B from './b';\n\n" + COMPONENT.format("<B />"),
        ),
        (LIST.format("¦"), "{rows.map((row) => (\n  <li>{row}</li>\n))}", LIST.format("<li>{row}</li>")),
        # Another list is another list.
        (
            COMPONENT.format("¦"),
            "{days.map((day) => (\n  <i>{day}</i>\n))}",
            COMPONENT.format("{days.map((day) => (\n        <i>{day}</i>\n      ))}"),
        ),
    ],
)
async def test_what_encloses_the_place_in_jsx_is_not_written_again(text: str, reply: str, new: str) -> None:
    assert (await told_of("javascriptreact", text, reply, label="jsx")).after == new


RETURN = "export function Own({{ on }}: Props) {{\n{}  return (\n    {}\n  );\n}}\n"


async def test_the_component_that_holds_the_place_gives_its_statements_and_its_markup() -> None:
    """Its name tells that it is the same one."""
    reply = RETURN.format("  const a = on ? 1 : 2;\n", "<p>{a}</p>")
    told = await told_of("typescriptreact", RETURN.format("", "¦"), reply, label="tsx")
    assert told.after == RETURN.format("  const a = on ? 1 : 2;\n", "<p>{a}</p>")
    assert "took what is new at this place out of the component Own" in told.words


async def test_another_component_with_parameters_is_refused() -> None:
    """One of the same name is the same, and other parameters are named as left out."""
    reply = RETURN.format("  const a = 1;\n", "<p>{a}</p>")
    other = reply.replace("Own(", "Other(")
    assert (await told_of("typescriptreact", RETURN.format("", "¦"), other, label="tsx")).after is None
    changed = await told_of(
        "typescriptreact", RETURN.format("", "¦"), reply.replace("on }", "off }"), label="tsx"
    )
    assert changed.after == reply
    assert "left out what it changes elsewhere: `export function Own({ off }: Props) {`" in changed.words


@pytest.mark.parametrize(
    ("file", "label", "reply", "after"),
    [
        ("user-card.tsx", "html", '<p class="a">b</p>', '<p className="a">b</p>'),
        ("UserCard.tsx", "tsx", "<p>b</p>", "<p>b</p>"),
        ("userCard.tsx", "tsx", "<p>b</p>\n<i>c</i>", "<>\n      <p>b</p>\n      <i>c</i>\n    </>"),
    ],
)
async def test_markup_alone_in_an_empty_file_is_its_component(
    file: str, label: str, reply: str, after: str
) -> None:
    told = await told_of("typescriptreact", "¦", reply, label=label, file=file)
    assert told.after == f"export default function UserCard() {{\n  return (\n    {after}\n  );\n}}\n"
    assert "put the markup into a component UserCard" in told.words


async def test_what_is_put_further_in_keeps_the_lines_of_its_values() -> None:
    """Blanks at the start of a line in a template literal are part of it."""
    pre = "<pre>{`a\n  b`}</pre>"
    told = await told_of("typescriptreact", "¦", pre, "tsx", file="card.tsx")
    assert told.after == f"export default function Card() {{\n  return (\n    {pre}\n  );\n}}\n"
    text = "function A() {\n  return (\n    ¦\n  );\n}\n"
    told = await told_of("typescriptreact", text, f"{pre}\n<p>c</p>", "tsx")
    assert told.after == text.replace("¦", f"<>\n      {pre}\n      <p>c</p>\n    </>")


@pytest.mark.parametrize(
    ("html", "jsx"),
    [
        ('<b onclick="go()">a</b>', "<b onClick={() => { go(); }}>a</b>"),
        ("<b onkeydown='go(event.key);'>a</b>", "<b onKeyDown={(event) => { go(event.key); }}>a</b>"),
        (
            '<input oninput="set(this.value)">',
            "<input onInput={(event) => { set(event.currentTarget.value); }} />",
        ),
        ('<b title="onclick = go">a</b>', '<b title="onclick = go">a</b>'),
    ],
)
async def test_handlers_in_html_are_functions_in_jsx(html: str, jsx: str) -> None:
    told = await told_of("javascriptreact", COMPONENT.format("¦"), html, label="html")
    assert told.after == COMPONENT.format(jsx)


@pytest.mark.parametrize(
    ("language", "text", "reply", "after"),
    [
        (
            "css",
            ".a { top: 0; }\n¦\n",
            '@import "b.css";\n.c { top: 0; }',
            '@import "b.css";\n\n.a { top: 0; }\n.c { top: 0; }\n',
        ),
        (
            "css",
            '/* own */\n@import "a.css";\n.a { top: 0; }\n¦\n',
            '@import "a.css";\n@import "b.css";\n.c { top: 0; }',
            '/* own */\n@import "a.css";\n@import "b.css";\n.a { top: 0; }\n.c { top: 0; }\n',
        ),
        (
            "scss",
            "$a: 1px;\n\n.a { top: $a; }\n¦\n",
            '@use "b";\n.c { top: b.$x; }',
            '@use "b";\n\n$a: 1px;\n\n.a { top: $a; }\n.c { top: b.$x; }\n',
        ),
        ("css", "¦\n", '@import "b.css";\n.c { top: 0; }', '@import "b.css";\n.c { top: 0; }\n'),
        (
            "css",
            ".a { top: 0; }\n¦\n",
            "@media print {\n  .c { top: 0; }\n}",
            ".a { top: 0; }\n@media print {\n  .c { top: 0; }\n}\n",
        ),
    ],
)
async def test_imports_of_style_sheets_go_to_the_top(
    language: str, text: str, reply: str, after: str
) -> None:
    """Below a rule they would count for nothing."""
    assert (await told_of(language, text, reply)).after == after


MAIN = 'if __name__ == "__main__":\n    {}()\n'


async def test_a_second_main_block_is_left_out() -> None:
    told = await told_of(
        "python",
        f"def a():\n    pass\n\n\n¦\n\n\n{MAIN.format('a')}",
        f"def b():\n    pass\n\n\n{MAIN.format('b')}",
    )
    assert told.after == f"def a():\n    pass\n\n\ndef b():\n    pass\n\n\n{MAIN.format('a')}"
    assert "the file has its own" in told.words


async def test_the_first_main_block_stays() -> None:
    told = await told_of("python", "def a():\n    pass\n\n\n¦\n", MAIN.format("a"))
    assert told.after == f"def a():\n    pass\n\n\n{MAIN.format('a')}"


OUT_OF_TEMPLATE = "took the content out of a whole template"
LINES_THERE = "left out lines that are there already"


@pytest.mark.parametrize(
    ("language", "text", "reply", "words"),
    [
        (
            "jinja-html",
            '{% extends "a" %}\n{% block b %}\n  ¦\n{% endblock %}\n',
            '{% extends "a" %}\n\n{% block b %}\n<p>x</p>\n{% endblock %}',
            LINES_THERE,
        ),
        (
            "twig",
            "{% block b %}\n  ¦\n{% endblock b %}\n",
            "{% block b %}\n    <p>x</p>\n{% endblock %}",
            OUT_OF_TEMPLATE,
        ),
        (
            "blade",
            "@extends('a')\n@section('b')\n  ¦\n@endsection\n",
            "@extends('a')\n\n@section('b')\n    <p>x</p>\n@endsection",
            LINES_THERE,
        ),
        (
            "html",
            '{{ define "b" }}\n  ¦\n{{ end }}\n',
            '{{ define "b" }}\n<p>x</p>\n{{ end }}',
            OUT_OF_TEMPLATE,
        ),
    ],
)
async def test_a_whole_template_gives_the_content_of_its_block(
    language: str, text: str, reply: str, words: str
) -> None:
    assert await told_of(language, text, reply) == Told(text.replace("¦", "<p>x</p>"), words)


async def test_what_is_taken_out_of_a_template_keeps_the_lines_of_its_values() -> None:
    """Blanks at the start of a line in `<pre>` are shown."""
    text, pre = "{% block b %}\n  ¦\n{% endblock %}\n", "<pre>a\n        b\n  c</pre>"
    told = await told_of("jinja-html", text, f"{{% block b %}}\n    {pre}\n{{% endblock %}}")
    assert told == Told(text.replace("¦", pre), OUT_OF_TEMPLATE)


async def test_a_block_of_another_name_is_a_block_in_it() -> None:
    text = "{% block b %}\n  ¦\n{% endblock %}\n"
    told = await told_of("jinja-html", text, "{% block c %}\n<p>x</p>\n{% endblock %}")
    assert told.after == text.replace("¦", "{% block c %}\n  <p>x</p>\n  {% endblock %}")


async def test_a_module_beside_a_component_of_vue_is_another_file() -> None:
    text = "<script setup>\nconst a = 1\n</script>\n\n<template>\n  <p>\n    ¦\n  </p>\n</template>\n"
    reply = "```ts\nexport const b = 2\n```\n\n```vue\n<b>x</b>\n```"
    told = await told_of("vue", text, reply)
    assert told.after == text.replace("¦", "<b>x</b>")
    assert "it is a module of its own" in told.words


@pytest.mark.parametrize(
    ("language", "reply", "after"),
    [
        ("html", "1  <ul>\n2    <li>a</li>\n3  </ul>", "<ul>\n  <li>a</li>\n</ul>\n"),
        ("python", " 9 | def f():\n10 |     return 1\n11 | f()", "def f():\n    return 1\nf()\n"),
        ("python", "1\n2\n3", "1\n2\n3\n"),
        ("html", "1 <b>a</b>\n3 <b>b</b>\n4 <b>c</b>", "1 <b>a</b>\n3 <b>b</b>\n4 <b>c</b>\n"),
    ],
)
async def test_numbers_of_lines_are_left_out(language: str, reply: str, after: str) -> None:
    assert (await told_of(language, "¦", reply)).after == after


@pytest.mark.parametrize(
    ("language", "text", "reply", "taken"),
    [
        ("html", "<form>\n  ¦\n</form>\n", "<p>\n  <form><input></form>\n</p>", False),
        ("html", "<form>\n  ¦\n</form>\n", "<form><input></form>", True),
        ("vue", "<template>\n  <a>\n    ¦\n  </a>\n</template>\n", "<a>x</a>", False),
        ("html", "<form>\n  ¦\n</form>\n", "<button>a</button><button>b</button>", True),
        ("html", "<a>x</a>\n¦\n<a>y</a>\n", "<a>z</a>", True),
    ],
)
async def test_no_form_link_or_button_in_its_like(language: str, text: str, reply: str, taken: bool) -> None:
    assert ((await told_of(language, text, reply)).after is not None) is taken


@pytest.mark.parametrize(
    ("language", "reply"),
    [
        ("html", '{{< figure src="a.png" title="A & B" >}}\n{{% note %}}\n<b>x</b>\n{{% /note %}}'),
        ("html", '<a href="{{< ref "a.md" >}}">x</a>'),
        ("html", '<li{{#if a}} class="b"{{/if}}>x</li>'),
        ("jinja-html", '<li{% if a %} class="b"{% endif %}>x</li>\n<h{{ n }}>y</h{{ n }}>'),
        ("erb", '<li<% if a %> class="b"<% end %>>x</li>'),
    ],
)
async def test_marks_of_template_engines_are_no_tags(language: str, reply: str) -> None:
    told = await told_of(language, "<main>\n¦\n</main>\n", reply)
    assert told.after is not None
    assert all(line in told.after for line in reply.split("\n"))


async def test_a_tag_beside_a_shortcode_still_counts() -> None:
    told = await told_of("html", "<main>\n¦\n</main>\n", '{{< figure src="a.png" >}}\n<div></span>')
    assert told == Told(
        '<main>\n  {{< figure src="a.png" >}}\n  <div></div>\n</main>\n', "put 1 end tag right"
    )


@pytest.mark.parametrize(
    ("language", "text", "reply", "taken"),
    [
        ("c", "int f(int n) {\n    ¦\n    return n;\n}\n", "int g(int n) {\n    return n;\n}", False),
        ("cpp", "int f(int n) {\n    ¦\n    return n;\n}\n", "auto g = [](int m) { return m; };", True),
        ("cpp", "int f(int n) {\n    ¦\n    return n;\n}\n", "struct A { int g() { return 1; } };", True),
        ("c", "int f(int n) {\n    return n;\n}\n¦\n", "int g(int n) {\n    return n;\n}", True),
    ],
)
async def test_c_has_no_functions_in_functions(language: str, text: str, reply: str, taken: bool) -> None:
    told = await told_of(language, text, reply)
    assert (told.after is not None) is taken
    assert taken or "inside of another one" in told.words


@pytest.mark.parametrize(
    ("language", "text", "reply", "after"),
    [
        (
            "blade",
            "@section('a')\n    <h1>A</h1>\n    ¦\n@endsection\n",
            "<ul>\n  <li>x</li>\n</ul>",
            "@section('a')\n    <h1>A</h1>\n    <ul>\n        <li>x</li>\n    </ul>\n@endsection\n",
        ),
        (
            "html",
            "<div>\n  {% for a in b %}\n    ¦\n  {% endfor %}\n</div>\n",
            "<p>x</p>",
            "<div>\n  {% for a in b %}\n    <p>x</p>\n  {% endfor %}\n</div>\n",
        ),
        (
            "php",
            "<ul>\n<?php foreach ($a as $b): ?>\n  ¦\n<?php endforeach; ?>\n</ul>\n",
            "<li>\n  <b>x</b>\n</li>",
            "<ul>\n<?php foreach ($a as $b): ?>\n  <li>\n    <b>x</b>\n  </li>\n<?php endforeach; ?>\n</ul>\n",
        ),
    ],
)
async def test_templates_keep_their_steps(language: str, text: str, reply: str, after: str) -> None:
    assert (await told_of(language, text, reply)).after == after


@pytest.mark.parametrize(
    ("language", "text", "reply", "after", "left"),
    [
        (
            "css",
            ".card {\n  margin: 0;\n  ¦\n}\n",
            "/* With a border */\n.card {\n  border: 1px solid;\n}",
            ".card {\n  margin: 0;\n  border: 1px solid;\n}\n",
            "`/* With a border */`",
        ),
        (
            "python",
            "class A:\n    x = 1\n    ¦\n",
            "@sealed\n# about A\nclass A(Base):\n    y = 2",
            "class A:\n    x = 1\n    y = 2\n",
            "`@sealed`, `# about A`, `class A(Base):`",
        ),
        (
            "python",
            'def a(x):\n    """Own."""\n    ¦\n',
            '# From the picture.\ndef b(x):\n    """Other."""\n    return x',
            'def a(x):\n    """Own."""\n    return x\n',
            '`# From the picture.`, `"""Other."""`',
        ),
        (
            "yaml",
            "a:\n  b:\n    c: 1\n    ¦\n",
            "# The ports\na:\n  b:\n    d: 2",
            "a:\n  b:\n    c: 1\n    d: 2\n",
            "`# The ports`",
        ),
        (
            "html",
            '<nav class="top">\n  <div class="in">\n    ¦\n  </div>\n</nav>\n',
            '<nav class="top">\n  <!-- the menu -->\n  <div class="in">\n    <b>x</b>\n  </div>\n</nav>',
            '<nav class="top">\n  <div class="in">\n    <b>x</b>\n  </div>\n</nav>\n',
            "`<!-- the menu -->`",
        ),
    ],
)
async def test_what_stands_beside_the_content_that_is_taken_is_named(
    language: str, text: str, reply: str, after: str, left: str
) -> None:
    """Comments, decorators, bases of a class and docstrings have no place where the file has its own."""
    told = await told_of(language, text, reply)
    assert told.after == after
    assert f"left out {left}" in told.words


async def test_the_head_of_a_class_that_the_file_has_word_for_word_is_not_named() -> None:
    told = await told_of("python", "class A(B):\n    x = 1\n    ¦\n", "class A(B):\n    y = 2")
    assert told.after == "class A(B):\n    x = 1\n    y = 2\n"
    assert "`class A" not in told.words
