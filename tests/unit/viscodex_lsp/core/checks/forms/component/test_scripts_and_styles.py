"""Scripts and style sheets of a reply, joined with those of a component file: options, `setup()`, blank lines."""

import pytest

from tests.fixtures.replies.reply_cases import Told, told_of

OPTIONS = """<template>
  <div>
    ¦
  </div>
</template>

<script>
import A from './A.vue'

export default {
  name: 'Own',
  components: { A },
  data() {
    return {
      first: 1,
    }
  },
  methods: {
    go() {
      this.first = 2
    },
  },
  mounted() {
    this.go()
  },
}
</script>
"""
B = "<b>{{ second }}</b>"


def component(members: str) -> str:
    return f"<template>\n  {B}\n</template>\n\n<script>\nexport default {{\n{members}}}\n</script>"


@pytest.mark.parametrize(
    ("members", "old", "new"),
    [
        ("  data() {\n    return { second: 2 }\n  },\n", "first: 1,\n", "first: 1,\n      second: 2,\n"),
        ("  data: () => ({ second: 2 }),\n", "first: 1,\n", "first: 1,\n      second: 2,\n"),
        (
            "  methods: {\n    stop() {\n      this.second = 0\n\n      this.go()\n    }\n  }\n",
            "this.first = 2\n    },\n",
            "this.first = 2\n    },\n    stop() {\n      this.second = 0\n\n      this.go()\n    },\n",
        ),
        (
            "  computed: {\n    second() { return 2 }\n  }\n",
            "this.go()\n  },\n",
            "this.go()\n  },\n  computed: {\n    second() { return 2 },\n  },\n",
        ),
        ("  mounted() {\n    this.stop()\n  }\n", "this.go()\n", "this.go()\n    this.stop()\n"),
        (
            "  components: { C },\n",
            "components: { A },",
            "components: {\n    A,\n    C,\n  },",
        ),
    ],
)
async def test_options_go_among_those_of_the_file(members: str, old: str, new: str) -> None:
    told = await told_of("vue", OPTIONS, component(members))
    assert told.after == OPTIONS.replace(old, new).replace("¦", B)
    assert "put the script into the file's own" in told.words


async def test_what_is_said_of_an_option_goes_with_it() -> None:
    members = (
        "  // Ways to end.\n  methods: {\n"
        "    /**\n     * Ends it.\n     */\n    stop() {\n      end()\n    }, // at once\n"
        "    // Goes on.\n    on() {},\n    // To do.\n  },\n  // At the start.\n  mounted() {\n    this.stop()\n  },\n"
    )
    told = await told_of("vue", OPTIONS, component(members))
    assert told.after is not None, told.words
    assert (
        "    // Ways to end.\n    /**\n     * Ends it.\n     */\n    // at once\n    stop() {\n      end()\n    },\n"
        "    // Goes on.\n    // To do.\n    on() {},\n  },\n  mounted() {\n"
        "    this.go()\n    // At the start.\n    this.stop()\n  },\n"
    ) in told.after


@pytest.mark.parametrize(
    "members",
    [
        "  data() {\n    return { first: 2 }\n  },\n",
        "  data() {\n    const a = 1\n    return { second: a }\n  },\n",
        "  methods: {\n    go() {\n      stop()\n    }\n  }\n",
        "  inheritAttrs: false,\n  methods: { go: 1 },\n",
        "  methods: {\n    stop() {\n      return `a\n b`\n    }\n  }\n",
    ],
)
async def test_options_that_differ_are_not_joined(members: str) -> None:
    """One name for two things, statements beside what `data` gives back, values over several lines."""
    told = await told_of("vue", OPTIONS, component(members))
    assert told.after is None
    assert "cannot be joined" in told.words


async def test_the_name_of_the_other_component_is_left_out_and_told() -> None:
    told = await told_of("vue", OPTIONS, component("  name: 'Other',\n  data: () => ({ second: 2 }),\n"))
    assert told.after == OPTIONS.replace("first: 1,\n", "first: 1,\n      second: 2,\n").replace("¦", B)
    assert "left out the component's name" in told.words


async def test_members_alone_are_options_of_the_file() -> None:
    reply = f"```html\n{B}\n```\n\n```js\nmethods: {{\n  stop() {{\n    this.second = 0\n  }},\n}}\n```"
    told = await told_of("vue", OPTIONS, reply)
    new = "this.first = 2\n    },\n    stop() {\n      this.second = 0\n    },\n"
    assert told.after == OPTIONS.replace("this.first = 2\n    },\n", new).replace("¦", B)


SETUP = "<script setup>\nimport { ref } from 'vue'\n\nconst a = ref(1)\n</script>\n\n<template>\n  ¦\n</template>\n"


async def test_the_body_of_setup_is_a_script_setup() -> None:
    """`setup()` gives its names to the template, as a script setup does with all of its own."""
    reply = (
        f"<template>\n  {B}\n</template>\n\n<script>\nimport {{ defineComponent, ref }} from 'vue'\n\n"
        "export default defineComponent({\n  name: 'Other',\n  setup() {\n    const second = ref(2)\n\n"
        "    return { second }\n  },\n})\n</script>"
    )
    told = await told_of("vue", SETUP, reply)
    assert told.after == SETUP.replace("ref(1)\n", "ref(1)\nconst second = ref(2)\n").replace("¦", B)


@pytest.mark.parametrize(
    "setup",
    ["setup(props) {\n    return { props }\n  }", "setup() {\n    return { b: 1 }\n  }", "data: () => ({})"],
)
async def test_a_setup_that_is_more_than_its_names_is_refused(setup: str) -> None:
    reply = f"<template>\n  {B}\n</template>\n\n<script>\nexport default {{\n  {setup}\n}}\n</script>"
    assert (await told_of("vue", SETUP, reply)).after is None


SVELTE = "<script>\n\tlet a = 1;\n\n\tfunction go() {\n\t\ta = 2;\n\t}\n</script>\n\n<p>{a}</p>\n¦\n"


async def test_statements_keep_their_blank_lines_and_stand_in_as_the_file_does() -> None:
    reply = (
        "<script>\n  let b = 1;\n\n  function stop() {\n    b = 0;\n  }\n</script>\n\n<b>{b}</b>\n\n"
        "<style>\n  b {\n    top: 0;\n  }\n</style>"
    )
    told = await told_of("svelte", SVELTE, reply)
    script = "\n\n\tlet b = 1;\n\n\tfunction stop() {\n\t\tb = 0;\n\t}\n</script>"
    sheet = "\n<style>\n\tb {\n\t\ttop: 0;\n\t}\n</style>\n"
    assert told.after == SVELTE.replace("\n</script>", script).replace("¦", "<b>{b}</b>") + sheet


async def test_new_sections_stand_in_as_the_model_wrote_them() -> None:
    reply = "<script>\n  let b = 1;\n</script>\n\n<b>{b}</b>"
    assert (await told_of("svelte", "<p>a</p>\n\n¦\n", reply)).after == (
        "<script>\n  let b = 1;\n</script>\n\n<p>a</p>\n\n<b>{b}</b>\n"
    )


@pytest.mark.parametrize(
    ("sheet", "new"),
    [
        (".a {\n  top: 0;\n}\n\n.b {\n  top: 0;\n}\n", "\n.c {\n  top: 1;\n}\n"),
        (".a {\n  top: 0;\n}\n.b {\n  top: 0;\n}\n", ".c {\n  top: 1;\n}\n"),
    ],
)
async def test_rules_have_the_blank_lines_of_the_style_sheet(sheet: str, new: str) -> None:
    text = f"<template>\n  ¦\n</template>\n\n<style scoped>\n{sheet}</style>\n"
    reply = f"<template>\n  {B}\n</template>\n\n<style scoped>\n.c {{\n  top: 1;\n}}\n</style>"
    assert (await told_of("vue", text, reply)).after == text.replace("¦", B).replace(sheet, sheet + new)


@pytest.mark.parametrize(
    ("language", "script", "markup"),
    [
        ("svelte", "let {{ {} }} = $props();", "<b>{b}</b>"),
        ("vue", "const {} = defineProps(['b'])", "<b>{{ b }}</b>"),
    ],
)
async def test_what_a_component_may_call_once_is_not_called_again(
    language: str, script: str, markup: str
) -> None:
    setup = " setup" if language == "vue" else ""
    page = "<template>\n  ¦\n</template>\n" if language == "vue" else "<p>{a}</p>\n¦\n"
    text = f"<script{setup}>\n  {script.format('a')}\n</script>\n\n{page}"
    reply = f"<script{setup}>\n  {script.format('b')}\n</script>\n\n{page.replace('¦', markup)}"
    told = await told_of(language, text, reply)
    assert told.after is None
    assert "a component may do once" in told.words


ASTRO = "---\nimport A from './A.astro';\ntype A = string;\nconst { a } = Astro.props;\n---\n<p>{a}</p>\n¦\n"


@pytest.mark.parametrize(
    ("script", "taken"), [("const { a, b } = Astro.props;", False), ("const { b } = get();", True)]
)
async def test_names_that_are_taken_out_of_an_object_are_declared_once(script: str, taken: bool) -> None:
    told = await told_of("astro", ASTRO, f"---\n{script}\nimport B from './B.astro';\n---\n<B {{b}} />")
    right = ASTRO.replace("A.astro';\n", "A.astro';\nimport B from './B.astro';\n").replace("¦", "<B {b} />")
    assert told.after == (right.replace("props;\n", f"props;\n{script}\n") if taken else None)


@pytest.mark.parametrize(
    ("rules", "taken"),
    [
        (".a {\n  .b { top: 0; }\n}", True),
        ("$c: red;\n.a { color: $c; }", False),
        (".a { &-b { top: 0; } }", False),
    ],
)
async def test_a_page_takes_scss_that_is_css(rules: str, taken: bool) -> None:
    """CSS has nesting of its own; the rest has to be compiled."""
    told = await told_of("erb", "<main>\n  ¦\n</main>\n", f"```erb\n<b>x</b>\n```\n\n```scss\n{rules}\n```")
    assert ("<style>" in (told.after or "")) == taken
    assert ("a page takes it only compiled" in told.words) != taken
    assert "lang=" not in (told.after or "")


@pytest.mark.parametrize(
    ("markup", "option"),
    [
        ("<b>{{ total }}</b>", "computed"),
        ('<b @click="total">x</b>', "methods"),
        ("<b>{{ total() }}</b>", "methods"),
        ("<b>x</b>", None),
    ],
)
async def test_a_function_alone_is_the_option_that_the_markup_uses_it_as(
    markup: str, option: str | None
) -> None:
    reply = f"```html\n{markup}\n```\n\n```js\ntotal() {{\n  return this.first\n}},\n```"
    told = await told_of("vue", OPTIONS, reply)
    function = "    total() {\n      return this.first\n    }"
    added = {
        "computed": ("this.go()\n  },\n", f"this.go()\n  }},\n  computed: {{\n{function},\n  }},\n"),
        "methods": ("this.first = 2\n    },\n", f"this.first = 2\n    }},\n{function},\n"),
    }
    assert told.after == (
        OPTIONS.replace(*added[option]).replace("¦", markup) if option is not None else None
    )


@pytest.mark.parametrize(
    ("script", "tag"), [("export default { name: 'A' }", "<script>"), ("const a = 1", "<script setup>")]
)
async def test_a_new_file_of_vue_has_its_options_in_a_script_that_may_export_them(
    script: str, tag: str
) -> None:
    told = await told_of("vue", "¦", f"<p>a</p>\n<script>\n{script}\n</script>")
    assert told.after is not None, told.words
    assert told.after.startswith(f"{tag}\n{script}\n</script>\n\n<template>\n  <p>a</p>\n")


async def test_markup_is_taken_out_of_its_template_also_below_a_comment() -> None:
    """A `<template>` inside of another one shows nothing."""
    text = "<template>\n  <main>\n    ¦\n  </main>\n</template>\n"
    told = await told_of("vue", text, "<!-- Card.vue -->\n<template>\n  <p>a</p>\n</template>")
    right = text.replace("¦", "<!-- Card.vue -->\n    <p>a</p>")
    assert told == Told(right, "took the markup out of its template")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
async def test_the_script_of_astro_goes_into_the_files_own_whatever_ends_its_lines(newline: str) -> None:
    text = "---\nconst a = 1;\n---\n<main>\n  ¦\n</main>\n".replace("\n", newline)
    told = await told_of("astro", text, "---\nconst b = 2;\n---\n<p>{b}</p>")
    right = text.replace("1;", f"1;{newline}const b = 2;").replace("¦", "<p>{b}</p>")
    assert told == Told(right, "put the script into the file's own")
    told = await told_of("astro", text, "---\n---\n<p>{a}</p>")
    assert told == Told(text.replace("¦", "<p>{a}</p>"), "")
