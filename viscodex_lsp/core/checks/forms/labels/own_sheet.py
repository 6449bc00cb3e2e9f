"""Takes style sheets out of a reply for an Angular template: a component keeps its rules in a sheet of its own."""

import re
from dataclasses import replace

from viscodex_lsp.core.checks.indentation import without_margin
from viscodex_lsp.core.checks.pages.parts import without_elements
from viscodex_lsp.core.checks.pages.tags import elements, read_tags
from viscodex_lsp.core.counted import quoted
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Patch, Replacement, Span
from viscodex_lsp.core.syntax.syntax import parse
from viscodex_lsp.core.text.style import leading

_MOST_TOLD = 20
_SHEET = re.compile(r"\bstyles\s*:\s*(?:\[\s*)?`(?P<rules>[^`$\\]*)`")


def without_sheet(patch: Patch, there: str, script: str = "") -> Patch:
    """The patch without its `<style>` elements, whose rules join the component's `styles` or are named.

    Args:
        there: the template; where it has such an element itself, the patch stays as it is.
        script: the script that the template is in, where it is in one; `others` are edits of it.
    """
    sheets = elements(read_tags(patch.code), "style") if "<style" in patch.code else []
    code = without_elements(patch.code, sheets).strip("\n")
    if not sheets or not code.strip() or "<style" in there:
        return patch
    rules = "\n".join(
        without_margin(patch.code[one.inner.start : one.inner.end].strip("\n")) for one in sheets
    )
    shown = quoted(_heads(rules) or rules.split("\n"), _MOST_TOLD)
    edit = _joined(rules.rstrip(), script)
    if edit is None:
        note = f"left out {shown}: a component of Angular has its rules in its own style sheet"
        return replace(patch, code=code, notes=(*patch.notes, note))
    note = f"added to the component's `styles`: {shown}"
    return replace(patch, code=code, notes=(*patch.notes, note), others=(*patch.others, edit))


def _heads(rules: str) -> list[str]:
    """What comes before the braces of the outermost rules."""
    tree = parse(rules, language_of("css"))
    nodes = tree.parsed.root_node.named_children if tree.parsed is not None else ()
    return [text_of(node).partition("{")[0].strip() for node in nodes if node.type != "comment"]


def _joined(rules: str, script: str) -> Replacement | None:
    """The edit that writes rules below those of the component; None where it has not one sheet in lines of its own, or
    a rule for the same selector."""
    found = list(_SHEET.finditer(script))
    own = found[0]["rules"] if len(found) == 1 else ""
    if "\n" not in own.strip(" \t") or not own.strip() or not set(_heads(own)).isdisjoint(_heads(rules)):
        return None
    newline = "\r\n" if "\r\n" in script else "\n"
    margin = leading(next(line for line in own.splitlines() if line.strip()))
    rows = [f"{margin}{row}".rstrip() for row in rules.split("\n")]
    apart = newline if len(rows) > len(_heads(rules)) else ""
    at = found[0].start("rules") + len(own.rstrip())
    return Replacement(Span(at, at), apart + "".join(newline + row for row in rows))
