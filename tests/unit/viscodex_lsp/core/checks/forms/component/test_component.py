"""components: the parts of a component reply go where the file has them; only markup lands at the place."""

import pytest

from tests.fixtures.replies.checking import check
from viscodex_lsp.core.checks.rebase import rebase
from viscodex_lsp.core.nouns import CheckedPatch, Document, Patch, Reason, Refusal, Span, Style
from viscodex_lsp.core.place.change import Change
from viscodex_lsp.core.text.difference import apply_replacements

VUE = "<script setup>\nconst a = 1\n</script>\n\n<template>\n  <main>\n    |\n  </main>\n</template>\n"
STYLED = VUE + "\n<style scoped>\np { color: red; }\n</style>\n"
SVELTE = "<script>\n  let a = 1;\n</script>\n\n<main>\n  |\n</main>\n"
ASTRO = "---\nimport A from './A.astro';\n---\n<main>\n  |\n</main>\n"


def checked(language: str, text: str, code: str) -> CheckedPatch | Refusal:
    place = text.index("|")
    document = Document(f"file:///a.{language}", language, 1, text.replace("|", ""))
    depth = text[:place].rpartition("\n")[2]
    return check(
        Patch(code, None, False), document, Span(place, place), depth=depth, style=Style("  ", "\n", "'")
    )


def edited(language: str, text: str, code: str) -> str | Reason:
    result = checked(language, text, code)
    if isinstance(result, Refusal):
        return result.reason
    return apply_replacements(result.document.text, result.replacements)


P = "<p>{{ b }}</p>"


@pytest.mark.parametrize(
    ("language", "text", "code", "after"),
    [
        ("vue", VUE, f"<template>\n  {P}\n</template>", VUE.replace("|", P)),
        ("vue", VUE, f"<script setup>\nconst b = 2\n</script>\n<template>\n  {P}\n</template>",
         VUE.replace("const a = 1\n", "const a = 1\nconst b = 2\n").replace("|", P)),
        ("vue", VUE, f"<script setup>\nimport B from './B.vue'\nconst a = 1\n</script>\n{P}",
         VUE.replace("const a", "import B from './B.vue'\n\nconst a").replace("|", P)),
        ("vue", VUE, f"{P}\n<style>\n.b {{ top: 0; }}\n</style>",
         VUE.replace("|", P) + "\n<style scoped>\n.b { top: 0; }\n</style>\n"),
        ("vue", STYLED, f"{P}\n<style>\n.b {{ top: 0; }}\n</style>",
         STYLED.replace("|", P).replace("red; }\n", "red; }\n.b { top: 0; }\n")),
        ("vue", STYLED.replace(" scoped", ""), f"{P}\n<style>\nb {{ top: 0; }}\n</style>",
         STYLED.replace(" scoped", "").replace("|", P) + "\n<style scoped>\nb { top: 0; }\n</style>\n"),
        ("vue", STYLED, f"{P}\n<style>\np {{ color: red; }}\n</style>", STYLED.replace("|", P)),
        ("vue", VUE.replace("<script setup>\nconst a = 1\n</script>\n\n", ""),
         f"<script setup>\nconst b = 2\n</script>\n{P}",
         VUE.replace("const a = 1", "const b = 2").replace("|", P)),
        ("vue", VUE, f"<script setup>\nconst a = 2\n</script>\n{P}", Reason.SECOND_NAME),
        ("vue", VUE, f"<script>\nexport default {{ data: () => ({{}}) }}\n</script>\n{P}", Reason.SECOND_NAME),
        ("svelte", SVELTE, "import B from './B.svelte';\n\n<B />",
         SVELTE.replace("  let a", "  import B from './B.svelte';\n\n  let a").replace("|", "<B />")),
        ("svelte", SVELTE, "let b = 2;\n\n<p>{b}</p>",
         SVELTE.replace("a = 1;\n", "a = 1;\n  let b = 2;\n").replace("|", "<p>{b}</p>")),
        ("svelte", SVELTE, "<button onclick=\"go(1);\">a</button>",
         SVELTE.replace("|", "<button onclick={() => go(1)}>a</button>")),
        ("astro", ASTRO, "---\nimport B from './B.astro';\n---\n<B />",
         ASTRO.replace("'./A.astro';\n", "'./A.astro';\nimport B from './B.astro';\n").replace("|", "<B />")),
    ],
)  # fmt: skip
def test_each_part_has_its_place(language: str, text: str, code: str, after: str | Reason) -> None:
    """Scripts, imports and rules into the file's own parts or new ones, once; what cannot be joined is refused."""
    assert edited(language, text, code) == after


def test_the_parts_follow_the_document() -> None:
    """Typing elsewhere moves every part; typing in the template's place is stale."""
    result = checked(
        "vue", STYLED, f"<script setup>\nconst b = 2\n</script>\n{P}\n<style>\n.b {{ top: 0; }}\n</style>"
    )
    assert isinstance(result, CheckedPatch)
    assert len(result.replacements) == 3
    newer = Document("file:///a.vue", "vue", 2, "<!-- new -->\n" + STYLED.replace("|", ""))
    moved = rebase(result, newer, [Change(0, "", "<!-- new -->\n")])
    assert isinstance(moved, CheckedPatch)
    before = apply_replacements(result.document.text, result.replacements)
    assert apply_replacements(newer.text, moved.replacements) == "<!-- new -->\n" + before


def test_a_page_in_reply_to_a_place_in_a_style_sheet_gives_its_rules() -> None:
    """Of several parts the one for the place is taken, and the rest named."""
    text = "<style>\n  p { top: 0; }\n  |\n</style>\n<p>a</p>\n"
    result = checked("html", text, "<style>\n.b { top: 0; }\n</style>\n<p class='b'>c</p>")
    assert isinstance(result, CheckedPatch)
    assert apply_replacements(result.document.text, result.replacements) == text.replace(
        "|", ".b { top: 0; }"
    )
    assert "left out what is not CSS: `<p class='b'>c</p>`" in result.notes
