"""Replies in a form that is not that of their place, each with its neighbours: the file afterwards, or a refusal."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

FUNCTION = "export function Own() {\n  ¦\n}\n"
SELECTED = "export function Own() {\n  ¦return <b>own</b>;¦\n}\n"
ARROW = "export const Own = () => (\n  <ul>\n    {days.map((day) => (\n      ¦\n    ))}\n  </ul>\n);\n"


@pytest.mark.parametrize(
    ("text", "reply", "after"),
    [
        (SELECTED, "<p>a</p>", "export function Own() {\n  return (\n    <p>a</p>\n  );\n}\n"),
        (SELECTED, "{a && <p>a</p>}", "export function Own() {\n  return (\n    a && <p>a</p>\n  );\n}\n"),
        (
            SELECTED,
            "<p>a</p>\n<p>b</p>",
            "export function Own() {\n  return (\n    <>\n      <p>a</p>\n      <p>b</p>\n    </>\n  );\n}\n",
        ),
        (SELECTED, "return <p>a</p>;", "export function Own() {\n  return <p>a</p>;\n}\n"),
        (
            SELECTED,
            "import X from 'x';\n\n<X />",
            "import X from 'x';\n\nexport function Own() {\n  return (\n    <X />\n  );\n}\n",
        ),
        (
            SELECTED,
            "export default function Card() {\n  return (\n    <p>a</p>\n  );\n}",
            "export function Own() {\n  return (\n    <p>a</p>\n  );\n}\n",
        ),
        (FUNCTION, "<p>a</p>", "export function Own() {\n  return (\n    <p>a</p>\n  );\n}\n"),
        (FUNCTION, "const a = 1;", "export function Own() {\n  const a = 1;\n}\n"),
        (FUNCTION.replace("¦", "¦\n  return 1;"), "<p>a</p>", None),
        (SELECTED, "export const a = 1;", None),
        (ARROW, "{a && <p>a</p>}", ARROW.replace("¦", "a && <p>a</p>")),
        (ARROW, "{a.map((b) => <p>{b}</p>)}", ARROW.replace("¦", "a.map((b) => <p>{b}</p>)")),
        (
            ARROW,
            "{/* a */}\n<p>a</p>",
            ARROW.replace("¦", "<>\n        {/* a */}\n        <p>a</p>\n      </>"),
        ),
    ],
)
async def test_markup_is_a_value_where_the_place_wants_one(text: str, reply: str, after: str | None) -> None:
    """Among statements it is given back; as a value it has no braces of its own."""
    assert (await told_of("typescriptreact", text, reply, "tsx", file="a.tsx")).after == after


@pytest.mark.parametrize("code", ["styled.a<Props>`b`", "css<{ a: B<C>; d: () => void }>`\n  top: 0;\n`"])
async def test_a_tagged_template_may_have_types(code: str) -> None:
    """The grammar knows none; the compiler does."""
    text = f"const a = {code};"
    assert (await told_of("typescriptreact", "¦", text, "tsx", file="a.tsx")).after == f"{text}\n"


IMPORT, USE = "```tsx\nimport { Own } from 'own';\n```", "```tsx\n<Own />\n```"


async def test_what_follows_an_import_is_no_example() -> None:
    """ "Then use it" behind a block of imports alone is what the imports are for."""
    text = "export const A = () => (\n  <p>\n    ¦\n  </p>\n);\n"
    told = await told_of(
        "typescriptreact", text, f"Import it:\n\n{IMPORT}\n\nThen use it:\n\n{USE}", file="a.tsx"
    )
    assert told.after == "import { Own } from 'own';\n\n" + text.replace("¦", "<Own />")


async def test_a_style_sheet_beside_html_does_not_go_into_jsx() -> None:
    """It is named, and the markup is taken."""
    text = "export const A = () => (\n  <p>\n    ¦\n  </p>\n);\n"
    reply = "```html\n<b>a</b>\n```\n\nAnd the styles:\n\n```css\nb { top: 0; }\n```"
    told = await told_of("typescriptreact", text, reply, file="a.tsx")
    assert (told.after, "left out the CSS block" in told.words) == (text.replace("¦", "<b>a</b>"), True)


BODY = (
    "\\documentclass{article}\n\\title{Own}\n\\datestyle{iso}\n\\begin{document}\nown\n\n¦\n\\end{document}\n"
)


@pytest.mark.parametrize(
    ("head", "loaded", "says"),
    [
        ("", "", "whole document"),
        ("\\usepackage{tikz}\n", "\\usepackage{tikz}\n", "preamble"),
        ("\\pgfset{\n  a=1\n}\n", "\\pgfset{\n  a=1\n}\n", "preamble"),
        (
            "\\title{Other}\n",
            "",
            "`\\documentclass[a4paper]{report}`, `\\title{Other}`: the file has its own",
        ),
        ("\\date{Now}\n", "\\date{Now}\n", "preamble"),
    ],
)
async def test_a_document_of_latex_goes_into_another(head: str, loaded: str, says: str) -> None:
    """Its body lands at the place, what it loads in the preamble, and its class nowhere."""
    reply = f"\\documentclass[a4paper]{{report}}\n{head}\\begin{{document}}\n\\emph{{a}}\n\\end{{document}}"
    told = await told_of("latex", BODY, reply, file="a.tex")
    assert told.after == BODY.replace("¦", "\\emph{a}").replace("\\begin", f"{loaded}\\begin")
    assert says in told.words


LESS = "@brand: red;\n.box(@a) {\n  top: @a;\n}\n.a {\n  color: @brand;\n  .box(1px);\n  .b-@{brand} { top: 0; }\n}"
SCSS = (
    "$brand: red;\n@mixin box($a) {\n  top: $a;\n}\n.a {\n  color: $brand;\n  @include box(1px);\n"
    "  .b-#{$brand} { top: 0; }\n}"
)


@pytest.mark.parametrize(
    ("less", "scss"),
    [
        (LESS, SCSS),
        (
            '.a {\n  /* @b */\n  content: "@b";\n  color: @c;\n}',
            '.a {\n  /* @b */\n  content: "@b";\n  color: $c;\n}',
        ),
        ("@media print { .a { top: 0; } }", "@media print { .a { top: 0; } }"),
        (
            "@media @phone { .a { top: 0; } }\n@media screen and (min-width: @w + 1), @tall { .b { top: @t; } }",
            "@media #{$phone} { .a { top: 0; } }\n@media screen and (min-width: $w + 1), #{$tall} { .b { top: $t; } }",
        ),
        (".a when (@b) { top: 0; }", None),
        (".a { width: ~'calc(1px)'; }", None),
        ("@rules: { top: 0; }", None),
    ],
)
async def test_less_is_written_as_scss_where_it_has_a_counterpart(less: str, scss: str | None) -> None:
    """Variables, interpolation and mixins are; what has none is refused as another language."""
    told = await told_of("scss", "¦", less, "less", file="a.scss")
    assert told.after == (None if scss is None else f"{scss}\n")


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("<?php\n\nfunction own() {}\n\n¦\n", "<?php\n\nfunction own() {}\n\nclass C {}\n"),
        (
            "<?php\n\nnamespace Own;\n\nclass A {}\n\n¦\n",
            "<?php\n\nnamespace Own;\n\nclass A {}\n\nclass C {}\n",
        ),
        ("<?php\n\n¦\n", "<?php\n\ndeclare(strict_types=1);\n\nnamespace B;\n\nclass C {}\n"),
    ],
)
async def test_the_head_of_a_php_file_stays_at_its_head(text: str, after: str) -> None:
    """Below other code a namespace and `declare` are left out and named; above all code they stay."""
    reply = "<?php\n\ndeclare(strict_types=1);\n\nnamespace B;\n\nclass C {}"
    told = await told_of("php", text, reply, file="a.php")
    assert told.after == after
    assert ("left out `declare(strict_types=1);`, `namespace B;`" in told.words) is (
        "namespace B" not in after
    )


OPTIONS = (
    "<template>\n  <p>own</p>\n  ¦\n</template>\n\n"
    "<script lang=\"ts\">\nexport default { name: 'Own' }\n</script>\n"
)


async def test_a_setup_script_stands_beside_the_options_of_a_vue_file() -> None:
    """A template sees the names of a setup script, but not those of a script with options."""
    reply = "<script setup>\nconst a = 1\n</script>\n\n<template>\n  <b>{{ a }}</b>\n</template>"
    told = await told_of("vue", OPTIONS, reply, file="A.vue")
    assert told.after == OPTIONS.replace("¦", "<b>{{ a }}</b>").replace(
        "<script", '<script setup lang="ts">\nconst a = 1\n</script>\n\n<script'
    )


@pytest.mark.parametrize(
    ("text", "reply", "taken"),
    [
        ("<script>\n  export let a;\n</script>\n¦\n", "<script>\n  let n = $state(0);\n</script>\n\n<p>{n}</p>", False),
        ("<script>\n  let { a } = $props();\n</script>\n¦\n", "<script>\n  export let b;\n</script>\n<b/>", False),
        ("<script>\n  let a = 1;\n</script>\n¦\n", "<script>\n  let n = $state(0);\n</script>\n\n<p>{n}</p>", True),
        ("<script>\n  export let a;\n</script>\n¦\n", "<p>{a}</p>", True),
    ],
)  # fmt: skip
async def test_a_svelte_component_is_written_in_one_way(text: str, reply: str, taken: bool) -> None:
    """Runes and `export let` do not go together."""
    assert ((await told_of("svelte", text, reply, file="A.svelte")).after is not None) is taken


async def test_event_handlers_have_the_form_of_the_component() -> None:
    """Svelte takes one of both forms in a component."""
    text = "<button onclick={own}>own</button>\n¦\n"
    told = await told_of("svelte", text, "<b on:click={a}>a</b>", file="A.svelte")
    assert told.after == text.replace("¦", "<b onclick={a}>a</b>")
    words = '<b title="all on:click b" on{}={{() => a({{ b: 1 }})}}>use on:click now</b>'
    told = await told_of("svelte", text, words.format(":click"), file="A.svelte")
    assert told.after == text.replace("¦", words.format("click"))
    told = await told_of("svelte", text, "<b on:click>a</b>", file="A.svelte")
    assert told.after is None and "passes an event on by `on:click`" in told.words
    old = text.replace("onclick", "on:click")
    told = await told_of("svelte", old, "<b on:click>a</b>", file="A.svelte")
    assert told.after == old.replace("¦", "<b on:click>a</b>")


NESTED = "services:\n  web:\n    image: own\n    ¦\n"


@pytest.mark.parametrize(
    ("text", "reply", "after"),
    [
        (NESTED, "version: 1\nservices:\n  web:\n    image: b\n  more:\n    image: c", None),
        (NESTED, "ports:\n  - 80", NESTED.replace("¦", "ports:\n      - 80")),
        ("a: 1\n---\n¦\n", "---\nb: 2", "a: 1\n---\nb: 2\n"),
        ("¦\n", "---\nb: 2", "---\nb: 2\n"),
        ("a: 1\n¦\n", "---\nb: 2", "a: 1\n---\nb: 2\n"),
    ],
)
async def test_a_yaml_file_does_not_land_in_itself(text: str, reply: str, after: str | None) -> None:
    """A file below its own key is refused; a `---` stands once."""
    assert (await told_of("yaml", text, reply, file="a.yaml")).after == after


@pytest.mark.parametrize(
    ("language", "text", "reply"),
    [
        ("dart", "class Own {\n  void a() {\n    ¦\n  }\n}\n", "class B extends C {\n  void d() {}\n}"),
        ("csharp", "class Own\n{\n    ¦\n}\n", "namespace B\n{\n    class C { }\n}"),
    ],
)
async def test_what_no_type_may_hold_is_refused(language: str, text: str, reply: str) -> None:
    """Dart has no class in a class, C# no namespace."""
    assert (await told_of(language, text, reply)).after is None


RECIPE = "own:\n\techo own\n\t¦\n"


@pytest.mark.parametrize(
    ("text", "reply", "after"),
    [
        (RECIPE, "curl http://a:80\necho b", "own:\n\techo own\n\tcurl http://a:80\n\techo b\n"),
        (RECIPE, "docker run -p 80:80 a", "own:\n\techo own\n\tdocker run -p 80:80 a\n"),
        ("a = 1\n\n¦\n", "echo b", None),
    ],
)
async def test_shell_is_the_code_of_a_recipe(text: str, reply: str, after: str | None) -> None:
    """It is taken in a recipe, and nowhere else in a Makefile."""
    assert (await told_of("makefile", text, reply, "bash", file="Makefile")).after == after


async def test_imports_of_a_cell_stay_behind_what_installs_them() -> None:
    """`!pip install` runs before the import below it."""
    uri = "vscode-notebook-cell:/a.ipynb#1"
    told = await told_of(
        "python", "import os\n¦\n", "!pip install own\nimport own\nown.a()", "python", file=uri
    )
    assert told.after == "import os\n!pip install own\nimport own\nown.a()\n"


async def test_the_line_of_an_encoding_goes_with_the_line_of_the_loader() -> None:
    """Both count at the top of a file alone."""
    reply = "#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\na = 1"
    assert (await told_of("python", "own = 1\n¦\n", reply, file="a.py")).after == "own = 1\na = 1\n"


@pytest.mark.parametrize(
    ("language", "label"), [("django-html", "twig"), ("twig", "jinja"), ("liquid", "django")]
)
async def test_engines_that_look_alike_go_by_each_others_names(language: str, label: str) -> None:
    """A model's label for a template is a guess among them."""
    told = await told_of(language, "<p>own</p>\n¦\n", "{% if a %}<p>{{ a }}</p>{% endif %}", label)
    assert told.after == "<p>own</p>\n{% if a %}<p>{{ a }}</p>{% endif %}\n"


async def test_an_element_for_mdx_needs_no_fence() -> None:
    """MDX has elements beside its words; other code stays an example, in its fence."""
    assert (
        await told_of("mdx", "# Own\n\n¦\n", "<A b={1} />", "jsx", file="a.mdx")
    ).after == "# Own\n\n<A b={1} />\n"
    fenced = "```js\nconst a = 1;\n```"
    assert (await told_of("mdx", "# Own\n\n¦\n", fenced, file="a.mdx")).after == f"# Own\n\n{fenced}\n"


@pytest.mark.parametrize(
    ("language", "text", "depth"),
    [
        ("svelte", "{#if a}\n  ¦\n{/if}\n", "  "),
        ("svelte", "{#if a}\n  <p>own</p>\n{:else}\n  ¦\n{/if}\n", "  "),
        ("angular", "<div>\n  @for (a of b; track a) {\n    ¦\n  }\n</div>\n", "    "),
        ("astro", "<div>\n  {a.map((b) => (\n    ¦\n  ))}\n</div>\n", "    "),
        ("markdown", "1. own\n\n   ¦\n\n2. more\n", "   "),
        ("markdown", "own\n    ¦\n", ""),
        ("xml", "<own>\n    ¦\n</own>\n", "    "),
    ],
)
async def test_code_stands_as_deep_as_the_block_around_it(language: str, text: str, depth: str) -> None:
    """Blocks of templates and items of lists count as blocks; a step that a person began counts as a step."""
    told = await told_of(language, text, "<p>a</p>", "html")
    own = next(line for line in (told.after or "").split("\n") if "<p>a</p>" in line)
    assert own == f"{depth}<p>a</p>"


async def test_an_end_that_both_have_is_written_once() -> None:
    """A reply that repeats the function around its place repeats its last lines too."""
    text = "int main() {\n    int own = 3;\n    ¦\n    return 0;\n}\n"
    told = await told_of("cpp", text, "int main() {\n    int b = 4;\n    return 0;\n}", file="a.cpp")
    assert told.after == text.replace("¦", "int b = 4;")
