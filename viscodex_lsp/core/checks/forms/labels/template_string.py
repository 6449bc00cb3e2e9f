"""The HTML or CSS in a template string of a script, as a document of its own: an Angular component's template and
styles, `` html`…` ``, markup that is given to `innerHTML`.

To the grammar of the script it is text, in which any code would count as sound.
"""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.faults import fault_of
from viscodex_lsp.core.checks.forms.again.whole_file import without_file
from viscodex_lsp.core.checks.forms.labels.angular import LEFT_OUT, out_of_class
from viscodex_lsp.core.checks.forms.labels.angular_class import class_members
from viscodex_lsp.core.checks.forms.labels.own_sheet import without_sheet
from viscodex_lsp.core.checks.missing_names import missing_names
from viscodex_lsp.core.checks.pages.parts import without_elements
from viscodex_lsp.core.checks.pages.tags import elements, read_tags
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.language.languages import SCRIPTS, language_of
from viscodex_lsp.core.nouns import CheckedPatch, Document, Patch, Refusal, Replacement, Span
from viscodex_lsp.core.syntax.angular_names import unbound_in_template
from viscodex_lsp.core.syntax.injections import Injection
from viscodex_lsp.core.syntax.syntax import Tree
from viscodex_lsp.core.text.difference import apply_replacements
from viscodex_lsp.core.text.style import leading, read_style

if TYPE_CHECKING:
    from tree_sitter import Node

_LABELS = frozenset({"javascript", "js", "jsx", "typescript", "ts", "tsx"})
_TAGS = {"html": "html", "svg": "html", "css": "css"}
_KEYS = {"template": "angular", "styles": "css"}
_MARKUP = re.compile(r"\s*<[A-Za-z!][^>]*>")
_SHOWN = re.compile(r"(?:inner|outer)HTML\s*\+?=\s*$|insertAdjacentHTML\([^()]*$")
_OF_COMPONENT = "@Component"
_TEXTS = re.compile(r"\b(?:template|styles)\s*:\s*(?:\[\s*)?`[^`]*`")
_KEPT = re.compile(r"<(?:pre|textarea)\b")
_IN_TEXT = frozenset({"string_fragment", "escape_sequence", "`"})


def read_template_string(document: Document, span: Span, tree: Tree) -> Injection | None:
    """What is in the template string around `span`; None elsewhere, and where its language is not known."""
    if tree.language.id not in SCRIPTS or tree.parsed is None:
        return None
    at = tree.offsets.to_bytes(span.start)
    node: Node | None = tree.parsed.root_node.descendant_for_byte_range(at, at)
    while node is not None and node.type in _IN_TEXT:
        node = node.parent
    if node is None or node.type != "template_string":
        return None
    start, end = tree.offsets.to_points(node.start_byte) + 1, tree.offsets.to_points(node.end_byte) - 1
    if not start <= span.start <= span.end <= end:
        return None
    around = document.text[start : span.start] + document.text[span.end : end]
    found = _language(node, around, document.text[: start - 1])
    if not found:
        return None
    content = replace(document, language=found, text=document.text[start:end])
    return Injection(content, language_of(found), start)


def _language(node: "Node", around: str, before: str) -> str:
    """The id of the language that a template string holds, "" where it is not known."""
    holder = node.parent
    if holder is not None and holder.type == "call_expression":
        return _TAGS.get(text_of(holder).partition("`")[0].strip(), "")
    if holder is not None and holder.type == "array":
        holder = holder.parent
    key = holder.child_by_field_name("key") if holder is not None and holder.type == "pair" else None
    if key is not None and text_of(key) in _KEYS and _OF_COMPONENT in before:
        return _KEYS[text_of(key)]
    shown = not around.strip() and _SHOWN.search(before) is not None
    return "html" if shown or _MARKUP.match(around) is not None else ""


def for_template(patch: Patch, language: str, document: Document, span: Span) -> Patch:
    """What is new for a template string in a patch that may give the script around it again.

    Its `others` are edits of the script.
    """
    again = without_file(patch, document, span)
    patch = again if isinstance(again, Patch) else patch
    if language == "angular":
        whole = patch
        patch = without_sheet(out_of_class(patch, language_of(language)), "", document.text)
        patch = _with_members(patch, whole, document, span)
    return _without_scripts(patch, language)


def _with_members(patch: Patch, whole: Patch, document: Document, span: Span) -> Patch:
    """The patch with the members that the reply has for the component's class: in other blocks, or around the template
    that it gives."""
    texts = [(whole.code, "")] if "@Component" in whole.code and whole.code != patch.code else []
    for code, note in (*texts, *patch.examples):
        found = class_members(code, document, span)
        if found is None:
            continue
        others = tuple(sorted((*patch.others, *found.edits), key=lambda edit: edit.span.start))
        notes = tuple(one.replace(LEFT_OUT, "") for one in patch.notes if one != note)
        patch = replace(patch, others=others, notes=(*notes, *found.notes))
    return patch


def _without_scripts(patch: Patch, language: str) -> Patch:
    """The patch without scripts, which do not run in such markup, and without the label of a script where it is markup
    all the same, with values of the script in it."""
    if language == "css" or not patch.code.lstrip().startswith(("<", "${")):
        return patch
    scripts = elements(read_tags(patch.code), "script")
    if scripts:
        note = "left out a script of the reply, which would not run in a string"
        code = without_elements(patch.code, scripts).strip("\n")
        patch = replace(patch, code=code, parts=(), notes=(*patch.notes, note))
    marked = patch.label in _LABELS and "className=" not in patch.code
    return replace(patch, label=None) if marked else patch


def of_script(
    result: CheckedPatch, before: Tree, others: tuple[Replacement, ...], *, quote: str
) -> CheckedPatch | Refusal:
    """An edit of the script around, whose syntax and names are looked at, too; `others` are made there with it."""
    own = (_on_own_lines(part, before) for part in result.replacements)
    parts = tuple(sorted((*own, *others), key=lambda part: part.span.start))
    result = replace(result, replacements=parts)
    refusal = fault_of(before, result.replacements)
    if refusal is not None:
        return refusal
    missing = missing_names(before, result.document, result.replacements, quote=quote).without_imports()
    if _OF_COMPONENT in before.text:
        texts = "\n".join(part.text for part in result.replacements)
        after = apply_replacements(before.text, result.replacements)
        shown = unbound_in_template(texts, after, _TEXTS.sub("", after))
        missing = missing._replace(unknown=tuple(dict.fromkeys((*missing.unknown, *shown))))
    return replace(result, notes=(*result.notes, missing.note)) if missing.unknown else result


def _on_own_lines(edit: Replacement, before: Tree) -> Replacement:
    """The edit of a string that is empty on its line with the code on lines of its own, a step deeper."""
    text, start, end = before.text, edit.span.start, edit.span.end
    lines = edit.text.strip("\r\n").splitlines()
    is_empty = text[start - 1 : start] == text[end : end + 1] == "`" and not text[start:end].strip()
    if not lines or not is_empty or "\n" in text[start:end] or _KEPT.search(edit.text):
        return edit
    if len(lines) == 1:
        return replace(edit, text=lines[0])
    style = read_style(text, before.language)
    margin = leading(text[text.rfind("\n", 0, start) + 1 : start])
    rows = [f"{margin}{style.indent}{line}" if line.strip() else "" for line in lines]
    return replace(edit, text=style.newline.join(("", *rows, margin)))
