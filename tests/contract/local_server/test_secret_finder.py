"""The language server's question about secrets and the local server's answer: the real reader, started for it."""

import io
import os
import signal
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from viscodex_lsp.core.nouns import Picture
from viscodex_lsp.core.settings import Settings, resolve
from viscodex_lsp.edges.model.run_folder import RunFolder
from viscodex_lsp.edges.model.secret_finder import can_find_secrets, find_secrets

pytest.importorskip("detect_secrets", reason="detect-secrets is not installed: nothing can be searched")


def picture(*lines: str) -> Picture:
    image = Image.new("RGB", (700, 40 + 40 * len(lines)), "white")
    draw = ImageDraw.Draw(image)
    for index, line in enumerate(lines):
        draw.text((20, 20 + 40 * index), line, "black", ImageFont.load_default(20))
    data = io.BytesIO()
    image.save(data, "PNG")
    return Picture(data.getvalue(), "image/png", image.width, image.height, "mock.png")


async def test_the_reader_that_is_started_finds_what_is_drawn(tmp_path: Path) -> None:
    """No server runs: one is started, and tells the place of the password; addresses only where they are asked for."""
    assert can_find_secrets()
    files = RunFolder(tmp_path)
    part = picture("user: jane@example.org", "password: hunter2!x")
    try:
        (secret,) = await find_secrets(part, Settings(), lambda _: None, place=tmp_path)
        assert secret.kind == "password or key beside its label"
        assert 55 < (secret.box[1] + secret.box[3]) / 2 < 85
        both = resolve(editor={"privacy": {"maskAddresses": True}}, environment={})
        found = await find_secrets(part, both, lambda _: None, place=tmp_path)
        assert {each.kind for each in found} == {"mail address", "password or key beside its label"}
    finally:
        state = files.read_state()
        if state is not None:
            os.kill(state.pid, signal.SIGTERM)
