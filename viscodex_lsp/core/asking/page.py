"""Puts a style sheet and a script that came in blocks of their own into the whole page that came with them.

They take the place of the page's links to files of its own, which nobody will write; what has no such link goes to the
end of the head, and of the body.
"""

import re

_PAGE = re.compile(r"\s*(?:<!doctype\b|<html\b)", re.IGNORECASE)
_STYLE_LINK = re.compile(
    r"^[ \t]*<link\b(?=[^<>]{0,400}\bstylesheet\b)[^<>]{0,400}\bhref=[\"'](?!https?:|//)(?P<name>[^\"']+)[\"']"
    r"[^<>]{0,400}>[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_SCRIPT_LINK = re.compile(
    r"^[ \t]*<script\b[^<>]{0,400}\bsrc=[\"'](?!https?:|//)(?P<name>[^\"']+)[\"'][^<>]{0,400}>\s*</script>[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_END = {
    "head": re.compile(r"^[ \t]*</head\s*>", re.IGNORECASE | re.MULTILINE),
    "body": re.compile(r"^[ \t]*</body\s*>", re.IGNORECASE | re.MULTILINE),
}


def into_page(page: str, styles: list[str], scripts: list[str]) -> tuple[list[str], tuple[str, ...]] | None:
    """The page with the elements in it, and what the person is told; None where the text is no whole page with both
    ends, or has no place for one of them."""
    if _PAGE.match(page) is None:
        return None
    notes: list[str] = []
    for part, link, end in ((styles, _STYLE_LINK, "head"), (scripts, _SCRIPT_LINK, "body")):
        for text in part:
            found = link.search(page)
            at = found or _END[end].search(page)
            if at is None:
                return None
            if found is not None:
                notes.append(f"put the code of `{found['name']}` in the place of its link")
            margin = at[0][: len(at[0]) - len(at[0].lstrip())]
            deeper = margin if found is not None else margin + _step(page)
            rows = "\n".join(f"{deeper}{row}" if row.strip() else "" for row in text.split("\n"))
            rest = page[at.end() :] if found is not None else f"\n{page[at.start() :]}"
            page = page[: at.start()] + rows + rest
    return [page], tuple(notes)


def _step(page: str) -> str:
    """One step of indentation in the page's head; nothing where its children stand at the margin."""
    child = re.search(r"<head\b[^<>]{0,400}>[ \t]*\n(?P<margin>[ \t]*)\S", page, re.IGNORECASE)
    head = re.search(r"^(?P<margin>[ \t]*)<head\b", page, re.IGNORECASE | re.MULTILINE)
    if child is None or head is None:
        return ""
    return child["margin"].removeprefix(head["margin"])
