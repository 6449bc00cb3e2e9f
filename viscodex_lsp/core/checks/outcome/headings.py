"""Names headings that a Markdown file would have twice: a second title, or a section beside one of the same name."""

from collections.abc import Iterator, Sequence

from viscodex_lsp.core.checks.forms.markdown.own_section import Heading, headings
from viscodex_lsp.core.nouns import Span

Path = tuple[tuple[int, str], ...]


def told_of_headings(after: str, places: Sequence[Span]) -> Iterator[str]:
    """What the person is told of a file; `places` is where the inserted texts are in it."""
    found = _paths(headings(after.splitlines()))
    rows = [range(after.count("\n", 0, part.start), after.count("\n", 0, part.end) + 1) for part in places]
    new, old = list[Path](), list[Path]()
    for row, path in found:
        (new if any(row in span for span in rows) else old).append(path)
    if any(path[-1][0] == 1 for path in new) and sum(path[-1][0] == 1 for path in old) == 1:
        yield "the file has a title already"
    known = set(old)
    again = next((path for path in new if path[-1][0] > 1 and path in known), None)
    if again is not None:
        yield f"the file has a heading `{again[-1][1][:60]}` at this level already"


def _paths(found: Sequence[Heading]) -> Iterator[tuple[int, Path]]:
    """The row of each heading, and the levels and words of those that it is below and of itself."""
    opened: list[tuple[int, str]] = []
    for heading in found:
        while opened and opened[-1][0] >= heading.level:
            opened.pop()
        opened.append((heading.level, heading.words))
        yield heading.row, tuple(opened)
