"""Writes HTML as JSX: attributes by React's names, styles as objects, elements without content closed.

Only what differs between the two is changed (React's documentation, "Writing markup with JSX").
"""

import re

from viscodex_lsp.core.checks.pages.tags import Stretches, read_tags
from viscodex_lsp.core.language.elements import VOID
from viscodex_lsp.core.language.grammars import captures
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.syntax.syntax import Tree, parse
from viscodex_lsp.core.text.difference import apply_replacements

LABELS = frozenset({"html", "htm", "html5", "xhtml", "svg", "xml"})
_NAMES = {
    "class": "className", "for": "htmlFor", "tabindex": "tabIndex", "readonly": "readOnly", "maxlength": "maxLength",
    "colspan": "colSpan", "rowspan": "rowSpan", "autocomplete": "autoComplete", "autofocus": "autoFocus",
    "srcset": "srcSet", "stroke-width": "strokeWidth", "stroke-linecap": "strokeLinecap",
    "stroke-linejoin": "strokeLinejoin", "fill-rule": "fillRule", "clip-rule": "clipRule", "viewbox": "viewBox",
    "clip-path": "clipPath", "stop-color": "stopColor", "fill-opacity": "fillOpacity",
    "stroke-dasharray": "strokeDasharray", "text-anchor": "textAnchor", "font-size": "fontSize",
    "font-weight": "fontWeight", "minlength": "minLength", "crossorigin": "crossOrigin",
    "allowfullscreen": "allowFullScreen", "inputmode": "inputMode", "spellcheck": "spellCheck", "enctype": "encType",
    "novalidate": "noValidate", "contenteditable": "contentEditable",
}  # fmt: skip
# React's types take numbers for these (`@types/react`), not the texts that HTML has.
_COUNTS = frozenset(
    {"tabindex", "maxlength", "minlength", "colspan", "rowspan", "rows", "cols", "size", "span"}
)
_NUMBER = re.compile(r"\s*=\s*[\"'](-?\d+)[\"']")
_ATTRIBUTE = re.compile(r"(?P<name>(?<=\s)[a-z-]+)(?P<rest>\s*=\s*(?:\"[^\"]*\"|'[^']*')|(?=[\s/>]|$))")
# A value in quotes is matched whole, so that what it says is not taken for another attribute.
_BARE = re.compile(
    r"=\s*(?:\"[^\"]*\"|'[^']*')|(?<=\s)(?P<name>[A-Za-z][\w:-]*)=(?P<value>[^\s\"'=<>`{}]+?)(?=/?>|\s)"
)
_OF_HTML = re.compile(r"<[a-z][^<>]*\s(?:class|for|stroke-width|fill-rule)=[\"']")
_STYLE = re.compile(r"\s*=\s*[\"'](?P<rules>.*)[\"']", re.DOTALL)
_HANDLER = re.compile(
    r"(?<=\s)on(?P<event>[A-Za-z]+)\s*=\s*(?P<quote>[\"'])(?P<code>(?:(?!(?P=quote))[^{}])*)(?P=quote)"
)
_CHECKED = re.compile(r"(?<=\s)checked(?=[\s/>])(?:=\"(?:checked|true)?\")?")
_SELECTED = re.compile(r"(?<!\s)\s++selected(?:=\"(?:selected|true)?\")?(?=[\s/>])")
_SEVERAL = re.compile(r"alue=|\smultiple\b")
_VALUE, _VALUE_OF = re.compile(r"(?<=\s)value=(?=[\"'])"), re.compile(r"\svalue=(\"[^\"]*\")")
_BUTTON = re.compile(r"""\stype=["'](?:button|submit|reset|hidden|checkbox|radio|image)["']""")
_THIS = re.compile(r"\bthis\b")
_EVENTS = {
    "dblclick": "DoubleClick", "keydown": "KeyDown", "keyup": "KeyUp", "keypress": "KeyPress", "mousedown": "MouseDown",
    "mouseup": "MouseUp", "mouseover": "MouseOver", "mouseout": "MouseOut", "mouseenter": "MouseEnter",
    "mouseleave": "MouseLeave", "mousemove": "MouseMove", "touchstart": "TouchStart", "touchend": "TouchEnd",
    "touchmove": "TouchMove", "dragstart": "DragStart", "dragover": "DragOver", "dragend": "DragEnd",
    "contextmenu": "ContextMenu", "timeupdate": "TimeUpdate", "animationend": "AnimationEnd",
}  # fmt: skip
_STYLE_TEXT = re.compile(r"(?<=\s)style=(?P<quote>[\"'])(?P<rules>[^\"'{}]*)(?P=quote)")


def has_html_attributes(code: str, around: str) -> bool:
    """Whether markup has attributes by HTML's names, and none by React's, for a file that does not write them so."""
    if "className=" in code or not code.lstrip().startswith("<") or _OF_HTML.search(around):
        return False
    return _OF_HTML.search(code) is not None


def as_jsx(code: str, quote: str) -> str:
    """The code as JSX, with strings in `quote`; the same where nothing has to change."""
    edits = []
    for tag in read_tags(code):
        if tag.ends or tag.name.startswith("!"):
            continue
        written = code[tag.span.start : tag.span.end]
        changed = _BARE.sub(_in_quotes, written)
        changed = _ATTRIBUTE.sub(lambda attribute: _attribute(attribute, quote), changed)
        changed = _HANDLER.sub(_handler, changed)
        if tag.name in VOID and not changed.endswith("/>"):
            changed = f"{changed[:-1].rstrip()} />"
        if changed != written:
            edits.append(Replacement(Span(tag.span.start, tag.span.end), changed))
    return _uncontrolled(apply_replacements(code, edits))


def _uncontrolled(code: str) -> str:
    """JSX whose fields have their values only at first: with `value` or `checked` React holds them for good."""
    edits, chosen = list[Replacement](), list[tuple[Replacement, str]]()
    for tag in reversed(read_tags(code)):
        written = code[tag.span.start : tag.span.end]
        changed = written
        if tag.ends:
            chosen = [] if tag.name == "select" else chosen
        elif tag.name == "input":
            changed = _CHECKED.sub("defaultChecked", changed)
            changed = changed if _BUTTON.search(changed) else _VALUE.sub("defaultValue=", changed)
        elif tag.name == "option" and (found := _SELECTED.search(written)) is not None:
            value = _VALUE_OF.search(written)
            without = Replacement(tag.span, written[: found.start()] + written[found.end() :])
            chosen += [(without, value[1])] if value is not None else []
        elif tag.name == "select" and len(chosen) == 1 and not _SEVERAL.search(written):
            edits.append(chosen[0][0])
            changed = f"{written[:-1].rstrip()} defaultValue={chosen[0][1]}>"
        if changed != written:
            edits.append(Replacement(tag.span, changed))
    return apply_replacements(code, edits)


def with_style_objects(code: str, language: Language, quote: str) -> str:
    """JSX with the styles that were written as in HTML as objects: React takes no others for elements of HTML.

    Markup in a string or a template of the code is no JSX, and stays as it is.
    """
    if not _STYLE_TEXT.search(code):
        return code
    edits, quoted = [], _quoted(parse(code, language))
    for tag in read_tags(code):
        if tag.ends or not code[tag.span.start + 1].islower():
            continue
        for found in _STYLE_TEXT.finditer(code, tag.span.start, tag.span.end):
            span = Span(found.start(), found.end())
            if not quoted.hold(span):
                edits.append(Replacement(span, f"style={_object(found['rules'], quote)}"))
    return apply_replacements(code, edits)


def _quoted(tree: Tree) -> Stretches:
    """The outermost strings and templates of code."""
    outer: list[Span] = []
    if tree.parsed is not None:
        found = captures(tree.language, "[(string) (template_string)] @text", tree.parsed.root_node)
        for node in sorted(found.get("text", ()), key=lambda node: node.start_byte):
            start, end = tree.offsets.to_points(node.start_byte), tree.offsets.to_points(node.end_byte)
            if not outer or start >= outer[-1].end:
                outer.append(Span(start, end))
    return Stretches(outer)


def _object(rules: str, quote: str) -> str:
    return f"{{{{ {', '.join(_rules(rules, quote))} }}}}"


def _in_quotes(match: re.Match[str]) -> str:
    return f'{match["name"]}="{match["value"]}"' if match["name"] else match[0]


def _attribute(match: re.Match[str], quote: str) -> str:
    name, rest = match["name"], match["rest"]
    style = _STYLE.fullmatch(rest) if name == "style" else None
    if style is not None:
        return f"style={_object(style['rules'], quote)}"
    number = _NUMBER.fullmatch(rest) if name in _COUNTS else None
    return _NAMES.get(name, name) + (f"={{{number[1]}}}" if number is not None else rest)


def _handler(match: re.Match[str]) -> str:
    """`onclick="go()"` as React calls it: with a function, by the event's own name."""
    event = match["event"].lower()
    name = _EVENTS.get(event, event.capitalize())
    code = _THIS.sub("event.currentTarget", match["code"].strip().rstrip(";"))
    given = "(event)" if re.search(r"\bevent\b", code) else "()"
    return f"on{name}={{{given} => {{ {code}; }}}}" if code else match[0]


def _rules(text: str, quote: str) -> list[str]:
    other = "'" if quote == '"' else '"'
    rules = (rule.partition(":") for rule in text.split(";") if rule.strip())
    return [
        f"{_property(name.strip(), quote)}: {quote}{value.strip().replace(quote, other)}{quote}"
        for name, _, value in rules
    ]


def _property(name: str, quote: str) -> str:
    if name.startswith("--"):
        return f"{quote}{name}{quote}"
    head, *words = name.lstrip("-").split("-")
    return head + "".join(word.capitalize() for word in words)
