"""Pictures lie where the project keeps them and where its build finds them, and the code refers to them so."""

import pytest

from viscodex_lsp.core.files.assets import asset_folder, reference_to

REACT = ("package.json", "src/pages/a.tsx")


@pytest.mark.parametrize(
    ("pictures", "project", "folder"),
    [
        (["public/img/a.png", "public/img/b.svg", "src/x.png"], ["src/a.tsx"], "public/img"),
        ([], ["public/robots.html", "src/a.tsx"], "public/images"),
        ([], ["static/a.html", "public/robots.html"], "public/images"),
        ([], ["src/pages/a.tsx"], "src/pages/images"),
        (["a/x.png", "src/pages/img/y.png"], [], "src/pages/img"),
        (["mock.png", "other.png", "public/img/a.png"], [], "public/img"),
        (["mock.png"], [], "src/pages/images"),
        (["shots/1.png", "shots/2.png", "src/images/a.png"], [], "src/images"),
        # A relative path in JSX is left as it stands: the browser would look for it beside the page.
        (["src/assets/react.svg"], REACT, "public/images"),
        (["src/assets/react.svg", "public/vite.svg"], REACT, "public"),
        (["docs/a.png", "docs/b.png"], (*REACT, "public/robots.html"), "public/images"),
    ],
)
def test_new_pictures_lie_where_the_file_can_refer_to_them(
    pictures: list[str], project: list[str], folder: str
) -> None:
    """Where most are; else in a folder that is served; else beside the file."""
    assert asset_folder(pictures, beside="src/pages/a.tsx", project=project) == folder


@pytest.mark.parametrize(
    ("beside", "project", "folder"),
    [
        ("apps/web/src/a.tsx", ("package.json", "apps/web/package.json"), "apps/web/public/images"),
        (
            "apps/web/src/a.tsx",
            ("apps/web/package.json", "apps/shop/public/x.html"),
            "apps/web/public/images",
        ),
        ("apps/web/src/a.tsx", ("apps/web/package.json", "apps/web/public/x.html"), "apps/web/public/images"),
        ("src/routes/a.svelte", ("package.json", "svelte.config.js"), "static/images"),
        ("src/A.vue", ("package.json",), "src/images"),
        ("src/app/a.component.html", ("package.json", "angular.json"), "public/images"),
    ],
)
def test_each_framework_has_its_folder(beside: str, project: tuple[str, ...], folder: str) -> None:
    """Of the package that the file belongs to."""
    assert asset_folder([], beside=beside, project=project) == folder


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("public/images/a.png", "/images/a.png"),
        ("src/pages/images/a.png", "./images/a.png"),
        ("src/assets/a.png", "../assets/a.png"),
        ("a.png", "../../a.png"),
        ("apps/web/public/a.png", "../../apps/web/public/a.png"),
    ],
)
def test_the_code_refers_to_them(path: str, told: str) -> None:
    """From the root of what is served, or from the file."""
    assert reference_to(path, beside="src/pages/a.tsx") == told


@pytest.mark.parametrize(
    ("path", "beside", "project", "told"),
    [
        ("apps/web/public/i/a.png", "apps/web/src/a.tsx", ("apps/web/package.json",), "/i/a.png"),
        ("src/assets/a.png", "src/app/a.component.html", ("package.json", "angular.json"), "assets/a.png"),
        ("src/assets/a.png", "src/app/a.component.html", ("package.json",), "../assets/a.png"),
    ],
)
def test_the_build_serves_them(path: str, beside: str, project: tuple[str, ...], told: str) -> None:
    """From its package's public folder; Angular's also from `src/assets`."""
    assert reference_to(path, beside=beside, project=project) == told
