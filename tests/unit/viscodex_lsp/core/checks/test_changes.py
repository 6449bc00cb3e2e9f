"""changes: a reply that is a diff is taken where its old lines are exactly those at the place."""

import pytest

from viscodex_lsp.core.asking.reply import read_reply
from viscodex_lsp.core.checks.changes import applied
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Document, Patch, Reason, Refusal, Reply, Span

DIFF = "```diff\n--- a/a.py\n+++ b/a.py\n@@ -1,3 +1,3 @@\n def f():\n-    a()\n+    b()\n     c()\n```"
SEARCH = "<<<<<<< SEARCH\n    a()\n=======\n    b()\n>>>>>>> REPLACE"
INSERTS = "```diff\n@@ -1,2 +1,3 @@\n x = 1\n+y = 2\n z = 3\n```"


def outcome(text: str, reply: str) -> Patch | Refusal:
    first, last = text.index("|"), text.rindex("|")
    patch = read_reply(Reply(reply, "stop"), language_of("python"))
    assert isinstance(patch, Patch)
    span = Span(first, last - 1 if last > first else first)
    return applied(patch, Document("file:///a.py", "python", 1, text.replace("|", "")), span)


@pytest.mark.parametrize(
    ("text", "reply", "code"),
    [
        ("|def f():\n    a()\n    c()|\n", DIFF, "def f():\n    b()\n    c()"),
        ("|def f():\n    a()\n    c()|\n", SEARCH, "def f():\n    b()\n    c()"),
        ("x = 1\n|\nz = 3\n", INSERTS, "y = 2"),
    ],
)
def test_a_change_of_the_lines_at_the_place_is_made(text: str, reply: str, code: str) -> None:
    """In a selection old lines become new ones; at a cursor the new ones between its neighbours are taken."""
    patch = outcome(text, reply)
    assert isinstance(patch, Patch)
    assert (patch.code, patch.hunks) == (code, ())


@pytest.mark.parametrize(
    "text", ["|def g():\n    d()|\n", "def f():\n    a()\n    c()\n|", "|    a()\n    a()|\n"]
)
def test_a_change_of_other_lines_is_refused(text: str) -> None:
    """Lines elsewhere, lines that are not there, and lines that are there twice are no place for it."""
    for reply in (DIFF, SEARCH):
        result = outcome(text, reply)
        assert isinstance(result, Refusal)
        assert result.reason is Reason.OTHER_PLACE
