"""Design tokens in every form that projects write them, and colours by how far apart they are."""

import pytest

from viscodex_lsp.core.components.facts import read_facts
from viscodex_lsp.core.components.nouns import Token
from viscodex_lsp.core.components.tokens.color import Color, difference, parse_color
from viscodex_lsp.core.components.tokens.groups import pixels


def told(path: str, text: str) -> list[tuple[str, str, str, str]]:
    return [(each.name, each.kind, each.group, each.value) for each in read_facts(path, text).tokens]


def test_style_sheets() -> None:
    """Custom properties of the root and of Tailwind's theme; not those of a dark theme or of a rule."""
    text = """/* --no: red; */
:root { --brand: #336699; --space-2: 8px; --link: var(--brand) }
.dark { --brand: #fff; }
.card { --own: red; color: var(--own); }
@layer base { :root { --primary: 222.2 47.4% 11.2%; } }
@theme { --color-ink: oklch(0.2 0.1 240); --radius-lg: 12px; }
@media (min-width: 1px) { :root { --brand: blue; } }
:root { --broken: #12"""
    assert told("a.css", text) == [
        ("--brand", "css", "color", "#336699"),
        ("--space-2", "css", "spacing", "8px"),
        ("--link", "css", "other", "var(--brand)"),
        ("--primary", "css", "color", "222.2 47.4% 11.2%"),
        ("--color-ink", "tailwind", "color", "oklch(0.2 0.1 240)"),
        ("--radius-lg", "tailwind", "radius", "12px"),
    ]


def test_scss_variables() -> None:
    """Those of the top level, without their flags."""
    text = "// $no: 1;\n$brand: #336699 !default;\n$gap: 8px;\n@mixin x { $inner: 1px; }\n$map: (a: b);\n"
    assert told("_vars.scss", text) == [
        ("$brand", "scss", "color", "#336699"),
        ("$gap", "scss", "spacing", "8px"),
    ]


@pytest.mark.parametrize("head", ["module.exports = ", "export default ", "const c = "])
def test_tailwind_3(head: str) -> None:
    """The sections of `theme` and of `theme.extend`, nested names joined by dashes."""
    tail = "\nexport default c" if head.startswith("const") else ""
    config = (
        head
        + "{ theme: { extend: { colors: { brand: { 500: '#123456', DEFAULT: '#fff' } }, spacing: { 18: '4.5rem' } } } }"
    )
    assert told("tailwind.config.js", config + tail) == [
        ("brand-500", "tailwind3", "color", "#123456"),
        ("brand", "tailwind3", "color", "#fff"),
        ("18", "tailwind3", "spacing", "4.5rem"),
    ]


def test_json_tokens() -> None:
    """The W3C's form: a type is inherited, a value may point to another."""
    text = (
        '{"color": {"$type": "color", "brand": {"$value": "#123456"}, "link": {"$value": "{color.brand}"}}}'
    )
    assert told("design/tokens.json", text) == [
        ("color.brand", "json", "color", "#123456"),
        ("color.link", "json", "color", "{color.brand}"),
    ]
    assert told("design/tokens.json", text[:-2]) == []


def test_theme_objects() -> None:
    """Exported objects of a file that is called a theme."""
    text = "export const theme = { colors: { ink: '#123456' }, spacing: { md: 16 }, name: 'x' } as const;"
    assert told("src/theme.ts", text) == [
        ("theme.colors.ink", "theme", "color", "#123456"),
        ("theme.spacing.md", "theme", "spacing", "16px"),
    ]


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0000),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_difference_of_colours(
    one: tuple[float, float, float], other: tuple[float, float, float], apart: float
) -> None:
    """The test data of Sharma, Wu and Dalal."""
    assert difference(Color(*one), Color(*other)) == pytest.approx(apart, abs=1e-4)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("#f00", "red"),
        ("rgb(255 0 0 / 50%)", "#ff000080"),
        ("0 100% 50%", "#ff0000"),
        ("hsl(0deg 100% 50%)", "#FF0000"),
    ],
)
def test_colours_are_read_in_every_form(text: str, same: str) -> None:
    """Names, hex, functions, and bare channels."""
    one, other = parse_color(text), parse_color(same)
    assert one is not None
    assert other is not None
    assert difference(one, other) < 0.1
    assert one.alpha == pytest.approx(other.alpha, abs=0.01)


@pytest.mark.parametrize(
    "text", ["currentColor", "inherit", "8px", "var(--x)", "", "url(x)", "#12345", "a" * 100]
)
def test_what_is_no_colour_is_none(text: str) -> None:
    """Keywords and other values."""
    assert parse_color(text) is None


def test_lengths() -> None:
    """In pixels, where they are fixed."""
    assert [pixels(text) for text in ("8px", "1.5rem", "0", "2em", "50%")] == [8, 24, 0, None, None]
    assert Token("a", "css", "other", "").file == ""
