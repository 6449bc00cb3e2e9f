"""Replies that are more than a place takes, or lack what binds them to their neighbours; each kind with neighbours."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

MODULE = "import os\n\n\ndef load():\n    return 1\n\n\n¦\n"


@pytest.mark.parametrize(
    ("text", "reply", "kept"),
    [
        (MODULE, "def f(a):\n    return a\n\n\n# Example usage\nb = 1\nprint(f(b))", False),
        (MODULE, "def f(a):\n    return a\n\n\nf(\n    1\n)", False),
        (MODULE, "def f(a):\n    return a\n\n\nPATH = os.sep\nprint(PATH)", True),
        ("a = 1\nprint(a)\n\n\n¦\n", "def f(a):\n    return a\n\n\nprint(f(a))", True),
        ("¦\n", "def f(a):\n    return a\n\n\nprint(f(1))", True),
        (
            "def g():\n    pass\n\n\n¦def f(a):\n    return 0\n¦",
            "def f(a):\n    return a\n\n\nprint(f(1))",
            False,
        ),
    ],
)
async def test_an_example_does_not_run_on_import(text: str, reply: str, kept: bool) -> None:
    """In a module of definitions, lines that only call what the reply defines are left out and named."""
    told = await told_of("python", text, reply)
    assert told.after is not None
    assert ("print(" in told.after or "\nf(" in told.after) is kept
    assert ("an example of use" in told.words) is not kept


GUARDED = "def f():\n    pass\n\n\n¦\n\n\nif __name__ == '__main__':\n    f()\n"


@pytest.mark.parametrize(
    "tail", ["", "\nelse:\n    print(1)", "\nelif DEBUG:\n    print(1)\nelse:\n    print(2)"]
)
async def test_a_guard_goes_with_all_its_branches(tail: str) -> None:
    """The file has its own `if __name__ == "__main__":`."""
    told = await told_of(
        "python", GUARDED, f'def g():\n    pass\n\n\nif __name__ == "__main__":\n    g(){tail}'
    )
    assert told.after == GUARDED.replace("¦", "def g():\n    pass")
    assert "the file has its own" in told.words


CLASS = "class A(B):\n    x = 1\n\n    def f(self):\n        return 1\n\n    ¦\n"


@pytest.mark.parametrize(
    ("reply", "members"),
    [
        (
            "class A(B):\n    x = 1\n\n    def g(self):\n        return 2",
            "    def g(self):\n        return 2\n",
        ),
        (
            "@final\nclass A(B):\n    @property\n    def g(self):\n        return 2",
            "    @property\n    def g(self):\n        return 2\n",
        ),
        ("class A(B):\n    def f(self):\n        return 2", None),
        ("class C:\n    y = 2", "    class C:\n        y = 2\n"),
    ],
)
async def test_a_class_gives_its_members_to_itself(reply: str, members: str | None) -> None:
    """At a place in a class, the same class gives what is new; a member of the same name is refused."""
    told = await told_of("python", CLASS, reply)
    assert told.after == (members and CLASS.replace("    ¦\n", members))


async def test_a_function_is_not_defined_within_itself() -> None:
    """With another signature its head is no echo; nested it would do nothing."""
    told = await told_of(
        "python", "def f(a):\n    b = a\n    ¦\n    return b\n", "def f(a, c=1):\n    b = a + c\n    return b"
    )
    assert told.after is None
    assert "`f`" in told.words


@pytest.mark.parametrize(
    ("caught", "taken"),
    [("KeyError", True), ("(KeyError, ValueError) as e", False), ("ValueError", False), ("OSError", True)],
)
async def test_an_exception_is_caught_once(caught: str, taken: bool) -> None:
    """A second `except` for the same would never be reached."""
    text = "try:\n    value = load(name)\n    ¦\nexcept ValueError:\n    pass\n"
    told = await told_of(
        "python", text, f"try:\n    value = load(name)\n    show(value)\nexcept {caught}:\n    h()"
    )
    assert (told.after is not None) is taken
    assert taken or "`ValueError`" in told.words


@pytest.mark.parametrize(
    ("language", "text", "reply", "after"),
    [
        ("python", "a = [\n    1,\n    ¦\n    3,\n]\n", "2", "a = [\n    1,\n    2,\n    3,\n]\n"),
        (
            "python",
            'a = [\n    "x",\n    ¦\n    "z",\n]\n',
            '"y"',
            'a = [\n    "x",\n    "y",\n    "z",\n]\n',
        ),
        ("python", 'a = [\n    "x"\n    ¦\n]\n', '"y"', 'a = [\n    "x",\n    "y"\n]\n'),
        (
            "python",
            "a = {\n    1: 2,\n    ¦\n    5: 6,\n}\n",
            "3: 4",
            "a = {\n    1: 2,\n    3: 4,\n    5: 6,\n}\n",
        ),
        ("python", "a = (\n    b\n    ¦\n    + c\n)\n", "- d", "a = (\n    b\n    - d\n    + c\n)\n"),
        ("python", "f(\n    a,\n    ¦\n    c=1,\n)\n", "b", "f(\n    a,\n    b,\n    c=1,\n)\n"),
        (
            "sql",
            "INSERT INTO a VALUES\n  (1),\n  ¦\n  (3);\n",
            "(2);",
            "INSERT INTO a VALUES\n  (1),\n  (2),\n  (3);\n",
        ),
        (
            "sql",
            "CREATE TABLE a (\n  b INT,\n  ¦\n  d INT\n);\n",
            "c TEXT -- x",
            "CREATE TABLE a (\n  b INT,\n  c TEXT, -- x\n  d INT\n);\n",
        ),
        (
            "sql",
            "CREATE TABLE a (\n  b INT\n  ¦\n);\n",
            "c TEXT",
            "CREATE TABLE a (\n  b INT\n  c TEXT\n);\n",
        ),
        ("sql", "¦SELECT 1;¦\n", "SELECT 2", "SELECT 2;\n"),
        (
            "json",
            '{\n  "a": ¦1¦,\n  "b": 2\n}\n',
            '"a": {\n  "c": 3\n}',
            '{\n  "a": {\n    "c": 3\n  },\n  "b": 2\n}\n',
        ),
        (
            "python",
            'a = {\n¦    "b": 1,\n¦    "c": 2,\n}\n',
            '"b": 3',
            'a = {\n    "b": 3,\n    "c": 2,\n}\n',
        ),
        ("sql", "SELECT\n  a,\n  ¦\n  c\nFROM d;\n", "b", "SELECT\n  a,\n  b,\n  c\nFROM d;\n"),
        ("sql", "SELECT a\nFROM b\nWHERE c\n  ¦\n;\n", "AND d", "SELECT a\nFROM b\nWHERE c\n  AND d\n;\n"),
        ("json", '{"a": [¦]}\n', "[1, 2]", '{"a": [1, 2]}\n'),
        ("json", '{\n  "a": 1,\n  ¦\n}\n', '{\n  "a": 1,\n  "b": 2\n}', '{\n  "a": 1,\n  "b": 2\n}\n'),
        (
            "sql",
            "SELECT *\nFROM (\n  ¦\n) a;\n",
            "SELECT b\nFROM c;",
            "SELECT *\nFROM (\n  SELECT b\n  FROM c\n) a;\n",
        ),
        ("json", '{\n  "a": [\n    ¦\n  ]\n}\n', "[1, 2]", '{\n  "a": [\n    1, 2\n  ]\n}\n'),
        ("json", '{\n  "a": 1¦\n}\n', ',\n"b": 2', '{\n  "a": 1,\n  "b": 2\n}\n'),
        (
            "json",
            '{\n  "a": {\n    "b": [\n      1,\n      ¦\n    ]\n  }\n}\n',
            '{"a": {"b": [2]}}',
            '{\n  "a": {\n    "b": [\n      1,\n      2\n    ]\n  }\n}\n',
        ),
    ],
)
async def test_items_stand_apart(language: str, text: str, reply: str, after: str) -> None:
    """The commas and ends that a place among others takes are set; in an expression nothing is."""
    assert (await told_of(language, text, reply)).after == after


@pytest.mark.parametrize(
    ("language", "text", "reply", "after"),
    [
        (
            "css",
            ".a {\n    b: c;\n    ¦\n}\n",
            ".a {\n  b: c;\n  d: e;\n}",
            ".a {\n    b: c;\n    d: e;\n}\n",
        ),
        (
            "css",
            ".a {\n  ¦\n}\n\n.z { y: x }\n",
            "d: e;\n.b { f: g }",
            ".a {\n  d: e;\n}\n\n.b { f: g }\n\n.z { y: x }\n",
        ),
        (
            "css",
            "@media print {\n  .a {\n    ¦\n  }\n}\n",
            ".b { f: g }",
            "@media print {\n  .a {\n    \n  }\n\n  .b { f: g }\n}\n",
        ),
        ("css", "@media print {\n  ¦\n}\n", ".a { f: g }", "@media print {\n  .a { f: g }\n}\n"),
        ("css", ".a {\n  ¦\n}\n", "&:hover { f: g }", ".a {\n  &:hover { f: g }\n}\n"),
        ("scss", ".a {\n  ¦\n}\n", ".b { f: g }", ".a {\n  .b { f: g }\n}\n"),
        (
            "scss",
            "@use 'c';\n\n.a {\n  b: c;\n\n  ¦\n}\n",
            "$d: 1px;\n\n.a {\n  b: c;\n  &__e {\n    f: $d;\n  }\n}",
            "@use 'c';\n\n$d: 1px;\n\n.a {\n  b: c;\n\n  &__e {\n    f: $d;\n  }\n}\n",
        ),
        ("scss", ".a {\n  ¦\n}\n", ".a__b { f: g }", ".a {\n  \n}\n\n.a__b { f: g }\n"),
        (
            "scss",
            ".a {\n  &__b {\n    ¦\n  }\n}\n",
            ".a__b { f: g; }",
            ".a {\n  &__b {\n    f: g;\n  }\n}\n",
        ),
    ],
)
async def test_a_rule_is_not_put_into_a_rule(language: str, text: str, reply: str, after: str) -> None:
    """Its declarations stay where it is the same rule; rules for other elements go behind, where they apply."""
    assert (await told_of(language, text, reply)).after == after


@pytest.mark.parametrize(
    ("text", "reply", "after"),
    [
        ("a:\n  b:\n¦    c: 1\n¦  d: 2\n", "a:\n  b:\n    c: 3", "a:\n  b:\n    c: 3\n  d: 2\n"),
        ("a:\n- b: 1\n\n¦\n- b: 3\n", "a:\n  - b: 2", "a:\n- b: 1\n\n- b: 2\n- b: 3\n"),
        ("a:\n  b: 1\n  ¦\n", "b: 2", None),
        ("a:\n  - b: 1\n    ¦\n", "b: 2", None),
        ("a:\n  - b: 1\n    ¦\n", "c: 2", "a:\n  - b: 1\n    c: 2\n"),
        ("a: &x {b: 1}\nc:\n  <<: *x\n  ¦\n", "d: 2", "a: &x {b: 1}\nc:\n  <<: *x\n  d: 2\n"),
        ("a:\n  b: 1\n  ¦\nc: 3\n", "c:\n  d: 2", None),
        ("a:\n    b: 1\n    ¦\nc: 3\n", "a:\n  b: 1\n  d: 2", "a:\n    b: 1\n    d: 2\nc: 3\n"),
        ("a:\n¦- b\n- c\n¦- d\n", "a:\n  - e", "a:\n- e\n- d\n"),
        ("a:\n  b:\n    - 1\n¦\n", "a:\n  c:\n    - 2", "a:\n  b:\n    - 1\n  c:\n    - 2\n"),
    ],
)
async def test_a_mapping_has_a_key_once(text: str, reply: str, after: str | None) -> None:
    """Keys that lead to the place are taken off; a key that is there already is refused."""
    assert (await told_of("yaml", text, reply)).after == after


@pytest.mark.parametrize(
    ("text", "reply", "after"),
    [
        ('{\n  "a": 1,\n  ¦\n}\n', '{\n  "a": 2,\n  "b": 3\n}', None),
        ('{\n  "a": 1\n  ¦\n}\n', '"a": 2', None),
        ('{\n  "a": {"b": 1},\n  ¦\n}\n', '"b": 2', '{\n  "a": {"b": 1},\n  "b": 2\n}\n'),
        ('{\n  // TODO: c\n  "a": 1,\n  ¦\n}\n', '// TODO: d\n"b": 2', True),
        ('{\n  // TODO: c\n  "a": 1,\n  ¦\n}\n', '// TODO: d\n"a": 2', None),
    ],
)
async def test_an_object_has_a_key_once(text: str, reply: str, after: str | bool | None) -> None:
    """Of two, a reader takes one, and the person's own would be without effect; a comment is no key."""
    told = await told_of("jsonc", text, reply)
    assert told.after == (text.replace("¦", reply.replace("\n", "\n  ")) if after is True else after)
    assert (told.after is None) is ("beside another `a`" in told.words)


@pytest.mark.parametrize(
    ("text", "reply", "after"),
    [
        (
            "def f(a, b=1):\n    ¦\n",
            "def g(a):\n    c = a\n    return c",
            "def f(a, b=1):\n    c = a\n    return c\n",
        ),
        ("def f():\n    ¦\n", "def g(a):\n    return a", None),
        (
            "def f():\n    ¦\n    return g\n",
            "def g(a):\n    return a",
            "def f():\n    def g(a):\n        return a\n    return g\n",
        ),
        (
            "class Book(Model):\n    title = 1\n    ¦\n\n    def f(self):\n        pass\n",
            "class Book(Model):\n    title = 1\n    year = 2\n\n\nclass Tag(Model):\n    y = 2",
            None,
        ),
        (
            "def f():\n    return 1\n¦\n",
            "def g():\n    return 2",
            "def f():\n    return 1\n\n\ndef g():\n    return 2\n",
        ),
        (
            "class A:\n    def f(self):\n        return 1\n¦\n",
            "def g(self):\n    return 2",
            "class A:\n    def f(self):\n        return 1\n\n    def g(self):\n        return 2\n",
        ),
    ],
)
async def test_a_block_of_python_stays_what_it_is(text: str, reply: str, after: str | None) -> None:
    """What is below a place goes on with its block; a function is written beside another, or gives its body."""
    assert (await told_of("python", text, reply)).after == after


@pytest.mark.parametrize(
    ("text", "reply", "after"),
    [
        (
            "a = load(1)\na.b = 2\n\n¦\n",
            "# the data\na = load(1)\n\nshow(a)",
            "a = load(1)\na.b = 2\n\nshow(a)\n",
        ),
        ("a = 1\na = 2\n\n¦\n", "a = 1\nshow(a)", "a = 1\na = 2\n\na = 1\nshow(a)\n"),
        ("a = [1, 2]\n\n¦\n", "a = [\n    1,\n]\nshow(a)", "a = [1, 2]\n\na = [\n    1,\n]\nshow(a)\n"),
        (
            "a = open_window()\n¦\na.mainloop()\n",
            "show(a)\na.mainloop()",
            "a = open_window()\nshow(a)\na.mainloop()\n",
        ),
    ],
)
async def test_a_value_that_holds_is_not_set_again(text: str, reply: str, after: str) -> None:
    """What was done to it since would be lost."""
    assert (await told_of("python", text, reply)).after == after
