"""A real X11 display as a fixture: Xvfb on a free number, 640x480, with nothing on it."""

import os
import shutil
import subprocess
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="module")
def x11_display() -> Iterator[str]:
    """The display's name, like ":99"; one for the test file."""
    missing = [name for name in ("Xvfb", "xclip", "xrandr", "xsetroot") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"a real display needs {' and '.join(missing)}, which are not installed")
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "640x480x24", "-nolisten", "tcp", "-noreset"]
    process = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as numbers:
            yield f":{numbers.readline().strip()}"
    finally:
        process.terminate()
        process.wait(timeout=20)
