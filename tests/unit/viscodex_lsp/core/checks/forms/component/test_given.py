"""Props that a loop around the place makes are left out; names that a script misses are told."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

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


async def test_a_loop_that_makes_the_same_name_is_not_drawn_in_itself() -> None:
    """In Svelte, and in Vue with the list around it."""
    document = "{#each shown as user (user.id)}\n  <div>\n    ¦\n  </div>\n{/each}\n"
    told = await told_of("svelte", document, "{#each users as user}\n  <b>{user.name}</b>\n{/each}")
    assert told.after == document.replace("¦", "<b>{user.name}</b>")
    assert "left out `{#each users as user}`" in told.words
    document = '<template>\n  <ul class="a">\n    <li v-for="b in c" :key="b">\n      ¦\n    </li>\n  </ul>\n'
    document += "</template>\n"
    reply = '<ul class="a">\n  <li v-for="b in d" :key="b">\n    <i>{{ b }}</i>\n  </li>\n</ul>'
    told = await told_of("vue", document, reply)
    assert told.after == document.replace("¦", "<i>{{ b }}</i>")
    assert 'left out `<li v-for="b in d" :key="b">`' in told.words


async def test_a_loop_that_makes_another_name_stays() -> None:
    document = "{#each shown as user (user.id)}\n  ¦\n{/each}\n"
    reply = "{#each user.tags as tag}\n  <b>{tag}</b>\n{/each}"
    told = await told_of("svelte", document, reply)
    assert told.after is not None
    assert "{#each user.tags as tag}" in told.after


async def test_transitions_of_svelte_are_imported() -> None:
    document = "<script>\n  let a = 'b';\n</script>\n\n{#if a}\n  ¦\n{/if}\n"
    told = await told_of("svelte", document, "<p transition:fade animate:own>c</p>")
    assert told.after is not None
    assert "import { fade } from 'svelte/transition';" in told.after
    assert "added `import { fade } from 'svelte/transition';`" in told.words


async def test_handlers_of_html_that_call_the_component_are_those_of_vue() -> None:
    document = (
        "<script setup>\nfunction go() {}\n</script>\n\n<template>\n  <div>\n    ¦\n  </div>\n</template>\n"
    )
    told = await told_of("vue", document, '<b onclick="go()">c</b>\n<i onclick="alert(1)">d</i>', "html")
    assert told.after == document.replace("¦", '<b @click="go()">c</b>\n    <i onclick="alert(1)">d</i>')
    told = await told_of("vue", document, "<b onclick=\"go(event, this.value, 'event')\">c</b>", "html")
    assert told.after == document.replace(
        "¦", "<b @click=\"go($event, $event.currentTarget.value, 'event')\">c</b>"
    )


async def test_the_prop_of_a_card_of_astro_is_left_out_in_a_loop_that_makes_it() -> None:
    document = (
        "---\nconst a = [];\n---\n<ul>\n  {a.map((b) => (\n    <li>\n      ¦\n    </li>\n  ))}\n</ul>\n"
    )
    told = await told_of("astro", document, "---\nconst { b } = Astro.props;\n---\n<i>{b}</i>")
    assert told.after == document.replace("¦", "<i>{b}</i>")
    assert "left out the props `b`" in told.words


async def test_handlers_of_elements_stand_in_the_form_of_a_file_without_runes() -> None:
    """What a component is given may be a property of it; in HTML `this` is the element."""
    document = "<b on:click={go}>a</b>\n¦\n"
    told = await told_of("svelte", document, "<i onclick={go}>b</i>\n<Own onclick={go} />")
    assert told.after == document.replace("¦", "<i on:click={go}>b</i>\n<Own onclick={go} />")
    told = await told_of("svelte", document, '<i onclick="go(this)">b</i>', "html")
    assert told.after == document.replace("¦", "<i on:click={(event) => go(event.currentTarget)}>b</i>")


async def test_a_text_area_that_is_closed_in_itself_gets_its_end() -> None:
    document = "<template>\n  <div>\n    ¦\n  </div>\n</template>\n"
    told = await told_of("vue", document, '<textarea v-model="a" />\n<p>b</p>')
    assert told.after == document.replace("¦", '<textarea v-model="a"></textarea>\n    <p>b</p>')
