"""Code for a place in an object or a class of JavaScript, and labels of the language that a template's marks are in."""

import pytest

from tests.fixtures.replies.reply_cases import Told, told_of

OBJECT = "export default {\n  first: 1,\n  ¦\n}\n"
CLASS = "class Own {\n  first = 1;\n\n  ¦\n}\n"
AS_OBJECT = "wrote the code as members of the object"


@pytest.mark.parametrize(
    ("code", "label", "members"),
    [
        ("function go() {\n  this.stop();\n}", "js", "go() {\n    this.stop();\n  },"),
        ("async function go() {}\n\n// second\nconst b = 2;", "js", "async go() {},\n\n  // second\n  b: 2,"),
        (
            '{\n  "second": [1],\n  "a-b": { "third": "x" }\n}',
            "json",
            'second: [1],\n  "a-b": { third: "x" },',
        ),
        ("{ second: 2 }", "js", "second: 2,"),
    ],
)
async def test_code_becomes_members_of_the_object(code: str, label: str, members: str) -> None:
    assert await told_of("javascript", OBJECT, code, label) == Told(OBJECT.replace("¦", members), AS_OBJECT)


@pytest.mark.parametrize("language", ["javascriptreact", "typescriptreact"])
async def test_what_the_grammar_reads_otherwise_stays_as_it_is_written(language: str) -> None:
    """A bare `&` in elements is spelled as a letter for the grammar alone."""
    told = await told_of(language, OBJECT, "const head = <b>Q & A</b>;")
    assert told == Told(OBJECT.replace("¦", "head: <b>Q & A</b>,"), AS_OBJECT)
    items = "const all = [\n  <b>Q & A</b>,\n  ¦\n];\n"
    told = await told_of(language, items, 'const more = [\n  <a href="?a=1&b=2">R & D</a>,\n];')
    assert told.after == items.replace("¦", '<a href="?a=1&b=2">R & D</a>,')


async def test_code_becomes_members_of_the_class() -> None:
    told = await told_of("javascript", CLASS, "const b = 2;\n\nfunction go() {\n  stop();\n}", "js")
    assert told.after == CLASS.replace("¦", "b = 2;\n\n  go() {\n    stop();\n  }")
    assert "members of the class" in told.words


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (OBJECT, "stop();"),
        (OBJECT, "const { a, b } = c;"),
        (OBJECT, "second: 2,"),
        ("const a = [\n  { b: 1 },\n  ¦\n];\n", "{ b: 2 },"),
        ("const a = {\n  go() {\n    ¦\n  },\n};\n", "const b = 2;"),
    ],
)
async def test_other_code_and_places_stay_as_they_are(text: str, code: str) -> None:
    told = await told_of("javascript", text, code, "js")
    assert AS_OBJECT not in told.words
    assert told.after in (None, text.replace("¦", code))


@pytest.mark.parametrize(
    ("language", "label", "code"),
    [
        ("blade", "php", "<b>{{ $a }}</b>"),
        ("blade", "php", "@if ($a)\n  <b>x</b>\n@endif"),
        ("blade", "php", "<?php if ($a): ?>\n  <b><?= $a ?></b>\n<?php endif; ?>"),
        ("erb", "ruby", "<%= link_to a, b %>"),
        ("ejs", "javascript", "<%= a %>"),
        ("razor", "csharp", "<b>@a</b>"),
        ("django-html", "python", "{% if a %}\n  <b>x</b>\n{% endif %}"),
        ("svelte", "js", "<b>{1 + 1}</b>"),
    ],
)
async def test_a_template_may_be_labelled_as_the_language_of_its_marks(
    language: str, label: str, code: str
) -> None:
    text = "<main>\n  ¦\n</main>\n"
    right = text.replace("¦", code.replace("\n", "\n  "))
    assert (await told_of(language, text, code, label)).after == right


@pytest.mark.parametrize(
    ("language", "label", "code"),
    [
        ("blade", "php", "<?php\n\nclass A {}"),
        ("erb", "ruby", "@a = 1"),
        ("django-html", "python", "@login_required\ndef a(request): ..."),
        ("razor", "csharp", "public int A { get; set; }"),
    ],
)
async def test_code_of_that_language_is_none_of_a_template(language: str, label: str, code: str) -> None:
    assert (await told_of(language, "<main>\n  ¦\n</main>\n", code, label)).after is None


async def test_a_script_is_taken_in_the_script_of_an_astro_component() -> None:
    text = "---\nconst a = 1;\n¦\n---\n<p>{a}</p>\n"
    assert (await told_of("astro", text, "const b = 2;", "ts")).after == text.replace("¦", "const b = 2;")
    assert (await told_of("astro", text.replace("¦", "") + "¦\n", "const b = 2;", "ts")).after is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("const a = {\n  b: 1,\n  ¦\n};\n", "const a = {\n  c: 2,\n};"),
        ("const a = make({\n  b: 1,\n  ¦\n});\n", "const a = make({\n  c: 2,\n});"),
    ],
)
async def test_the_object_of_the_same_name_gives_its_members(text: str, code: str) -> None:
    told = await told_of("javascript", text, code)
    assert told.after == text.replace("¦", "c: 2,"), told.words


async def test_an_object_in_that_one_does_not_take_them() -> None:
    text = "const a = {\n  b: {\n    d: 1,\n    ¦\n  },\n};\n"
    told = await told_of("javascript", text, "const a = {\n  c: 2,\n};")
    assert told.after != text.replace("¦", "c: 2,")


async def test_a_key_that_the_object_has_is_refused() -> None:
    told = await told_of("javascript", "const a = {\n  b: 1,\n  ¦\n};\n", "c: 2,\nb: 3,")
    assert told.after is None
    assert "`b`" in told.words


async def test_a_comment_above_the_object_of_the_same_name_stays() -> None:
    text = "const a = make({\n  b: 1,\n  ¦\n});\n"
    told = await told_of("javascript", text, "// more\nconst a = make({\n  // the second\n  c: 2,\n});")
    assert told.after == text.replace("¦", "// more\n  // the second\n  c: 2,"), told.words
