"""For tests of learning from the likeness: pictures."""

from pathlib import Path

import pytest
from PIL import Image


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of four pictures."""
    folder = tmp_path_factory.mktemp("pictures")
    for number in range(4):
        Image.new("RGB", (56, 56), (60 * number, 90, 90)).save(folder / f"{number}.png")
    return folder
