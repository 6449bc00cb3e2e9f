"""Conservation: whatever a reply and a document are, no line of either is lost in silence."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fixtures.checking import check
from viscodex_lsp.core.asking.reply import read_reply
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import CheckedPatch, Document, Patch, Reply, Span, Style
from viscodex_lsp.core.text.difference import apply_replacements

# Each line of a reply bears a word of its own, so that it can be found wherever it went.
LINES = {
    "python": ["import {}", "from {} import a", "{} = 1", "def {}():\n    pass", "# {}", "#!{}", '"""{}"""', "{}()"],
    "html": ["<p>{}</p>", "<!-- {} -->", "<style>\n.{} {{ top: 0 }}\n</style>", "<html>", "</html>",
             "<body class='{}'>", "</body>", "<head><title>{}</title></head>", "<script>{}()</script>", "{} & b",
             "<b>{}"],
    "typescriptreact": ["import {{ {} }} from 'a';", "const {} = 1;", "<p>{}</p>", "// {}", "return <p>{}</p>;",
                        "'use client'; // {}", "export default {};", "<!-- {} -->", "function {}() {{}}"],
    "c": ["#include <{}.h>", "#pragma {}", "int {};", "void {}(void) {{}}", "// {}", "#error {}"],
    "go": ["package {}", 'import "{}"', "func {}() {{}}", "var {} = 1", "// {}"],
    "vue": ["<script setup>\nconst {} = 1\n</script>", "<template>\n<p>{}</p>\n</template>", "<p>{}</p>",
            "<style>\n.{} {{ top: 0 }}\n</style>", "import {} from 'a'"],
}  # fmt: skip
DOCUMENTS = {
    "python": ["import os\n\nown()\n|\n", "|", "def own():\n    |\n", "x = |own()|\n"],
    "html": ["<main>\n  <p>own</p>\n  |\n</main>\n", "|", "<html><body>\n|<b>own</b>|\n</body></html>\n"],
    "typescriptreact": ["export function Own() {\n  return (\n    <div>\n      |\n    </div>\n  );\n}\n", "|",
                        "const own = (\n  |\n);\n", "const own = 1;\n|\n"],
    "c": ["#include <own.h>\n\n|\n", "int own;\n|", "|"],
    "go": ["package own\n\n|\n", "// own\n|\n", "|"],
    "vue": ["<script setup>\nconst own = 1\n</script>\n\n<template>\n  <div>\n    |\n  </div>\n</template>\n", "|"],
}  # fmt: skip


@settings(max_examples=300)
@given(st.data())
def test_every_line_is_placed_or_named(data: st.DataObject) -> None:
    """Of an accepted reply each line is in the file, or a note says what was left out; the file keeps its own lines."""
    language = data.draw(st.sampled_from(sorted(LINES)))
    text = data.draw(st.sampled_from(DOCUMENTS[language]))
    chosen = data.draw(st.lists(st.sampled_from(LINES[language]), min_size=1, max_size=6))
    words = [f"Word{chr(65 + row)}x" for row in range(len(chosen))]
    code = "\n".join(line.format(word) for line, word in zip(chosen, words, strict=True))
    first, last = text.index("|"), text.rindex("|")
    span = Span(first, last - 1 if last > first else first)
    document = Document("file:///a", language, 1, text.replace("|", ""))
    patch = read_reply(Reply(f"```{language_of(language).fence}\n{code}\n```", "stop"), language_of(language))
    if not isinstance(patch, Patch):
        return
    result = check(patch, document, span, depth="", style=Style("    ", "\n", '"'))
    if not isinstance(result, CheckedPatch):
        return
    after = apply_replacements(document.text, result.replacements)
    told = " ".join(result.notes)
    gone = [word for word in words if word in code and word not in after]
    assert not gone or re.search(r"left out|took the (?:content|markup|code) out", told), (
        code,
        after,
        result.notes,
    )
    kept = document.text[: span.start] + document.text[span.end :]
    for line in filter(None, map(str.strip, kept.split("\n"))):
        assert line in after
