"""Imports that a reply gives in a block of their own, behind the code that needs them; and traits, which look alike."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

IN_CLASS = "<?php\n\nnamespace A;\n\nclass B\n{\n    ¦\n}\n"


def two(language: str, code: str, imports: str) -> str:
    return f"```{language}\n{code}\n```\n\nYou also need:\n\n```{language}\n{imports}\n```\n"


@pytest.mark.parametrize(
    ("language", "text", "code", "imports", "after"),
    [
        (
            "go",
            "package a\n\n¦\n",
            "package a\n\nfunc G() {\n\tfmt.Println(1)\n}",
            'import "fmt"',
            'package a\n\nimport "fmt"\n\nfunc G() {\n\tfmt.Println(1)\n}\n',
        ),
        (
            "php",
            IN_CLASS,
            "<?php\n\nnamespace A;\n\nclass B\n{\n    public function now(): Carbon\n    {\n    }\n}",
            "<?php\nuse Carbon\\Carbon;",
            "<?php\n\nnamespace A;\n\nuse Carbon\\Carbon;\n\nclass B\n{\n    public function now(): Carbon\n    {\n"
            "    }\n}\n",
        ),
        (
            "php",
            IN_CLASS,
            "public function now(): Carbon\n{\n}",
            "use Carbon\\Carbon;",
            "<?php\n\nnamespace A;\n\nuse Carbon\\Carbon;\n\nclass B\n{\n    public function now(): Carbon\n    {\n"
            "    }\n}\n",
        ),
        (
            "java",
            "package a;\n\nclass B {\n    ¦\n}\n",
            "package a;\n\nclass B {\n    List<String> all;\n}",
            "import java.util.List;",
            "package a;\n\nimport java.util.List;\n\nclass B {\n    List<String> all;\n}\n",
        ),
    ],
)
async def test_they_go_to_the_top_of_the_file(
    language: str, text: str, code: str, imports: str, after: str
) -> None:
    told = await told_of(language, text, two(language, code, imports))
    assert told.after == after, told.words


@pytest.mark.parametrize(
    ("reply", "after"),
    [
        ("use HasFactory;\n\nprotected $a = 1;", "    use HasFactory;\n\n    protected $a = 1;\n"),
        (two("php", "protected $a = 1;", "use C\\D;"), "    use C\\D;\n\n    protected $a = 1;\n"),
    ],
)
async def test_a_trait_stays_in_its_class(reply: str, after: str) -> None:
    told = await told_of("php", IN_CLASS, reply)
    assert told.after == IN_CLASS.replace("    ¦\n", after), told.words


async def test_the_import_of_a_trait_goes_to_the_top_and_its_use_stays() -> None:
    reply = "<?php\n\nnamespace A;\n\nuse C\\D;\n\nclass B\n{\n    use D;\n\n    protected $a = 1;\n}"
    told = await told_of("php", IN_CLASS, reply)
    wanted = "<?php\n\nnamespace A;\n\nuse C\\D;\n\nclass B\n{\n    use D;\n\n    protected $a = 1;\n}\n"
    assert told.after == wanted, told.words
