"""What is to be written between the tags of an element."""

import re

_LONGEST = 80
_NAME = re.compile(r"<([\w.-]+)")
_HELD = {
    "ul": "its `<li>` items only",
    "ol": "its `<li>` items only",
    "dl": "its `<dt>` and `<dd>` pairs only",
    "select": "its `<option>` elements only",
    "thead": "its `<tr>` rows only",
    "tbody": "its `<tr>` rows only",
    "tr": "its cells only",
    "p": "text and inline elements only",
}


def between_tags(head: str) -> str:
    """What a place between the tags that `head` opens wants; `head` is a start tag. "" where it wants no markup."""
    found = _NAME.match(head)
    name = found[1] if found is not None else ""
    if name in ("style", "script"):  # whose content is code of another language
        return ""
    held = _HELD.get(name, "elements only, without what is around them")
    return f"The mark is between the tags of `{shortened(head)}`: write {held}."


def shortened(source: str) -> str:
    """Source on one line, of a length that is read at a glance."""
    line = " ".join(source.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
