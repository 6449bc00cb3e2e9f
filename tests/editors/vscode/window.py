"""A window of VS Code, driven as a person would: to type into, paste into and read from."""

import base64
import json
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Locator, Page

from tests.editors.vscode.installed import ROOT

PATIENCE_MS = 60_000
PICTURES = ROOT / "build/editors/vscode/pictures"
# The middle of the title bar's left end, where nothing answers to the mouse.
NOWHERE = (120, 18)

PASTE = """async ({data, type}) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  await navigator.clipboard.write([new ClipboardItem({[type]: new Blob([bytes], {type})})]);
}"""
DROP = """([data, name]) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name, {type: "image/png"}));
  return transfer;
}"""
TEXT = """() => {
  const lines = [...document.querySelectorAll(".editor-instance .view-lines > .view-line")];
  const top = (line) => Number.parseInt(line.style.top, 10);
  const written = (line) => {
    const copy = line.cloneNode(true);
    copy.querySelectorAll("[class*=ghost-text]").forEach((ghost) => ghost.remove());
    return copy.textContent;
  };
  const texts = lines.sort((one, other) => top(one) - top(other)).map(written);
  return texts.join("\\n").replace(/\\u00a0/g, " ");
}"""


@dataclass
class Window:
    """One window of the editor, with one file open."""

    page: Page
    process_id: int
    settings_file: Path

    def notice(self, words: str) -> Locator:
        """A notification with these words in it."""
        return self.page.locator(".notification-list-item", has_text=words).first

    async def press(self, keys: str) -> None:
        await self.page.keyboard.press(keys)

    async def type(self, text: str) -> None:
        await self.page.keyboard.type(text)

    async def text(self) -> str:
        """The file as the editor shows it, without ghost text (all its lines must be in view)."""
        text: str = await self.page.evaluate(TEXT)
        return text

    async def shows(self, text: str) -> None:
        """Wait until the file reads `text`."""
        wanted = json.dumps(text.rstrip("\n"))
        await self.page.wait_for_function(f"() => ({TEXT})().trimEnd() === {wanted}")

    async def command(self, title: str) -> None:
        """Run a command from the palette."""
        await self.press("F1")
        box = self.page.locator(".quick-input-widget input")
        await box.wait_for()
        await box.fill(f">{title}")
        await self.page.locator(".quick-input-list .monaco-list-row", has_text=title).first.click()

    async def choose(self, label: str, *, shot: str = "") -> None:
        """Click an entry of the list that is open; `shot` keeps a picture of the list."""
        entry = self.page.locator(".quick-input-list .monaco-list-row", has_text=label).first
        await entry.wait_for()
        if shot:
            await self.keep_picture(shot)
        await entry.click()

    async def answer(self, title: str, text: str) -> str:
        """Fill the box of this title, and press Enter; what stood in it before comes back."""
        asking = self.page.locator(".quick-input-widget:visible")
        await asking.locator(".quick-input-title", has_text=title).wait_for()
        box = asking.locator("input:visible")
        before = await box.input_value()
        await box.fill(text)
        await box.press("Enter")
        return before

    async def set(self, name: str, value: object) -> None:
        """Change one of the person's settings in their file, and wait until the editor has read it."""
        settings = json.loads(self.settings_file.read_text())
        # What is seen to change was read together with the setting.
        sign = "workbench.activityBar.location"
        hide = settings.get(sign) != "hidden"
        changed = {**settings, sign: "hidden" if hide else "default", name: value}
        await self.command("Preferences: Open User Settings (JSON)")
        await self.page.locator(".editor-instance .view-line", has_text="workbench.startupEditor").click()
        await self.press("Control+a")
        await self.page.locator(".editor-instance .selected-text").first.wait_for()
        await self.press("Delete")
        await self.page.keyboard.insert_text(json.dumps(changed))
        await self.press("Control+s")
        await self.page.locator(".part.activitybar").wait_for(state="hidden" if hide else "visible")

    async def open(self, file: str) -> None:
        """Open a file of the workspace by its name."""
        await self.press("Control+p")
        box = self.page.locator(".quick-input-widget input")
        await box.wait_for()
        await box.fill(file)
        await self.page.locator(".quick-input-list .monaco-list-row", has_text=file).first.click()
        await self.page.locator(".tab.active", has_text=file).wait_for()
        await self.focus()

    async def clear_notices(self) -> None:
        """Take all notifications away."""
        await self.command("Notifications: Clear All Notifications")

    async def go_to(self, line: int, column: int = 1) -> None:
        """Put the cursor there, both counted from 1."""
        await self.press("Control+g")
        box = self.page.locator(".quick-input-widget input")
        await box.wait_for()
        await box.fill(f":{line}:{column}")
        await box.press("Enter")
        await box.wait_for(state="hidden")

    async def copy_picture(self, png: bytes) -> None:
        """Put a picture on the clipboard of the person's machine."""
        await self.page.evaluate(PASTE, {"data": base64.b64encode(png).decode(), "type": "image/png"})

    async def drop_picture(self, png: bytes, *, line: int) -> None:
        """Drop a picture file from outside onto a line, counted from 1 in the view, with Shift held."""
        transfer = await self.page.evaluate_handle(DROP, [base64.b64encode(png).decode(), "mock.png"])
        target = self.page.locator(".editor-instance .view-line").nth(line - 1)
        box = await target.bounding_box()
        assert box is not None
        place = {"clientX": box["x"] + 2, "clientY": box["y"] + box["height"] / 2, "shiftKey": True}
        for event in ("dragenter", "dragover", "drop"):
            await target.dispatch_event(event, {**place, "dataTransfer": transfer})

    async def drag(self, picture: Locator, *, start: float, end: float, shot: str) -> None:
        """Drag over a picture, from and to these parts of both its sides; a screenshot is kept before letting go."""
        await picture.wait_for()
        box = await picture.bounding_box()
        assert box is not None
        mouse = self.page.mouse
        await mouse.move(box["x"] + start * box["width"], box["y"] + start * box["height"])
        await mouse.down()
        await mouse.move(box["x"] + end * box["width"], box["y"] + end * box["height"])
        await self.page.screenshot(path=PICTURES / f"{shot}.png")
        await mouse.up()

    async def focus(self) -> None:
        """Put the keyboard into the file again, the cursor where it was."""
        await self.press("Control+1")

    async def ready(self) -> None:
        """Wait until the status bar shows that the language server runs."""
        await self.page.locator("[id$='viscodex.status'] .codicon-file-media").wait_for()

    async def status(self) -> str:
        """What the extension says in the status bar, once it is there."""
        item = self.page.locator("[id$='viscodex.status']")
        await item.wait_for()
        return (await item.text_content() or "").strip()

    async def keep_picture(self, name: str) -> None:
        """Keep a screenshot in build/, for people to look at."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        await self.page.mouse.move(*NOWHERE)
        await self.page.screenshot(path=PICTURES / f"{name}.png")
