"""What `pick_region` promises, with stand-ins for the programs that let a person mark a region."""

import asyncio
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.fixtures.machine.x11 import x11_display
from viscodex_lsp.core.errors import CaptureError
from viscodex_lsp.edges.pictures import region_tools
from viscodex_lsp.edges.pictures.region_tools import pick_region

__all__ = ["x11_display"]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the stand-ins are those of X11 and Wayland")


class Desk:
    """A search path with programs of our own, and an environment in which they are found."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {"PATH": str(folder)}
        shot = io.BytesIO()
        Image.new("RGB", (30, 20), "teal").save(shot, "PNG")
        self.shot = shot.getvalue()
        (folder / "shot.png").write_bytes(self.shot)

    def program(self, name: str, script: str) -> "Desk":
        """A program that notes its arguments, one a line, and then does as it is told."""
        path = self.folder / name
        note = f'printf "%s\\n" "$@" > "{self.folder}/{name}.arguments"'
        path.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{note}\n{script}\n")
        path.chmod(0o755)
        return self

    def gives(self, name: str) -> "Desk":
        return self.program(name, f'cat "{self.folder}/shot.png"')

    def arguments(self, name: str) -> list[str]:
        return (self.folder / f"{name}.arguments").read_text().splitlines()

    async def failure(self) -> str:
        with pytest.raises(CaptureError) as caught:
            await pick_region(self.environment)
        return str(caught.value)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


async def test_on_wayland_grim_captures_what_slurp_measured(desk: Desk) -> None:
    """The measures go from one program to the other by argument, left of the first monitor too."""
    desk.environment["WAYLAND_DISPLAY"] = "w"
    desk.program("slurp", 'echo "-40,10,300,200"').gives("grim")
    assert await pick_region(desk.environment) == desk.shot
    assert desk.arguments("grim") == ["-g", "-40,10 300x200", "-"]


async def test_on_x11_the_marked_region_is_captured(desk: Desk, x11_display: str) -> None:
    """What slop prints is cut out of the real screen."""
    desk.environment["DISPLAY"] = x11_display
    desk.program("slop", 'echo "100,50,64,48"')
    image = Image.open(io.BytesIO(await pick_region(desk.environment)))
    assert image.size == (64, 48)
    assert desk.arguments("slop") == ["--format=%x,%y,%w,%h"]


async def test_a_region_is_marked_with_the_mouse(x11_display: str) -> None:
    """The real slop is answered by a click, which marks the window under the mouse: here all of the desktop."""
    missing = [name for name in ("slop", "xdotool", "xsetroot") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"marking a region needs {' and '.join(missing)}, which are not installed")
    environment = {"PATH": os.environ["PATH"], "DISPLAY": x11_display}
    subprocess.run(["xsetroot", "-solid", "#ff8000"], env=environment, check=True)
    # Held, since slop polls: to it a button that is down and up again between two looks was never pressed.
    click = ["xdotool", "mousemove", "100", "50", "mousedown", "1", "sleep", "0.3", "mouseup", "1"]
    picked = asyncio.ensure_future(pick_region(environment))
    # Nobody tells when slop has taken the mouse; a click where nobody looks does nothing.
    while not picked.done():
        clicking = await asyncio.create_subprocess_exec(*click, env=environment)
        await clicking.wait()
    image = Image.open(io.BytesIO(await picked)).convert("RGB")
    assert image.size == (640, 480)
    assert image.getpixel((320, 240)) == (255, 128, 0)


async def test_maim_stands_in_for_slop(desk: Desk) -> None:
    """Where only maim is installed its picture is taken."""
    desk.environment["DISPLAY"] = ":0"
    assert await pick_region(desk.gives("maim").environment) == desk.shot


@pytest.mark.parametrize(
    ("variable", "tool"), [("DISPLAY", "slop"), ("DISPLAY", "maim"), ("WAYLAND_DISPLAY", "slurp")]
)
async def test_a_person_who_cancels_is_told_how_to_go_on(desk: Desk, variable: str, tool: str) -> None:
    """Escape is no fault: one sentence, and nothing is captured."""
    desk.environment[variable] = ":0"
    desk.program(tool, 'echo "selection cancelled" >&2; exit 1').gives("grim")
    assert "No region was marked" in await desk.failure()
    assert not (desk.folder / "grim.arguments").exists()


async def test_a_click_without_a_drag_is_told(desk: Desk) -> None:
    """A region without pixels is refused."""
    desk.environment["DISPLAY"] = ":0"
    desk.program("slop", 'echo "5,5,0,0"')
    assert "region is empty" in await desk.failure()


async def test_a_tool_that_fails_is_quoted(desk: Desk) -> None:
    """What the program complains of is in the sentence."""
    desk.environment["WAYLAND_DISPLAY"] = "w"
    desk.program("slurp", 'echo "0,0,5,5"').program("grim", 'echo "no screencopy here" >&2; exit 1')
    assert "no screencopy here" in await desk.failure()


async def test_an_unanswered_tool_is_ended(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A region that nobody marks is given up, and the program does not stay behind."""
    monkeypatch.setattr(region_tools, "ANSWER_SECONDS", 0.3)
    desk.environment["DISPLAY"] = ":0"
    desk.program("slop", f'echo $$ > "{desk.folder}/pid"; exec tail -f /dev/null')
    assert "within 0.3 s" in await desk.failure()
    note = desk.folder / "pid"
    pid = (note.exists() and note.read_text().strip()) or "none"
    assert not Path(f"/proc/{pid}").exists()


async def test_what_to_install_is_told(desk: Desk) -> None:
    """Without any program the packages are named; without a display, what to do instead."""
    assert "no display here" in await desk.failure()
    desk.environment["DISPLAY"] = ":0"
    assert "Install the package slop (X11)" in await desk.failure()
