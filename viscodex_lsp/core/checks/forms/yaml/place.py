"""Keeps a whole YAML file from landing below a key that it has itself, and a `---` from standing by another one or in a
block.

A mapping goes on at any depth, so that a grammar takes a file within one of its own keys.
"""

import re
from collections.abc import Sequence

from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import THERE_ALREADY, left_out
from viscodex_lsp.core.nouns import Reason, Refusal
from viscodex_lsp.core.text.style import leading

_KEY = re.compile(r"[ ]*(?P<key>[\w./$\"'-]+)[ ]*:(?=\s|$)")
_MARK = "---"
# What says when and how a whole workflow runs, and is none of its jobs.
_OF_FILE = frozenset({"on", "permissions", "concurrency", "defaults", "trigger", "pr", "workflow"})


def without_second_mark(fragment: Fragment, place: Place) -> tuple[Fragment, str]:
    """The fragment without a `---` that the document has right above or below the place, and a note; "" for none."""
    if place.language.id != "yaml":
        return fragment, ""
    start, end = 0, len(fragment.lines)
    begins = bool(fragment.lines) and fragment.lines[0].strip() == _MARK
    inside = place.depth and not re.search(rf"^{_MARK}", place.lines.text.lstrip()[1:], re.MULTILINE)
    if begins and (place.above.strip() == _MARK or (inside and place.above)):
        start = 1
    if place.below.strip() == _MARK and end - start > 1 and fragment.lines[-1].strip() == _MARK:
        end -= 1
    if (start, end) == (0, len(fragment.lines)):
        return fragment, ""
    there = place.above.strip() == _MARK or end < len(fragment.lines)
    why = "that is there already" if there else "that would begin another document"
    return fragment.part(start, end), f"left out a `---` {why}"


def below_last_key(fragment: Fragment, place: Place) -> tuple[Fragment, str, str]:
    """What the code has below the key of the block that ends at a place at the margin, with the depth it has there and
    a note; "" where it begins with another key, or has more beside it."""
    if place.language.id != "yaml" or place.prefix or not place.span.empty:
        return fragment, "", ""
    above = [line for line in place.lines.text[: place.line.start].splitlines() if line.strip()]
    at = next(
        (at for at in range(len(above) - 1, -1, -1) if not above[at].startswith((" ", "-", "#"))), len(above)
    )
    depth = leading(above[at + 1]) if at + 1 < len(above) else ""
    fragment, remarks = without_keys_of_file(fragment, [_key(above[at])], place) if depth else (fragment, [])
    lines = [line for line in fragment.lines if line.strip()]
    if (
        not depth
        or len(lines) < 2
        or _key(lines[0]) != _key(above[at])
        or not lines[0].rstrip().endswith(":")
    ):
        return fragment, "", ""
    if not all(line.startswith(" ") for line in lines[1:]):
        return fragment, "", ""
    first = fragment.lines.index(lines[0])
    told = [f"took the content out of `{_key(lines[0])}`, which ends at the place", *left_out(remarks)]
    note = "; ".join(told)
    return fragment.part(first + 1, len(fragment.lines)), depth, note


def out_of_keys(fragment: Fragment, place: Place) -> tuple[Fragment, str]:
    """What the code has below the keys that the place is below, where it has nothing beside them, and a note."""
    path = _keys_above(place) or _key_of_list(place)
    rest, remarks = without_keys_of_file(fragment, path, place)
    for key in path:
        filled = [row for row, line in enumerate(rest.lines) if line.strip() and not line.startswith("#")]
        if (
            len(filled) < 2
            or _key(rest.lines[filled[0]]) != key
            or not rest.lines[filled[0]].rstrip().endswith(":")
        ):
            return fragment, ""
        if not all(rest.lines[row].startswith((" ", "- ")) for row in filled[1:]):
            return fragment, ""
        remarks += [line for line in rest.lines[: filled[0]] if line.strip()]
        rest = rest.part(filled[0] + 1, len(rest.lines))
    told = [f"took the content out of `{'.'.join(path)}`, which the place is below", *left_out(remarks)]
    note = "; ".join(told)
    own = {line.strip() for line in _beside(place)}
    there = [
        row for row, line in enumerate(rest.lines) if line.strip() in own and not line.startswith((" ", "-"))
    ]
    if not there or len(there) == len(rest.lines):
        return rest, note
    return rest.without(there), f"{note}; {THERE_ALREADY}"


def without_keys_of_file(fragment: Fragment, path: Sequence[str], place: Place) -> tuple[Fragment, list[str]]:
    """The fragment without the keys at the margin that the file has there too, with the same value or with another one
    on the line itself, and the lines of the latter; as it is where it has further ones."""
    text = [line.rstrip() for line in place.lines.text.splitlines() if line.strip()]
    own, written = {_key(line) for line in text if not line[0].isspace()}, "\n".join(("", *text, ""))
    roots = [row for row, line in enumerate(fragment.lines) if line and not line[0].isspace() and _key(line)]
    gone: list[int] = []
    other: list[str] = []
    if not roots:
        return fragment, []
    for row, end in zip(roots, (*roots[1:], len(fragment.lines)), strict=True):
        block = [line.rstrip() for line in fragment.lines[row:end] if line.strip()]
        if not path or _key(block[0]) == path[0]:
            continue
        there = "\n".join(("", *block, "")) in written
        # An object of another kind is not the one around the place.
        of_file = (len(block) == 1 and _key(block[0]) != "kind") or _key(block[0]) in _OF_FILE
        if not there and not (of_file and _key(block[0]) in own):
            return fragment, []
        gone += range(row, end)
        other += [] if there else [" ".join(block)]
    return (fragment.without(gone), other) if gone else (fragment, [])


def _beside(place: Place) -> list[str]:
    """The lines with a value that the file has in the block that the place is in."""
    text = place.lines.text
    lines = [*reversed(text[: place.line.start].splitlines()), ""]
    above = next(
        (at for at, line in enumerate(lines) if line.strip() and len(leading(line)) < len(place.depth)), 0
    )
    below = [line for line in text[place.span.end :].splitlines() if line.strip()]
    end = next((at for at, line in enumerate(below) if len(leading(line)) < len(place.depth)), len(below))
    return [
        line
        for line in (*lines[:above], *below[:end])
        if leading(line) == place.depth and not line.endswith(":")
    ]


def file_in_itself(fragment: Fragment, place: Place) -> Refusal | None:
    """Why the code does not fit: it begins again with the keys that the place is below. None where it does."""
    if place.language.id != "yaml":
        return None
    path = _keys_above(place) or _key_of_list(place)
    if not path:
        return None
    refusal = _of_another_kind(fragment, place, path)
    if refusal is not None:
        return refusal
    outside = _key(place.below) if len(leading(place.below)) < len(place.depth) else ""
    roots = [
        row
        for row, line in enumerate(fragment.lines)
        if line and not line[0].isspace() and line[0] not in "#-"
    ]
    for row in roots:
        if outside and _key(fragment.lines[row]) == outside:
            return Refusal(
                Reason.OTHER_PLACE,
                f"The reply begins with `{outside}:`, which the file has below the place, outside of `{path[-1]}`, so "
                "nothing was changed. Select its lines to replace them.",
                f"it begins with `{outside}:`, which the file has below the mark. Write only what goes at the mark.",
            )
        if _key(fragment.lines[row]) == path[0] and (
            len(path) == 1 or path[1] in _children(fragment.lines, row)
        ):
            return Refusal(
                Reason.OTHER_PLACE,
                f"The reply begins with `{path[0]}:` again, which the place is below, so nothing was changed. Select "
                "the lines to change, or choose a place at the margin.",
                f"it begins with `{path[0]}:` again, but the mark is below that key. Write only what goes there.",
            )
    return None


def _of_another_kind(fragment: Fragment, place: Place, path: Sequence[str]) -> Refusal | None:
    """Why code does not fit below some keys: keys among the items of a list, a whole entry or object in itself."""
    first = next((line for line in fragment.lines if line.strip() and not line.startswith("#")), "")
    scalar = place.above.strip().startswith("- ") and not re.search(r":(?:\s|$)", place.above)
    if (
        scalar
        and leading(place.above) == place.depth == place.prefix
        and _KEY.match(first)
        and not first.startswith("-")
    ):
        return Refusal(
            Reason.OTHER_PLACE,
            f"The reply has keys (`{_key(first)}`), but the place is among the items of a list, so nothing was "
            "changed. Select the list to replace it, or ask for items in the instruction.",
            f"it has keys (`{_key(first)}`), but the mark is among the items of a list. Write only such items.",
        )
    if first.startswith("- ") and path[-1] in {
        _key(line.removeprefix("- ").strip())
        for line in fragment.lines
        if line[:2] in ("- ", "  ") and line[2:3].strip()
    }:
        return Refusal(
            Reason.OTHER_PLACE,
            f"The reply begins with what is around `{path[-1]}:` again, which the place is below, so nothing was "
            "changed. Select the lines to change, or choose a place at the margin.",
            f"it has `{path[-1]}:` again, but the mark is below that key. Write only what goes there.",
        )
    named = {_key(line) for line in fragment.lines if line and not line[0].isspace()}
    if {"apiVersion", "kind"} <= named:
        return Refusal(
            Reason.OTHER_PLACE,
            f"The reply is a whole object of Kubernetes, but the place is in `{path[-1]}`, so nothing was changed. "
            "Choose a place at the margin, or ask for what goes there in the instruction.",
            f"it is a whole object, but the mark is in `{path[-1]}`. Write only what goes there.",
        )
    return None


def _keys_above(place: Place) -> list[str]:
    """The keys that the place is below, the outermost first."""
    width, keys = len(place.depth), list[str]()
    for line in reversed(place.lines.text[: place.line.start].splitlines()):
        if line.strip() == _MARK:
            break
        if line.strip() and len(leading(line)) < width and (key := _key(line)):
            keys.insert(0, key)
            width = len(leading(line))
    return keys


def _key_of_list(place: Place) -> list[str]:
    """The key at the margin whose list has its items there too, where the place is among them."""
    below = next((line for line in place.lines.text[place.span.end :].splitlines() if line.strip()), "")
    for line in reversed(place.lines.text[: place.line.start].splitlines()):
        if line.strip() and not line[0].isspace() and not line.startswith(("- ", "#")):
            return [_key(line)] if below.startswith("- ") and line.rstrip().endswith(":") else []
    return []


def _children(lines: Sequence[str], row: int) -> set[str]:
    found = set()
    for line in lines[row + 1 :]:
        if line and not line[0].isspace():
            break
        found.add(_key(line))
    return found


def _key(line: str) -> str:
    match = _KEY.match(line)
    return match["key"] if match is not None else ""
