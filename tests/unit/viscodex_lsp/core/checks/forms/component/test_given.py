"""Props that a loop around the place makes are left out; names that a script misses are told."""

import pytest

from tests.fixtures.reply_cases import told_of

SVELTE = "<script>\n  export let rows = [];\n</script>\n\n{#each rows as row}\n  ¦\n{/each}\n"
RUNES = "<script>\n  let { rows } = $props();\n</script>\n\n{#each rows as row}\n  ¦\n{/each}\n"
VUE = (
    "<script setup>\nconst rows = []\n</script>\n\n<template>\n"
    '  <ul>\n    <li v-for="row in rows">\n      ¦\n    </li>\n  </ul>\n</template>\n'
)


@pytest.mark.parametrize(
    ("language", "text", "script", "markup"),
    [
        ("svelte", SVELTE, "<script>\n  export let row;\n</script>\n\n", "<b>{row.name}</b>"),
        ("svelte", RUNES, "<script>\n  let { row } = $props();\n</script>\n\n", "<b>{row.name}</b>"),
        ("vue", VUE, "<script setup>\ndefineProps({ row: Object })\n</script>\n\n", "<b>{{ row.name }}</b>"),
        ("vue", VUE, "<script setup>\ndefineProps(['row'])\n</script>\n\n", "<b>{{ row.name }}</b>"),
    ],
)
async def test_props_that_the_place_has_are_left_out(
    language: str, text: str, script: str, markup: str
) -> None:
    reply = script + (f"<template>\n  {markup}\n</template>" if language == "vue" else markup)
    told = await told_of(language, text, reply)
    assert told.after == text.replace("¦", markup), told.words
    assert "left out the props `row`" in told.words


async def test_props_behind_the_loop_stay() -> None:
    text = SVELTE.replace("  ¦\n{/each}\n", "  {row}\n{/each}\n¦\n")
    told = await told_of("svelte", text, "<script>\n  export let row;\n</script>\n\n<b>{row.name}</b>")
    assert told.after is not None, told.words
    assert "export let row;" in told.after


async def test_a_name_that_a_script_misses_is_told_unless_it_missed_some_before() -> None:
    reply = "<script>\n  let shown = items.slice(1);\n</script>\n\n<b>{shown}</b>"
    assert "`items` is not defined" in (await told_of("svelte", SVELTE, reply)).words
    auto = SVELTE.replace("rows = [];", "rows = load();")
    assert "not defined" not in (await told_of("svelte", auto, reply)).words


async def test_of_two_examples_of_use_the_second_is_named() -> None:
    """Also one that is as long as the first, and so has the same note."""
    code = (
        "<script setup>\ndefineProps({ title: String })\n</script>\n\n<template><b>{{ title }}</b></template>"
    )
    shown = "".join(f'\n\nUsage:\n\n```vue\n<UserCard title="{title}" />\n```' for title in "bc")
    told = await told_of(
        "vue", "<template>\n  <main>\n    ¦\n  </main>\n</template>\n", f"```vue\n{code}\n```{shown}"
    )
    assert told.after is not None, told.words
    assert '<UserCard title="b" />' in told.after
    assert "left out the Vue block (1 line): an example of use" in told.words


async def test_props_beside_the_element_of_a_loop_stay() -> None:
    text = VUE.replace("    </li>\n", "    </li>\n    <hr>\n").replace("      ¦\n", "").replace("<hr>", "¦")
    told = await told_of(
        "vue", text, "<script setup>\ndefineProps(['row'])\n</script>\n\n<b>{{ row.name }}</b>"
    )
    assert told.after is not None, told.words
    assert "defineProps(['row'])" in told.after


async def test_props_where_a_list_is_empty_stay() -> None:
    text = SVELTE.replace("  ¦\n", "  {#if row}{row}{/if}\n{:else}\n  ¦\n")
    told = await told_of("svelte", text, "<script>\n  export let row;\n</script>\n\n<b>{row}</b>")
    assert told.after is not None, told.words
    assert "export let row;" in told.after
