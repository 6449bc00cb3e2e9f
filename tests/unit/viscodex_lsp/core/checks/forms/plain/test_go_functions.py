"""Go code with further functions for a place in one."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

FILE = 'package a\n\nimport "fmt"\n\nfunc show(x int) {\n\t¦\n}\n\nfunc main() {\n\tshow(1)\n}\n'
DRAW = "func draw(x int) {\n\tfmt.Println(x)\n}"
BEHIND = FILE.replace("¦", "draw(x)").replace("\n\nfunc main", f"\n\n{DRAW}\n\nfunc main")


@pytest.mark.parametrize(
    "reply",
    [
        f"draw(x)\n\n{DRAW}",
        f"\tdraw(x)\n}}\n\n{DRAW}",
        f"func show(x int) {{\n\tdraw(x)\n}}\n\n{DRAW}",
        f'package a\n\nimport "fmt"\n\nfunc show(x int) {{\n\tdraw(x)\n}}\n\n{DRAW}\n\nfunc main() {{\n\tshow(2)\n}}',
    ],
)
async def test_they_go_behind_the_one_around_the_place(reply: str) -> None:
    told = await told_of("go", FILE, reply)
    assert told.after == BEHIND, told.words
    assert "put 1 function behind the one that the place is in" in told.words
    assert ("left out `func main`: the file has its own" in told.words) is ("show(2)" in reply)


async def test_a_function_alone_is_refused_and_statements_stay() -> None:
    assert (await told_of("go", FILE, DRAW)).after is None
    told = await told_of("go", FILE, "f := func(y int) int {\n\treturn y\n}\nfmt.Println(f(x))")
    assert told.after == FILE.replace("¦", "f := func(y int) int {\n\t\treturn y\n\t}\n\tfmt.Println(f(x))")


async def test_another_package_is_told() -> None:
    text = "package a\n\nfunc f() {\n\t¦\n}\n"
    told = await told_of("go", text, "package b\n\nfunc g() {}\n\nvar c = 1")
    assert told.after == text.replace("¦", "var c = 1") + "\nfunc g() {}\n"
    assert "left out `package b`: the file has its own" in told.words
