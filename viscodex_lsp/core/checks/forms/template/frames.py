"""Takes a reply for a template out of the frame that its file has: a layout component, the parts that every page
includes, and what a page tells its layout."""

import re

from viscodex_lsp.core.checks.forms.formed import Formed
from viscodex_lsp.core.checks.forms.template.parts import parts_of
from viscodex_lsp.core.checks.indentation import without_margin
from viscodex_lsp.core.checks.pages.parts import without_elements
from viscodex_lsp.core.checks.pages.tags import Element, elements, open_elements, read_tags
from viscodex_lsp.core.checks.placement import Place

_LONGEST = 100_000
_SHOWN = 60
_LAYOUT = re.compile(r"x-[\w.-]*layout")
_SLOT = re.compile(r"x-slot(?::\w+)?")
# A line with one statement, by which kind and with which name: an include, or what the page tells its layout.
_ONCE = frozenset({"content_for", "provide", "section"})
_LINE = re.compile(
    r"""[ \t]*(?:<%-\s*(?P<ejs>include)\(\s*(?P<q>["'])(?P<of_ejs>[^"']+)(?P=q)[^\n]*%>
    |<%=?\s*(?P<erb>content_for|provide|render)\s*\(?\s*(?P<of_erb>:\w+|["'][^"']+["'])[^\n]*%>
    |\{\{>\s*(?P<hbs>[\w./-]++)[^{}\n]*\}\}|\{%-?\s*(?P<jinja>include|section)\s+["'](?P<of_jinja>[^"']+)["'][^\n]*%\}
    |@(?P<blade>include)\s*\(\s*["'](?P<of_blade>[^"']+)["'][^\n]*\)
    |<\?php\s+(?P<php>(?:include|require)(?:_once)?|get_header|get_footer)\b\s*\(?\s*(?P<of_php>["'][^"']+["'])?[^\n]*\?>
    )[ \t]*\r?""",
    re.VERBOSE,
)


def out_of_frame(code: str, place: Place) -> Formed | None:
    """The reply without its frame; None where it has none, or nothing else."""
    text = place.lines.text
    holds_markup = place.language.markup or place.language.id == "php"
    if not holds_markup or len(code) > _LONGEST or not text[: place.span.start].strip():
        return None
    layout = _out_of_layout(code, text, place.span.start)
    inner, notes = layout if layout is not None else (code, ())
    lines = inner.strip("\n").split("\n")
    left = []
    sides = ((0, text[: place.span.start]), (-1, text[place.span.end :]))
    for at, own in sides if any(map(_statement, lines)) else ():
        known = _statements(own) | {each for each in _statements(text) if each.split()[0] in _ONCE}
        while lines and (not lines[at].strip() or _statement(lines[at]) in known):
            line = lines.pop(at).strip()
            left += [f"`{line[:_SHOWN]}`"] if line else []
    if not lines or (not left and not notes):
        return None
    told = (f"left out {', '.join(left)}: the file has its own",) if left else ()
    return Formed("\n".join(lines), notes=(*notes, *told))


def _statements(text: str) -> set[str]:
    """The statements of a text, each with what it is given and without."""
    lines = [line for line in text.split("\n") if _LINE.fullmatch(line)]
    return {_named(line) for line in lines} | {_statement(line) for line in lines}


def _statement(line: str) -> str:
    """Which statement a line is, with what an include is given; "" for any other line."""
    found = _LINE.fullmatch(line)
    if found is None:
        return ""
    name, end = _named(line), max(found.end(group) for group in range(1, _LINE.groups + 1))
    is_plain = name.split()[0] in _ONCE or not re.search(r"\w", line[end:])
    return name if is_plain else f"{name} {' '.join(line[end:].split())}"


def _named(line: str) -> str:
    """Which statement a line is, and its name."""
    found = _LINE.fullmatch(line)
    words = (value for key, value in found.groupdict().items() if value and key != "q") if found else ()
    return " ".join(word.strip("\"'") for word in words)


def _out_of_layout(code: str, text: str, start: int) -> tuple[str, tuple[str, ...]] | None:
    """What a layout of Blade holds beside its named slots, where the place is in a layout or the file extends one."""
    tags = read_tags(code)
    root = next(iter(elements(tags, tags[0].name)), None) if tags else None
    if root is None or not _LAYOUT.fullmatch(root.tag.name) or code[: root.span.start].strip():
        return None
    around = any(_LAYOUT.fullmatch(tag.name) for tag in open_elements(text[:start]))
    extends = any(part.kind == "extends" for part in parts_of(text, loose=True))
    if code[root.span.end :].strip() or not (around or extends):
        return None
    slots = [item for name in _slot_names(code) for item in elements(tags, name)]
    rest = without_elements(code, slots)
    inner = rest[rest.index(">", root.tag.span.end - 1) + 1 : rest.rindex("</")]
    shown = [_shown(code, item) for item in (root, *slots)]
    why = "it is around the place already" if around else "the file extends a layout"
    notes = [f"left out {shown[0]}: {why}"]
    notes += [f"left out {', '.join(shown[1:])}: the layout's other slots stay as they are"] if slots else []
    return without_margin(inner.strip("\n").rstrip()).strip("\n"), tuple(notes)


def _slot_names(code: str) -> list[str]:
    return list(dict.fromkeys(tag.name for tag in read_tags(code) if _SLOT.fullmatch(tag.name)))


def _shown(code: str, item: Element) -> str:
    return f"`{' '.join(code[item.span.start : item.inner.start].split())[:_SHOWN]}`"
