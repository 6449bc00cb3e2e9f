"""The rules of a reply beside those of a style sheet: nothing stands twice, and pages look as if all stood below."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fixtures.replies.reply_cases import told_of
from viscodex_lsp.core.checks.sheets.items import items_of
from viscodex_lsp.core.checks.sheets.joining import joined
from viscodex_lsp.core.nouns import Span, Style
from viscodex_lsp.core.text.difference import apply_replacements

STYLE = Style("  ", "\n", '"')
PAGE = """:root {
  --brand: #333;
}

.btn {
  color: red;
  padding: 8px
}

.card { border: 1px solid #ccc; }

@media (max-width: 600px) {
  .btn {
    padding: 4px;
  }
}

¦
"""


NARROW = "@media (max-width: 600px) {\n  .btn {\n    padding: 4px;\n  }\n}"


@pytest.mark.parametrize(
    ("reply", "changed", "placed", "words"),
    [
        (
            ".btn {\n  color: red;\n  padding: 8px;\n  border-radius: 4px;\n}",
            ("  padding: 8px\n", "  padding: 8px;\n  border-radius: 4px;\n"),
            "",
            "left out what the style sheet has already: `.btn { color: red }`, `.btn { padding: 8px }`; "
            "put into the rules that the style sheet has: `.btn { border-radius: 4px }`",
        ),
        (
            ".card { gap: 2px }",
            ("#ccc; }", "#ccc; gap: 2px; }"),
            "",
            "put into the rules that the style sheet has: `.card { gap: 2px }`",
        ),
        (
            ":root {\n  --brand: #333;\n}\n\n.new {\n  top: 0;\n}",
            ("", ""),
            ".new {\n  top: 0;\n}",
            "left out what the style sheet has already: `:root`",
        ),
        (
            ".btn {\n  color: red;\n  padding: 12px;\n}\n\n" + NARROW,
            ("", ""),
            ".btn {\n  padding: 12px;\n}\n\n" + NARROW,
            "left out what the style sheet has already: `.btn { color: red }`; "
            "the file has a rule for `.btn` already, and sets `padding` there",
        ),
        (
            "@media (max-width: 600px) {\n  .btn {\n    padding: 4px;\n  }\n  .new { top: 0; }\n}",
            ("", ""),
            "@media (max-width: 600px) {\n  .new { top: 0; }\n}",
            "left out what the style sheet has already: `@media (max-width: 600px) .btn`",
        ),
    ],
)
async def test_a_rule_for_a_selector_of_the_file_gives_what_that_lacks(
    reply: str, changed: tuple[str, str], placed: str, words: str
) -> None:
    told = await told_of("css", PAGE, reply)
    after = PAGE.replace(*changed) if changed[0] else PAGE
    assert (told.after or told.words).rstrip() == after.replace("¦", placed).rstrip()
    assert told.words == words


async def test_a_sheet_that_is_there_already_adds_nothing() -> None:
    told = await told_of("css", PAGE, ".btn {\n  color: red;\n}\n.card { border: 1px solid #CCC }")
    assert told.after is None
    assert "is in the file already" in told.words


async def test_another_value_stands_below_the_rule_that_it_changes() -> None:
    told = await told_of("css", "¦\n\n.a {\n  top: 0;\n}\n", ".a {\n  top: 1px;\n}\n\n.b {\n  top: 0;\n}")
    assert told.after == ".b {\n  top: 0;\n}\n\n.a {\n  top: 0;\n}\n\n.a {\n  top: 1px;\n}\n"
    assert "put below the rule that it changes: `.a`" in told.words


async def test_nested_rules_join_those_of_the_file() -> None:
    text = ".b {\n  top: 0;\n}\n\n.a {\n  left: 0;\n\n  &__x {\n    top: 0;\n  }\n}\n\n¦\n"
    hover = "\n    &:hover {\n      top: 1px;\n    }\n"
    beside = "\n  &__y {\n    top: 0;\n  }\n"
    reply = f".a {{\n  &__x {{\n    top: 0;\n    left: 0;\n{hover}  }}\n{beside}}}"
    told = await told_of("scss", text, reply)
    assert told.after is not None, told.words
    assert told.after.rstrip("\n") == (
        f".b {{\n  top: 0;\n}}\n\n.a {{\n  left: 0;\n\n  &__x {{\n    top: 0;\n    left: 0;\n{hover}  }}\n{beside}}}"
    )


VUE = "<template>\n  <main>\n    ¦\n  </main>\n</template>\n\n<style scoped>\n.a {\n  top: 0;\n}\n</style>\n"
HTML = "<html>\n<head>\n  <style>\n    .a { top: 0; }\n  </style>\n</head>\n<body>\n  <i>t</i>\n  ¦\n</body>\n</html>\n"
ANGULAR = (
    "@Component({\n  template: `\n    ¦\n  `,\n  styles: [`\n    .a { top: 0; }\n  `],\n})\nclass A {}\n"
)


@pytest.mark.parametrize(
    ("language", "text", "old", "new"),
    [
        ("vue", VUE, "  top: 0;\n", "  top: 0;\n  left: 0;\n"),
        ("html", HTML, "top: 0; }", "top: 0; left: 0; }"),
        ("typescript", ANGULAR, "top: 0; }", "top: 0; left: 0; }"),
    ],
)
async def test_the_sheet_of_a_reply_for_markup_joins_the_one_of_the_file(
    language: str, text: str, old: str, new: str
) -> None:
    reply = '```html\n<p class="a">x</p>\n\n<style scoped>\n.a {\n  top: 0;\n  left: 0;\n}\n</style>\n```'
    told = await told_of(language, text, reply if language == "vue" else reply.replace(" scoped", ""))
    assert told.after == text.replace(old, new).replace("¦", '<p class="a">x</p>'), told.words


RULES = st.lists(
    st.tuples(
        st.sampled_from(["", "@media print", "@media all"]),
        st.sampled_from([".a", ".b", ".a, .b", ".c"]),
        st.lists(
            st.tuples(st.sampled_from(["top", "left", "gap"]), st.sampled_from("123")), min_size=1, max_size=3
        ),
    ),
    max_size=4,
)


def written(rules: list[tuple[str, str, list[tuple[str, str]]]]) -> str:
    texts = []
    for media, head, pairs in rules:
        body = "".join(f"  {name}: {value};\n" for name, value in pairs)
        rule = f"{head} {{\n{body}}}"
        texts.append(f"{media} {{\n{rule}\n}}" if media else rule)
    return "\n\n".join(texts)


def shown(sheet: str, media: str, selector: str) -> dict[str, str]:
    """What a browser would set for an element with one class, in a medium."""
    found: dict[str, str] = {}
    for item in items_of(sheet, slashes=True):
        inner = [item]
        if item.head.startswith("@"):
            inner = [*items_of(item.body, slashes=True)] if item.head == media else []
        for rule in inner:
            if selector in re.split(r",\s*", rule.head):
                found |= {
                    one.declares.partition(":")[0]: one.declares.partition(":")[2]
                    for one in items_of(rule.body, slashes=True)
                }
    return found


@given(there=RULES, new=RULES)
def test_pages_look_as_with_all_rules_of_the_reply_below(
    there: list[tuple[str, str, list[tuple[str, str]]]], new: list[tuple[str, str, list[tuple[str, str]]]]
) -> None:
    old, reply = written(there), written(new)
    rest, edits, _ = joined(reply, old, STYLE, at=len(old))
    after = f"{apply_replacements(old, edits)}\n{rest}\n"
    media = {"", *(rule[0] for rule in (*there, *new))}
    in_media = any(rule[0] for rule in there)
    for medium in media:
        for selector in (".a", ".b", ".c"):
            if (
                not in_media
            ):  # a rule of the file's media query may count now where the reply's new property did
                assert shown(after, medium, selector) == shown(f"{old}\n{reply}", medium, selector)


def test_spans_of_items_are_their_texts() -> None:
    sheet = "/* a */\n.a { top: 0; /* b */ left: url(a;b) }\n$x: 1;\n"
    for item in items_of(sheet, slashes=True):
        assert sheet[item.span.start : item.span.end] == item.text.lstrip()
        assert sheet[item.inner.start : item.inner.end] == item.body
    inner = next(items_of(sheet, slashes=True)).inner
    assert [item.declares for item in items_of(sheet, inner, slashes=True)] == ["top: 0", "left: url(a;b)"]
    assert [item.span for item in items_of(".a{}", slashes=True)] == [Span(0, 4)]


@pytest.mark.parametrize(
    ("text", "reply", "after"),
    [
        (
            ".a {\n  top: 0; /* old */\n}\n",
            ".a {\n  top: 0; /* old */\n  left: 1px; /* new */\n}",
            ".a {\n  top: 0; /* old */\n  left: 1px; /* new */\n}\n",
        ),
        (".a {\n  top: 0 /* b */\n}\n", ".a {\n  left: 0;\n}", ".a {\n  top: 0; /* b */\n  left: 0;\n}\n"),
        (".a{top:0}\n", ".a{right:0}", ".a{top:0; right:0; }\n"),
        (
            ".a {\n  top: 0;\n  @media print {\n    gap: 2px;\n  }\n}\n",
            ".a {\n  @media print {\n    gap: 2px;\n    left: 4px;\n  }\n}",
            ".a {\n  top: 0;\n  @media print {\n    gap: 2px;\n  }\n\n  @media print {\n    left: 4px;\n  }\n}\n",
        ),
        (
            ".a {\n  top: 0;\n}\n",
            "$pad: 8px;\n\n.a {\n  left: $pad;\n}",
            ".a {\n  top: 0;\n}\n$pad: 8px;\n\n.a {\n  left: $pad;\n}\n",
        ),
        (".a {\n  top: 0 // b\n}\n", ".a {\n  left: 0;\n}", ".a {\n  top: 0; // b\n  left: 0;\n}\n"),
        (".a { top: 0 }\n", ".a {\n  left: 0 // b\n}", ".a { top: 0;\n  left: 0; // b\n}\n"),
        (".a{top:0}\n", ".a { gap: 0; left: 1px }", ".a{top:0; gap: 0; left: 1px; }\n"),
        (
            ".a {\n  top: 0;\n\n  &:hover {\n    top: 1px;\n  }\n}\n",
            ".a {\n  left: 0;\n}",
            ".a {\n  top: 0;\n  left: 0;\n\n  &:hover {\n    top: 1px;\n  }\n}\n",
        ),
        (
            ".a {\n  border-top: 0;\n}\n",
            ".a {\n  border: 1px solid;\n  border-top: 0;\n}",
            ".a {\n  border-top: 0;\n  border: 1px solid;\n  border-top: 0;\n}\n",
        ),
        (
            "$c: red;\n.a {\n  color: $c;\n}\n",
            "$c: blue;\n.a {\n  color: $c;\n  top: 0;\n}",
            "$c: red;\n.a {\n  color: $c;\n}\n$c: blue;\n.a {\n  color: $c;\n  top: 0;\n}\n",
        ),
        (
            ".a .b {\n  top: 0;\n}\n",
            ".a.b {\n  top: 0;\n  left: 0;\n}\n.A .b {\n  top: 0;\n}\n.x { top: 0; }",
            ".a .b {\n  top: 0;\n}\n.a.b {\n  top: 0;\n  left: 0;\n}\n.A .b {\n  top: 0;\n}\n",
        ),
    ],
    ids=[
        "comments",
        "the last",
        "one line",
        "nested",
        "values",
        "a note behind the last",
        "a note of the reply",
        "two",
        "rules below",
        "a shorthand above what it is changed with",
        "another value of a name",
        "descendants",
    ],
)
async def test_what_joins_a_rule_is_written_as_its_sheet_reads_it(text: str, reply: str, after: str) -> None:
    told = await told_of("scss", f".x {{ top: 0; }}\n{text}¦\n", reply)
    assert (told.after or told.words).rstrip() == f".x {{ top: 0; }}\n{after}".rstrip()


@pytest.mark.parametrize("head", ["@keyframes s", "@mixin m"])
async def test_another_block_of_a_name_that_counts_once_is_told(head: str) -> None:
    told = await told_of(
        "scss", f"{head} {{\n  to {{ top: 0; }}\n}}\n\n¦\n", f"{head} {{\n  to {{ top: 9px; }}\n}}"
    )
    assert told.after is not None
    assert told.words == f"the file has a rule for `{head}` already"


async def test_what_is_left_of_a_block_has_no_gaps_and_comments_that_go_are_told() -> None:
    text = "@layer a {\n  .b {\n    top: 0; /* x */\n  }\n}\n\n¦\n"
    beside = "  /* y */\n  .b {\n    top: 0; /* x */\n  }\n"
    reply = f"@layer a {{\n{beside}\n  .c {{\n    top: 1px;\n  }}\n\n{beside}}}"
    told = await told_of("css", text, reply)
    assert told.after == text.replace("¦", "@layer a {\n  .c {\n    top: 1px;\n  }\n}")
    assert told.words == "left out what the style sheet has already: `@layer a .b`; left out `/* y */`"


@pytest.mark.parametrize(
    ("text", "reply", "after"),
    [
        (
            ".a {\n  -webkit-line-clamp: 2;\n}\n",
            ".a {\n  -webkit-line-clamp: 2;\n  line-clamp: 2;\n}",
            ".a {\n  -webkit-line-clamp: 2;\n  line-clamp: 2;\n}\n",
        ),
        (".a { top: 0; }\n", ".a { top: 0; top: 1px; }\n.a { top: 0; }", None),
        (".a { top: 0; }\n", ".a { top: 0; left: var(--x); }", ".a { top: 0; left: var(--x); }\n"),
        (".a {}\n", '@charset "UTF-8";\n\n.b {}', '@charset "UTF-8";\n.a {}\n.b {}\n'),
        ('@charset "UTF-8";\n.a {}\n', '@charset "utf-8";\n.b {}', '@charset "UTF-8";\n.a {}\n.b {}\n'),
    ],
    ids=["a prefix", "twice", "one line", "a character set", "a character set that is there"],
)
async def test_neither_prefixes_nor_character_sets_stand_twice(
    text: str, reply: str, after: str | None
) -> None:
    told = await told_of("css", f"{text}¦\n", reply)
    assert told.after is not None, told.words
    assert told.after.rstrip() == (after or f"{text}{reply}").rstrip()
