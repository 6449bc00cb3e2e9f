"""Takes the part out of a whole file that fits inside an existing one.

Models like to answer with a whole page, from `<!doctype html>` to `</html>`, and with PHP's opening tag.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from viscodex_lsp.core.checks.echo import alike, read_surroundings, without_echo
from viscodex_lsp.core.checks.indentation import read_fragment, without_margin
from viscodex_lsp.core.checks.pages.frame.frame_tags import attributes_of, of_frame_tags
from viscodex_lsp.core.checks.pages.frame.page_head import read_head
from viscodex_lsp.core.checks.pages.frame.page_sheets import head_above, into_head, without_sheets
from viscodex_lsp.core.checks.pages.global_rules import free_class, has_global_rules, lays_out, under_class
from viscodex_lsp.core.checks.pages.landmarks import Inside, without_landmarks
from viscodex_lsp.core.checks.pages.parts import in_head
from viscodex_lsp.core.checks.pages.tags import (
    Element,
    Stretches,
    Tag,
    elements,
    read_tags,
    without_comments,
)
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import THERE_ALREADY
from viscodex_lsp.core.nouns import Document, Replacement, Span
from viscodex_lsp.core.text.difference import apply_replacements, one_edit_a_place
from viscodex_lsp.core.text.positions import with_line
from viscodex_lsp.core.text.style import leading

# `<Head>` is a component (Inertia, Next.js).
_PAGE = re.compile(r"<(?!(?:Html|Head|Body)\b)(?i:!doctype|html|head|body)(?![\w-])")
_STYLED = re.compile(r"<style\b", re.IGNORECASE)
# PEP 263: it counts in the first two lines of a file alone.
_CODING = re.compile(r"#.*?\bcoding[:=]\s*[\w.-]+")
_FRAMES = frozenset({"!doctype", "html", "head", "body"})
_FRAME_ALONE = frozenset({"title", "meta", "base"})
_LOADED = frozenset({"script", "link"})
_MOST_SHOWN = 4
_LETTERS = re.compile(r"\w")
# A file of these has the content of a page alone.
_NO_PAGES = frozenset({"vue", "svelte", "angular", "javascriptreact", "typescriptreact"})
_NO_STYLES = frozenset({"markdown", "mdx", "rmd", "quarto"})


class Unframed(NamedTuple):
    """What is left of a whole file: the style blocks of its head, its content, what was repaired, and the edits that
    bring parts of its head into the file's own."""

    styles: str
    content: str
    notes: tuple[str, ...] = ()
    others: tuple[Replacement, ...] = ()


def is_page(code: str) -> bool:
    """Whether code has a tag of a page's frame."""
    return _PAGE.search(code) is not None


def without_page(code: str, document: Document, place: Place) -> Unframed:
    """The code without the frame of a page, and with its global style rules kept to itself.

    Of a page the content of the body stays, with the style blocks of its head that the document does not have
    yet. The body's class and style stay on an element around it. A page stays whole where nothing is around it, in a
    language whose files are pages, and where a page is what it replaces. Style sheets go into the document's head,
    where it has one.
    """
    unframed = _unframed(code, document, place)
    head = head_above(place) if unframed.content is not code or _STYLED.search(code) else None
    if head is None or not unframed.styles or not unframed.content.strip():
        return unframed
    edits, notes = into_head(unframed.styles, head, place)
    others = one_edit_a_place((*unframed.others, *edits))
    return Unframed("", unframed.content, (*unframed.notes, *notes), others)


def _unframed(code: str, document: Document, place: Place) -> Unframed:
    span = place.span
    around = document.text[: span.start] + document.text[span.end :]
    selected = document.text[span.start : span.end]
    if not _PAGE.search(code) and (document.language == "astro" or in_head(document.text, span)):
        # Astro keeps a component's rules to itself, and those in a page's head are meant for the page.
        return Unframed("", code)
    if not _PAGE.search(code):
        sheets, rest = without_sheets(code) if _STYLED.search(code) and head_above(place) else ("", code)
        return _kept_to_itself(Unframed(sheets, rest), around, place, attributes="")
    stays_alone = not around.strip() and place.language.id not in _NO_PAGES
    if _PAGE.search(selected) or stays_alone:
        return Unframed("", code)
    tags = read_tags(code)
    frame = [tag for tag in tags if tag.name in _FRAMES]
    if not frame or _is_what_lacks(code, frame, around):
        return Unframed("", code)
    heads = elements(tags, "head") if in_head(document.text, span) else []
    return _for_head(code, heads[0], around) if heads else _out_of_frame(code, tags, document, place)


def _for_head(code: str, head: Element, around: str) -> Unframed:
    """What a page has in its head, for a place in one, without what that has already; the body is named."""
    inner = code[head.inner.start : head.inner.end]
    title = elements(read_tags(inner), "title") if elements(read_tags(around), "title") else []
    known = {alike(line) for line in around.split("\n")}
    left = apply_replacements(inner, [Replacement(with_line(inner, item.span), "") for item in title])
    rows = [
        row for row in left.strip("\n").rstrip().split("\n") if alike(row) not in known or not row.strip()
    ]
    notes = ["took the content out of the head of a whole page"]
    body = code[head.span.end :]
    if apply_replacements(
        body, [Replacement(tag.span, "") for tag in read_tags(body) if tag.name in _FRAMES]
    ).strip():
        notes.append("left out the page's body")
    return Unframed("", without_margin("\n".join(rows)), tuple(notes))


def _is_what_lacks(code: str, frame: Sequence[Tag], around: str) -> bool:
    """Whether the code is a page's tags and nothing else to read, and the document has none of them."""
    rest = apply_replacements(code, [Replacement(tag.span, "") for tag in frame])
    present = {(tag.name, tag.ends) for tag in read_tags(around)}
    return not _LETTERS.search(rest) and not any((tag.name, tag.ends) in present for tag in frame)


def _without_own_lines(content: str, place: Place) -> tuple[str, tuple[str, ...]]:
    """The content of a page's body without the lines that the document has around the place, and a note."""
    code = read_fragment(content, place.language, place.style)
    around = read_surroundings(place.lines, place.span)
    shorter = without_echo(code, around, depth=leading(place.lines.text[place.line.start :]), from_file=True)
    if shorter.lines == code.lines or shorter.blank:
        return content, ()
    return shorter.text, (THERE_ALREADY,)


def _out_of_frame(code: str, tags: Sequence[Tag], document: Document, place: Place) -> Unframed:
    span = place.span
    around = document.text[: span.start] + document.text[span.end :]
    heads = elements(tags, "head")
    inner = Stretches(head.inner for head in heads)
    in_head = [tag for tag in tags if inner.hold(tag.span)]
    outside = [tag for tag in tags if not inner.hold(tag.span)]
    above = _above_body(outside) if not heads else []
    loaded = [code[tag.span.start : tag.span.end] for tag in above if tag.name == "link"]
    kept = loaded if place.language.id not in _NO_PAGES else []
    scripts = [item.span for item in elements(above, "script")]
    gone = [*(head.span for head in heads), *(item.span for item in elements(outside, "title")), *scripts]
    gone += [tag.span for tag in above if tag.name == "link"]
    in_head += above if not kept else [tag for tag in above if tag.name != "link"]
    whole = Stretches(gone)
    gone += [tag.span for tag in outside if tag.name in _FRAMES | _FRAME_ALONE and not whole.hold(tag.span)]
    content = apply_replacements(
        code, [Replacement(with_line(code, span), "") for span in sorted(gone, key=lambda span: span.start)]
    )
    content = "\n".join((*kept, without_margin(content))) if kept else content
    known = "".join(around.split())
    styles = [_with_margin(code, item) for item in elements(in_head, "style")]
    new = [style for style in styles if "".join(style.split()) not in known]
    own = has_own_content(around)
    of_frame = [tag for tag in outside if tag.name in _FRAME_ALONE]
    head = read_head(code, elements(tags, "title"), [*in_head, *of_frame], place, is_frame=not own)
    notes = ["took the content out of a whole page", *head.notes]
    if new and document.language in _NO_STYLES:
        new = []
        notes.append("left out the page's style sheet")
    content, echoed = _without_own_lines(content, place)
    inside = without_landmarks(content, place)
    if isinstance(inside, Inside):
        content, echoed = inside.code, (*echoed, *inside.notes)
    sheets, content = without_sheets(content) if head_above(place) else ("", content)
    others, left = of_frame_tags(tags, place, keeps=own, is_empty=not content.strip())
    sheets = "\n".join(filter(None, (*new, sheets)))
    unframed = Unframed(sheets, content, (*notes, *left, *echoed), one_edit_a_place((*head.others, *others)))
    return _kept_to_itself(unframed, around, place, attributes=attributes_of(tags, keeps=own))


def _above_body(tags: Sequence[Tag]) -> list[Tag]:
    """What a page without a head loads above its body; a browser makes a head of it."""
    body = next((tag.span.start for tag in tags if tag.name == "body" and not tag.ends), 0)
    return [tag for tag in tags if tag.name in _LOADED and tag.span.end <= body]


def _kept_to_itself(unframed: Unframed, around: str, place: Place, *, attributes: str) -> Unframed:
    """The content in an element that bears the body's attributes, and the class that global rules are put under."""
    styles, content, notes, others = unframed
    sheets = [item for part in (styles, content) for item in _sheets(part)]
    scoped = any(has_global_rules(sheet) for sheet in sheets) and has_own_content(around)
    if not scoped and not attributes:
        return unframed
    name = free_class(around, styles, content) if scoped else ""
    changed: list[str] = []
    if scoped:
        styles, content = (_scoped(part, name, changed) for part in (styles, content))
        shown = ", ".join(f"`{selector}`" for selector in dict.fromkeys(changed[:_MOST_SHOWN]))
        notes = (*notes, f"limited the style rules for {shown} to the new part, by the class {name}")
    if attributes:
        notes = (*notes, "kept the class and style of the page's body on a div")
    if scoped and "class=" in attributes:
        attributes = re.sub(r'class="', f'class="{name} ', attributes, count=1)
    elif scoped:
        attributes = f' class="{name}"{attributes}'
    if lays_out(place):
        attributes = _with_style(attributes, "display: contents")
        notes = (*notes, "left the new elements to the layout around the place (display: contents)")
    sheets_above = [] if styles else _leading_sheets(content)
    loose = "".join(_with_margin(content, item) + "\n" for item in sheets_above)
    body = content[sheets_above[-1].span.end if sheets_above else 0 :].strip("\n")
    rows = without_margin(body).split("\n")
    step = min((leading(row) for row in rows if row.strip() and leading(row)), key=len, default="  ")
    inner = "\n".join(f"{step}{row}" if row.strip() else "" for row in rows)
    return Unframed(styles or loose.rstrip("\n"), f"<div{attributes}>\n{inner}\n</div>", notes, others)


def _with_style(attributes: str, declared: str) -> str:
    """The attributes with a declaration behind those of their style."""
    found = re.search(r"\bstyle=\"([^\"]*)\"", attributes)
    if found is None:
        return f'{attributes} style="{declared}"'
    given = found[1].rstrip().removesuffix(";")
    return f"{attributes[: found.start(1)]}{given}; {declared}{attributes[found.end(1) :]}"


def _sheets(code: str) -> list[str]:
    if not _STYLED.search(code):
        return []
    found = elements(read_tags(code), "style")
    return [code[item.inner.start : item.inner.end] for item in found]


def _leading_sheets(content: str) -> list[Element]:
    """The style sheets that the content begins with."""
    leading: list[Element] = []
    end = 0
    for item in elements(read_tags(content), "style"):
        if content[end : item.span.start].strip():
            break
        leading.append(item)
        end = item.span.end
    return leading


def _scoped(code: str, name: str, changed: list[str]) -> str:
    """The code with the rules of its style sheets under a class; the changed selectors are added to `changed`."""
    edits: list[Replacement] = []
    for item in elements(read_tags(code), "style") if _STYLED.search(code) else ():
        css, selectors = under_class(code[item.inner.start : item.inner.end], name)
        edits.append(Replacement(item.inner, css))
        changed += selectors
    return apply_replacements(code, edits)


def has_own_content(around: str) -> bool:
    """Whether a document shows anything of its own: more than a frame, a head, comments and scripts."""
    tags = read_tags(around)
    hidden = [item.span for name in ("head", "script", "style", "title") for item in elements(tags, name)]
    hidden += [tag.span for tag in tags if tag.name in _FRAMES]
    rest, at = [], 0
    for span in sorted(hidden, key=lambda span: span.start):
        rest.append(around[at : max(at, span.start)])
        at = max(at, span.end)
    return bool(without_comments("".join([*rest, around[at:]])).strip())


def _with_margin(text: str, item: Element) -> str:
    """An element with what stands before it on its line if that is blank."""
    start = text.rfind("\n", 0, item.span.start) + 1
    margin = text[start : item.span.start]
    return ("" if margin.strip() else margin) + text[item.span.start : item.span.end]


def without_php_tag(code: str, document: Document, span: Span) -> Unframed:
    """The code without `<?php` and `?>` around it, where the place is inside PHP already."""
    before = document.text[: span.start]
    inside = before.rfind("<?") > before.rfind("?>")
    bare = code.strip()
    if not inside or not bare.startswith(("<?php", "<? ", "<?\n")):
        return Unframed("", code)
    inner = bare.removeprefix("<?php").removeprefix("<?").removesuffix("?>")
    if "?>" in inner:
        return Unframed("", code)
    return Unframed("", inner.strip("\n"), ("took the code out of its PHP tag",))


def without_shebang(code: str, document: Document, span: Span) -> Unframed:
    """The code without a first line for the system's loader, where it would not be the first."""
    rest = code.partition("\n")[2]
    is_first = not document.text[: span.start].strip()
    if not code.startswith("#!") or code.startswith("#![") or is_first or not rest.strip():
        return Unframed("", code)
    first, _, below = rest.partition("\n")
    if _CODING.match(first) and below.strip():
        return Unframed("", below, ("left out the #! line and the line of its encoding",))
    return Unframed("", rest, ("left out the #! line",))
