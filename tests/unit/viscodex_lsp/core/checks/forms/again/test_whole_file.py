"""whole_file: of a file that comes again only what is new at the cursor is taken."""

import pytest

from tests.fixtures.replies.reply_cases import told_of
from viscodex_lsp.core.checks.forms.again.whole_file import without_file
from viscodex_lsp.core.nouns import Document, Patch, Reason, Refusal, Replacement, Span

FILE = "<head>\n<script>\na1();\n</script>\n</head>\n<main>\n  <h1>Shop</h1>\n|\n  <p>Bye</p>\n</main>\n"


def taken(code: str, *, text: str = FILE, language: str = "html") -> str | Reason:
    place = text.index("|")
    document = Document("file:///a", language, 1, text.replace("|", ""))
    result = without_file(Patch(code, None, False), document, Span(place, place))
    return result.reason if isinstance(result, Refusal) else result.code


@pytest.mark.parametrize(
    ("code", "new"),
    [
        (FILE.replace("|", "  <b>new</b>"), "  <b>new</b>"),
        ("<main>\n<h1>Shop</h1>\n<b>new</b>\n<p>Bye</p>\n</main>", "<b>new</b>"),
        (
            FILE.replace("|", "<b>new</b>").replace("a1();", "a1();\nb2();"),
            "<b>new</b>",
        ),
        (FILE.replace("|", "<b>new</b>").replace("<main>", "<nav></nav>\n<main>"), Reason.OTHER_PLACE),
        ("<b>new</b>\n<p>Bye</p>", "<b>new</b>\n<p>Bye</p>"),
        ("<b>new</b>", "<b>new</b>"),
    ],
)
def test_what_is_new_in_a_file_that_comes_again(code: str, new: str | Reason) -> None:
    """The lines at the cursor, and those of a script; a change elsewhere is refused; other code stays as it is."""
    assert taken(code) == new


def test_an_import_that_came_along_stays_with_the_code() -> None:
    """It then moves to the import block like any other."""
    text = "import a\n\nfirst()\n|\nlast_one()\n"
    code = "import a\nimport b\n\nfirst()\nb.go()\nlast_one()\n"
    assert taken(code, text=text, language="python") == "import b\nb.go()"


def test_what_others_write_in_their_own_way_is_the_same_line() -> None:
    """Quotes, separators at the end of a line and the `/` of a tag without an end differ from model to model."""
    text = 'import { a } from "a"\n\nonMount(() => {\n  first("x")\n  |\n})\n'
    code = "import { a } from 'a';\n\nonMount(() => {\n  first('x');\n  a(2);\n});\n"
    assert taken(code, text=text, language="javascript") == "  a(2);"
    text = "<form>\n<input name='a' />\n<br>\n|\n<b>Send it</b>\n</form>\n"
    assert (
        taken(text.replace("|", "<i>new</i>").replace(" />", ">").replace("<br>", "<br/>"), text=text)
        == "<i>new</i>"
    )


def test_a_rule_added_at_the_end_of_a_style_sheet_is_whole() -> None:
    """Of two equal lines, `}`, the first is the one that the file has."""
    text = "<main>\n<h1>Shop</h1>\n|\n<p>Good bye</p>\n</main>\n<style>\n.a {\n  top: 0;\n}\n</style>\n"
    code = text.replace("|", "<b>new</b>").replace("top: 0;\n}", "top: 0;\n}\n.b {\n  top: 1;\n}")
    place = text.index("|")
    document = Document("file:///a", "html", 1, text.replace("|", ""))
    result = without_file(Patch(code, None, False), document, Span(place, place))
    assert isinstance(result, Patch)
    assert result.code == "<b>new</b>"
    end = document.text.index("</style>") - 1
    assert result.others == (Replacement(Span(end, end), "\n.b {\n  top: 1;\n}"),)


def test_the_file_ends_with_the_last_of_many_equal_lines() -> None:
    text = "<h1>Counter</h1>\n|\n@code {\n  int first = 0;\n  void Add()\n  {\n    first++;\n  }\n}\n"
    assert taken(text.replace("|", "<b>new</b>"), text=text) == "<b>new</b>"


def test_what_the_code_of_a_script_needs_elsewhere_is_added_there() -> None:
    text = "class A {\n  b = 1;\n\n  show() {\n    first(this.b);\n|\n  }\n}\n"
    code = text.replace("|", "    second(this.c);").replace("b = 1;", "b = 1;\n  c = 2;")
    place = text.index("|")
    document = Document("file:///a", "javascript", 1, text.replace("|", ""))
    result = without_file(Patch(code, None, False), document, Span(place, place))
    assert isinstance(result, Patch)
    assert result.code == "    second(this.c);"
    assert result.others == (Replacement(Span(18, 18), "\n  c = 2;"),)
    assert "added what it needs elsewhere: `c = 2;`" in result.notes


def test_markup_elsewhere_is_nothing_that_the_code_needs() -> None:
    text = "const a = (\n  <main>\n    <h1>Shop</h1>\n|\n    <p>Bye</p>\n  </main>\n);\n"
    code = text.replace("|", "    <b>new</b>").replace("<main>", "<main>\n    <nav />")
    assert taken(code, text=text, language="javascriptreact") == Reason.OTHER_PLACE


async def test_an_end_tag_ends_the_element_that_it_stands_as_deep_as() -> None:
    """Of a row of cards that is written again with one more, that one is taken whole."""
    row = (
        '<div class="row">\n  <div class="col">\n    <b>Visitors</b>\n    <i>1,204</i>\n  </div>\n{}</div>\n'
    )
    new = '  <div class="col">\n    <b>Orders</b>\n    <i>87</i>\n  </div>\n'
    page = "<body>\n<div>\n" + row.format("  ¦\n") + "</div>\n</body>\n"
    told = await told_of("html", page, row.format(new))
    assert told.after == page.replace("  ¦\n", new)


OFFER = """\
<html>
<head>
  <title>Shop</title>
  <style>
    .a { top: 0; }
    @media print {
      .a { top: 1px; }
    }
  </style>
</head>
<body>
  <h1>Bread and cake</h1>
  ¦
  <footer>Baker Street</footer>
</body>
</html>
"""


async def test_rules_of_a_file_that_comes_again_stand_where_it_has_them() -> None:
    """Below the same lines of the style sheet, in the same query."""
    reply = OFFER.replace("¦", "<p>new</p>").replace(
        ".a { top: 1px; }", ".a { top: 1px; }\n      .b { top: 2px; }"
    )
    told = await told_of("html", OFFER, reply)
    assert told.after == reply
    assert "added what it needs elsewhere: `.b { top: 2px; }`" in told.words


async def test_a_file_that_comes_again_with_other_changes_gives_what_is_new_and_they_are_named() -> None:
    """Lines that are changed, added or gone at places that nobody pointed at stay as they are."""
    document = OFFER.replace("<h1>", "<main>\n  <h1>").replace("  <footer>", "  </main>\n  <footer>")
    changed = document.replace("<title>Shop", "<title>Bakery").replace("    .a { top: 0; }\n", "")
    told = await told_of("html", document, changed.replace("¦", "<p>new</p>"))
    assert told.after == document.replace("¦", "<p>new</p>"), told.words
    assert "left out what it changes elsewhere: `<title>Bakery</title>`" in told.words
    assert "kept what it changes or leaves out elsewhere: `<title>Shop</title>`" in told.words


async def test_a_style_sheet_and_a_script_that_a_changed_file_has_come_along() -> None:
    document = "---\nimport A from './a.astro';\n---\n<main>\n  <h1>Bread</h1>\n  ¦\n  <p>Baker Street</p>\n</main>\n"
    reply = document.replace("¦", "<b>{cake}</b>").replace("---\n<main>", "const cake = 1;\n---\n<main>")
    told = await told_of("astro", document, reply + "\n<style>\n  b { top: 0; }\n</style>")
    assert told.after is not None
    assert "const cake = 1;\n---" in told.after
    assert "<b>{cake}</b>\n  <p>Baker" in told.after
    assert told.after.count("<h1>") == 1
    assert "b { top: 0; }" in told.after


async def test_a_statement_that_a_file_which_comes_again_has_changed_stays_as_it_is() -> None:
    document = "---\nimport A from './a';\nconst cake = all();\n---\n"
    document += "<main>\n  <h1>Bread</h1>\n  ¦\n  <p>Baker</p>\n</main>\n"
    reply = document.replace("¦", "<b>{cake}</b>").replace("all()", "all().sort()")
    told = await told_of("astro", document, reply)
    assert told.after == document.replace("¦", "<b>{cake}</b>")
    assert "left out what it changes elsewhere: `const cake = all().sort();`" in told.words


COMPONENT = """<template>
  <div v-if="open" class="box">
    <header class="box-head">
      <h3>{{{{ title }}}}</h3>{button}
    </header>
{new}
  </div>
</template>

<script setup>
defineProps({{ open: Boolean, title: String }})
</script>

<style scoped>
.box {{ {box} }}{rule}
</style>
"""


async def test_a_component_that_comes_again_and_changes_lines_gives_what_is_new_at_the_place() -> None:
    """Its header stands once; a rule that is new is taken, what else it changes is named."""
    plain = {"button": "", "box": "top: 0;", "rule": ""}
    text = COMPONENT.format(new="    ¦", **plain)
    changed = {"button": "\n      <button>x</button>", "box": "top: 1px;", "rule": "\n.part { left: 0; }"}
    told = await told_of("vue", text, COMPONENT.format(new='    <p class="part">new</p>', **changed))
    right = {**plain, "rule": "\n.part { left: 0; }"}
    assert told.after == COMPONENT.format(new='    <p class="part">new</p>', **right)
    assert "left out what it changes elsewhere: `<button>x</button>`, `.box { top: 1px; }`" in told.words


async def test_a_card_of_the_kind_of_those_beside_it_is_no_file_again() -> None:
    card = '<div class="card">\n  <h3>{0}</h3>\n  <p>About {0}</p>\n  <a href="/{0}">More</a>\n</div>'
    text = f'<main class="cards">\n{card.format("one")}\n¦\n{card.format("two")}\n</main>\n'
    told = await told_of("html", text, card.format("three"))
    assert told.after == text.replace("¦", card.format("three"))


async def test_of_the_script_of_a_component_that_comes_again_only_new_names_are_taken() -> None:
    """What it gives another value is left out, and named."""
    text = (
        "<script>\n  export let title = 'Box';\n  let open = false;\n</script>\n\n"
        '<section class="box">\n  <h2>{title}</h2>\n  ¦\n</section>\n'
    )
    new = "<b on:click={close}>{title}</b>"
    reply = text.replace("open = false;", "open = true;\n  const close = () => (open = false);").replace(
        "¦", new
    )
    told = await told_of("svelte", text, reply)
    script = "let open = false;\n  const close = () => (open = false);"
    assert told.after == text.replace("let open = false;", script).replace("¦", new)
    assert "left out what it changes elsewhere: `let open = true;`" in told.words


async def test_a_sheet_that_comes_in_the_place_of_a_script_is_taken_whole() -> None:
    """Both end blocks by the same line."""
    head = "<html>\n<head>\n<title>Some page</title>\n"
    body = (
        "</head>\n<body>\n<h1>Hello</h1>\n<p>Some words</p>\n¦\n<footer>The end</footer>\n</body>\n</html>\n"
    )
    script = "<script>\nfunction run() {\n  go();\n}\n</script>\n"
    sheet = "<style>\n{0}.a {{\n{0}  top: 0;\n{0}}}\n{0}.b {{\n{0}  left: 0;\n{0}}}\n</style>\n"
    new = '<div class="a">new</div>'
    told = await told_of("html", head + script + body, (head + sheet.format("") + body).replace("¦", new))
    assert told.after == (head + script + sheet.format("  ") + body).replace("¦", new), told.words
    assert "kept what it changes or leaves out elsewhere: `<script>`" in told.words


@pytest.mark.parametrize(
    ("language", "file", "here", "behind"),
    [
        (
            "shellscript",
            "#!/bin/sh\nset -eu\n\nbuild() {\n    make\n    make check\n}\n\n¦\n\nbuild\n",
            "upload() {\n    scp -r dist host:\n}",
            "upload\n",
        ),
        (
            "python",
            "import sys\n\n\ndef load(path):\n    return open(path).read()\n\n\n¦\n\n\nprint(load(sys.argv[1]))\n",
            "def size(path):\n    return len(load(path))",
            "print(size(sys.argv[1]))\n",
        ),
        (
            "javascript",
            "const app = make();\n\nfunction one() {\n  return app;\n}\n\n¦\n\none();\n",
            "function two() {\n  return one();\n}",
            "two();\n",
        ),
    ],
)
async def test_a_file_that_comes_again_goes_on_behind_its_last_line(
    language: str, file: str, here: str, behind: str
) -> None:
    """The last statement of the file stands once, and what follows it in the reply follows it in the file."""
    told = await told_of(language, file, file.replace("¦", here) + behind)
    assert told.after == file.replace("¦", here) + behind, told.words
    assert "added what it needs elsewhere" in told.words


async def test_what_a_whole_component_adds_in_its_object_stands_there() -> None:
    """Members of an options object are no statements of the script."""
    text = (
        "<template>\n  <div>\n    <h3>{{ name }}</h3>¦\n  </div>\n</template>\n\n<script>\nexport default {\n"
        "  props: {\n    name: String,\n  },\n  data() {\n    return { open: false }\n  },\n}\n</script>\n"
    )
    more = text.replace("¦", '\n    <p @click="go">{{ bio }}</p>').replace(
        "String,\n", "String,\n    bio: String,\n"
    )
    more = more.replace(
        "  },\n}\n", "  },\n  methods: {\n    go() {\n      this.open = true\n    },\n  },\n}\n"
    )
    told = await told_of("vue", text, more)
    assert told.after == more, told.words


async def test_an_import_of_a_component_that_brings_one_name_more_joins_the_file_s_own() -> None:
    script = "<script setup>\nimport { ref } from 'vue'\n\nconst a = ref(0)\n</script>\n\n"
    text = f"{script}<template>\n  <p>\n    ¦\n  </p>\n</template>\n"
    reply = text.replace("{ ref }", "{ ref, watch }").replace("ref(0)\n", "ref(0)\nwatch(a, b)\n")
    reply = reply.replace("¦", "<b>{{ a }}</b>")
    told = await told_of("vue", text, reply, file="a.vue")
    assert told.after == reply, told.words
