"""Takes the content out of a whole XML document whose root is that of the file that the place is in.

A file has one root, and its declaration counts only as its first characters (XML 1.0, sections 2.1 and 2.8).
"""

import re
from xml.parsers import expat

from viscodex_lsp.core.checks.forms.formed import Formed
from viscodex_lsp.core.checks.indentation import without_margin
from viscodex_lsp.core.checks.pages.frame.whole_page import is_page
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import THERE_ALREADY, left_out
from viscodex_lsp.core.nouns import Reason, Refusal, Replacement
from viscodex_lsp.core.text.difference import apply_replacements

LANGUAGES = frozenset({"xml", "svg"})
_DECLARED = re.compile(r"\s*<\?xml\b[^>]*\?>\s*")
_ROOT = re.compile(r"\s*+(?P<tag><(?P<name>[\w:.-]++)[^>]*+>)(?P<inner>.*)</(?P=name)\s*+>\s*+", re.DOTALL)
_TAG = r"<(?P<element>[\w:.-]++)(?P<attributes>(?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+)>"
_ANY_TAG, _ELEMENT = re.compile(_TAG), re.compile(_TAG + r"(?:(?<=/>)|[^<]*+</[\w:.-]++>)[ \t]*+$")
_NAME = re.compile(r"\b(?:name|id|key)=\"[^\"]++\"")
_VIEW = re.compile(r"\bviewBox=[\"']([^\"']*)")
_PAGE = re.compile(
    r"\s*(?:<!doctype[^>]*>)?\s*<html\b(?P<head>.*?)<body[^>]*>\s*(?P<root><svg\b(?:(?!<svg\b).)*</svg>)\s*"
    r"</body>\s*</html>\s*",
    re.DOTALL | re.IGNORECASE,
)
_NO_PICTURE = Refusal(
    Reason.OTHER_PLACE,
    "The reply is a whole page of HTML, but the file is a picture (SVG), so nothing was changed. Ask for shapes alone "
    "in the instruction.",
    "it is a whole page, but the file is a picture in SVG. Write only the shapes that go to the mark.",
)
_OF_HEAD = re.compile(r"<(title|style|script)\b[^>]*>.*?</\1>", re.IGNORECASE | re.DOTALL)
_FIRST = re.compile(
    r"(?:\s++|<\?.*?\?>|<!--.*?-->|<!(?!--)[^>]*+>)*+(?P<tag><(?P<name>[\w:.-]++)[^>]*+>)", re.DOTALL
)


def out_of_root(code: str, place: Place) -> Formed | Refusal | None:
    """What is new in the document, or why it is none of it; None where the reply is none, or has another root."""
    text = place.lines.text
    if place.language.id not in LANGUAGES or not place.span.empty:
        return None
    file = _FIRST.match(text, 0, place.span.start)
    if file is None:
        return None
    notes: list[str] = []
    page = _PAGE.fullmatch(code) if file["name"] == "svg" else None
    if page is not None:
        code = without_margin(page["root"])
        notes = ["took the content out of a whole page", *left_out(_of_head(page["head"]))]
    elif file["name"] == "svg" and is_page(code):
        return _NO_PICTURE
    declared = _DECLARED.match(code)
    bare = code[declared.end() :] if declared is not None else code
    notes += ["left out the XML declaration"] if declared is not None else []
    root = _ROOT.fullmatch(bare)
    is_whole = bool(notes) or (root is not None and "xmlns" in root["tag"])
    views = [_VIEW.search(match["tag"]) if match is not None else None for match in (root, file)]
    is_other = views[0] is not None and views[1] is not None and views[0][1].split() != views[1][1].split()
    if root is None or not is_whole or root["name"] != file["name"] or is_other:
        return Formed(bare, notes=tuple(notes)) if notes else None
    new, told = _new(root, text)
    notes = [
        *(note for note in notes if page is not None),
        f"took the content out of `<{root['name']}>`, which the place is in",
    ]
    notes += left_out([root["tag"]]) if " ".join(root["tag"].split()) != " ".join(file["tag"].split()) else []
    return Formed("\n".join(new), notes=(*notes, *told))


def _of_head(head: str) -> list[str]:
    return [found[0] for found in _OF_HEAD.finditer(head)]


def _new(root: re.Match[str], text: str) -> tuple[list[str], list[str]]:
    """The lines in a root that the document has not, and what the person is told of the others."""
    known = {" ".join(line.split()) for line in text.split("\n") if line.strip()}
    lines = without_margin(root["inner"].strip("\n")).rstrip().split("\n")
    new = [
        line
        for line in lines
        if line[:1].isspace() or not _is_one(line) or " ".join(line.split()) not in known
    ]
    names = {
        (tag["element"], name) for tag in _ANY_TAG.finditer(text) for name in _NAME.findall(tag["attributes"])
    }
    again = [line for line in new if _name_of(line) in names]
    told = [f"{note}: the file has its own" for note in left_out(again)]
    told += [THERE_ALREADY] if len(new) < len(lines) else []
    return [line for line in new if _name_of(line) not in names], told


def unsound_xml(before: str, replacements: tuple[Replacement, ...]) -> Refusal | None:
    """Why edits are refused that leave a text no XML that was some before."""
    if _fault(before):
        return None
    fault = _fault(apply_replacements(before, replacements))
    if not fault:
        return None
    return Refusal(
        Reason.SYNTAX,
        f"The reply is not sound XML at this place ({fault}). Nothing was changed; try again, or say in the "
        "instruction what you want.",
        f"the file would be no XML any more: {fault}.",
    )


def _is_one(line: str) -> bool:
    """Whether a line is an element by itself."""
    return line.rstrip().endswith("/>") or ("</" in line and not line.lstrip().startswith("</"))


def _name_of(line: str) -> tuple[str, str] | None:
    """The element that a line is by itself, and the attribute that names it."""
    found = _ELEMENT.match(line)
    name = _NAME.search(found["attributes"]) if found is not None else None
    return (found["element"], name[0]) if found is not None and name is not None else None


def _fault(text: str) -> str:
    # The text is decoded already: what it declares of its encoding, which Expat may not know, does not count.
    parser = expat.ParserCreate("utf-8")
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        return str(error).split(":")[0]
    return ""
