"""Regions that code names are saved as files."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from viscodex_model.core.errors import UserError
from viscodex_model.read.cut_outs import save_cut_outs

from tests.fixtures.pictures.text_pictures import png

PICTURE = np.random.default_rng(1).integers(0, 256, (40, 60, 3), np.uint8)
CODE = (
    '<img src="cut:1,2,10,12/icon.png"><img src="cut:30,2,10,12/icon.png"><img src="cut:1,2,10,12/icon.png">'
)


def test_each_region_is_saved_once_and_called_otherwise_than_the_others(tmp_path: Path) -> None:
    code = save_cut_outs(CODE, png(PICTURE), tmp_path / "a")
    first, second = tmp_path / "a" / "icon.png", tmp_path / "a" / "icon-2.png"
    assert code == "".join(f'<img src="{path.as_posix()}">' for path in (first, second, first))
    for path, left in ((first, 1), (second, 30)):
        with Image.open(path) as saved:
            assert (np.asarray(saved) == PICTURE[2:14, left : left + 10]).all()


def test_nothing_is_saved_where_one_file_is_there(tmp_path: Path) -> None:
    (tmp_path / "icon-2.png").write_bytes(b"mine")
    with pytest.raises(UserError, match="is there already"):
        save_cut_outs(CODE, png(PICTURE), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["icon-2.png"]


def test_code_without_regions_makes_no_folder(tmp_path: Path) -> None:
    assert save_cut_outs("<p>text</p>", png(PICTURE), tmp_path / "none") == "<p>text</p>"
    assert not (tmp_path / "none").exists()


def test_a_folder_that_cannot_be_is_told_in_a_sentence(tmp_path: Path) -> None:
    """Already when the files are looked for."""
    with pytest.raises(UserError, match="cannot be written"):
        save_cut_outs(CODE, png(PICTURE), tmp_path / ("long" * 100))
