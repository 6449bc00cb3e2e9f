"""A part of the screen that the person marks with the mouse, as a PNG.

The system's own tool asks: slurp with grim on Wayland, slop or maim on X11, screencapture on macOS, the Snipping
Tool on Windows; where none is installed, the desktop portal's dialog. Programs are run by their arguments.
"""

import asyncio
import os
import re
import shutil
import sys
from collections.abc import Mapping, Sequence

from viscodex_lsp.core.errors import CaptureError
from viscodex_lsp.core.picture.picture import MAX_BYTES
from viscodex_lsp.edges.passing_folder import PassingFolder
from viscodex_lsp.edges.pictures.programs import Output, TooMuchOutput, run_program
from viscodex_lsp.edges.pictures.screen import Region, capture_screen

ANSWER_SECONDS = 120.0
_LOOK_SECONDS, _APPEARS_SECONDS = 0.2, 2.0
_SNIPPING = frozenset({"SnippingTool.exe", "ScreenClippingHost.exe", "ScreenSketch.exe"})
_CANCELLED = "No region was marked; nothing was captured. Capture again, and draw the region with the mouse."
_GEOMETRY = re.compile(r"(-?\d+),(-?\d+),(\d+),(\d+)")


async def pick_region(environment: Mapping[str, str] = os.environ) -> bytes:
    """Let the person mark a region, and capture it.

    Raises:
        CaptureError: no display, no tool (the sentence says what to install), or nothing was marked.
    """
    if sys.platform == "darwin":
        return await _by_screencapture(environment)
    if sys.platform == "win32":
        return await _by_snipping_tool(environment)
    if environment.get("WAYLAND_DISPLAY"):
        if _has("slurp", environment) and _has("grim", environment):
            return await _by_slurp(environment)
        return await capture_screen(environment=environment)
    if not environment.get("DISPLAY"):
        raise CaptureError(
            "There is no display here, so no region of a screen can be marked. Over SSH or in a container, take "
            "the screenshot on your own machine and let the editor send it."
        )
    return await _on_x11(environment)


async def _on_x11(environment: Mapping[str, str]) -> bytes:
    if _has("slop", environment):
        return await _by_slop(environment)
    if _has("maim", environment):
        return _picture(await _run(("maim", "--select", "--hidecursor"), environment))
    if environment.get("DBUS_SESSION_BUS_ADDRESS"):
        from viscodex_lsp.edges.pictures.portal import capture_by_portal

        return await capture_by_portal(interactive=True, environment=environment)
    raise CaptureError(
        "No program that lets you mark a region of the screen is installed. Install the package slop (X11), or "
        "slurp and grim (Wayland)."
    )


async def _by_slop(environment: Mapping[str, str]) -> bytes:
    marked = await _run(("slop", "--format=%x,%y,%w,%h"), environment)
    return await capture_screen(region=_region(marked), environment=environment)


async def _by_slurp(environment: Mapping[str, str]) -> bytes:
    marked = await _run(("slurp", "-f", "%x,%y,%w,%h"), environment)
    region = _region(marked)
    # By grim, since what slurp measures is in the compositor's units and not in pixels.
    area = f"{region.x},{region.y} {region.width}x{region.height}"
    return _picture(await _run(("grim", "-g", area, "-"), environment))


async def _by_screencapture(environment: Mapping[str, str]) -> bytes:
    with await asyncio.to_thread(PassingFolder, "region") as folder:
        path = folder / "region.png"
        await _run(("screencapture", "-i", "-x", "-t", "png", str(path)), environment)
        if not path.is_file():
            raise CaptureError(_CANCELLED)
        return await asyncio.to_thread(path.read_bytes)


async def _by_snipping_tool(environment: Mapping[str, str]) -> bytes:
    from viscodex_lsp.edges.pictures.clipboard import read_clipboard

    # The tool leaves its picture on the clipboard; the counter tells it from what was there before.
    before = clipboard_changes()
    await _run(("SnippingTool.exe", "/clip"), environment)
    # Windows 11's tool only asks another process to show itself, and ends at once.
    waited = 0.0
    while clipboard_changes() == before:
        if waited >= ANSWER_SECONDS or (
            waited >= _APPEARS_SECONDS and not await asyncio.to_thread(is_snipping)
        ):
            raise CaptureError(_CANCELLED)
        await asyncio.sleep(_LOOK_SECONDS)
        waited += _LOOK_SECONDS
    return await read_clipboard(environment)


def clipboard_changes() -> int:
    """How often Windows' clipboard has changed so far."""
    import ctypes

    return int(getattr(ctypes, "windll").user32.GetClipboardSequenceNumber())  # noqa: B009


def is_snipping() -> bool:
    """Whether one of Windows' programs that let a person mark a region runs."""
    import psutil

    return any(process.info["name"] in _SNIPPING for process in psutil.process_iter(["name"]))


async def _run(arguments: Sequence[str], environment: Mapping[str, str]) -> Output:
    name = arguments[0]
    try:
        return await run_program(arguments, environment=environment, most=MAX_BYTES, seconds=ANSWER_SECONDS)
    except TimeoutError as error:
        raise CaptureError(f"No region was marked within {ANSWER_SECONDS:g} s. Capture again.") from error
    except OSError as error:
        raise CaptureError(
            f"{name}, which captures a region, cannot be run ({error.strerror}). Reinstall it."
        ) from error
    except TooMuchOutput as error:
        raise CaptureError(
            f"The region's picture has over {MAX_BYTES // 2**20} MB. Mark a smaller region."
        ) from error


def _region(marked: Output) -> Region:
    """What slop and slurp print."""
    found = _GEOMETRY.fullmatch(marked.data.decode("ascii", errors="replace").strip())
    if marked.status or found is None:
        raise _failure(marked)
    x, y, width, height = map(int, found.groups())
    if not width or not height:
        raise CaptureError("The marked region is empty. Capture again, and draw a rectangle.")
    return Region(x, y, width, height)


def _picture(shot: Output) -> bytes:
    if shot.status or not shot.data:
        raise _failure(shot)
    return shot.data


def _failure(output: Output) -> CaptureError:
    """Programs say that the person gave up, or say nothing; all other words are a fault."""
    words = " ".join(output.complaint.split())[:200].rstrip(".")
    if not words or "cancel" in words.lower():
        return CaptureError(_CANCELLED)
    return CaptureError(
        f"The region could not be captured ({words}). Capture again, or choose a picture file."
    )


def _has(program: str, environment: Mapping[str, str]) -> bool:
    return shutil.which(program, path=environment.get("PATH")) is not None
