"""The window that most tests in VS Code share, each with a file and an answer of the model of its own.

Opening a window is what takes time.
"""

import asyncio
from dataclasses import dataclass

from tests.editors.vscode.window import Window
from tests.fixtures.pictures.scenes import PAGE, REPLY, png
from tests.fixtures.servers.scripted_engine import Answer, ScriptedEngine, stream

WITH_PICTURE = PAGE.replace("\n\n", '\n      <img src="mock.png">\n')
CASES = {
    **dict.fromkeys(("menu", "bulb"), WITH_PICTURE),
    "gone": PAGE.replace("\n\n", '\n      <img src="gone.png">\n'),
    **dict.fromkeys(("paste", "typing", "cancel", "drop", "explorer", "comment", "hangs"), PAGE),
    **dict.fromkeys(
        (
            "rewrite",
            "key",
            "killed",
            "preview",
            "panel",
            "ghost",
            "tab",
            "compare",
            "refused",
            "likeness",
            "undone",
            "thrown",
        ),
        PAGE,
    ),
}


@dataclass
class Desk:
    """The shared window, and the model behind it."""

    window: Window
    engine: ScriptedEngine

    async def open(self, case: str, answer: Answer) -> None:
        """Open the file of a case; the model gives `answer` to whatever it is asked from now on."""
        await self.window.tidy()
        self.engine.requests.clear()
        self.engine.answers = [answer]
        await self.window.open(f"{case}.html")
        await self.window.shows(CASES[case])
        await self.window.ready()

    async def propose(self, case: str) -> Window:
        """Paste a picture into the file of a case and wait for the proposal, which changes nothing yet."""
        await self.open(case, stream(REPLY))
        await self.window.paste_picture(png(), line=5)
        await self.window.notice("are ready").wait_for()
        await self.window.shows(CASES[case])
        return self.window


def halted(gate: asyncio.Event) -> Answer:
    """The usual reply, stopped in its middle until `gate` opens."""
    return stream("```html\n", gate, REPLY.removeprefix("```html\n"))
