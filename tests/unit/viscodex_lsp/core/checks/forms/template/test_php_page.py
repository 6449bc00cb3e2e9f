"""PHP for a place in the HTML of a file."""

import pytest

from tests.fixtures.replies.reply_cases import Told, told_of

PAGE = "<?php\n$a = 1;\n?>\n<body>\n  <h1>Own</h1>\n  ¦\n</body>\n"
BARE = PAGE.removeprefix("<?php\n$a = 1;\n?>\n")
NEW = "<?php\n$a = 1;\n$b = 2;\n?>\n<!doctype html>\n<html>\n<body>\n<p><?= $b ?></p>\n</body>\n</html>"


async def test_what_a_page_computes_goes_to_the_top_of_the_file() -> None:
    told = await told_of("php", PAGE, NEW)
    assert told.after == PAGE.replace("$a = 1;\n", "$a = 1;\n$b = 2;\n").replace("¦", "<p><?= $b ?></p>")
    assert "put the page's PHP at the top of the file" in told.words
    told = await told_of("php", BARE, NEW)
    assert told.after == "<?php\n$a = 1;\n$b = 2;\n?>\n" + BARE.replace("¦", "<p><?= $b ?></p>")


@pytest.mark.parametrize(
    "statement", ["if ($b) {\n    log();\n    exit(1);\n}", "$b = [\n    'y',\n];", "$b = <<<EOT\nb\nEOT;"]
)
async def test_a_statement_keeps_lines_that_others_have_too(statement: str) -> None:
    own = "<?php\n$a = [\n    'x',\n];\nif ($c) {\n    exit(1);\n}\n$d = <<<EOT\nd\nEOT;\n"
    told = await told_of("php", f"{own}?>\n{BARE}", f"<?php\n{statement}\n?>\n<html>\n<p>b</p>\n</html>")
    assert told.after == f"{own}{statement}\n?>\n{BARE.replace('¦', '<p>b</p>')}"


@pytest.mark.parametrize("code", ["echo $a;", "foreach ($a as $b) {\n  echo $b;\n}"])
async def test_statements_get_a_tag(code: str) -> None:
    told = await told_of("php", PAGE, code)
    new = f"<?php\n{code}\n?>".replace("\n", "\n  ")
    assert told == Told(PAGE.replace("¦", new), "put the code into a PHP tag")
    assert (await told_of("php", "¦", "echo $a;")).after == "<?php\n\necho $a;\n"


@pytest.mark.parametrize("code", ["<b>x</b>", "<?php echo $a; ?>", "<?= $a ?>"])
async def test_markup_and_what_has_its_tag_stay(code: str) -> None:
    assert await told_of("php", PAGE, code) == Told(PAGE.replace("¦", code), "")


CLASS = "<?php\n\nfinal class Own\n{\n    public function a(): int\n    {\n        ¦\n        return 1;\n    }\n}\n"


async def test_a_class_is_not_put_into_a_method() -> None:
    told = await told_of("php", CLASS, "class Other\n{\n    public int $b = 1;\n}")
    assert told.after is None
    assert "declares a class (`class Other`) inside of another one" in told.words
    new = "$b = new class {\n    public int $c = 1;\n};"
    assert (await told_of("php", CLASS, new)).after == CLASS.replace("¦", new.replace("\n", "\n        "))
