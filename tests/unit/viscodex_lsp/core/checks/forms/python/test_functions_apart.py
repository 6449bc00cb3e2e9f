"""Functions below statements for a place in a function stand behind that, where they cannot be meant to be in it."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

CLASS = (
    "class A:\n    def __init__(self, b):\n        self.b = b\n        ¦\n\n    def c(self):\n        pass\n"
)


@pytest.mark.parametrize(
    ("text", "reply", "after"),
    [
        (
            CLASS,
            "self.d = 1\n\ndef e(self):\n    return self.d",
            CLASS.replace("        ¦\n", "        self.d = 1\n\n    def e(self):\n        return self.d\n"),
        ),
        (
            "def main():\n    a = read()\n    ¦\n",
            "b = load(a)\n\ndef load(a):\n    return low(a)\n\ndef low(a):\n    return a.lower()",
            "def main():\n    a = read()\n    b = load(a)\n\n\ndef load(a):\n    return low(a)\n\n\ndef low(a):\n"
            "    return a.lower()\n",
        ),
        (
            "def main():\n    a = read()\n    ¦\n    return a\n\n\nmain()\n",
            "a = load(a)\n\ndef load(a):\n    return a",
            "def main():\n    a = read()\n    a = load(a)\n    return a\n\n\ndef load(a):\n    return a\n\n\nmain()\n",
        ),
    ],
)
async def test_they_stand_behind_it(text: str, reply: str, after: str) -> None:
    told = await told_of("python", text, reply)
    assert told.after == after, told.words
    assert "behind the one that the place is in" in told.words


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("def main():\n    a = read()\n    ¦\n", "b = 1\n\ndef key(c):\n    return b + c\n"),
        (CLASS, "self.d = 1\n\ndef key(c):\n    return c\n"),
    ],
)
async def test_a_function_of_its_own_stays_in_it(text: str, reply: str) -> None:
    """Nothing above it calls it, or it takes no instance: what follows may."""
    told = await told_of("python", text, reply)
    margin = " " * (4 if text.startswith("def") else 8)
    assert told.after is not None
    assert f"\n{margin}def key(c):\n" in told.after
