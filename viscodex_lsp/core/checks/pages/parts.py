"""The parts of a page in languages of their own: what of a reply is for a style sheet, a script, or for a page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.echo import alike
from viscodex_lsp.core.checks.indentation import deeper, without_margin
from viscodex_lsp.core.checks.pages.tags import Element, elements, read_tags
from viscodex_lsp.core.counted import THERE_ALREADY, quoted
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.nouns import Document, Patch, Replacement, Span
from viscodex_lsp.core.syntax.injections import Injection
from viscodex_lsp.core.syntax.syntax import Tree, parse
from viscodex_lsp.core.text.difference import apply_replacements

if TYPE_CHECKING:
    from tree_sitter import Node

STYLES = frozenset({"css", "scss", "less", "sass", "postcss"})
_PAGES = frozenset({"html", "htm", "vue", "svelte"})
_MARKDOWN = frozenset({"markdown", "md"})
_COMPONENTS = frozenset({"vue", "svelte", "astro"})
_FRONTMATTER = re.compile(r"\s*---[ \t]*\r?\n")
_MOST_TOLD = 3
_OF_COMPONENTS = ("{{", " v-", " @", " :")


def for_injection(patch: Patch, injection: Injection, page: str) -> Patch:
    """Of a reply with parts in several languages, or of a whole page, the part for a style sheet or script of `page`,
    without the statements that it has already."""
    part = _part_for(patch, injection.language, page)
    if part is patch or not patch.code.strip():
        return part
    if any(f'"{name}"' not in page and f"'{name}'" not in page for name in _looked_up(part.code, patch.code)):
        return patch  # what its script looks up is in the markup that would be left out
    new = _without_known(part.code, injection.parsed())
    note = THERE_ALREADY
    return replace(part, code=new, notes=(*part.notes, note)) if new.strip() and new != part.code else part


def _looked_up(script: str, page: str) -> Iterator[str]:
    """The ids that a page gives an element and its script names."""
    for tag in read_tags(page):
        name = tag.value("id")
        if name and re.search(rf"[\"'#]{re.escape(name)}[\"']", script):
            yield name


def _without_known(code: str, there: Tree) -> str:
    """The code without the statements at its top level that another text has there too."""
    new = parse(code, there.language)
    if new.parsed is None or there.parsed is None:
        return code
    known = {_words(node) for node in there.parsed.root_node.named_children}
    gone = [node for node in new.parsed.root_node.named_children if _words(node) in known]
    spans = [
        Span(new.offsets.to_points(node.start_byte), new.offsets.to_points(node.end_byte)) for node in gone
    ]
    return apply_replacements(code, [Replacement(span, "") for span in spans]).strip("\n")


def _words(node: "Node") -> str:
    return alike(text_of(node))


def _part_for(patch: Patch, language: Language, page: str = "") -> Patch:
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
    known = set(map(alike, page.split("\n")))
    new = [line.strip() for line in rest.split("\n") if line.strip() and alike(line) not in known]
    shown = f": {quoted(new, _MOST_TOLD)}" if page and not own and new else ""
    note = f"left out what is not {language.name}{shown}"
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
        return _part_for(patch, language)
    code = patch.code.strip()
    if language.markup and label in _MARKDOWN and code.startswith("<") and code.endswith(">"):
        return replace(patch, label=None)
    if not language.markup or language.id in _COMPONENTS:
        return patch
    if language.id != "html":
        return _out_of_component(patch) if label in _COMPONENTS and not language.goes_by(label) else patch
    if label in STYLES and not language.goes_by(label) and in_head(document.text, span):
        note = "put the rules into a style element"
        return replace(patch, code=_style_element(patch.code), label=None, notes=(*patch.notes, note))
    return _out_of_component(patch) if label in _COMPONENTS else patch


def frontmatter(text: str) -> Span | None:
    """The script between the dashes that a file of Astro begins with."""
    start = _FRONTMATTER.match(text)
    end = text.find("\n---", start.end() - 1) if start is not None else -1
    return Span(start.end(), max(end, start.end())) if start is not None and end >= 0 else None


def in_head(text: str, span: Span) -> bool:
    """Whether a span is in the head of a page."""
    heads = elements(read_tags(text), "head") if "<head" in text[: span.start].lower() else []
    return any(head.inner.start <= span.start <= span.end <= head.inner.end for head in heads)


def _style_element(rules: str) -> str:
    return f"<style>\n{deeper(without_margin(rules))}\n</style>"


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
