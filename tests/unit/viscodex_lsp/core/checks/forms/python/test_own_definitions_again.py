"""Functions and classes of Python that a reply brings at the end of others, or writes again."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

TWO = "def f():\n    x = 1\n    {}\n\n\ndef g():\n    return 2\n"
METHOD = "class A:\n    def f(self):\n        return 1¦\n\n    def g(self):\n        return 2\n"
LOCAL = "def make(app):\n    @app.get('/')\n    def a():\n        return f(\n            1,\n        )¦\n\n\nmake(x)\n"


@pytest.mark.parametrize(
    ("text", "reply", "after"),
    [
        (
            TWO.format("return x¦"),
            "@app.get('/')\ndef h():\n    return 3",
            TWO.format("return x\n\n\n@app.get('/')\ndef h():\n    return 3"),
        ),
        (
            TWO.format("print(x)¦"),
            "def h():\n    return 3",
            TWO.format("print(x)\n\n\ndef h():\n    return 3"),
        ),
        (
            METHOD,
            "@property\ndef h(self):\n    return 3",
            METHOD.replace("¦", "\n\n    @property\n    def h(self):\n        return 3"),
        ),
        (
            LOCAL,
            "@app.get('/b')\ndef b():\n    return 3",
            LOCAL.replace("¦", "\n\n    @app.get('/b')\n    def b():\n        return 3"),
        ),
        (
            TWO.format("return x¦").replace("def f", "if y:\n    pass\n\n\ndef f"),
            "h = 3",
            None,
        ),
    ],
)
async def test_a_definition_behind_the_last_line_of_a_function_stands_beside_it(
    text: str, reply: str, after: str | None
) -> None:
    told = await told_of("python", text, reply)
    assert told.after == (after or text.replace("¦", "\n    h = 3")), told.words


@pytest.mark.parametrize("at", ["fig, ax = sub()¦", "ax.plot(a)¦", "fig.save()¦"])
async def test_a_function_written_again_with_other_lines_is_to_be_selected(at: str) -> None:
    text = "def plot():\n    fig, ax = sub()\n    ax.plot(a)\n    fig.save()\n"
    reply = "def plot():\n    fig, (l, r) = sub(1, 2)\n    l.plot(a)\n    fig.save()"
    told = await told_of("python", text.replace(at[:-1], at), reply)
    assert told.after is None
    assert "Select the whole function" in told.words
    more = await told_of(
        "python", text.replace(at[:-1], at), text.replace(at[:-1], f"{at[:-1]}\n    ax.grid()")
    )
    assert more.after == text.replace(at[:-1], f"{at[:-1]}\n    ax.grid()"), more.words


async def test_a_function_that_ends_otherwise_is_to_be_selected() -> None:
    text = "def f():\n    a = load()¦\n    out.write(a)\n"
    told = await told_of("python", text, "def f():\n    a = load()\n    b = a + 1\n    out.write(b)")
    assert told.after is None
    assert "Select the whole function" in told.words
    more = await told_of("python", text, "def f():\n    a = load()\n    log.info(a)")
    assert more.after == text.replace("¦", "\n    log.info(a)"), more.words


HEAD = '@dataclass\nclass A:\n    """What."""\n\n    x: int\n{}    y: int = field(\n        default=1,\n    )\n{}'
F, G = "\n    def f(self):\n        return 1\n", "\n    def g(self):\n        return 2\n"
NEW = ("    z: int\n", '    w: str = ""\n')


@pytest.mark.parametrize(
    ("text", "after"),
    [
        (HEAD.format("", "") + F + "\n    ¦\n", HEAD.format(*NEW) + F + G),
        (HEAD.format("", "    ¦\n") + F, HEAD.format(*NEW) + G + F),
    ],
)
async def test_fields_of_a_class_stand_where_the_reply_has_them(text: str, after: str) -> None:
    told = await told_of("python", text, HEAD.format(*NEW) + F + G)
    assert told.after == after, told.words
    assert "@dataclass" not in told.words


@pytest.mark.parametrize(
    ("own", "new", "twice"),
    [
        ("@dataclass\nclass A:\n    x: int", "@dataclass\nclass A:\n    y: int", True),
        ("@dataclass\nclass A:\n    x: int", "class A:\n    y: int", True),
        ("@get('/')\ndef a():\n    return 1", "@get('/')\ndef a():\n    return 2", True),
        ("@given('one')\ndef step():\n    return 1", "@given('two')\ndef step():\n    return 2", False),
        ("@overload\ndef a(x: int): ...", "@overload\ndef a(x: str): ...", False),
    ],
)
async def test_a_decorated_name_is_defined_once(own: str, new: str, twice: bool) -> None:
    told = await told_of("python", f"{own}\n\n\n¦\n", new)
    assert (told.after is None) is twice
    assert ("which the file has already" in told.words) is twice
