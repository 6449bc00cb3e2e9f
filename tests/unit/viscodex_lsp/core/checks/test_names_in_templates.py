"""Names that the markup of a component shows or calls and nothing in the file brings in are told."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

VUE = """<script setup>
import { ref } from 'vue'

const shown = ref(true)
</script>

<template>
  <main>
    ¦
  </main>
</template>
"""
IMPORTING = VUE.replace("\n\n", "\nimport OwnCard from './OwnCard.vue'\n\n", 1)
OPTIONS = """<template>
  <main>
    ¦
  </main>
</template>

<script>
export default {
  props: ['title'],
  data() {
    return { rows: [] }
  },
}
</script>
"""
SVELTE = "<script>\n  export let shown = true;\n</script>\n\n<main>\n  ¦\n</main>\n"
ASTRO = "---\nconst shown = true;\n---\n<main>\n  ¦\n</main>\n"


@pytest.mark.parametrize(
    ("language", "text", "code", "names"),
    [
        ("vue", VUE, '<p v-if="shown">{{ total }}</p>', ("total",)),
        ("vue", VUE, '<p v-for="item in items" :key="item.id" @click="pick(item)">{{ item }}</p>', ("items", "pick")),
        ("vue", VUE, '<input v-model="query" :class="{ on: active }" />', ("active", "query")),
        ("vue", OPTIONS, "<h1>{{ title }}</h1>\n<b>{{ rows.length }} of {{ count | short }}</b>", ("count",)),
        ("svelte", SVELTE, "{#each items as { id, name }, at (id)}\n  {at}: {name} {shown}\n{/each}", ("items",)),
        ("svelte", SVELTE, "<p use:focus>{$page.url}</p>", ("focus",)),
        ("vue", VUE, '<b @click="dialog = true" @blur="() => { tab = 1; shown = false }">a</b>', ("dialog", "tab")),
        ("vue", IMPORTING, "<OwnCard />\n<OtherCard />\n<RouterLink />\n<VBtn />", ("OtherCard",)),
        ("svelte", SVELTE, "<b on:click={() => (menu = !shown)}>a</b>", ("menu",)),
        ("astro", ASTRO, '<img alt="">\n<p>\n  {[1].map((n) => <b>{n}<br>{label}</b>)}\n</p>', ("label",)),
        ("astro", ASTRO, "<ul>\n  {posts.map((post) => <li>{post.title}</li>)}\n</ul>", ("posts",)),
    ],
)  # fmt: skip
async def test_a_name_that_nothing_brings_in_is_told(
    language: str, text: str, code: str, names: tuple[str, ...]
) -> None:
    told = await told_of(language, text, code)
    assert told.after is not None, told.words
    listed = ", ".join(f"`{name}`" for name in names)
    assert told.words == f"{listed} {'is' if len(names) == 1 else 'are'} not defined or imported in this file"


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("vue", VUE, "<p>{{ shown ? $t('on') : Math.max(1, 2) }}</p>"),
        ("vue", VUE, "<OtherCard />"),
        ("vue", VUE, '<b @click="shown = !shown">a</b>'),
        ("vue", VUE, '<b @click="const next = !shown; shown = next">a</b>'),
        (
            "vue",
            VUE,
            '<v-menu>\n  <template #item="{ props, index }">{{ props.a }}{{ index }}</template>\n</v-menu>',
        ),
        (
            "vue",
            VUE,
            "<script setup>\nconst total = 3\n</script>\n<template>\n  <p>{{ total }}</p>\n</template>",
        ),
        (
            "vue",
            VUE.replace("const shown", "defineOptions({ mixins: [] })\nconst shown"),
            "<p>{{ total }}</p>",
        ),
        ("vue", OPTIONS.replace("  props", "  mixins: [m],\n  props"), "<p>{{ total }}</p>"),
        (
            "svelte",
            SVELTE,
            "{#await load()}\n  <i>wait</i>\n{:then data}\n  {data}\n{/await}".replace("load()", "shown"),
        ),
        ("svelte", SVELTE, "{#snippet row(item)}\n  <p>{item.name}</p>\n{/snippet}\n{@render row(shown)}"),
        ("astro", ASTRO, "<p>{Astro.url.pathname}{shown}</p>"),
    ],
)
async def test_what_a_script_a_loop_or_another_file_may_bring_in_is_not_told(
    language: str, text: str, code: str
) -> None:
    told = await told_of(language, text, code)
    assert told.after is not None, told.words
    assert "not defined" not in told.words


async def test_a_name_that_the_markup_missed_before_is_not_the_replys() -> None:
    told = await told_of("vue", VUE.replace("¦", "<i>{{ total }}</i>\n    ¦"), "<p>{{ total }}</p>")
    assert told.words == ""
