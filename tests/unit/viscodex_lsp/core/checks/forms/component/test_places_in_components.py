"""Places in a component that want something else than HTML: Pug, a script, handlers in one form; other files."""

import pytest

from tests.fixtures.replies.reply_cases import Told, told_of

PUG = '<template lang="pug">\n.own\n  h1 a\n  ¦\n</template>\n\n<script>\nexport default {}\n</script>\n'


async def test_a_template_in_pug_takes_pug_alone() -> None:
    assert await told_of("vue", PUG, "ul\n  li x", "pug") == Told(PUG.replace("¦", "ul\n    li x"), "")
    told = await told_of("vue", PUG, "<ul><li>x</li></ul>", "html")
    assert told.after is None
    assert "written in Pug" in told.words
    assert (await told_of("vue", PUG.replace(' lang="pug"', ""), "ul\n  li x", "pug")).after is None


SCRIPT = "<script>\n  let { a } = $props();\n  ¦\n</script>\n\n<p>{a}</p>\n"


async def test_a_component_for_a_place_in_its_script_gives_what_is_new_there() -> None:
    told = await told_of(
        "svelte", SCRIPT, SCRIPT.replace("¦", "let b = $derived(a);").replace("<p>{a}", "<b>{b}")
    )
    assert told.after == SCRIPT.replace("¦", "let b = $derived(a);")
    assert (
        "left out what is not JavaScript: `<b>{b}</p>`; left out lines that are there already" in told.words
    )


async def test_a_script_for_markup_that_would_be_left_out_is_refused() -> None:
    page = '<canvas id="own"></canvas>\n<script>\n  draw(document.getElementById("own"));\n</script>'
    assert (await told_of("svelte", SCRIPT, page, "html")).after is None
    here = SCRIPT.replace("<p>{a}</p>", "<p id='own'>{a}</p>")
    told = await told_of("svelte", here, page, "html")
    assert told.after == here.replace("¦", 'draw(document.getElementById("own"));')


@pytest.mark.parametrize(
    ("there", "written"), [("on:click={go}", "on:click"), ("onclick={go}", "onclick"), ("", "onclick")]
)
async def test_handlers_in_quotes_are_written_as_the_file_does(there: str, written: str) -> None:
    text = f"<button {there}>a</button>\n¦\n"
    told = await told_of("svelte", text, '<b onclick="stop();">x</b>', "html")
    assert told.after == text.replace("¦", f"<b {written}={{() => stop()}}>x</b>")


OPTIONS = (
    "<template>\n  ¦\n</template>\n\n<script>\nexport default {\n  props: { a: String },\n}\n</script>\n"
)


@pytest.mark.parametrize(("call", "taken"), [("const b = 1", True), ("defineProps(['b'])", False)])
async def test_props_are_not_declared_in_two_ways(call: str, taken: bool) -> None:
    """A script setup with props of its own would replace those of the options."""
    reply = f"<script setup>\n{call}\n</script>\n\n<template>\n  <b>{{{{ b }}}}</b>\n</template>"
    assert ((await told_of("vue", OPTIONS, reply)).after is not None) == taken


@pytest.mark.parametrize(
    ("language", "words", "label", "left"),
    [
        ("php", "Add to `functions.php`:", "php", True),
        ("php", "Then close it:", "php", False),
        ("vue", "In `main.js`:", "js", True),
        ("svelte", "**+page.server.ts**", "ts", True),
    ],
)
async def test_a_block_for_another_file_is_left_out(
    language: str, words: str, label: str, left: bool
) -> None:
    text = "<template>\n  ¦\n</template>\n" if language == "vue" else "<p>a</p>\n¦\n"
    code = "<?php b(); ?>" if label == "php" else "const b = 1"
    reply = f"```{language}\n<b>x</b>\n```\n\n{words}\n\n```{label}\n{code}\n```"
    told = await told_of(language, text, reply)
    assert ("it is for another file" in told.words) == left
    if left:
        assert told.after == text.replace("¦", "<b>x</b>")


async def test_rows_of_a_table_are_taken_and_its_other_parts_named() -> None:
    text = '<table class="a">\n  <tbody>\n    ¦\n  </tbody>\n</table>\n'
    rows = "<tr><td>x</td></tr>"
    told = await told_of(
        "html", text, f"<table>\n<tbody>\n{rows}\n</tbody>\n<tfoot>\n<tr></tr>\n</tfoot>\n</table>"
    )
    assert told.after == text.replace("¦", rows)
    assert "left out its `<tfoot>`" in told.words


async def test_a_component_without_anything_of_its_own_is_markup_for_a_template() -> None:
    told = await told_of("handlebars", "<main>\n  ¦\n</main>\n", "<template>\n  <b>x</b>\n</template>", "vue")
    assert told.after == "<main>\n  <b>x</b>\n</main>\n"
    assert (
        await told_of("erb", "<main>\n  ¦\n</main>\n", "<template>\n  <b>{{ x }}</b>\n</template>", "vue")
    ).after is None


BODY = "<svelte:head></svelte:head>\n<main>\n  ¦\n</main>\n"


@pytest.mark.parametrize(
    ("html", "svelte", "words"),
    [
        (
            "<b onclick=\"go('a')\">x</b>",
            "<b onclick={() => go('a')}>x</b>",
            "wrote event handlers as functions; `go` is not defined or imported in this file",
        ),
        (
            "<table>\n  <tr>\n    <td>x</td>\n  </tr>\n</table>",
            "<table>\n    <tbody>\n      <tr>\n        <td>x</td>\n      </tr>\n    </tbody>\n  </table>",
            "put the rows of a table into a `<tbody>`",
        ),
        (
            "<table><tr><td>x</td></tr></table>",
            "<table><tbody><tr><td>x</td></tr></tbody></table>",
            "put the rows of a table into a `<tbody>`",
        ),
        (
            "<table>\n  <thead></thead>\n  <tr><td>y</td></tr>\n</table>",
            "<table>\n    <thead></thead>\n    <tbody>\n      <tr><td>y</td></tr>\n    </tbody>\n  </table>",
            "put the rows of a table into a `<tbody>`",
        ),
        (
            '<b onclick="go(event)">x</b>',
            "<b onclick={(event) => go(event)}>x</b>",
            "wrote event handlers as functions; `go` is not defined or imported in this file",
        ),
        (
            "<table><thead><tr><th>x</th></tr></thead></table>",
            "<table><thead><tr><th>x</th></tr></thead></table>",
            "",
        ),
    ],
)
async def test_html_is_written_as_svelte_takes_it(html: str, svelte: str, words: str) -> None:
    assert await told_of("svelte", BODY, html, "html") == Told(BODY.replace("¦", svelte), words)


LOOKS_UP = "document.querySelector('b').focus()"
VUE = "<script setup>\nconst a = 1\n</script>\n\n<template>\n  ¦\n</template>\n"


@pytest.mark.parametrize(
    ("script", "left"),
    [(LOOKS_UP, True), (f"const b = {LOOKS_UP}", True), (f"function b() {{\n  {LOOKS_UP}\n}}", False)],
)
async def test_a_script_that_looks_for_elements_at_once_is_none_of_a_component(
    script: str, left: bool
) -> None:
    """It runs before the component's elements are there."""
    told = await told_of("vue", VUE, f"```html\n<b>x</b>\n```\n\n```js\n{script}\n```")
    assert told.after == VUE.replace("¦", "<b>x</b>").replace(
        "= 1\n", "= 1\n" if left else f"= 1\n{script}\n"
    )
    assert ("left out a script of the page" in told.words) == left
