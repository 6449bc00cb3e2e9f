"""A reply in PHP for a place in the HTML of a file: a page with code above it, or statements without their tag."""

import re

from viscodex_lsp.core.checks.forms.formed import Formed
from viscodex_lsp.core.checks.forms.template.statements import without_known
from viscodex_lsp.core.checks.indentation import without_margin
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.syntax.syntax import parse

_HEAD = re.compile(r"\s*<\?php\b(?P<code>(?:[^?]|\?(?!>))*)\?>\s*(?=<(?:!doctype|html)\b)", re.IGNORECASE)
_FIRST = re.compile(r"\s*<\?php\b(?P<code>(?:[^?]|\?(?!>))*)\?>(?=\s*+<\w)\s*\n(?=\s*<\w)")
_OWN_HEAD = re.compile(r"\s*<\?php\b(?:[^?]|\?(?!>))*?(?P<end>(?:(?<![ \t])[ \t]++)?\?>)")
_BLOCK = re.compile(r"<\?php\b(?P<code>(?:[^?]|\?(?!>))*)", re.IGNORECASE)
_STATEMENTS = re.compile(r"[$\w/#@][^\0]*[;}]\s*")


def in_php_page(code: str, place: Place) -> Formed | None:
    """The code with the statements above its page at the top of the file, or in a tag of its own; None for other code
    and other places."""
    text = place.lines.text
    if place.language.id != "php" or text.rfind("<?", 0, place.span.start) > text.rfind(
        "?>", 0, place.span.start
    ):
        return None
    head = _HEAD.match(code) if text.strip() else None
    if head is not None:
        return _above(head["code"], code[head.end() :], place)
    block = _FIRST.match(code) if text.strip() else None
    if block is not None and block["code"].strip():
        there = "\n".join(_outermost(own["code"]) for own in _BLOCK.finditer(text))
        if not "".join(without_known(_outermost(block["code"]).split("\n"), there)).strip():
            return Formed(code[block.end() :], notes=("left out PHP that is there already",))
    if "<?" in code or not _STATEMENTS.fullmatch(code.strip()):
        return None
    tree = parse(f"<?php {code}", language_of("php"))
    if tree.parsed is None or tree.parsed.root_node.has_error:
        return None
    end = "\n?>" if text.strip() else ""
    gap = "\n" if text.strip() else "\n\n"
    return Formed(f"<?php{gap}{code}{end}", notes=("put the code into a PHP tag",))


def _above(code: str, page: str, place: Place) -> Formed:
    """The page, with the statements of its head at the end of those that the file begins with."""
    text, newline = place.lines.text, place.style.newline
    there = "\n".join(_outermost(block["code"]) for block in _BLOCK.finditer(text))
    rows = newline.join(without_known(_outermost(code).split("\n"), there)).strip()
    own = _OWN_HEAD.match(text)
    if not rows:
        return Formed(page, notes=("left out PHP that is there already",))
    if own is not None and own.end() <= place.span.start:
        at = own.start("end")
        edit = Replacement(Span(at, at), rows + newline)
    else:
        edit = Replacement(Span(0, 0), f"<?php{newline}{rows}{newline}?>{newline}")
    return Formed(page, others=(edit,), notes=("put the page's PHP at the top of the file",))


def _outermost(code: str) -> str:
    """The code of a tag with its outermost statements at column 0."""
    return without_margin(code.strip("\n")).strip()
