"""Written-out colours and lengths become the project's design tokens, where one stands for the same."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from viscodex_lsp.core.checks.components.elements import Element
from viscodex_lsp.core.checks.components.inserted import Inserted
from viscodex_lsp.core.checks.components.looks import declarations
from viscodex_lsp.core.checks.components.references import References, in_scripts, in_sheets
from viscodex_lsp.core.checks.components.scripts import Statement
from viscodex_lsp.core.components.project import Project
from viscodex_lsp.core.components.tokens.color import parse_color
from viscodex_lsp.core.components.tokens.groups import pixels
from viscodex_lsp.core.components.values import KnownToken, nearest
from viscodex_lsp.core.language.grammars import captures
from viscodex_lsp.core.nouns import Replacement, Span

_SHEETS: Final = frozenset({"css", "scss", "less"})
_COLOR: Final = re.compile(r"#[0-9a-fA-F]{3,8}(?![\w-])|\b(?:rgb|hsl)a?\([^()]{3,60}\)")
_LENGTH: Final = re.compile(r"(?<![\w.#-])(?:\d++(?:\.\d*+)?|\.\d++)(?:px|rem)(?![\w%])")
# The head of a rule is matched whole: what is in it is no declaration, however many colons it has.
_DECLARATION: Final = re.compile(
    r"(?<![^;{}])[^;{}]*+\{"
    r"|(?<![$@\w-])(?P<name>[A-Za-z-]+)\s*+:\s*+(?P<value>[^;{}\s]++(?:\s++[^;{}\s]++)*+)\s*+(?=[;}]|\Z)"
)
_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_SPACED: Final = re.compile(r"(?:padding|margin)(?:-\w+)*$|(?:row-|column-)?gap$")
_GROUPS: Final = (
    ("spacing", _SPACED),
    ("radius", re.compile(r"border(?:-\w+)*-radius$")),
    ("font", re.compile(r"font-size$")),
)
_COLORED: Final = re.compile(
    r"(?:background|color|fill|stroke|border|outline|box-shadow|text-decoration|caret|accent|column-rule)"
)
_CLASS_COLOR: Final = re.compile(
    r"(?<![\w-])(?P<head>(?:[\w-]+:){0,20}-?(?:bg|text|border(?:-[trblxy])?|ring|fill|stroke|from|via|to|outline|decoration|accent|caret"
    r"|divide|placeholder))-\[(?P<value>#[0-9a-fA-F]{3,8})\]"
)
_CLASS_LENGTH: Final = re.compile(
    r"(?<![\w-])(?P<head>(?:[\w-]+:){0,20}-?(?:[pm][xytrblse]?|gap(?:-[xy])?|space-[xy]|w|h|size|inset|top|left|right|bottom))"
    r"-\[(?P<value>[\d.]+(?:px|rem))\]"
)
# Tailwind's own scale in quarters of a rem, https://tailwindcss.com/docs/customizing-spacing
_SCALE: Final = frozenset(
    [0.5, 1.5, 2.5, 3.5, *range(1, 13), 14, 16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60, 64, 72, 80, 96]
)


def token_edits(
    inserted: Inserted,
    elements: Sequence[Element],
    project: Project,
    imports: Sequence[Statement],
    *,
    utilities: bool,
) -> Iterator[tuple[Replacement, str]]:
    """The edits that put a token in the place of a value, each with how the token is written.

    `imports` are those of the file's script; `utilities` says that the project has Tailwind, whose own scale counts as
    one of the project.
    """
    tokens = project.tokens
    sheet = in_sheets(tokens, project, inserted.tree.language.id, inserted.text)
    strings, expressions = in_scripts(tokens, project, imports)
    for start, text, script in _styles(inserted, elements):
        if script:
            yield from _in_object(start, text, strings, expressions)
        else:
            yield from _in_style(start, text, sheet)
    if utilities:
        yield from _in_classes(elements, [token for token in tokens if token.in_classes])


def _styles(inserted: Inserted, elements: Sequence[Element]) -> Iterator[tuple[int, str, bool]]:
    """The texts that are style: where each begins, and whether it is an object of a script."""
    tree = inserted.tree
    if tree.language.id in _SHEETS:
        for place in inserted.places:
            yield place.start, tree.text[place.start : place.end], False
    elif tree.parsed is not None and tree.language.markup:
        for node in captures(tree.language, "(style_element (raw_text) @css)", tree.parsed.root_node).get(
            "css", ()
        ):
            start, end = tree.offsets.to_points(node.start_byte), tree.offsets.to_points(node.end_byte)
            yield start, tree.text[start:end], False
    for element in elements:
        attribute = element.attribute("style", ":style")
        if attribute is not None and (attribute.kind == "text" or attribute.value.strip().startswith("{")):
            yield attribute.value_span.start, attribute.value, attribute.kind == "code"


def _in_style(start: int, text: str, how: References) -> Iterator[tuple[Replacement, str]]:
    plain, tokens = _COMMENT.sub(lambda found: " " * len(found[0]), text), list(how)
    for found in _DECLARATION.finditer(plain):
        name = (found["name"] or "").lower()
        if name and not name.startswith("--"):
            for span, token in _values(name, found["value"], tokens):
                at = start + found.start("value")
                yield Replacement(Span(at + span.start, at + span.end), how[token]), how[token]


def _in_object(
    start: int, text: str, strings: References, expressions: References
) -> Iterator[tuple[Replacement, str]]:
    """`{ color: "#369", padding: 8 }`: values that are strings, and numbers, which are pixels."""
    place, tokens = 0, [*strings, *expressions]
    for name, whole in declarations(text.strip()[1:-1]):
        place = text.index(whole, place)
        written = whole.partition(":")[2].strip()
        at = start + place + whole.index(written, whole.index(":"))
        place += len(whole)
        number = bool(re.fullmatch(r"\d+(?:\.\d+)?", written))
        if not number and not re.fullmatch(r"""(["'])[^"'\n]*\1""", written):
            continue
        value = f"{written}px" if number else written[1:-1]
        for span, token in _values(name, value, tokens):
            whole_value = span == Span(0, len(value))
            if token in expressions:
                if whole_value:
                    yield Replacement(Span(at, at + len(written)), expressions[token]), expressions[token]
            elif number:
                yield Replacement(Span(at, at + len(written)), f'"{strings[token]}"'), strings[token]
            else:
                inner = Span(at + 1 + span.start, at + 1 + span.end)
                yield Replacement(inner, strings[token]), strings[token]


def _values(name: str, value: str, tokens: Sequence[KnownToken]) -> Iterator[tuple[Span, KnownToken]]:
    """The values in one declaration that a token stands for."""
    if _COLORED.match(name):
        found = list(_COLOR.finditer(value)) or ([match] if (match := re.fullmatch(r"[a-z]+", value)) else [])
        for each in found:
            color = parse_color(each[0])
            token = nearest(color, tokens, about=name) if color is not None else None
            if token is not None:
                yield Span(each.start(), each.end()), token
    group = next((group for group, pattern in _GROUPS if pattern.match(name)), "")
    for each in _LENGTH.finditer(value) if group else ():
        length = pixels(each[0])
        same = (token for token in tokens if token.token.group == group and token.pixels == length and length)
        token = next(same, None)
        if token is not None:
            yield Span(each.start(), each.end()), token


def _in_classes(
    elements: Sequence[Element], tokens: Sequence[KnownToken]
) -> Iterator[tuple[Replacement, str]]:
    for element in elements:
        attribute = element.attribute("class", "className")
        if attribute is None or (attribute.kind != "text" and "`" in attribute.value):
            continue
        for found in (*_CLASS_COLOR.finditer(attribute.value), *_CLASS_LENGTH.finditer(attribute.value)):
            end = _class_end(found["head"], found["value"], tokens)
            if end:
                at = attribute.value_span.start
                written = f"{found['head']}-{end}"
                yield Replacement(Span(at + found.start(), at + found.end()), written), written


def _class_end(head: str, value: str, tokens: Sequence[KnownToken]) -> str:
    if value.startswith("#"):
        color = parse_color(value)
        token = nearest(color, tokens, about=head) if color is not None else None
        return token.in_classes if token is not None else ""
    length = pixels(value)
    own = next((token for token in tokens if token.token.group == "spacing" and token.pixels == length), None)
    if own is not None:
        return own.in_classes
    step = length / 4 if length is not None else 0
    return f"{step:g}" if step in _SCALE else ""
