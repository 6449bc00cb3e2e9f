"""In the real VS Code: an edit of several files with one undo, and a part of a picture by dragging."""

import io
from pathlib import Path

import pytest
from PIL import Image

from tests.editors.vscode.opened import vscode
from tests.fixtures.pictures.scenes import FILLED, PAGE, REPLY, png
from tests.fixtures.servers.scripted_engine import scripted_engine, stream

CARD = "import React from 'react'\n\nexport const App = () => null\n"
CODE = (
    "import './Card.css'\nimport type { CardProps } from './Card.types'\n\n"
    "export const Card = (card: CardProps) => (\n  <div>\n    <b>{card.name}</b>\n"
    "    <button style={{ color: '#2563eb' }}>Buy</button>\n  </div>\n)"
)
BUTTON = (
    "export function Button({ children, ...rest }: React.ButtonHTMLAttributes<HTMLButtonElement>) {\n"
    "  return <button {...rest}>{children}</button>\n}\n"
)
STYLES = "b {\n  color: red;\n}"
TYPES = "export interface CardProps {\n  name: string\n}"
FILES = f"```tsx Card.tsx\n{CODE}\n```\n\n```css Card.css\n{STYLES}\n```\n\n```ts Card.types.ts\n{TYPES}\n```"


async def test_two_files_are_created_and_one_undo_takes_all_back(tmp_path: Path, extensions: Path) -> None:
    """The code imports a stylesheet and types, and has a raw button where the project has a component: one edit creates
    both files and uses the component, one undo takes everything back."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "mock.png").write_bytes(png(300, 200))
    (site / "Card.tsx").write_text(CARD)
    (site / "ui").mkdir()
    (site / "ui" / "Button.tsx").write_text(BUTTON)
    async with scripted_engine(stream(FILES)) as engine:
        person = {"viscodex.server.url": engine.url, "viscodex.truth.mode": "off"}
        async with vscode(
            tmp_path, workspace=site, file="Card.tsx", extensions=extensions, settings=person
        ) as window:
            await window.shows(CARD)
            await window.ready()
            await window.paste_picture(png(300, 200), line=4)
            await window.notice("with Card.css, Card.types.ts").wait_for()
            text = await window.text()
            assert "export const Card" in text
            assert "<Button>Buy</Button>" in text and "from './ui/Button'" in text
            assert sorted(path.name for path in site.iterdir()) == [
                "Card.css",
                "Card.tsx",
                "Card.types.ts",
                "mock.png",
                "ui",
            ]
            await window.open("Card.css", group=2)
            await window.keep_picture("files")
            await window.open("Card.tsx")
            await window.focus()
            await window.press("Control+z")
            await window.shows(CARD)
            await window.page.locator(".explorer-viewlet", has_text="Card.types.ts").wait_for(
                state="detached"
            )
            assert sorted(path.name for path in site.iterdir()) == ["Card.tsx", "mock.png", "ui"]


async def test_a_part_of_a_picture_is_chosen_by_dragging(tmp_path: Path, extensions: Path) -> None:
    """The command shows a picture of the workspace, and sends just the part that is dragged out, in its own pixels."""
    site = tmp_path / "site"
    site.mkdir()
    quarters = Image.new("RGB", (400, 200), "white")
    quarters.paste("#123456", (100, 50, 300, 150))
    quarters.save(site / "mock.png")
    (site / "index.html").write_text(PAGE)
    async with scripted_engine(stream(REPLY)) as engine:
        person = {"viscodex.server.url": engine.url, "viscodex.truth.mode": "off"}
        async with vscode(
            tmp_path, workspace=site, file="index.html", extensions=extensions, settings=person
        ) as window:
            await window.shows(PAGE)
            await window.ready()
            await window.go_to(5)
            await window.begin("viscodex.fromPart")
            await window.choose("mock.png")
            await window.drag_out_the_middle(shot="part")
            await window.answer("VisCodex: image to code", "")
            await window.shows(FILLED)
    [sent] = engine.requests
    with Image.open(io.BytesIO(sent.picture)) as picture:
        assert picture.size == pytest.approx((200, 100), abs=3)
        data = picture.convert("RGB").tobytes()
    middle = data[len(data) // 2 // 3 * 3 : len(data) // 2 // 3 * 3 + 3]
    assert middle == bytes((0x12, 0x34, 0x56))
