"""What `read_clipboard` promises, with stand-ins for the programs that read a clipboard."""

import base64
import os
from pathlib import Path

import pytest

from viscodex_lsp.core.errors import NoPicture, PictureTooLarge
from viscodex_lsp.edges.pictures import clipboard
from viscodex_lsp.edges.pictures.clipboard import diagnose, read_clipboard

PNG = b"\x89PNG\r\n\x1a\n and pixels"


class Desk:
    """A search path with programs of our own, and an environment in which they are found."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {"PATH": f"{folder}"}

    def program(self, name: str, script: str) -> "Desk":
        path = self.folder / name
        path.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n")
        path.chmod(0o755)
        return self

    def clipboard(self, name: str, formats: str, data: bytes = PNG) -> "Desk":
        """A program that lists `formats` when asked for a list, and gives `data` for image/png."""
        (self.folder / "data").write_bytes(data)
        return self.program(
            name,
            f'case "$*" in\n*TARGETS*|*list-types*) printf "{formats}";;\n'
            f'*image/png*) cat "{self.folder}/data";;\n*) echo "unexpected $*" >&2; exit 1;;\nesac',
        )

    def display(self, **variables: str) -> "Desk":
        self.environment |= variables
        return self

    async def failure(self) -> str:
        with pytest.raises(NoPicture) as caught:
            await read_clipboard(self.environment)
        return str(caught.value)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(clipboard, "_is_wsl", lambda: False)
    return Desk(tmp_path)


@pytest.mark.parametrize(("program", "variable"), [("wl-paste", "WAYLAND_DISPLAY"), ("xclip", "DISPLAY")])
async def test_a_picture_is_read(desk: Desk, program: str, variable: str) -> None:
    """On Wayland and on X11 the picture's bytes arrive as they are, in the best of the offered formats."""
    desk.clipboard(program, "TARGETS\\nimage/jpeg\\nimage/png\\ntext/html\\n").display(**{variable: ":0"})
    assert await read_clipboard(desk.environment) == PNG
    assert diagnose(desk.environment) == f"the clipboard by {program}"


async def test_wayland_is_asked_before_x11(desk: Desk) -> None:
    """Where both displays are there, the native clipboard is read; without its program the other one is."""
    desk.clipboard("xclip", "image/png").display(WAYLAND_DISPLAY="w", DISPLAY=":0")
    assert diagnose(desk.environment) == "the clipboard by xclip"
    desk.clipboard("wl-paste", "image/png")
    assert diagnose(desk.environment) == "the clipboard by wl-paste"


async def test_no_display(desk: Desk) -> None:
    """Over SSH or in a container the sentence says so, and that the editor can send the picture."""
    desk.clipboard("xclip", "image/png")
    assert "no display here" in await desk.failure()
    with pytest.raises(NoPicture, match="let the editor send the picture"):
        diagnose(desk.environment)


@pytest.mark.parametrize(("variable", "package"), [("WAYLAND_DISPLAY", "wl-clipboard"), ("DISPLAY", "xclip")])
async def test_no_clipboard_program(desk: Desk, variable: str, package: str) -> None:
    """The package to install is named."""
    desk.display(**{variable: ":0"})
    assert f"Install the package {package}" in await desk.failure()


@pytest.mark.parametrize(
    ("formats", "sentence"),
    [
        (
            "TARGETS\\nUTF8_STRING\\ntext/plain;charset=utf-8",
            "holds text, not a picture (UTF8_STRING, text/plain)",
        ),
        ("text/uri-list\\ntext/plain", "holds a file, not a picture"),
        ("image/svg+xml\\nTARGETS", "in a format that cannot be read (image/svg+xml)"),
        ("application/x-thing", "holds no picture (application/x-thing)"),
        ("a b c d e f g h", "holds no picture (a, b, c, d, e, f, …)"),
        ("", "is empty"),
    ],
)
async def test_what_is_there_instead_is_told(desk: Desk, formats: str, sentence: str) -> None:
    """Text, a file, a drawing, anything else and nothing are told apart, with the formats that were there."""
    desk.clipboard("xclip", formats).display(DISPLAY=":0")
    assert sentence in await desk.failure()


@pytest.mark.parametrize(
    ("complaint", "sentence"),
    [
        ("Error: Can't open display: :78", "The display does not answer (Error: Can't open display: :78)"),
        ("Failed to connect to a Wayland server", "The display does not answer"),
        ("Error: target TARGETS not available", "The clipboard is empty"),
        ("Nothing is copied", "The clipboard is empty"),
        ("odd", "xclip could not read the clipboard (odd)"),
    ],
)
async def test_the_programs_complaints_are_understood(desk: Desk, complaint: str, sentence: str) -> None:
    """What the program writes on its error output decides between an empty clipboard and a missing display."""
    desk.program("xclip", f'echo "{complaint}" >&2; exit 1').display(DISPLAY=":0")
    assert sentence in await desk.failure()


async def test_a_picture_that_vanishes_is_told(desk: Desk) -> None:
    """A picture that was listed but comes out empty is no picture."""
    desk.clipboard("xclip", "image/png", b"").display(DISPLAY=":0")
    assert "could not be read" in await desk.failure()


async def test_a_clipboard_that_hangs_is_given_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that never answers is ended at the limit, and does not run on."""
    monkeypatch.setattr(clipboard, "LIMIT_SECONDS", 0.2)
    note = desk.folder / "pid"
    desk.program("xclip", f'echo $$ > "{note}"; exec sleep 60').display(DISPLAY=":0")
    assert "xclip did not answer" in await desk.failure()
    while not (note.exists() and note.read_text()):  # on a busy machine the time was over before it began
        assert "xclip did not answer" in await desk.failure()
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)


async def test_an_endless_picture_is_refused(desk: Desk) -> None:
    """A picture without end is given up at 20 MB, and the program is ended."""
    desk.program("xclip", 'case "$*" in *TARGETS*) echo image/png;; *) exec cat /dev/zero;; esac')
    desk.display(DISPLAY=":0")
    with pytest.raises(PictureTooLarge, match=r"over 20 MB\. Copy a smaller part"):
        await read_clipboard(desk.environment)


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        (base64.b64encode(PNG).decode(), PNG),
        ("text", "of Windows holds text"),
        ("files", "of Windows holds a file"),
        ("", "of Windows holds no picture"),
        ("?!", "of Windows holds no picture"),
    ],
)
async def test_under_wsl_windows_is_asked(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, output: str, expected: bytes | str
) -> None:
    """Under WSL the clipboard of Windows is read first, whatever displays there are."""
    monkeypatch.setattr(clipboard, "_is_wsl", lambda: True)
    desk.program("powershell.exe", f'printf "%s\\r\\n" "{output}"').clipboard("xclip", "TARGETS\\nSTRING")
    desk.display(DISPLAY=":0")
    assert "powershell" in diagnose(desk.environment)
    if isinstance(expected, bytes):
        assert await read_clipboard(desk.environment) == expected
    else:
        assert expected in await desk.failure()


async def test_under_wsl_a_picture_of_the_linux_side_is_found(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where Windows has none, or cannot be asked, a picture on the Linux clipboard is taken."""
    monkeypatch.setattr(clipboard, "_is_wsl", lambda: True)
    desk.clipboard("wl-paste", "image/png").display(WAYLAND_DISPLAY="w")
    desk.program("powershell.exe", "printf text")
    assert await read_clipboard(desk.environment) == PNG
    (desk.folder / "powershell.exe").write_bytes(b"\0 not for this kernel")
    assert await read_clipboard(desk.environment) == PNG


async def test_a_program_that_cannot_be_run_is_told(desk: Desk) -> None:
    """A damaged program is a sentence with the system's reason."""
    desk.program("xclip", "").display(DISPLAY=":0")
    (desk.folder / "xclip").write_bytes(b"\0 not for this kernel")
    assert "xclip, which reads the clipboard, cannot be run (Exec format error)" in await desk.failure()


async def test_the_key_of_the_model_server_stays_here(desk: Desk) -> None:
    """The program that reads the clipboard finds no key in its environment."""
    desk.clipboard("xclip", "image/png").display(DISPLAY=":0", VISCODEX_API_KEY="secret", OTHER="stays")
    script = (desk.folder / "xclip").read_text()
    (desk.folder / "xclip").write_text(script.replace("case ", f'env > "{desk.folder}/seen"\ncase ', 1))
    assert await read_clipboard(desk.environment) == PNG
    seen = (desk.folder / "seen").read_text()
    assert "OTHER=stays" in seen
    assert "secret" not in seen
