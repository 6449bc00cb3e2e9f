"""Reads the picture on this machine's clipboard.

Linux is asked by wl-paste (Wayland) or xclip (X11), WSL by Windows' own PowerShell, since pictures rarely cross
from Windows; macOS and Windows by Pillow. Programs are run by their arguments, never through a shell.
"""

import asyncio
import io
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from viscodex_lsp.core.errors import NoPicture, PictureTooLarge
from viscodex_lsp.core.picture.picture import MAX_BYTES
from viscodex_lsp.edges.pictures.programs import TooMuchOutput, run_program

LIMIT_SECONDS = 5.0
# In the order of preference: programs offer most of these at once.
_PICTURES = ("image/png", "image/bmp", "image/x-bmp", "image/jpeg", "image/webp", "image/tiff", "image/gif")
_FILES = ("text/uri-list", "x-special/gnome-copied-files")
# How the programs say that nothing was copied.
_EMPTY = ("not available", "No selection", "Nothing is copied")
_MOST_FORMATS_SHOWN = 6
_POWERSHELL = (
    "Add-Type -AssemblyName System.Windows.Forms,System.Drawing;"
    "$p=[Windows.Forms.Clipboard]::GetImage();"
    "if($p){$m=New-Object IO.MemoryStream;$p.Save($m,[Drawing.Imaging.ImageFormat]::Png);"
    "[Convert]::ToBase64String($m.ToArray())}"
    "elseif([Windows.Forms.Clipboard]::ContainsText()){'text'}"
    "elseif([Windows.Forms.Clipboard]::ContainsFileDropList()){'files'}"
)


@dataclass(frozen=True, slots=True)
class Tool:
    """A program that reads the clipboard: what lists its formats, and what gives one of them."""

    name: str
    list_formats: tuple[str, ...]
    read_format: tuple[str, ...]


_WAYLAND = Tool("wl-paste", ("wl-paste", "--list-types"), ("wl-paste", "--type"))
_X11 = Tool(
    "xclip",
    ("xclip", "-selection", "clipboard", "-o", "-t", "TARGETS"),
    ("xclip", "-selection", "clipboard", "-o", "-t"),
)


async def read_clipboard(environment: Mapping[str, str] = os.environ) -> bytes:
    """The picture on the clipboard, in the best format it is there in.

    Raises:
        NoPicture: there is none, or it cannot be read here; the sentence says what is there instead.
        PictureTooLarge: over 20 MB.
    """
    if sys.platform in ("darwin", "win32"):
        return await _grab_within_limit()
    if _is_wsl() and shutil.which("powershell.exe", path=environment.get("PATH")):
        return await _read_wsl(environment)
    return await _read_linux(_linux_tool(environment), environment)


def diagnose(environment: Mapping[str, str] = os.environ) -> str:
    """Which way the clipboard is read here.

    Raises:
        NoPicture: there is none; the sentence says what to install or to set.
    """
    if sys.platform in ("darwin", "win32"):
        return "the system's clipboard"
    if _is_wsl() and shutil.which("powershell.exe", path=environment.get("PATH")):
        return "the Windows clipboard by powershell.exe"
    return f"the clipboard by {_linux_tool(environment).name}"


def _linux_tool(environment: Mapping[str, str]) -> Tool:
    path = environment.get("PATH")
    wayland, x11 = environment.get("WAYLAND_DISPLAY"), environment.get("DISPLAY")
    if not wayland and not x11:
        raise NoPicture(
            "There is no display here, so this machine has no clipboard. Over SSH or in a container, let the "
            "editor send the picture along, or choose a picture file."
        )
    if wayland and shutil.which("wl-paste", path=path):
        return _WAYLAND
    if x11 and shutil.which("xclip", path=path):
        return _X11
    package = "wl-clipboard" if wayland else "xclip"
    raise NoPicture(
        f"No program that reads the clipboard is installed. Install the package {package}, or choose a picture "
        "file."
    )


async def _read_linux(tool: Tool, environment: Mapping[str, str]) -> bytes:
    listed, complaint = await _run(tool.list_formats, environment)
    formats = listed.decode("utf-8", errors="replace").split()
    if not formats:
        raise _nothing_listed(tool, complaint)
    wanted = next((kind for kind in _PICTURES if kind in formats), None)
    if wanted is None:
        raise _no_picture(formats)
    data, complaint = await _run((*tool.read_format, wanted), environment)
    if not data:
        raise NoPicture(
            f"The picture on the clipboard could not be read{_bracketed(complaint)}: the program it was copied "
            "from may have ended. Copy it again."
        )
    return data


def _nothing_listed(tool: Tool, complaint: str) -> NoPicture:
    if "open display" in complaint or "connect" in complaint.lower():
        return NoPicture(
            f"The display does not answer{_bracketed(complaint)}. Start the editor inside a desktop session, or "
            "choose a picture file."
        )
    if complaint and not any(words in complaint for words in _EMPTY):
        return NoPicture(f"{tool.name} could not read the clipboard{_bracketed(complaint)}. Copy it again.")
    return NoPicture("The clipboard is empty. Copy a picture, or choose a picture file.")


def _no_picture(formats: Sequence[str]) -> NoPicture:
    if any(kind in formats for kind in _FILES):
        return NoPicture(
            "The clipboard holds a file, not a picture. Choose the file itself, or open it and copy the picture."
        )
    names = list(
        dict.fromkeys(kind.split(";")[0] for kind in formats if kind not in ("TARGETS", "TIMESTAMP"))
    )
    shown = ", ".join(names[:_MOST_FORMATS_SHOWN]) + (", …" if len(names) > _MOST_FORMATS_SHOWN else "")
    if any(kind.startswith("image/") for kind in formats):
        return NoPicture(
            f"The picture on the clipboard is in a format that cannot be read ({shown}). Copy it as PNG, or take "
            "a screenshot of it."
        )
    if any(kind.startswith("text/") or kind in ("STRING", "UTF8_STRING", "TEXT") for kind in formats):
        return NoPicture(f"The clipboard holds text, not a picture ({shown}). Copy a picture and try again.")
    return NoPicture(f"The clipboard holds no picture ({shown}). Copy a picture and try again.")


async def _read_wsl(environment: Mapping[str, str]) -> bytes:
    """Windows first; a picture that was copied in a Linux program may be on the Linux side alone."""
    try:
        return await _read_windows(environment)
    except NoPicture as refusal:
        try:
            return await _read_linux(_linux_tool(environment), environment)
        except NoPicture:
            raise refusal from None


async def _read_windows(environment: Mapping[str, str]) -> bytes:
    import base64
    import binascii

    program = ("powershell.exe", "-NoProfile", "-NonInteractive", "-STA", "-Command", _POWERSHELL)
    output, complaint = await _run(program, environment, most=MAX_BYTES * 4 // 3 + 4096)
    answer = output.strip()
    if answer == b"text":
        raise NoPicture("The clipboard of Windows holds text, not a picture. Copy a picture and try again.")
    if answer == b"files":
        raise NoPicture("The clipboard of Windows holds a file, not a picture. Choose the file itself.")
    try:
        data = base64.b64decode(answer, validate=True)
    except binascii.Error:
        data = b""
    if not data:
        raise NoPicture(
            f"The clipboard of Windows holds no picture{_bracketed(complaint)}. Copy one, try again."
        )
    return data


def _grab() -> bytes:
    from PIL import ImageGrab

    try:
        found = ImageGrab.grabclipboard()
    except (OSError, NotImplementedError):
        found = None
    if found is None:
        raise NoPicture("The clipboard holds no picture. Copy a picture and try again.")
    if isinstance(found, list):
        raise NoPicture("The clipboard holds a file, not a picture. Choose the file itself.")
    data = io.BytesIO()
    found.save(data, "PNG", compress_level=1)
    return data.getvalue()


async def _run(
    arguments: Sequence[str], environment: Mapping[str, str], *, most: int = MAX_BYTES
) -> tuple[bytes, str]:
    """A program's output and its complaint; it is ended when it takes too long or says too much."""
    name = arguments[0]
    try:
        output = await run_program(arguments, environment=environment, most=most, seconds=LIMIT_SECONDS)
    except TimeoutError as error:
        raise _hangs(name) from error
    except OSError as error:
        raise NoPicture(
            f"{name}, which reads the clipboard, cannot be run ({error.strerror}). Reinstall it, or "
            "choose a picture file."
        ) from error
    except TooMuchOutput as error:
        raise PictureTooLarge(
            f"The picture on the clipboard has over {MAX_BYTES // 2**20} MB. Copy a smaller part of it."
        ) from error
    return output.data, output.complaint


async def _grab_within_limit() -> bytes:
    try:
        async with asyncio.timeout(LIMIT_SECONDS):
            return await asyncio.to_thread(_grab)
    except TimeoutError as error:
        raise _hangs("The clipboard") from error


def _hangs(name: str) -> NoPicture:
    return NoPicture(
        f"{name} did not answer within {LIMIT_SECONDS:.0f} s: the program that holds the clipboard may hang. "
        "Copy the picture again, or choose a picture file."
    )


def _is_wsl() -> bool:
    try:
        return "microsoft" in Path("/proc/sys/kernel/osrelease").read_text("ascii").lower()
    except OSError:
        return False


def _bracketed(complaint: str) -> str:
    words = " ".join(complaint.split())[:200].rstrip(".")
    return f" ({words})" if words else ""
