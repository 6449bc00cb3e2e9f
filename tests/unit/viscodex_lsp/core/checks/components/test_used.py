"""Components that a reply uses by itself: imports from where they are, props that they have; and design tokens."""

import pytest

from tests.unit.viscodex_lsp.core.checks.components.checking import checked

BUTTON = (
    "export function Button({ variant, size, children }: { variant?: 'primary' | 'danger'; size: 's' | 'm'; children?: "
    "React.ReactNode }) { return <button>{children}</button>; }\n"
)
FILES = {
    "src/ui/Button.tsx": BUTTON,
    "src/ui/Card.tsx": "export default function Card({ children }) { return <section>{children}</section>; }\n",
    "src/theme.css": ":root { --brand: #336699; --text: #111111; --bg: #111111; --space-4: 1rem; --radius: 8px; }",
    "package.json": '{"dependencies": {"react": "19"}}',
}
HOME = 'import { X } from "./X";\n\nexport function Home() {\n  return (\n    <<<>>>\n  );\n}\n'


def after(code: str, files: dict[str, str] | None = None, home: str = HOME) -> str:
    return checked(files or FILES, "src/Home.tsx", home, code)[0]


def test_a_known_component_that_is_not_imported_is() -> None:
    """Named and default exports, each once."""
    text = after('<Card><Button size="s">a</Button><Button size="m">b</Button></Card>')
    assert text.startswith(
        'import { X } from "./X";\nimport Card from "./ui/Card";\nimport { Button } from "./ui/Button";\n'
    )
    assert text.count("import") == 3


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ('import { Button } from "./components/Button";', 'import { Button } from "./ui/Button";'),
        ('import Button from "./ui/Button";', 'import { Button } from "./ui/Button";'),
        ("import { Button } from '@/ui/button'", "import { Button } from './ui/Button'"),
        ('import { Button } from "some-kit";', 'import { Button } from "./ui/Button";'),
        (
            'import { Button, Y } from "./none";',
            'import { Y } from "./none";\nimport { Button } from "./ui/Button";',
        ),
        ('import { Button as B } from "./none";', 'import { Button as B } from "./ui/Button";'),
        ('import { useState } from "react";', 'import { useState } from "react";'),
        ('import { X } from "./X";', 'import { X } from "./X";'),
    ],
)
def test_imports_come_from_where_the_names_are(wrong: str, right: str) -> None:
    """A path that leads nowhere, a default that is none, a package that the project does not have."""
    tag = '<B size="s" />' if " as B" in wrong else '<Button size="s" />' if "Button" in wrong else "<p />"
    code = f"{wrong}\n\nexport function Page() {{\n  return {tag};\n}}"
    files = FILES | {"src/X.tsx": BUTTON.replace("Button", "X")}
    text = checked(files, "src/Page.tsx", "<<<>>>", code)[0]
    assert text.partition("\nexport")[0].strip("\n") == right


def test_an_import_that_leads_nowhere_is_a_doubt() -> None:
    """Nothing of that name is known: the model is asked, and the person told."""
    code = 'import { Gone } from "./Gone";\n\nexport const Page = () => <Gone />;'
    _, result = checked(FILES, "src/Page.tsx", "<<<>>>", code)
    assert '`Gone` is imported from "./Gone", where it is not' in result.doubt


@pytest.mark.parametrize(
    ("code", "wanted", "doubt"),
    [
        ('<Button Size="s">a</Button>', '<Button size="s">a</Button>', ""),
        ('<Button size="S" variant="Danger">a</Button>', '<Button size="s" variant="danger">a</Button>', ""),
        ('<Button size="s" color="red">a</Button>', None, "`Button` has no prop `color`"),
        ('<Button size="xl">a</Button>', None, '`size` of `Button` takes "s", "m", not "xl"'),
        ("<Button>a</Button>", None, "`Button` needs the prop `size`"),
        ('<Button size="s" key="1" data-x="y" aria-label="z">a</Button>', None, ""),
        ("<Button {...rest}>a</Button>", None, ""),
    ],
)
def test_props_exist_and_take_what_they_are_given(code: str, wanted: str | None, doubt: str) -> None:
    """A spelling is put right; anything else is asked for."""
    text, result = checked(FILES, "src/Home.tsx", HOME, code)
    assert (wanted or code) in text
    assert result.doubt == doubt


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ('<p style={{ color: "#346799" }}>a</p>', '<p style={{ color: "var(--brand)" }}>a</p>'),
        ('<p style={{ color: "#112" }}>a</p>', None),
        ('<p style={{ color: "#111111" }}>a</p>', '<p style={{ color: "var(--text)" }}>a</p>'),
        ('<p style={{ background: "#111111" }}>a</p>', '<p style={{ background: "var(--bg)" }}>a</p>'),
        (
            "<p style={{ padding: 16, width: 16 }}>a</p>",
            '<p style={{ padding: "var(--space-4)", width: 16 }}>a</p>',
        ),
        ('<p style={{ margin: "0 16px" }}>a</p>', '<p style={{ margin: "0 var(--space-4)" }}>a</p>'),
        ('<p style={{ borderRadius: "8px" }}>a</p>', '<p style={{ borderRadius: "var(--radius)" }}>a</p>'),
        ('<p style={{ color: "rgba(51, 102, 153, 0.5)" }}>a</p>', None),
        ('<p title="#336699">a</p>', None),
        ('<p className="bg-[#336699] p-[16px]">a</p>', None),
    ],
)
def test_values_become_tokens(code: str, wanted: str | None) -> None:
    """Colours within ΔE 2, lengths that are the same, in properties that they are for; other values stay."""
    assert (wanted or code) in after(code)


def test_tokens_in_style_sheets() -> None:
    """In CSS and in a page's style; not in comments, nor where a token is made."""
    css = "a { color: #336699; padding: 4px 16px; } /* #336699 */\n:root { --own: #336699; }"
    text, result = checked(FILES, "src/a.css", "b { c: d; }\n<<<>>>", css)
    assert "a { color: var(--brand); padding: 4px var(--space-4); } /* #336699 */" in text
    assert "--own: #336699" in text
    assert result.notes == ("used design tokens for 2 values (`var(--brand)`, `var(--space-4)`)",)


def test_utilities_of_tailwind() -> None:
    """Values written out in classes become the theme's and the scale's own."""
    files = FILES | {
        "tailwind.config.js": "module.exports = { theme: { extend: { colors: { brand: { 500: '#336699' } }, spacing: "
        "{ 18: '4.5rem' } } } }"
    }
    code = '<p className="hover:bg-[#336699] p-[16px] mt-[72px] w-[13px]">a</p>'
    assert '<p className="hover:bg-brand-500 p-4 mt-18 w-[13px]">a</p>' in after(code, files)


def test_channels_are_used_as_they_are_kept() -> None:
    """A theme that keeps bare channels is referred to inside `hsl(…)`."""
    files = {"src/theme.css": ":root { --primary: 210 50% 40%; }"}
    assert '{{ color: "hsl(var(--primary))" }}' in after('<p style={{ color: "#336699" }}>a</p>', files)


def test_what_was_there_before_stays() -> None:
    """Only what the edit inserts is looked at."""
    old = '<button style={{ color: "#336699" }}>old</button>'
    home = HOME.replace("<<<>>>", f"<div>\n      {old}\n      <<<>>>\n    </div>")
    text = after("<i>new</i>", home=home)
    assert old in text
    assert "import { Button }" not in text


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        ('@use "tokens";', "tokens.$brand"),
        ('@use "../design/tokens" as t;', "t.$brand"),
        ('@use "tokens" as *;', "$brand"),
        ('@import "tokens";', "$brand"),
        ("$brand: #336699;", "$brand"),
        ("", "#336699"),
    ],
)
def test_variables_of_scss_are_used_where_the_sheet_sees_them(head: str, wanted: str) -> None:
    """By `@use` with its name, by `@import`, or its own; never one that it does not bring in."""
    files = {"src/design/_tokens.scss": "$brand: #336699;\n$space-2: 8px;\n"}
    text, _ = checked(files, "src/design/card.scss", f"{head}\n<<<>>>\n", ".a { color: #336698; }")
    assert f"color: {wanted if head else '#336698'};" in text


def test_variables_of_scss_are_not_written_where_nothing_reads_them() -> None:
    """Not in the style of an element, nor in plain CSS."""
    files = {"src/_tokens.scss": "$brand: #336699;\n"}
    text, _ = checked(files, "src/Home.tsx", HOME, '<p style={{ color: "#336699" }}>a</p>')
    assert "$brand" not in text
    text, _ = checked(files, "src/a.css", "<<<>>>\n", ".a { color: #336699; }")
    assert "$brand" not in text


def test_values_of_a_theme_are_used_where_it_is_imported() -> None:
    """As an expression, for a colour and a number; a file that does not import it keeps its values."""
    files = {
        "src/theme.ts": "export const theme = { colors: { ink: '#123456', 'a-b': '#ff0000' }, spacing: { md: 16 } };\n"
    }
    code = '<p style={{ color: "#123457", padding: 16, background: "#ff0000" }}>a</p>'
    mine = HOME.replace("export", 'import { theme as look } from "./theme";\n\nexport', 1)
    text, _ = checked(files, "src/Home.tsx", mine, code)
    wanted = 'style={{ color: look.colors.ink, padding: look.spacing.md, background: look.colors["a-b"] }}'
    assert wanted in text
    text, _ = checked(files, "src/Home.tsx", HOME, code)
    assert code in text


def test_the_theme_of_tailwind_4_is_used_in_classes_and_sheets() -> None:
    """`@theme` names utilities; in CSS its variables are used."""
    files = {"src/app.css": "@theme { --color-brand: #336699; --spacing-huge: 77px; }\n"}
    raw = '<p className="text-[#336698] p-[77px] m-[8px]">a</p>'
    text, _ = checked(files, "src/Home.tsx", HOME, raw)
    assert 'className="text-brand p-huge m-2"' in text
    text, _ = checked(files, "src/b.css", "<<<>>>\n", ".a { color: #336699; }")
    assert "color: var(--color-brand);" in text
