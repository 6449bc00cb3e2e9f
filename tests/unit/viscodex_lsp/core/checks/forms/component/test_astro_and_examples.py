"""Components of Astro without a script, markup of React in them; components that need values beside their example."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

PAGE = "<main>\n  <h1>a</h1>\n  ¦\n</main>\n"


async def test_a_script_for_a_file_of_astro_without_one_stands_above_its_markup() -> None:
    told = await told_of("astro", PAGE, "---\nconst b = 1;\n---\n<p>{b}</p>")
    assert told.after == "---\nconst b = 1;\n---\n\n" + PAGE.replace("¦", "<p>{b}</p>")
    assert "at the top of the file" in told.words


async def test_a_page_in_a_page_of_astro_is_refused() -> None:
    reply = "---\nimport Layout from './Layout.astro';\n---\n<Layout>\n  <p>b</p>\n</Layout>"
    assert (await told_of("astro", PAGE, reply)).after is None


async def test_markup_of_react_is_written_as_astro_has_it() -> None:
    code = '{rows.map((row) => (\n  <label key={row.id} className="a" htmlFor="b">{row.name}</label>\n))}'
    told = await told_of("astro", f"---\nconst rows = [];\n---\n{PAGE}", f"<>\n{code}\n</>", "jsx")
    assert told.after is not None, told.words
    assert '<label class="a" for="b">{row.name}</label>' in told.after
    assert "wrote attributes as Astro has them" in told.words


@pytest.mark.parametrize("code", ["<b onClick={() => go()}>x</b>", "const A = () => <b>x</b>;"])
async def test_what_runs_in_react_alone_is_refused_for_astro(code: str) -> None:
    assert (await told_of("astro", PAGE, code, "jsx")).after is None


VUE = "<script setup>\nconst a = 1\n</script>\n\n<template>\n  <main>\n    ¦\n  </main>\n</template>\n"
SVELTE = "<script>\n  export let a = 1;\n</script>\n\n<main>\n  ¦\n</main>\n"


@pytest.mark.parametrize(
    ("language", "text", "component"),
    [
        (
            "vue",
            VUE,
            "<script setup>\ndefineProps({ b: String })\n</script>\n\n<template>\n  <p>{{ b }}</p>\n</template>",
        ),
        ("svelte", SVELTE, "<script>\n  export let b;\n</script>\n\n<p>{b}</p>"),
    ],
)
async def test_of_a_component_that_needs_values_its_example_is_taken(
    language: str, text: str, component: str
) -> None:
    """Its own markup would show values that nobody gives."""
    use = '<Card b="c" />'
    told = await told_of(
        language, text, f"```{language}\n{component}\n```\n\nUsage:\n\n```{language}\n{use}\n```"
    )
    assert told.after == text.replace("¦", use), told.words
    assert "left out the component `<Card>` itself" in told.words
