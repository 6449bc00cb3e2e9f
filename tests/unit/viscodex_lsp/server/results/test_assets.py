"""assets: the pictures of an edit are there where its code is, and nowhere else."""

from pathlib import Path

import pytest

from viscodex_lsp.core.errors import DocumentError
from viscodex_lsp.core.nouns import Asset, CheckedPatch, Document, Replacement, Span
from viscodex_lsp.server.results.assets import Assets


def edit(folder: Path, *names: str) -> CheckedPatch:
    """An edit that refers to these pictures."""
    document = Document((folder / "a.html").as_uri(), "html", 1, "")
    pictures = tuple(Asset((folder / name).as_uri(), name.encode(), "8x8") for name in names)
    return CheckedPatch(document, (Replacement(Span(0, 0), "<p></p>"),), (), True, assets=pictures)


def there(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_an_edit_that_is_refused_leaves_no_picture(tmp_path: Path) -> None:
    assets, one = Assets(), edit(tmp_path, "logo.png")
    assets.save(one)
    assert there(tmp_path) == ["logo.png"]
    assets.release(one)
    assert there(tmp_path) == []


def test_folders_that_were_made_for_a_picture_go_with_it(tmp_path: Path) -> None:
    """Not those that were there before, nor those that hold something by now."""
    (tmp_path / "mine").mkdir()
    assets, one = Assets(), edit(tmp_path, "assets/deep/logo.png", "mine/logo.png", "shared/logo.png")
    assets.save(one)
    (tmp_path / "shared" / "note.txt").touch()
    assets.release(one)
    assert there(tmp_path) == ["mine", "shared"]
    assert there(tmp_path / "mine") == []


def test_a_folder_of_code_that_landed_is_its_persons(tmp_path: Path) -> None:
    """Even where they emptied it since: a later edit that is refused does not take it along."""
    assets, landed, later = Assets(), edit(tmp_path, "assets/a.png"), edit(tmp_path, "assets/b.png")
    assets.save(landed)
    assets.release(landed, landed=True)
    (tmp_path / "assets" / "a.png").unlink()
    assets.save(later)
    assets.release(later)
    assert there(tmp_path) == ["assets"]


@pytest.mark.parametrize("first_lands", [True, False])
def test_a_picture_of_two_edits_stays_where_one_lands(tmp_path: Path, first_lands: bool) -> None:
    """In whatever order they end: the one that is refused does not take away what the other one shows."""
    assets, refused, landed = Assets(), edit(tmp_path, "logo.png", "old.png"), edit(tmp_path, "logo.png")
    assets.save(refused)
    assets.save(landed)
    if first_lands:
        assets.keep(landed)
        assets.release(landed)
    assets.release(refused)
    assert there(tmp_path) == ["logo.png"]
    assets.keep(landed)
    assets.release(landed)
    assert there(tmp_path) == ["logo.png"]


def test_a_picture_that_was_there_before_is_never_removed(tmp_path: Path) -> None:
    """Nor one that was changed since."""
    (tmp_path / "logo.png").write_bytes(b"logo.png")
    assets, one = Assets(), edit(tmp_path, "logo.png", "new.png")
    assets.save(one)
    (tmp_path / "new.png").write_bytes(b"drawn over")
    assets.release(one)
    assert there(tmp_path) == ["logo.png", "new.png"]


def test_a_picture_of_code_that_landed_is_its_persons(tmp_path: Path) -> None:
    """Whatever became of it meanwhile: nothing is written over, and the edit does not count as failed."""
    assets, one, later = Assets(), edit(tmp_path, "logo.png"), edit(tmp_path, "logo.png")
    assets.save(one)
    (tmp_path / "logo.png").write_bytes(b"drawn over")
    assets.release(one, landed=True)
    assert (tmp_path / "logo.png").read_bytes() == b"drawn over"
    (tmp_path / "logo.png").write_bytes(b"logo.png")
    assets.save(later)
    assets.release(later)
    assert there(tmp_path) == ["logo.png"]


def test_code_that_lands_late_gets_its_pictures_back(tmp_path: Path) -> None:
    assets, one = Assets(), edit(tmp_path, "logo.png")
    assets.save(one)
    assets.release(one)
    assets.keep(one)
    assert there(tmp_path) == ["logo.png"]


def test_another_file_in_its_place_refuses_the_edit(tmp_path: Path) -> None:
    """Nothing is written, and nothing is kept in mind."""
    (tmp_path / "b.png").write_bytes(b"mine")
    assets, one = Assets(), edit(tmp_path, "a.png", "b.png")
    with pytest.raises(DocumentError, match="is there already"):
        assets.save(one)
    assert there(tmp_path) == ["b.png"]
