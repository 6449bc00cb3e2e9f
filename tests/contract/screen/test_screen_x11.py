"""What `capture_screen` promises on a real X11 display."""

import io
import os
import subprocess

import pytest
from PIL import Image

from tests.fixtures.machine.x11 import x11_display
from viscodex_lsp.core.errors import CaptureError
from viscodex_lsp.edges.pictures.screen import Region, capture_screen, diagnose

__all__ = ["x11_display"]


@pytest.fixture(scope="module")
def two_monitors(x11_display: str) -> dict[str, str]:
    """Left and right half as monitors of their own; the desktop itself is orange."""
    environment = {"PATH": os.environ["PATH"], "DISPLAY": x11_display}
    left = ["xrandr", "--setmonitor", "L", "320/85x480/127+0+0", "screen"]
    right = ["xrandr", "--setmonitor", "R", "320/85x480/127+320+0", "none"]
    for command in (left, right, ["xsetroot", "-solid", "#ff8000"]):
        subprocess.run(command, env=environment, check=True, capture_output=True)
    return environment


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    assert image.format == "PNG"
    return image


async def test_the_first_monitor_is_captured(two_monitors: dict[str, str]) -> None:
    """Without a number the first monitor is taken, whole."""
    image = opened(await capture_screen(environment=two_monitors))
    assert image.size == (320, 480)
    assert image.getpixel((100, 100)) == (255, 128, 0)
    assert diagnose(two_monitors) == "the screen, 2 monitors"


async def test_a_monitor_is_chosen_by_its_number(two_monitors: dict[str, str]) -> None:
    """Each monitor can be named; one that is not there is told with how many there are."""
    assert opened(await capture_screen(monitor=2, environment=two_monitors)).size == (320, 480)
    with pytest.raises(CaptureError, match=r"no monitor 3: this desktop has 2\."):
        await capture_screen(monitor=3, environment=two_monitors)
    with pytest.raises(CaptureError, match="counted from 1"):
        await capture_screen(monitor=0, environment=two_monitors)


@pytest.mark.parametrize(
    ("region", "size"),
    [
        (Region(300, 10, 40, 30), (40, 30)),
        (Region(600, 470, 100, 100), (40, 10)),
        (Region(-50, -50, 60, 60), (10, 10)),
    ],
)
async def test_a_region_may_span_monitors(
    two_monitors: dict[str, str], region: Region, size: tuple[int, int]
) -> None:
    """A region is counted on the whole desktop; what lies outside of it is left out."""
    assert opened(await capture_screen(region=region, environment=two_monitors)).size == size


@pytest.mark.parametrize(
    ("region", "sentence"),
    [
        (Region(640, 0, 5, 5), r"Nothing of the region 640,0,5,5 is on the screen, which has 640x480"),
        (Region(0, 0, 0, 5), "region to capture is empty"),
        (Region(0, 0, 5, -5), "region to capture is empty"),
    ],
)
async def test_a_region_without_pixels_is_told(
    two_monitors: dict[str, str], region: Region, sentence: str
) -> None:
    """A region beside the desktop, or without a size, is refused with the desktop's size."""
    with pytest.raises(CaptureError, match=sentence):
        await capture_screen(region=region, environment=two_monitors)


async def test_no_display_is_told() -> None:
    """Without a display, or with the name of one that is gone, the sentence says what to do."""
    with pytest.raises(CaptureError, match=r"no display here.*let the editor send it"):
        await capture_screen(environment={})
    with pytest.raises(CaptureError, match=r"cannot be captured \(Cannot connect to display"):
        await capture_screen(environment={"DISPLAY": ":4711"})
    with pytest.raises(CaptureError, match="no display here"):
        diagnose({})
