"""The folders an agent may work in, and what it names inside them."""

from pathlib import Path

import pytest

from viscodex_lsp.agents.folders import find_inside, folders_for, path_of_uri
from viscodex_lsp.agents.order import picture_data, read_region
from viscodex_lsp.core.errors import OutsideWorkspace, PictureError, UsageError


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a site and another project."""
    for name in ("site/src", "other"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "site" / "src" / "a.css").touch()
    return tmp_path


def test_whose_folders_hold(home: Path) -> None:
    """The person's; narrowed by the client's, never widened; else the client's; else the present one."""
    site, other = home / "site", home / "other"
    told = [site.as_uri(), other.as_uri()]
    assert folders_for([site], [], here=other, home=home) == (site,)
    assert folders_for([site], [(site / "src").as_uri()], here=other, home=home) == (site / "src",)
    assert folders_for([site], [home.as_uri(), Path("/").as_uri()], here=other, home=home) == (site,)
    assert folders_for([], told, here=home, home=home) == (site, other)
    assert folders_for([], [], here=site, home=home) == (site,)


def test_a_whole_home_is_too_wide(home: Path) -> None:
    """A client that is started anywhere gets no more than a project: else the person is told what to do."""
    for told, here in (([], home), ([home.as_uri()], home / "site"), ([Path("/").as_uri()], home / "site")):
        with pytest.raises(UsageError, match="--root"):
            folders_for([], told, here=here, home=home)


@pytest.mark.parametrize(
    "uri", ["http://a/b", "file://server/share", "untitled:x", "", "file:///a%00b", "://"]
)
def test_only_files_of_this_machine_are_roots(uri: str) -> None:
    """Everything else is no folder."""
    assert path_of_uri(uri) is None


@pytest.mark.parametrize("name", ["src/a.css", "./src/a.css", "src/../src/a.css"])
def test_files_are_found_inside(name: str, home: Path) -> None:
    """By a relative name, a whole path, and a URI."""
    folders = (home / "other", home / "site")
    wanted = home / "site/src/a.css"
    assert find_inside(name, folders) == wanted
    assert find_inside(str(wanted), folders) == find_inside(wanted.as_uri(), folders) == wanted


@pytest.mark.parametrize(
    "name", ["../secret", "/etc/passwd", "src/../../x", "https://a/b.css", "", " ", "a\0b", "file:///etc"]
)
def test_nothing_else_is_found(name: str, home: Path) -> None:
    """A sentence, before anything is opened."""
    with pytest.raises((OutsideWorkspace, UsageError)):
        find_inside(name, (home / "site",))


@pytest.mark.parametrize(
    "picture",
    ["http://a/b.png", " HTTPS://a/b.png", "ftp://a/b.png", "data:image/png,abc", "data:;base64,%%"],
)
def test_addresses_and_broken_data_are_no_pictures(picture: str) -> None:
    """An address is refused as such; data must be base64."""
    with pytest.raises((UsageError, PictureError)):
        picture_data(picture)


def test_a_path_is_no_data() -> None:
    """Also one that could be base64."""
    assert picture_data("iVBORw0KGgo/mock.png") is None
    assert picture_data("data.png") is None


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("1,2,3,4", (1, 2, 3, 4)),
        (" 10, 20 ,30, 40 ", (10, 20, 30, 40)),
        ("the price list", "the price list"),
        ("", None),
    ],
)
def test_a_region_is_numbers_or_words(text: str, region: object) -> None:
    """Four numbers are pixels, everything else is text of the picture."""
    assert read_region(text) == region
