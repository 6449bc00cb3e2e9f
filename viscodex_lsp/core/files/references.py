"""Tells which files a code refers to: by its imports, its links and whatever else it writes in quotes."""

import re
from posixpath import dirname, join, normpath, relpath

_QUOTED = re.compile(r"""(["'`])([^"'`\n\\]{1,200})\1|url\(([^)"'\s]{1,200})\)""")
_SUFFIX = re.compile(r"(?:\.d)?\.\w+$")
_ALIASES = ("@/", "~/", "#/", "$lib/", "src/")


def refers_to(code: str, path: str, *, folder: str) -> bool:
    """Whether `code`, in a file of `folder`, names the file `path`; with or without its suffix, or by an alias."""
    return any(_means(written, path, folder) for written in _written(code))


def place_told(code: str, name: str, *, folder: str) -> str:
    """Where `code`, in a file of `folder`, expects the file that a reply names `name`; "" where it does not say."""
    wanted = name.rpartition("/")[2]
    for written in _written(code):
        last = written.rpartition("/")[2]
        if written.startswith(("./", "../")) and last in (wanted, _SUFFIX.sub("", wanted)):
            return normpath(join(folder, dirname(written), wanted))
    return ""


def moved(code: str, *, old: str, new: str) -> str:
    """`code` that was written for the folder `old`, with its relative references as the folder `new` needs them."""
    if normpath(old or ".") == normpath(new or "."):
        return code

    def reworded(match: re.Match[str]) -> str:
        written = match[2] or ""
        if not written.startswith(("./", "../")):
            return match[0]
        path = relpath(normpath(join("/", old, written)), join("/", new))
        return f"{match[1]}{path if path.startswith('.') else f'./{path}'}{match[1]}"

    return _QUOTED.sub(reworded, code)


def _written(code: str) -> list[str]:
    return [match[2] or match[3] for match in _QUOTED.finditer(code)]


def _means(written: str, path: str, folder: str) -> bool:
    bare = _SUFFIX.sub("", path)
    if written.startswith(_ALIASES):
        end = written.partition("/")[2]
        return f"/{path}".endswith(f"/{end}") or f"/{bare}".endswith(f"/{end}")
    if "://" in written or not re.search(r"[./]", written):
        return False
    there = normpath(join(folder, written))
    index = bare.endswith("/index") and written.startswith(".") and there == dirname(path)
    return index or there in (path, bare)
