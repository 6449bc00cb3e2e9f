"""Captures a monitor or a region as PNG: X11, macOS and Windows by mss, Wayland by the desktop portal."""

import asyncio
import io
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from viscodex_lsp.core.errors import CaptureError

if TYPE_CHECKING:
    from mss import MSS
    from PIL import Image


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle of the whole desktop, in pixels; `x` and `y` may be negative left of the first monitor."""

    x: int
    y: int
    width: int
    height: int


async def capture_screen(
    *,
    monitor: int | None = None,
    region: Region | None = None,
    environment: Mapping[str, str] = os.environ,
) -> bytes:
    """A PNG of what is shown now.

    Args:
        monitor: Its number from 1; None for the first. On Wayland the person chooses in the desktop's own dialog.
        region: Only this part of the desktop; `monitor` is ignored then.

    Raises:
        CaptureError: no display, no such monitor, nothing shown in the region, or the person refused.
    """
    if region is not None and (region.width <= 0 or region.height <= 0):
        raise CaptureError(
            "The region to capture is empty. Give X,Y,WIDTH,HEIGHT with a width and height above 0."
        )
    if monitor is not None and monitor < 1:
        raise CaptureError(f"There is no monitor {monitor}: monitors are counted from 1.")
    if environment.get("WAYLAND_DISPLAY"):
        from viscodex_lsp.edges.pictures.portal import capture_by_portal

        shot = await capture_by_portal(interactive=region is None, environment=environment)
        return shot if region is None else await asyncio.to_thread(_crop, shot, region)
    return await asyncio.to_thread(_capture, monitor, region, environment.get("DISPLAY"))


def diagnose(environment: Mapping[str, str] = os.environ) -> str:
    """Which way the screen is read here; takes no picture.

    Raises:
        CaptureError: there is none.
    """
    if environment.get("WAYLAND_DISPLAY"):
        return "the screen by the desktop portal"
    with _opened(environment.get("DISPLAY")) as screen:
        count = len(screen.monitors) - 1
    return f"the screen, {count} monitor{'s' if count != 1 else ''}"


def _capture(monitor: int | None, region: Region | None, display: str | None) -> bytes:
    with _opened(display) as screen:
        desktop, *single = screen.monitors
        if region is not None:
            area = _shown_part(region, desktop)
        elif (monitor or 1) <= len(single):
            area = single[(monitor or 1) - 1]
        else:
            raise CaptureError(f"There is no monitor {monitor}: this desktop has {len(single)}.")
        shot = screen.grab(area)
    from PIL import Image

    return _png(Image.frombytes("RGB", (shot.width, shot.height), bytes(shot.bgra), "raw", "BGRX"))


def _shown_part(region: Region, desktop: Mapping[str, Any]) -> dict[str, int]:
    """What of the region lies on the desktop."""
    left, top = max(region.x, desktop["left"]), max(region.y, desktop["top"])
    right = min(region.x + region.width, desktop["left"] + desktop["width"])
    bottom = min(region.y + region.height, desktop["top"] + desktop["height"])
    if right <= left or bottom <= top:
        raise CaptureError(
            f"Nothing of the region {region.x},{region.y},{region.width},{region.height} is on the screen, which "
            f"has {desktop['width']}x{desktop['height']} pixels from {desktop['left']},{desktop['top']}."
        )
    return {"left": left, "top": top, "width": right - left, "height": bottom - top}


def _crop(data: bytes, region: Region) -> bytes:
    from PIL import Image

    with Image.open(io.BytesIO(data), formats=("PNG",)) as shot:
        area = _shown_part(region, {"left": 0, "top": 0, "width": shot.width, "height": shot.height})
        right, bottom = area["left"] + area["width"], area["top"] + area["height"]
        return _png(shot.convert("RGB").crop((area["left"], area["top"], right, bottom)))


def _png(image: "Image.Image") -> bytes:
    data = io.BytesIO()
    image.save(data, "PNG", compress_level=1)
    return data.getvalue()


@contextmanager
def _opened(display: str | None) -> "Iterator[MSS]":
    """The screen; whatever goes wrong with it in the block is told."""
    import mss
    from mss.exception import ScreenShotError

    if sys.platform == "linux" and not display:
        raise CaptureError(
            "There is no display here, so this machine's screen cannot be captured. Over SSH or in a container, "
            "take the screenshot on your own machine and let the editor send it."
        )
    try:
        with mss.MSS(display=display) if sys.platform == "linux" else mss.MSS() as screen:
            yield screen
    except (ScreenShotError, OSError) as error:
        words = " ".join(str(error).split())[:200].rstrip(".")
        raise CaptureError(
            f"The screen cannot be captured ({words}). Start the editor inside a desktop session, or choose a "
            "picture file."
        ) from error
