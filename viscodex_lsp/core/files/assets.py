"""Where a project keeps its pictures, and how its code refers to one.

HTML, CSS and Vue take a path from the file. JSX, Svelte and templates of Angular take it from the page: there a picture
must lie where the project's build serves it from.
"""

import re
from collections import Counter
from collections.abc import Collection
from posixpath import commonprefix, dirname, join, relpath

_FOR_PICTURES = re.compile(
    r"(?:^|/)(?:public|static|assets?|images?|img|icons?|logos?|media|photos?|pictures?)(?:/|$)",
    re.IGNORECASE,
)
_SERVED = ("public", "static")
_FROM_THE_PAGE = (".jsx", ".tsx", ".js", ".ts", ".mjs", ".svelte")


def asset_folder(pictures: Collection[str], *, beside: str, project: Collection[str]) -> str:
    """The folder for new pictures of the file `beside`: where most are that it can refer to, else one that is served,
    else one beside it. `project` has the paths of the project's files."""
    near = dirname(beside)
    package = _package(beside, project)
    from_page = package is not None and (
        beside.endswith(_FROM_THE_PAGE) or f"{package}angular.json" in project
    )
    taken = [path for path in pictures if not from_page or _address(path, beside, project)]
    # A picture beside package.json is a screenshot, or one for its readers.
    folders = Counter(filter(None, map(dirname, taken)))
    if folders:
        return max(
            folders, key=lambda each: (_is_for_pictures(each), folders[each], _shared(each, near), each)
        )
    served = {_served_folder(path, beside) for path in project} - {""}
    if served:
        return f"{min(served, key=lambda each: (-len(each), each))}images"
    if not from_page:
        return join(near, "images")
    svelte = any(path.startswith(f"{package}svelte.config.") for path in project)
    return f"{package}{'static' if svelte else 'public'}/images"


def _is_for_pictures(folder: str) -> bool:
    return bool(_FOR_PICTURES.search(folder))


def _shared(folder: str, near: str) -> int:
    return len(commonprefix([f"{folder}/", f"{near}/"]))


def reference_to(path: str, *, beside: str, project: Collection[str] = ()) -> str:
    """How the file `beside` refers to the picture `path`."""
    told = _address(path, beside, project) or relpath(path, dirname(beside) or ".")
    return told if told.startswith((".", "/", "assets/")) else f"./{told}"


def _address(path: str, beside: str, project: Collection[str]) -> str:
    """Where a browser finds a picture that the build serves; "" for any other."""
    folder = _served_folder(path, beside)
    if folder:
        return "/" + path.removeprefix(folder)
    package = _package(beside, project)
    if package is not None and f"{package}angular.json" in project:
        # Angular's build serves this folder beside the page, whose base may be set.
        start = f"{package}src/assets/"
        return f"assets/{path.removeprefix(start)}" if path.startswith(start) else ""
    return ""


def _served_folder(path: str, beside: str) -> str:
    """The outermost served folder that holds `path`, with its slash, where it belongs to the package of `beside`."""
    parts = path.split("/")[:-1]
    at = next((index for index, part in enumerate(parts) if part in _SERVED), None)
    if at is None or not beside.startswith("".join(f"{part}/" for part in parts[:at])):
        return ""
    return "/".join(parts[: at + 1]) + "/"


def _package(beside: str, project: Collection[str]) -> str | None:
    """The folder of the nearest package.json, with its slash; None without one."""
    folder = dirname(beside)
    while True:
        start = f"{folder}/" if folder else ""
        if f"{start}package.json" in project:
            return start
        if not folder:
            return None
        folder = dirname(folder)
