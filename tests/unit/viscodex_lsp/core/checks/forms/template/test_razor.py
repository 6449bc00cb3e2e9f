"""The code of a Razor component."""

import pytest

from tests.fixtures.replies.reply_cases import Told, told_of

RAZOR = '@page "/a"\n\n¦\n\n@code {\n    private int a = 0;\n\n    void Up()\n    {\n        a++;\n    }\n}\n'
BUTTON = '<button @onclick="Down">a</button>'


async def test_code_goes_among_that_of_the_file() -> None:
    reply = f"{BUTTON}\n\n@code {{\n  private int a = 0;\n  void Down()\n  {{\n    a--;\n  }}\n}}"
    new = "        a++;\n    }\n\n    void Down()\n    {\n        a--;\n    }\n}\n"
    right = RAZOR.replace("¦", BUTTON).replace("        a++;\n    }\n}\n", new)
    assert await told_of("razor", RAZOR, reply) == Told(right, "put the code into the file's own")


@pytest.mark.parametrize(
    "member",
    [
        "    void Down()\n    {\n        b = 0;\n        a++;\n    }",
        '    private List<string> names = new()\n    {\n        "a",\n    };',
    ],
)
async def test_a_member_keeps_lines_that_others_have_too(member: str) -> None:
    told = await told_of("razor", RAZOR, f"{BUTTON}\n\n@code {{\n    private int a = 0;\n\n{member}\n}}")
    right = RAZOR.replace("¦", BUTTON).replace("    }\n}\n", f"    }}\n\n{member}\n}}\n")
    assert told == Told(right, "put the code into the file's own")


async def test_a_method_of_a_name_that_is_there_is_refused() -> None:
    told = await told_of(
        "razor", RAZOR, f"{BUTTON}\n@code {{\n    void Up()\n    {{\n        a += 2;\n    }}\n}}"
    )
    assert told.after is None
    assert "`void Up()`" in told.words


async def test_code_that_is_there_is_left_out() -> None:
    reply = f"{BUTTON}\n\n@code {{\n  void Up()\n  {{\n    a++;\n  }}\n}}"
    assert await told_of("razor", RAZOR, reply) == Told(
        RAZOR.replace("¦", BUTTON), "left out code that is there already"
    )


@pytest.mark.parametrize("reply", [BUTTON, "@if (a > 0)\n{\n    <b>x</b>\n}"])
async def test_markup_stays(reply: str) -> None:
    assert await told_of("razor", RAZOR, reply) == Told(RAZOR.replace("¦", reply), "")


async def test_directives_are_those_of_the_file() -> None:
    """A page has one address; what a file may name many times goes below its own."""
    reply = f'@page "/b"\n@using Shop.Models\n\n{BUTTON}'
    told = await told_of("razor", RAZOR, reply)
    assert told.after == RAZOR.replace('"/a"\n', '"/a"\n@using Shop.Models\n').replace("¦", BUTTON)
    assert 'left out `@page "/b"`' in told.words
    assert "moved directives to the top of the file" in told.words
