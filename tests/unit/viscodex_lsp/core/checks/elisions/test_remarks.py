"""remarks: comments that stand for code are told from comments that say something."""

import pytest

from viscodex_lsp.core.checks.elisions.remarks import find_remarks
from viscodex_lsp.core.language.languages import language_of


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("javascript", "// ... existing code ..."),
        ("typescript", "  // (other methods unchanged)"),
        ("python", "    # ... rest of the function ..."),
        ("python", "# existing imports"),
        ("css", "/* ... other rules ... */"),
        ("css", "/* rest of the styles */"),
        ("html", "<!-- ... header ... -->"),
        ("html", "<!-- header stays -->"),
        ("html", "<!-- navigation unchanged -->"),
        ("typescriptreact", "{/* ... existing props ... */}"),
        ("sql", "-- ... remaining columns as before ..."),
        ("go", "// ..."),
        ("java", "// … unchanged …"),
        ("vue", "<!-- Rest of the template remains the same -->"),
        ("blade", "{{-- ... existing content ... --}}"),
        ("erb", "<%# ... rest of the page ... %>"),
        ("latex", "% ... remaining sections ..."),
        ("javascript", "... existing code ..."),
        ("c", "/* code omitted for brevity */"),
        ("ruby", "# same as before"),
    ],
)
def test_a_remark_for_existing_lines_is_found(language: str, line: str) -> None:
    """In every form of comment, with dots or without."""
    (remark,) = find_remarks(["a", line, "b"], language_of(language), set())
    assert (remark.row, remark.alone, remark.old) == (1, True, True)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("html", "<!-- more items -->"),
        ("html", "<!-- Repeat for the other cards -->"),
        ("typescriptreact", "{/* ... more rows ... */}"),
        ("sql", "-- ... more columns"),
        ("javascript", "// add more products here"),
        ("python", "# ... and so on"),
        ("css", "/* additional styles here */"),
    ],
)
def test_a_placeholder_for_new_content_is_found(language: str, line: str) -> None:
    """Where it ends a block, and so stands for what should have been written."""
    (remark,) = find_remarks(["a", line, "</ul>"], language_of(language), set())
    assert not remark.old


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("html", "<!-- prices -->"),
        ("html", "<p>Loading ... existing orders</p>"),
        ("html", "<!-- More products -->"),
        ("html", "<span>...</span>"),
        ("python", "def open(self) -> None: ..."),
        ("python", "..."),
        ("javascript", "const all = [...first, ...second];"),
        ("javascript", "// Keep the order of the items stable"),
        ("javascript", "// Loading..."),
        ("javascript", 'const url = "https://example.org/rest"; // the existing endpoint'),
        ("css", "/* Header */"),
        ("markdown", "# The rest of the code"),
        ("shellscript", "# Check for other running instances"),
        ("c", "#define MORE items"),
        ("sql", "-- Items that stay in stock for more than a year"),
    ],
)
def test_a_comment_that_says_something_is_none(language: str, line: str) -> None:
    """Code with dots, visible text, headings and plain comments stay what they are."""
    assert find_remarks(["a", line, "b"], language_of(language), set()) == []


def test_the_person_s_own_comment_is_none() -> None:
    """What the document has already is not the model's."""
    line = "# ... existing code ..."
    assert find_remarks([line], language_of("python"), {line}) == []
