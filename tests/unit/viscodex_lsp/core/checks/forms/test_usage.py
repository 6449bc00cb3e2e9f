"""An example of use at the end of one block, below the comment that calls it so."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

SWIFT = "import Foundation\n\nstruct A {\n    let b: Int\n}\n\n¦\n"
SWIFT_NEW = "final class C {\n    func d() -> Int { 1 }\n}"
SCRIPT = "export const a = 1;\n\n¦\n"
SCRIPT_NEW = "export function c(d) {\n  return d;\n}"


@pytest.mark.parametrize(
    ("language", "text", "new", "end", "stays"),
    [
        ("swift", SWIFT, SWIFT_NEW, "// Usage\nlet e = C()\nprint(e.d())", False),
        ("javascript", SCRIPT, SCRIPT_NEW, "// Example usage:\nconst e = c(1);\nconsole.log(e);", False),
        ("javascript", "run();\n\n¦\n", SCRIPT_NEW, "// Usage\nc(1);", True),
        ("javascript", SCRIPT, SCRIPT_NEW, "// Usage of the cache\nc(1);", True),
        ("javascript", SCRIPT, SCRIPT_NEW, "// Usage\nexport const e = c(1);", True),
    ],
)
async def test_an_example_of_use_is_no_part_of_a_module(
    language: str, text: str, new: str, end: str, stays: bool
) -> None:
    """In a file that runs, and where the comment says something else, it stays."""
    told = await told_of(language, text, f"{new}\n\n{end}")
    assert told.after is not None
    assert (told.after == text.replace("¦", new)) is not stays, told
    assert (end in told.after) is stays
    assert ("left out an example of use" in told.words) is not stays
