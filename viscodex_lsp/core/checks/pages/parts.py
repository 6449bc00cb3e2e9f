"""The parts of a page in languages of their own: what of a reply is for a style sheet, a script, or for a page."""

from collections.abc import Sequence
from dataclasses import replace

from viscodex_lsp.core.checks.indentation import without_margin
from viscodex_lsp.core.checks.pages.tags import Element, elements, read_tags
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.nouns import Document, Patch, Replacement, Span
from viscodex_lsp.core.syntax.syntax import parse
from viscodex_lsp.core.text.difference import apply_replacements

STYLES = frozenset({"css", "scss", "less", "sass", "postcss"})
_PAGES = frozenset({"html", "htm", "vue", "svelte"})
_MARKDOWN = frozenset({"markdown", "md"})
_COMPONENTS = frozenset({"vue", "svelte"})
_OF_COMPONENTS = ("{{", " v-", " @", " :")


def for_injection(patch: Patch, language: Language) -> Patch:
    """Of a reply with parts in several languages, or of a whole page, the part for a style sheet or script."""
    own = [code for label, code in patch.parts if language.goes_by(label)]
    if own:
        own = [code for label, code in patch.parts if language.goes_by(label) or _is_all(code, language)]
    if patch.parts and not own:
        return patch
    code = patch.code
    name = "style" if language.id in STYLES else "script"
    inside = [] if own else elements(read_tags(code), name)
    rest = without_elements(code, inside).strip()
    if not own and not (inside and rest):
        return patch
    texts = own or [code[item.inner.start : item.inner.end].strip("\n") for item in inside]
    note = f"left out what is not {language.name}"
    if not own and _is_all(rest, language):
        texts.append(rest)
        note = f"took the code out of its {name} element"
    return replace(patch, code="\n".join(texts), label=None, parts=(), notes=(*patch.notes, note))


def _is_all(code: str, language: Language) -> bool:
    """Whether code of a page is no markup at all, but sound code of a language."""
    parsed = parse(code, language).parsed if "<" not in code else None
    return parsed is not None and not parsed.root_node.has_error


def for_file(patch: Patch, document: Document, span: Span, language: Language) -> Patch:
    """Of a page the style sheet, for the file of one; a style sheet in an element, for a page's head; a component's
    markup and styles, for a page without components."""
    label = (patch.label or "").lower()
    if language.id in STYLES and label in _PAGES:
        return for_injection(patch, language)
    code = patch.code.strip()
    if language.markup and label in _MARKDOWN and code.startswith("<") and code.endswith(">"):
        return replace(patch, label=None)
    if language.id != "html":
        return patch
    if label in STYLES and not language.goes_by(label) and in_head(document.text, span):
        note = "put the rules into a style element"
        return replace(patch, code=_style_element(patch.code), label=None, notes=(*patch.notes, note))
    return _out_of_component(patch) if label in _COMPONENTS else patch


def in_head(text: str, span: Span) -> bool:
    """Whether a span is in the head of a page."""
    heads = elements(read_tags(text), "head") if "<head" in text[: span.start].lower() else []
    return any(head.inner.start <= span.start <= span.end <= head.inner.end for head in heads)


def _style_element(rules: str) -> str:
    rows = "\n".join(f"  {line}" if line.strip() else "" for line in without_margin(rules).split("\n"))
    return f"<style>\n{rows}\n</style>"


def _out_of_component(patch: Patch) -> Patch:
    """The markup of a component that is plain HTML, with its styles; its script is named."""
    code, tags = patch.code, read_tags(patch.code)
    templates, styles, scripts = (elements(tags, name) for name in ("template", "style", "script"))
    markup = code[templates[0].inner.start : templates[0].inner.end] if len(templates) == 1 else ""
    rest = without_elements(code, [*templates, *styles, *scripts]).strip()
    if not markup.strip() or rest or any(sign in markup for sign in _OF_COMPONENTS):
        return patch
    sheets = [_style_element(code[item.inner.start : item.inner.end].strip("\n")) for item in styles]
    notes = ["took the markup out of a component"]
    if scripts:
        notes.append("left out the component's script")
    text = "\n".join((*sheets, without_margin(markup.strip("\n"))))
    return replace(patch, code=text, label=None, notes=(*patch.notes, *notes))


def without_elements(code: str, items: Sequence[Element]) -> str:
    """The code without some of its elements, which do not overlap."""
    ordered = sorted(items, key=lambda item: item.span.start)
    return apply_replacements(code, [Replacement(item.span, "") for item in ordered])
