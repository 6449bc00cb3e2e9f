"""Of a function that is shown with remarks for what it has, the new lines between them are the code."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

TEXT = """export function A() {
  const [a, setA] = useState(1);

  return (
    <main>
      <h1>First heading</h1>
      ¦
      <footer>Last lines</footer>
    </main>
  );
}
"""
ABRIDGED = """export function A() {
  // ... existing state ...

  return (
    <main>
      {/* ... existing heading ... */}
      <b>new</b>
      {/* ... rest of the page ... */}
    </main>
  );
}
"""


async def test_the_lines_between_two_remarks_are_the_code() -> None:
    told = await told_of("javascriptreact", TEXT, ABRIDGED)
    assert told.after == TEXT.replace("¦", "<b>new</b>"), told.words
    assert "left out the remark `existing heading`" in told.words


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("<main>", '<main className="b">', '`<main className="b">`'),
        (
            "// ... existing state ...",
            "const [c] = useState(2);\n  // ... existing state ...",
            "`const [c] = useState(2);`",
        ),
    ],
)
async def test_what_changes_other_lines_too_is_left_out_and_named(old: str, new: str, told: str) -> None:
    found = await told_of("javascriptreact", TEXT, ABRIDGED.replace(old, new))
    assert found.after == TEXT.replace("¦", "<b>new</b>")
    assert f"left out what it changes elsewhere: {told}" in found.words


async def test_without_a_neighbour_or_a_remark_below_the_new_lines_have_no_certain_end() -> None:
    told = await told_of(
        "javascriptreact", TEXT, ABRIDGED.replace("      {/* ... rest of the page ... */}\n", "")
    )
    assert told.after is None


async def test_lines_as_the_file_goes_on_end_the_code_as_a_remark_does() -> None:
    """The same holds above the code, where the reply begins as the file does before the place."""
    for old, new in (
        ("{/* ... rest of the page ... */}", "<footer>Last lines</footer>"),
        ("{/* ... existing heading ... */}", "<h1>First heading</h1>"),
    ):
        told = await told_of("javascriptreact", TEXT, ABRIDGED.replace(old, new))
        assert told.after == TEXT.replace("¦", "<b>new</b>"), told.words
