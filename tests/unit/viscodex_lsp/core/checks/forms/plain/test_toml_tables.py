"""A whole TOML file as the reply for a place in one that is alike."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

FILE = 'title = "A"\n\n[server]\nport = 80\n¦\n\n[db]\nurl = "x"\n'
OWN = "the file has its own"


@pytest.mark.parametrize(
    ("text", "reply", "inner", "words"),
    [
        (FILE, '[server]\nport = 80\nhost = "h"\n\n[db]\nurl = "x"', 'host = "h"', "there already"),
        (
            FILE,
            'title = "B"\n\n[server]\nport = 81\n\n[cache]\nttl = 3',
            "[cache]\nttl = 3",
            f'left out `title = "B"`, `port = 81`: {OWN}',
        ),
        (FILE, "[server]\nport = 81", None, ""),
        (
            "[a]\nx = 1¦\n",
            "[a]\nx = 2\ny = 3\n\n[b]\nz = 1",
            "\ny = 3\n\n[b]\nz = 1",
            f"left out `x = 2`: {OWN}",
        ),
        ("[a]\nx = [\n  1,\n]\n\n¦\n", "[a]\nx = [\n  1,\n  2,\n]\n\n[b]\ny = 1", None, ""),
        (
            "[a]\nx = [\n  1,\n]\n\n[c]\nz = 1\n\n¦\n",
            "[a]\nx = [\n  1,\n  2,\n]\n\n[b]\ny = 1",
            "[b]\ny = 1",
            f"`2,`: {OWN}",
        ),
        ("[a]\nx = 1\n¦\ny = 2\n", "[a]\nx = 1\n\n[b]\nz = 1", None, ""),
        ("[[i]]\nx = 1\n\n¦\n", "[[i]]\nx = 1\n\n[[i]]\nx = 2", "[[i]]\nx = 2", "there already"),
        ("[a]\nx = 1\n\n¦\n", "[a.b]\ny = 1", "[a.b]\ny = 1", ""),
    ],
)
async def test_what_is_new_lands_and_the_rest_is_named(
    text: str, reply: str, inner: str | None, words: str
) -> None:
    told = await told_of("toml", text, reply)
    assert told.after == (None if inner is None else text.replace("¦", inner)), told.words
    assert words in told.words


async def test_a_list_given_again_gives_its_new_items_and_tables_behind_its_own() -> None:
    text = '[project]\nname = "a"\ndependencies = [\n    "b>=1",\n    ¦\n]\n\n[tool.c]\nd = 1\n'
    reply = (
        'dependencies = [\n  "b>=1",\n  "e",\n  "f[g]>=2",\n]\n\n[project.optional-dependencies]\ndev = ["h"]'
    )
    told = await told_of("toml", text, reply)
    assert told.after == (
        '[project]\nname = "a"\ndependencies = [\n    "b>=1",\n    "e",\n    "f[g]>=2",\n]\n\n'
        '[project.optional-dependencies]\ndev = ["h"]\n\n[tool.c]\nd = 1\n'
    )
    assert "behind the table that the place is in" in told.words
    assert (await told_of("toml", text, reply.replace("b>=1", "b>=2"))).after is None
