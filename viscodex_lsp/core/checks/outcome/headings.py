"""Names headings that a Markdown file would have twice: a second title, or a section beside one of the same name."""

from collections.abc import Iterator, Sequence

from viscodex_lsp.core.checks.forms.markdown.own_section import Heading, headings
from viscodex_lsp.core.nouns import Span


def told_of_headings(after: str, places: Sequence[Span]) -> Iterator[str]:
    """What the person is told of a file; `places` is where the inserted texts are in it."""
    found = headings(after.splitlines())
    rows = [range(after.count("\n", 0, part.start), after.count("\n", 0, part.end) + 1) for part in places]
    new = [one for one in found if any(one.row in row for row in rows)]
    old = [one for one in found if one not in new]
    if any(one.level == 1 for one in new) and sum(one.level == 1 for one in old) == 1:
        yield "the file has a title already"
    known = {_path(one, found) for one in old}
    again = next((one for one in new if one.level > 1 and _path(one, found) in known), None)
    if again is not None:
        yield f"the file has a heading `{again.words[:60]}` at this level already"


def _path(heading: Heading, found: Sequence[Heading]) -> tuple[tuple[int, str], ...]:
    """The heading with those that it is below."""
    path, level = [(heading.level, heading.words)], heading.level
    for one in reversed(found[: found.index(heading)]):
        if one.level < level:
            path.append((one.level, one.words))
            level = one.level
    return tuple(path)
