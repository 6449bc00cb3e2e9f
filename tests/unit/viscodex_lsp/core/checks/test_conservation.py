"""Conservation: whatever a reply and a document are, no line of either is lost in silence.

Each line of a reply bears a word of its own, and so does each line of a document, so that they can be found wherever
they went. Of a reply's word it is asked that it is in the file once, or that a note speaks of such a line; of the
document's words outside of the selection, that they are all there in their order.
"""

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fixtures.replies.checking import check, read_context
from tests.fixtures.replies.conserved_scenes import LINES, Scene, scenes
from viscodex_lsp.core.asking.reply import read_reply
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import CheckedPatch, Patch, Reply
from viscodex_lsp.core.text.difference import apply_replacements

# Which lines may go, and the note that then has to be there. Whatever is not here may not go at all.
EXCUSES = [
    (r"left out what stands behind the document's end", r" text$"),
    (r"took the markup out of the component", r"^export function|^function"),
    (r"took the content out of the function Word", r"^def Word"),
    (r"left out (?:the |a )?(?:\w+ )*block", r"WordZ"),
    (r"it belongs in the head of the page", r"<link|<meta|<script|<!--"),
    (r"put the code of `.*` in the place of its link", r"<link|<script src"),
    (r"left out what describes the page: title", r"<title>"),
    (r"took the content out of a whole page", r"<body class=.(?:Word\w*).>"),
    (r"left out the scripts and links of the page's head", r"<script|<link|^WordZ\w*\(\);"),
    (r"left out what is not CSS", r"^(?!\s*(?:\.Word|@|--Word|/\*))"),
    (
        r"left out what is not (?:JavaScript|TypeScript)",
        r"^(?!\s*(?:function|export|if|return|Word\w*\())",
    ),
    (r"left out the page's style sheet|left out rules", r"<style"),
    (
        r"left out `.*`.*: the file has its own",
        r"package|pragma|#!|namespace|declare|<\?php|documentclass|usepackage",
    ),
    (r"left out `'use client'`", r"'use client'"),
    (r"left out the #! line", r"#!"),
    (
        r"left out the document's preamble|took the content out of a whole document",
        r"\\documentclass|\\usepackage",
    ),
    (r"left out `.*`: it counts only above", r"declare|namespace|<\?php"),
    (r"left out `export default", r"export default"),
    (r"left out a script", r"<script"),
    (r"left out `", r"const|function|//|\(\);|import|return|export"),
    (r"took the code out of its", r"<\?php"),
    (r"left out the remark", r"//|#|/\*|<!--"),
]

# These blocks may hold any lines, and as many of them may go as the note counts.
NAMED_BLOCK = re.compile(
    r"left out the [\w() ]* block \((?P<lines>\d+) lines?\): "
    r"(?:it has no place in the markup|an example of use)"
)


def landed(scene: Scene) -> CheckedPatch | None:
    """The edit, where the reply is taken."""
    patch = read_reply(Reply(scene.reply, "stop"), language_of(scene.document.language))
    if not isinstance(patch, Patch):
        return None
    context = read_context(scene.document, scene.span, file_name="a", dependencies=(), max_tokens=0)
    result = check(patch, scene.document, scene.span, depth=context.depth, style=context.style)
    return result if isinstance(result, CheckedPatch) else None


def lost(scene: Scene, after: str, told: str) -> list[str]:
    """The reply's lines that are nowhere in the file and of which no note speaks, be it by quoting them."""
    quoted = " ".join(re.findall(r"left out (`[^;]*)", told))
    gone = [line for word, line in scene.lines if word in line and word not in after + quoted]
    left = [
        line
        for line in gone
        if not any(re.search(note, told) and re.search(kind, line) for note, kind in EXCUSES)
    ]
    counted = sum(int(match["lines"]) for match in NAMED_BLOCK.finditer(told))
    return left if sum(len(line.split("\n")) for line in left) > counted else []


def own_words(text: str) -> list[str]:
    return re.findall(r"Own[A-Z]", text)


def in_order(words: list[str], text: str) -> bool:
    """Whether the words are in the text, one behind the other."""
    place = 0
    for word in words:
        place = text.find(word, place)
        if place < 0:
            return False
        place += len(word)
    return True


@pytest.mark.parametrize("language", sorted(LINES))
@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_nothing_is_lost_or_doubled(language: str, data: st.DataObject) -> None:
    """Of an accepted reply each line is in the file once, or a note speaks of a line of its kind; of the document all
    that was not selected is there afterwards, whole and in its order, and what was selected is not."""
    scene = data.draw(scenes(language))
    result = landed(scene)
    if result is None:
        return
    text, span = scene.document.text, scene.span
    after = apply_replacements(text, result.replacements)
    assert lost(scene, after, " ".join(result.notes)) == [], (after, result.notes)
    # A component that was put above is used once at the place.
    used = [word for word, _ in scene.lines if f"put the component {word} above" in " ".join(result.notes)]
    written = Counter({word: after.count(word) - (word in used) for word, _ in scene.lines})
    assert [word for word, count in written.items() if count > scene.reply.count(word)] == [], after
    assert in_order(own_words(text[: span.start] + text[span.end :]), after), after
    assert "OwnS" not in after
    assert ("\r\n" in text) <= ("\n" not in after.replace("\r\n", "")), after
