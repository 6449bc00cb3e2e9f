"""What `read_clipboard` promises on a real Wayland clipboard, with sway as the compositor."""

import io
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from viscodex_lsp.core.errors import NoPicture
from viscodex_lsp.edges.pictures import clipboard
from viscodex_lsp.edges.pictures.clipboard import diagnose, read_clipboard

NOBODY = 65534
START_SECONDS = 300


@pytest.fixture(scope="module")
def environment() -> Iterator[dict[str, str]]:
    """A Wayland session without a screen; sway refuses to run as root, so root runs it as nobody."""
    missing = [name for name in ("sway", "wl-copy", "wl-paste", "setpriv") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"a real Wayland session needs {' and '.join(missing)}, which are not installed")
    # The path of a socket may not be long, and pytest's folders are closed to nobody.
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        (Path(folder) / "config").write_text("xwayland disable\n")
        headless = {"WLR_BACKENDS": "headless", "WLR_RENDERER": "pixman", "WLR_LIBINPUT_NO_DEVICES": "1"}
        session = {"PATH": os.environ["PATH"], "XDG_RUNTIME_DIR": folder}
        as_user: list[str] = []
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
            as_user = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
        command = [*as_user, "sway", "-c", f"{folder}/config"]
        process = subprocess.Popen(command, env=session | headless, stderr=subprocess.DEVNULL)
        try:
            yield session | {"WAYLAND_DISPLAY": _display(Path(folder), process)}
        finally:
            process.terminate()
            process.wait(timeout=300)


def _display(folder: Path, process: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        for lock in folder.glob("wayland-*.lock"):
            if lock.with_suffix("").exists():
                return lock.stem
        # The socket in the folder is the only sign that the session is there.
        time.sleep(0.02)
    pytest.skip("sway does not start here")


def copy(arguments: list[str], environment: dict[str, str], data: bytes = b"") -> None:
    subprocess.run(["wl-copy", *arguments], input=data, env=environment, check=True, timeout=300)


async def test_a_wayland_clipboard_is_read(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A picture arrives byte for byte; text, a file and nothing are told apart."""
    monkeypatch.setattr(clipboard, "_is_wsl", lambda: False)
    assert diagnose(environment) == "the clipboard by wl-paste"
    stream = io.BytesIO()
    Image.new("RGB", (300, 200), "teal").save(stream, "PNG")
    copy(["-t", "image/png"], environment, stream.getvalue())
    assert await read_clipboard(environment) == stream.getvalue()
    for arguments, sentence in (
        (["some words"], "holds text, not a picture"),
        (["-t", "text/uri-list", "file:///tmp/mock.png"], "holds a file, not a picture"),
        (["--clear"], "is empty"),
    ):
        copy(arguments, environment)
        with pytest.raises(NoPicture, match=sentence):
            await read_clipboard(environment)
