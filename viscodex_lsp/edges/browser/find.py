"""Finds a browser of Chromium's kind on Linux, macOS or Windows: Chromium, Chrome or Edge."""

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path, PureWindowsPath

_ON_PATH = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "microsoft-edge-stable",
    "chrome",
    "msedge",
)
_MAC = (
    "Chromium.app/Contents/MacOS/Chromium",
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_WINDOWS = (
    r"Google\Chrome\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
    r"Chromium\Application\chrome.exe",
)
_PROGRAM_FOLDERS = ("ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA")


def installed_browser() -> str | None:
    """The path of a browser; None where there is none."""
    found = next(filter(None, map(shutil.which, _ON_PATH)), None)
    if found is not None:
        return found
    return next((path for path in usual_places(sys.platform, os.environ) if Path(path).is_file()), None)


def usual_places(platform: str, environment: Mapping[str, str]) -> Iterator[str]:
    """Where installers put browsers that are not on PATH; nothing on Linux."""
    if platform == "darwin":
        home = environment.get("HOME", "")
        for folder in ("/Applications", *([f"{home}/Applications"] if home else ())):
            yield from (f"{folder}/{name}" for name in _MAC)
    elif platform == "win32":
        for variable in _PROGRAM_FOLDERS:
            folder = environment.get(variable)
            if folder:
                yield from (str(PureWindowsPath(folder) / name) for name in _WINDOWS)
