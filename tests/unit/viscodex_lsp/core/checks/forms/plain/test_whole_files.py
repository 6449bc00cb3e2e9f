"""Whole files and blocks as the reply for a place in one, in languages of settings, markup and programs."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

STRINGS = '<?xml version="1.0"?>\n<resources>\n    <string name="a">A</string>\n    ¦\n</resources>\n'
CONTROLLER = "using A;\n\nnamespace B;\n\npublic class C\n{\n    public int X() => 1;\n\n    ¦\n}\n"


@pytest.mark.parametrize(
    ("language", "text", "reply", "after"),
    [
        (
            "xml",
            STRINGS,
            '<?xml version="1.0"?>\n<resources>\n  <string name="a">B</string>\n  <string name="c">C</string>\n'
            "</resources>",
            STRINGS.replace("¦", '<string name="c">C</string>'),
        ),
        ("xml", STRINGS, '<string name="c">C</string>', STRINGS.replace("¦", '<string name="c">C</string>')),
        ("xml", STRINGS, '<string name="c">', None),
        (
            "svg",
            '<svg viewBox="0 0 9 9">\n  ¦\n</svg>\n',
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">\n  <path d="M0"/>\n</svg>',
            '<svg viewBox="0 0 9 9">\n  <path d="M0"/>\n</svg>\n',
        ),
        (
            "prisma",
            "model Post {\n  id    Int    @id\n  title String\n  ¦\n}\n",
            "model Post {\n  id     Int    @id\n  title  String\n  text   String\n}\n\nmodel User {\n  id Int @id\n}",
            "model Post {\n  id    Int    @id\n  title String\n  text   String\n}\n\nmodel User {\n  id Int @id\n}\n",
        ),
        (
            "proto",
            "message A {\n  int32 id = 1;\n  ¦\n}\n",
            'syntax = "proto3";\n\nmessage A {\n  int32 id = 1;\n  string b = 2;\n}',
            "message A {\n  int32 id = 1;\n  string b = 2;\n}\n",
        ),
        (
            "csharp",
            CONTROLLER,
            "using A;\n\nnamespace B\n{\n    public class C\n    {\n        public int Y()\n        {\n"
            "            return 2;\n        }\n    }\n}",
            CONTROLLER.replace("¦", "public int Y()\n    {\n        return 2;\n    }"),
        ),
        (
            "java",
            "package a;\n\npublic class C {\n    private final int x;\n\n    public C(int x) {\n        "
            "this.x = x;\n"
            "    }\n\n    ¦\n}\n",
            "package b;\n\n@Service\npublic class C {\n    private final int x;\n\n    public C(int x) {\n        "
            "this.x = x;\n    }\n\n    int y() {\n        return 2;\n    }\n}",
            "package a;\n\npublic class C {\n    private final int x;\n\n    public C(int x) {\n        "
            "this.x = x;\n    }\n\n"
            "    int y() {\n        return 2;\n    }\n}\n",
        ),
        ("csv", '"id","name"\n"1","A"\n¦\n', "id,name\n2,B", '"id","name"\n"1","A"\n"2","B"\n'),
        ("go", "var a = []int{\n\t1,\n\t¦\n}\n", "2,\n3", "var a = []int{\n\t1,\n\t2,\n\t3,\n}\n"),
        ("go", "const (\n\tA = iota\n\tB\n\t¦\n)\n", "C\nD", "const (\n\tA = iota\n\tB\n\tC\n\tD\n)\n"),
        (
            "json",
            '{\n  "a": {\n    "x": 1,\n    ¦\n    "y": 2\n  }\n}\n',
            '"a": {\n  "x": 1,\n  "z": 3\n}',
            '{\n  "a": {\n    "x": 1,\n    "z": 3,\n    "y": 2\n  }\n}\n',
        ),
        (
            "json",
            '[\n  { "a": 1 },\n  ¦\n]\n',
            '{ "all": [\n  { "a": 2 }\n] }',
            '[\n  { "a": 1 },\n  { "a": 2 }\n]\n',
        ),
        (
            "python",
            "class C:\n    def a(self):\n        return 1\n\n    ¦\n",
            'class C:\n    """It."""\n\n    def a(self):\n        return 1\n\n    def b(self):\n        return 2',
            "class C:\n    def a(self):\n        return 1\n\n    def b(self):\n        return 2\n",
        ),
        ("markdown", "1. one:\n2. ¦\n", "1. one\n2. two", "1. one:\n2. two\n"),
        ("markdown", "so ¦ holds\n", "$$\na = b\n$$", "so $a = b$ holds\n"),
        ("shellscript", "for a in *; do\n    ¦\ndone\n", "set -e\necho", "for a in *; do\n    echo\ndone\n"),
        ("shellscript", "set -e\n\n¦\n", "set -- a b\necho $1", "set -e\n\nset -- a b\necho $1\n"),
    ],
)
async def test_what_is_new_stands_at_the_place(
    language: str, text: str, reply: str, after: str | None
) -> None:
    told = await told_of(language, text, reply)
    assert told.after == after, told.words


@pytest.mark.parametrize(
    ("language", "text", "reply"),
    [
        ("lua", "function a()\nend\n\n¦\n", "function a()\n  b()\nend"),
        ("shellscript", "run() {\n  a\n}\n\n¦\n", "run() {\n  b\n}"),
        ("makefile", "build:\n\tgo build\n\n¦\n", "build: deps\n\tgo build ./..."),
        ("java", "enum A {\n    B,\n    ¦\n}\n", 'B("b"),\nC("c")'),
        ("kotlin", "class A {\n    val a = 1\n    ¦\n}\n", "val a = 2\nval b = 3"),
        (
            "mermaid",
            "classDiagram\n    class A {\n        +b\n        ¦\n    }\n",
            "classDiagram\n    class A {\n        +c\n    }",
        ),
        ("dockerfile", "FROM a\n¦\n\nFROM b\nCMD c\n", "FROM d\nRUN e\nCMD f"),
        ("yaml", "a:\n  - x\n  ¦\n", "b: 1\nc: 2"),
        ("yaml", "- hosts: a\n  tasks:\n    - name: b\n    ¦\n", "- hosts: d\n  tasks:\n    - name: c"),
        ("latex", "\\section{A}\n¦\n", "| A | B |\n|---|---|\n| 1 | 2 |"),
        (
            "python",
            "class A:\n    def b(self):\n        x = 1\n        ¦\n        return x\n",
            "    @post\n    def b(self):\n        return 2",
        ),
        ("css", ".a { top: 0; }\n\n¦\n", ".a {\n  &__b { top: 1px; }\n}"),
        (
            "python",
            "with a:\n    b()\n    ¦\n\nwith c:\n    d()\n",
            "with a:\n    b()\n    x()\n\nwith c:\n    d()\n    y()",
        ),
    ],
)
async def test_what_would_be_twice_or_out_of_place_is_refused(language: str, text: str, reply: str) -> None:
    told = await told_of(language, text, reply)
    assert told.after is None, told.after


SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">\n  <g/>\n  ¦\n</svg>\n'


@pytest.mark.parametrize("language", ["svg", "xml"])
@pytest.mark.parametrize("box", ["0 0 9 9", "0 0 5 5"])
async def test_a_page_around_a_picture_leaves_no_picture_in_a_picture(language: str, box: str) -> None:
    page = "<!DOCTYPE html>\n<html><head><title>T</title></head><body>\n{}\n</body></html>"
    told = await told_of(language, SVG, page.format(f'<svg viewBox="{box}">\n  <path d="M0"/>\n</svg>'))
    if box == "0 0 9 9" or language == "svg":
        assert told.after == SVG.replace("¦", '<path d="M0"/>'), told.words
        assert "left out `<title>T</title>`" in told.words
    told = await told_of(language, SVG, page.format("<h1>T</h1>"))
    assert told.after is None
    assert "a whole page of HTML" in told.words


@pytest.mark.parametrize("encoding", ["gbk", "Shift_JIS", "utf-16", "no-such"])
async def test_xml_is_read_whatever_encoding_it_declares(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n<a>\n  ¦\n</a>\n'
    assert (await told_of("xml", text, "<b/>")).after == text.replace("¦", "<b/>")
    assert (await told_of("xml", text, "<b>")).after is None


async def test_another_element_of_the_same_name_is_no_second_one() -> None:
    text = '<?xml version="1.0"?>\n<project>\n  <target name="a"/>\n  ¦\n</project>\n'
    told = await told_of("xml", text, '<?xml version="1.0"?>\n<project>\n  <path name="a"/>\n</project>')
    assert told.after == text.replace("¦", '<path name="a"/>')


async def test_what_is_said_of_a_whole_block_is_not_said_of_what_is_new_in_it() -> None:
    text = "public class C {\n    int x;\n\n    ¦\n}\n"
    reply = (
        "/**\n * Service.\n */\npublic class C {\n    int x;\n\n    int y() {\n        return 1;\n    }\n}"
    )
    told = await told_of("java", text, reply)
    assert told.after == text.replace("¦", "int y() {\n        return 1;\n    }")
    assert "left out `* Service.`" in told.words


async def test_a_block_behind_the_one_around_the_place_stands_as_deep_as_that() -> None:
    text = "namespace N\n{\n    class A\n    {\n        int a;\n\n        ¦\n    }\n}\n"
    new = "    class B\n    {\n        int b;\n    }"
    reply = f"namespace N\n{{\n    class A\n    {{\n        void F() {{ }}\n    }}\n\n{new}\n}}"
    told = await told_of("csharp", text, reply)
    assert told.after == text.replace("¦", "void F() { }").replace("    }\n}", f"    }}\n\n{new}\n}}")


async def test_definitions_of_a_whole_picture_keep_their_end() -> None:
    """An end tag alone is no element that the file has."""
    root = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">\n'
    defs = '  <defs>\n    <filter id="{}"/>\n  </defs>'
    circle = '  <circle r="2" filter="url(#b)"/>'
    text = f"{root}{defs.format('a')}\n  ¦\n</svg>\n"
    told = await told_of("svg", text, f"{root}{defs.format('b')}\n{circle}\n</svg>")
    assert told.after == text.replace("  ¦", f"{defs.format('b')}\n{circle}"), told.words
