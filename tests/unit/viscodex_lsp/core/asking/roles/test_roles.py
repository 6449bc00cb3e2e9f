"""What is said of a block decides whether it lands: never two versions, never what was before; the rest is named."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

PYTHON = "def mean(rows):\n    return sum(rows) / len(rows)\n\n\n¦\n\n\ndef main():\n    print(mean([1]))\n"
CSS = ".card {\n  padding: 1rem;\n}\n\n¦\n"
FIRST = "def high(rows):\n    return max(rows)"
LANDED = PYTHON.replace("¦", FIRST)


def reply_of(*parts: str, label: str = "python") -> str:
    """Words and code by turns, the words first."""
    return "\n\n".join(
        part if at % 2 == 0 else f"```{label}\n{part}\n```" for at, part in enumerate(parts) if part
    )


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ("Alternatively, sort them:", "def high(rows):\n    return sorted(rows)[-1]", "another version"),
        ("**Option 2: with sorting**", "high = lambda rows: sorted(rows)[-1]", "another version"),
        ("Or in one line:", "high = lambda rows: sorted(rows)[-1]", "another version"),
        ("Oder mit sortierten Werten:", "top = lambda rows: sorted(rows)[-1]", "another version"),
        ("Alternativa:", "top = lambda rows: sorted(rows)[-1]", "another version"),
        ("或者:", "top = lambda rows: sorted(rows)[-1]", "another version"),
        ("Your current function looks like this:", "def mean(rows):\n    return 0", "the code as it was"),
        ("In `src/app.py`:", "from stats import high", "for another file, `src/app.py`"),
        ("### models.py\n\nAdd the field:", "class Book:\n    top = 1", "for another file, `models.py`"),
        ("Then, in `main`, print it:", "print(high([1]))", "it is for `main`"),
        ("A quick test:", "def test_high():\n    assert high([1]) == 1", "a test"),
        ("Now you can write:", "print(high([1, 2]))", "an example of use"),
        ("Result:", "high([1, 2])  # 2", "an example of use"),
        ("With Python 3.12 you can write:", "type Top = int", "another version"),
        ("Wenn du NumPy hast, geht es auch so:", "top = numpy.max", "another version"),
        ("❌ Don't do this:", "high = None", "how not to write it"),
        ("Also update `main`:", "def main():\n    print(high([1]))", "it is for `main`"),
        ("To undo it:", "del high", "an example of use"),
        ("NumPy version:", "top = numpy.max", "another version"),
        ("Same thing, but lazy:", "top = max", "another version"),
        ("Ejemplo:", "print(high([1, 2]))", "an example of use"),
    ],
)
async def test_a_block_that_is_not_for_the_place_is_named_and_does_not_land(
    words: str, code: str, told: str
) -> None:
    outcome = await told_of(
        "python", PYTHON, reply_of("Add this function:", FIRST, words, code), file="stats.py"
    )
    assert outcome.after == LANDED, outcome.words
    assert told in outcome.words


@pytest.mark.parametrize(
    "words", ["Add this before `main`:", "and, for the current user, this one:", "**Step 2**"]
)
async def test_words_of_a_place_beside_the_mark_or_of_nothing_leave_the_block_in(words: str) -> None:
    second = "def low(rows):\n    return min(rows)"
    outcome = await told_of("python", PYTHON, reply_of("First this:", FIRST, words, second), file="stats.py")
    assert outcome.after == PYTHON.replace("¦", f"{FIRST}\n\n\n{second}"), outcome.words


async def test_all_under_the_heading_of_another_version_is_left_out() -> None:
    page = "<body>\n  <h1>A</h1>\n  ¦\n</body>\n"
    reply = (
        "## Option 1\n\n```html\n<p>One</p>\n```\n\n## Option 2\n\nThe markup:\n\n```html\n<p>Two</p>\n```\n\n"
        "and below it:\n\n```html\n<p>Three</p>\n```"
    )
    outcome = await told_of("html", page, reply)
    assert outcome.after == page.replace("¦", "<p>One</p>"), outcome.words
    assert outcome.words.count("another version") == 2


async def test_blocks_under_headings_of_their_own_are_versions_where_several_are_announced() -> None:
    reply = reply_of(
        "There are two ways.\n\n1. With a padding",
        ".a { top: 0 }",
        "2. With a gap",
        ".a { top: 1px }",
        label="css",
    )
    outcome = await told_of("css", CSS, reply)
    assert outcome.after == CSS.replace("¦", ".a { top: 0 }"), outcome.words


async def test_what_a_picture_shows_more_than_once_are_no_versions() -> None:
    reply = reply_of(
        "The picture has two layouts.\n\n### Phone",
        ".a { top: 0 }",
        "### Desktop",
        ".b { top: 1px }",
        label="css",
    )
    outcome = await told_of("css", CSS, reply)
    assert outcome.after == CSS.replace("¦", ".a { top: 0 }\n\n.b { top: 1px }"), outcome.words


async def test_markup_below_statements_is_no_statement() -> None:
    text = "function A() {\n  const a = 1;\n  ¦\n\n  return <p>{a}</p>;\n}\n"
    reply = reply_of(
        "Add the state:",
        "const [b, setB] = useState(0);",
        "Show it in your JSX:",
        "{b && <b>{b}</b>}",
        label="jsx",
    )
    outcome = await told_of("javascriptreact", text, reply)
    assert outcome.after is not None, outcome.words
    assert outcome.after.endswith(text.replace("¦", "const [b, setB] = useState(0);")), outcome.words


async def test_a_member_for_another_kind_of_file_is_left_out() -> None:
    text = "public class OrderService {\n\n    ¦\n}\n"
    method = "public int count() {\n    return rows.count();\n}"
    reply = reply_of("Add:", method, "and in your repository interface:", "int count();", label="java")
    outcome = await told_of("java", text, reply, file="OrderService.java")
    assert outcome.after == text.replace("¦", method.replace("\n", "\n    ")), outcome.words


async def test_the_version_that_is_recommended_is_taken() -> None:
    reply = reply_of(
        "**Option 1**", ".a { top: 0 }", "**Option 2 (recommended)**", ".a { top: 1px }", label="css"
    )
    outcome = await told_of("css", CSS, reply)
    assert outcome.after == CSS.replace("¦", ".a { top: 1px }"), outcome.words


@pytest.mark.parametrize(
    "marks", [("Before:", "After:"), ("**Before**", "**After**"), ("Vorher:", "Nachher:")]
)
async def test_of_before_and_after_the_selection_becomes_what_is_after(marks: tuple[str, str]) -> None:
    text = "def f():\n    if True:\n        ¦a = 1\n        return a¦\n"
    outcome = await told_of("python", text, reply_of(marks[0], "a = 1\nreturn a", marks[1], "return 1"))
    assert outcome.after == "def f():\n    if True:\n        return 1\n", outcome.words


async def test_what_was_before_never_lands_where_the_file_has_it_not() -> None:
    reply = "```css\n/* Before */\n.a { top: 0 }\n```\n\n```css\n/* After */\n.a { top: 1px }\n```"
    outcome = await told_of("css", CSS, reply)
    assert outcome.after == CSS.replace("¦", "/* After */\n.a { top: 1px }"), outcome.words


async def test_code_that_comes_again_in_full_lands_once() -> None:
    whole = PYTHON.replace("¦", FIRST).rstrip("\n")
    outcome = await told_of("python", PYTHON, reply_of("The key part:", FIRST, "Full code:", whole))
    assert outcome.after == LANDED, outcome.words


async def test_a_part_that_comes_once_more_below_the_whole_lands_once() -> None:
    whole = PYTHON.replace("¦", FIRST).rstrip("\n")
    outcome = await told_of(
        "python", PYTHON, reply_of("All of it:", whole, "In case you want the function:", FIRST)
    )
    assert outcome.after == LANDED, outcome.words


async def test_a_method_that_takes_the_same_is_another_version_and_one_that_takes_something_else_is_not() -> (
    None
):
    text = "public class Orders {\n\n    ¦\n}\n"
    first, again = "public int count() {\n    return 1;\n}", "public int count() {\n    return 2;\n}"
    other = "public int count(String name) {\n    return 3;\n}"
    reply = reply_of("Add:", first, "With a two:", again, "For a customer:", other, label="java")
    outcome = await told_of("java", text, reply, file="Orders.java")
    expected = f"{first}\n\n{other}".replace("\n", "\n    ").replace("\n    \n", "\n\n")
    assert outcome.after == text.replace("¦", expected), outcome.words


async def test_what_sounds_as_for_another_place_is_left_out_where_all_does_not_fit() -> None:
    text = "class Rows:\n    def __init__(self):\n        self.rows = []\n\n    ¦def all(self):\n        return 1¦\n"
    old, new = "def all(self):\n        return 1", "def all(self):\n    return self.rows"
    again = "def __init__(self):\n    self.rows = [1]"
    outcome = await told_of(
        "python", text, reply_of("The method:", new, "and set them in `__init__`:", again)
    )
    expected = text.replace("¦", "").replace(old, new.replace("\n", "\n    "))
    assert outcome.after == expected, outcome.words
    assert "left out the Python block (2 lines): " in outcome.words


async def test_a_correction_takes_the_place_of_what_it_is_like() -> None:
    text = "<script>\n  let a = 0;\n</script>\n\n¦\n"
    reply = (
        "```svelte\n<progress value={b}></progress>\n```\n\nwith\n\n"
        "```svelte\n<script>\n  let b = 1;\n</script>\n```\n\n"
        "Actually, use this instead:\n\n```svelte\n<meter value={b}></meter>\n```"
    )
    outcome = await told_of("svelte", text, reply)
    assert (
        outcome.after == "<script>\n  let a = 0;\n  let b = 1;\n</script>\n\n<meter value={b}></meter>\n"
    ), outcome.words


async def test_a_section_that_is_said_to_be_changed_is_not_written_twice() -> None:
    text = "# A\n\n¦\n\n## Usage\n\nRun it.\n"
    reply = reply_of(
        "Add:", "## Setup\n\nNone.", "Also update the usage section:", "## Usage\n\nRun b.", label="markdown"
    )
    outcome = await told_of("markdown", text, reply)
    assert outcome.after == text.replace("¦", "## Setup\n\nNone."), outcome.words
    assert "it is for `Usage`" in outcome.words


@pytest.mark.parametrize("words", ["Make it executable with:", "Then run the script:"])
async def test_a_command_that_runs_a_script_is_no_part_of_it(words: str) -> None:
    text = "#!/bin/sh\nset -e\n\n¦\n"
    reply = reply_of("The script:", "tar czf a.tgz a", words, "chmod +x b.sh\n./b.sh", label="bash")
    outcome = await told_of("shellscript", text, reply, file="b.sh")
    assert outcome.after == text.replace("¦", "tar czf a.tgz a"), outcome.words
    assert "a command to run" in outcome.words
