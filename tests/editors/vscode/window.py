"""A window of VS Code, driven as a person would: to type into, paste into and read from.

What is not the person's part of a case (which file is open, where the cursor is, the settings) the `Companion` does.
"""

import asyncio
import base64
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from playwright.async_api import FrameLocator, Locator, Page, expect
from playwright.async_api import TimeoutError as TooLate

from tests.editors.vscode.companion import PATIENCE_SECONDS, Companion
from tests.editors.vscode.installed import ROOT

PATIENCE_MS = PATIENCE_SECONDS * 1000
expect.set_options(timeout=PATIENCE_MS)
# How long a menu may take to open or close before the gesture is made again, and how often it is made.
GESTURE_MS = 10_000
GESTURES = 12
# The editor shows at most three notices in 0.8 s, and puts the rest into its list unseen. Tests are that fast.
NOTICES_SECONDS = 0.9
PICTURES = ROOT / "build/editors/vscode/pictures"
FAILURES = ROOT / "build/editors/vscode/failures"
MOST_LOGGED = 20_000
# The middle of the title bar's left end, where nothing answers to the mouse.
NOWHERE = (120, 18)
# What stands in front of the file.
IN_FRONT = (
    ".tab, .quick-input-widget, .notification-list-item, .part.panel, .action-widget, .suggest-widget.visible"
)

COPY = """async ({data, type}) => {
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
# Keeps the text of every notice that was shown, also of one that went away by itself.
WATCH_NOTICES = """() => {
  const told = (window.noticesTold = new Set());
  const look = () => document.querySelectorAll(".notification-list-item-message").forEach((one) => {
    if (one.textContent) told.add(one.textContent);
  });
  new MutationObserver(look).observe(document, {childList: true, subtree: true, characterData: true});
}"""
NOTICES_TOLD = """() => {
  const told = [...window.noticesTold];
  window.noticesTold.clear();
  return told;
}"""
# What every test may see: the progress of a job, and a result.
USUAL = (
    re.compile(r"^Image to code"),
    re.compile(r"^VisCodex: Inserted \d+ lines?"),
    re.compile(r"\bready\b"),
)
SEEN = """() => [
  `focus: ${document.activeElement?.className} in ${document.activeElement?.closest("[id]")?.id}`,
  document.body.innerText,
]"""

Gesture = Callable[[], Awaitable[object]]
State = Literal["visible", "hidden"]


@dataclass
class Window:
    """One window of the editor, on the folder `workspace`; everything of the editor's own is in `home`.

    `file` is the one that was opened last.
    """

    page: Page
    companion: Companion
    process_id: int
    workspace: Path
    home: Path
    file: str = ""
    expected: list[str | re.Pattern[str]] = field(default_factory=list)

    def notice(self, words: str | re.Pattern[str]) -> Locator:
        """A notification with these words in it; a test that names it expects it."""
        self.expected.append(words)
        return self.page.locator(".notification-list-item", has_text=words).first

    async def unexpected(self) -> list[str]:
        """The notices since the last look that no test in this window has named so far."""
        told: list[str] = await self.page.evaluate(NOTICES_TOLD)
        named = [
            re.compile(re.escape(words), re.IGNORECASE) if isinstance(words, str) else words
            for words in self.expected
        ]
        return [text for text in told if not any(words.search(text) for words in (*USUAL, *named))]

    async def take(self, words: str | re.Pattern[str], button: str) -> None:
        """Press a button of a notice, also of one that has gone into the editor's list by itself, after ten seconds."""
        notice = self.notice(words)
        await notice.wait_for()
        answer = notice.get_by_role("button", name=button)
        try:
            await answer.click(timeout=GESTURE_MS)
        except TooLate:
            await self.run("notifications.showList")
            await answer.click()

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

    async def open(self, file: str, *, group: int = 1) -> None:
        """Open a file of the workspace by its name, and go to its first line."""
        self.file = file
        await self._show(line=1, column=1, group=group)
        await self.page.locator(".tab.active", has_text=file).wait_for()

    async def go_to(self, line: int, column: int = 1) -> None:
        """Put the cursor there, both counted from 1, and the keyboard into the file."""
        await self._show(line=line, column=column, group=1)
        await self.page.locator(".editor-instance .monaco-editor.focused").wait_for()

    async def _show(self, *, line: int, column: int, group: int) -> None:
        path = str(self.workspace / self.file)
        await self.companion.do("open", path=path, line=line, column=column, group=group)

    async def focus(self) -> None:
        """Put the keyboard into the file again, the cursor where it was."""
        await self.run("workbench.action.focusFirstEditorGroup")
        await self.page.locator(".editor-instance .monaco-editor.focused").wait_for()

    async def set(self, name: str, value: object) -> None:
        """Change one of the person's settings."""
        await self.companion.do("set", name=name, value=value)

    async def run(self, command: str) -> None:
        """Run a command to its end."""
        await self.companion.do("run", command=command)

    async def begin(self, command: str) -> None:
        """Begin a command that goes on to ask the person something."""
        await self.companion.do("begin", command=command)

    async def palette(self, title: str) -> None:
        """Run a command from the palette, as a person does."""
        box = self.page.locator(".quick-input-widget input:visible")
        row = self.page.locator(".quick-input-list .monaco-list-row.focused", has_text=title)
        await self.repeat(lambda: self.press("F1"), until=box)
        await box.fill(f">{title}")
        await row.wait_for()
        await box.press("Enter")

    async def repeat(self, gesture: Gesture, *, until: Locator, state: State = "visible") -> None:
        """Make a gesture that opens or closes something; again when the editor was not ready for it."""
        for left in reversed(range(GESTURES)):
            try:
                await gesture()
                await until.wait_for(state=state, timeout=GESTURE_MS)
            except TooLate:
                if left == 0:
                    raise
            if await until.is_visible() is (state == "visible"):
                return

    async def choose(self, label: str, *, shot: str = "") -> None:
        """Take an entry of the list that is open; `shot` keeps a picture of the list."""
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

    async def choose_from_menu(self, on: Locator, label: str) -> None:
        """Right-click something and take an entry of its menu."""
        entry = self.page.get_by_role("menuitem", name=label)
        await self.repeat(lambda: on.click(button="right", timeout=GESTURE_MS), until=entry)
        # A menu takes no click in its first tenth of a second.
        await self.repeat(lambda: entry.click(timeout=GESTURE_MS), until=entry, state="hidden")

    async def paste_picture(self, png: bytes, *, line: int) -> None:
        """Paste a picture from the clipboard of the person's machine at the beginning of a line, counted from 1."""
        await self.page.evaluate(COPY, {"data": base64.b64encode(png).decode(), "type": "image/png"})
        await self.go_to(line)
        await self.press("Control+v")

    async def drop_picture(self, png: bytes, *, line: int) -> None:
        """Drop a picture file from outside onto a line, counted from 1 in the view, with Shift held."""
        transfer = await self.page.evaluate_handle(DROP, [base64.b64encode(png).decode(), "mock.png"])
        target = self.page.locator(".editor-instance .view-line").nth(line - 1)
        box = await target.bounding_box()
        assert box is not None
        place = {"clientX": box["x"] + 2, "clientY": box["y"] + box["height"] / 2, "shiftKey": True}
        for event in ("dragenter", "dragover", "drop"):
            await target.dispatch_event(event, {**place, "dataTransfer": transfer})

    @property
    def panel(self) -> FrameLocator:
        """What the extension shows in a panel of its own."""
        return self.page.frame_locator("iframe.webview.ready").frame_locator("#active-frame")

    async def drag_out_the_middle(self, *, shot: str) -> None:
        """Drag over the picture in the panel, from a quarter to three quarters of both its sides; a screenshot is kept
        before letting go."""
        picture, start, end = self.panel.locator("#shot"), 0.25, 0.75
        await picture.wait_for()
        box = await picture.bounding_box()
        assert box is not None
        mouse = self.page.mouse
        await mouse.move(box["x"] + start * box["width"], box["y"] + start * box["height"])
        await mouse.down()
        await mouse.move(box["x"] + end * box["width"], box["y"] + end * box["height"])
        await self.page.screenshot(path=PICTURES / f"{shot}.png")
        await mouse.up()

    async def ready(self) -> None:
        """Wait until the status bar shows that the language server runs."""
        await self.page.locator("[id$='viscodex.status'] .codicon-file-media").wait_for()

    async def status(self) -> str:
        """What the extension says in the status bar, once it is there."""
        item = self.page.locator("[id$='viscodex.status']")
        await item.wait_for()
        return (await item.text_content() or "").strip()

    async def tidy(self) -> None:
        """Save and close every file, clear away what stands in front of them, and wait until notices show again."""
        await self.companion.do("tidy")
        await expect(self.page.locator(IN_FRONT).filter(visible=True)).to_have_count(0)
        # No event tells it.
        await asyncio.sleep(NOTICES_SECONDS)

    async def reload(self) -> None:
        """Begin anew with nothing open."""
        self.companion.leaves()
        await self.page.reload()
        await self.companion.arrived(patience=PATIENCE_SECONDS)
        await self.tidy()

    async def keep_picture(self, name: str) -> None:
        """Keep a screenshot in build/, for people to look at."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        await self.page.mouse.move(*NOWHERE)
        await self.page.screenshot(path=PICTURES / f"{name}.png")

    async def keep_evidence(self, name: str) -> None:
        """Keep what a failed test saw: a screenshot, and in a file of text what can be read and what was logged."""
        FAILURES.mkdir(parents=True, exist_ok=True)
        await self.page.screenshot(path=FAILURES / f"{name}.png")
        seen: list[str] = await self.page.evaluate(SEEN)
        logs = [self.home / "console.log", *self.home.rglob("*VisCodex.log")]
        texts = [f"--- {log}\n{log.read_text(errors='replace')[-MOST_LOGGED:]}" for log in logs]
        (FAILURES / f"{name}.txt").write_text("\n".join([*seen, *texts]))
