"""What capturing on Wayland promises, with a desktop portal on a private message bus."""

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path

import pytest
from PIL import Image

from viscodex_lsp.core.errors import CaptureError
from viscodex_lsp.edges.pictures.portal import capture_by_portal
from viscodex_lsp.edges.pictures.region_tools import pick_region
from viscodex_lsp.edges.pictures.screen import Region, capture_screen, diagnose

SERVICE = Path(__file__).parents[2] / "fixtures" / "machine" / "portal_service.py"


@pytest.fixture(scope="module")
def bus() -> Iterator[dict[str, str]]:
    """The environment of a Wayland session with a message bus, on which nobody is yet."""
    if shutil.which("dbus-daemon") is None or find_spec("dbus_fast") is None:
        pytest.skip("a private message bus needs the program dbus-daemon and the package dbus-fast")
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    with process.stdout:
        address = process.stdout.readline().strip()
        yield {"WAYLAND_DISPLAY": "wayland-0", "DBUS_SESSION_BUS_ADDRESS": address}
        process.terminate()
        process.wait(timeout=300)


@pytest.fixture
def shot(tmp_path: Path) -> Path:
    """The file that the desktop makes: 80x60, its left half red. Its name needs quoting in an address."""
    path = tmp_path / "Screen shot ü%.png"
    image = Image.new("RGB", (80, 60), "red")
    image.paste("blue", (40, 0, 80, 60))
    image.save(path)
    return path


@pytest.fixture
def portal(bus: dict[str, str], shot: Path) -> Iterator[Callable[[str], None]]:
    """Start a portal that answers as told; it is ended with the test."""
    with ExitStack() as started:

        def start(answer: str) -> None:
            command = [sys.executable, str(SERVICE), answer, str(shot)]
            process = subprocess.Popen(command, env=os.environ | bus, stdout=subprocess.PIPE)
            started.callback(process.wait, timeout=300)
            started.callback(process.terminate)
            assert process.stdout is not None
            started.enter_context(process.stdout)
            assert process.stdout.readline() == b"ready\n"

        yield start


@pytest.mark.parametrize("answer", ["granted", "early"])
async def test_a_granted_screenshot_is_read_and_removed(
    portal: Callable[[str], None], bus: dict[str, str], shot: Path, answer: str
) -> None:
    """The picture arrives, also when the answer overtakes the call's return, and no file stays behind."""
    portal(answer)
    expected = shot.read_bytes()
    assert await capture_screen(environment=bus) == expected
    assert not shot.exists()
    assert diagnose(bus) == "the screen by the desktop portal"


async def test_a_region_is_marked_in_the_dialog(
    portal: Callable[[str], None], bus: dict[str, str], shot: Path
) -> None:
    """Where no tool for regions is installed, the desktop's own dialog asks, and its picture is whole."""
    portal("granted")
    expected = shot.read_bytes()
    assert await pick_region(bus | {"PATH": "/nonexistent"}) == expected


async def test_a_region_is_cut_out(portal: Callable[[str], None], bus: dict[str, str]) -> None:
    """Of the whole desktop only the region is kept."""
    portal("granted")
    image = Image.open(io.BytesIO(await capture_screen(region=Region(30, 10, 20, 500), environment=bus)))
    assert image.size == (20, 50)
    assert [image.getpixel((x, 5)) for x in (9, 10)] == [(255, 0, 0), (0, 0, 255)]


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("denied", "The screenshot was cancelled"),
        ("failed", "could not take the screenshot"),
        ("elsewhere", "is not a file here"),
    ],
)
async def test_no_screenshot_is_told(
    portal: Callable[[str], None], bus: dict[str, str], answer: str, sentence: str
) -> None:
    """A refusal by the person, a failure of the desktop and a useless answer are told apart."""
    portal(answer)
    with pytest.raises(CaptureError, match=sentence):
        await capture_screen(environment=bus)


async def test_an_unanswered_dialog_ends(portal: Callable[[str], None], bus: dict[str, str]) -> None:
    """A dialog that nobody answers is given up at the limit."""
    portal("silent")
    with pytest.raises(CaptureError, match="not answered within 2 s"):
        await capture_by_portal(interactive=True, environment=bus, limit_seconds=2)


async def test_a_desktop_without_portal_is_told(bus: dict[str, str]) -> None:
    """Where nobody offers screenshots, the packages to install are named."""
    with pytest.raises(CaptureError, match="Install xdg-desktop-portal"):
        await capture_screen(environment=bus)


@pytest.mark.parametrize("address", ["unix:path=/nonexistent/bus", "nonsense", "unix:"])
async def test_a_bus_that_is_not_there_is_told(address: str) -> None:
    """A message bus that does not answer is a sentence."""
    with pytest.raises(CaptureError, match="message bus does not answer"):
        await capture_screen(environment={"WAYLAND_DISPLAY": "w", "DBUS_SESSION_BUS_ADDRESS": address})


async def test_a_session_without_bus_is_told() -> None:
    """A session without a message bus is a sentence that names the variable."""
    with pytest.raises(CaptureError, match="DBUS_SESSION_BUS_ADDRESS is not set"):
        await capture_screen(environment={"WAYLAND_DISPLAY": "w"})
