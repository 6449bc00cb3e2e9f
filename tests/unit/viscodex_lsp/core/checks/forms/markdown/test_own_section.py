"""Whole Markdown files, tables and lists that a reply draws again around what is new."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

README = "# Tool\n\n## Install\n\nRun pip.\n\n## Options\n\n¦\n\n## License\n\nMIT\n"
TABLE = "## API\n\n| Method | Path |\n|---|---|\n| GET | /a |\n¦\n"


async def test_the_section_of_the_place_is_taken_out_of_a_whole_file() -> None:
    whole = "# Tool\n\n## Install\n\nRun it.\n\n## Options\n\n- `-v`: more\n\n## License\n\nMIT"
    told = await told_of("markdown", README, whole)
    assert told.after == README.replace("¦", "- `-v`: more")
    assert "`Install`" in told.words


async def test_another_file_is_taken_whole() -> None:
    told = await told_of("markdown", README, "# Other\n\n## Options\n\n- a")
    assert told.after is not None
    assert "# Other" in told.after


@pytest.mark.parametrize(
    "head",
    [
        "| Method | Path |\n|---|---|\n",
        "## API\n\n| Method | Path |\n|:--:|:---|\n",
        "| Method | Path |\n|---|---|\n| GET | /a |\n",
    ],
)
async def test_a_table_goes_on_with_its_new_rows(head: str) -> None:
    told = await told_of("markdown", TABLE, f"{head}| POST | /b |")
    assert told.after == TABLE.replace("¦", "| POST | /b |")


@pytest.mark.parametrize("reply", ["- [ ] one\n- [ ] two", "- [x] done\n- [ ] one\n- [ ] two"])
async def test_items_go_on_from_the_mark_of_the_place(reply: str) -> None:
    told = await told_of("markdown", "- [x] done\n- [ ] ¦\n", reply)
    assert told.after == "- [x] done\n- [ ] one\n- [ ] two\n"


async def test_a_title_may_be_an_element() -> None:
    document = README.replace("# Tool", '<h1 align="center">Tool</h1>', 1)
    told = await told_of("markdown", document, "# Tool\n\n## Options\n\n- `-v`: more\n\n## Licence\n\nMIT")
    assert told.after == document.replace("¦", "- `-v`: more")


async def test_a_heading_stands_apart_from_a_list_above_it() -> None:
    told = await told_of("markdown", "Text.\n¦\n## Next\n", "- one\n    - two")
    assert told.after is not None
    assert "    - two\n\n## Next" in told.after


async def test_sections_that_are_too_many_to_name_are_counted() -> None:
    others = "\n\n".join(f"## S{number}\n\ntext" for number in range(8))
    told = await told_of("markdown", README, f"# Tool\n\n## Options\n\n- `-v`: more\n\n{others}")
    assert told.after == README.replace("¦", "- `-v`: more")
    assert "`S4` and 3 more" in told.words
