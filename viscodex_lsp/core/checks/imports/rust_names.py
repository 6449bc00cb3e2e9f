"""Reads the paths that a `use` of Rust brings in, one name each, and writes them as statements again.

A name may be brought into a scope once (The Rust Reference, "Use declarations"), however the braces are set.
"""

import re
from collections.abc import Iterator

_USE = re.compile(r"(?P<head>(?:pub(?:\([\w ]+\))?\s+)?use\s++)(?P<tree>[^;]+);")
_MOST_BRACES = 50
_PLAIN = re.compile(r"[\w:*]+(?: as \w+)?")


def paths_of(statement: str) -> tuple[str, tuple[str, ...]]:
    """What a statement begins with (`use `), and its paths (`std::fmt::Display`); none where it is not understood."""
    bare = " ".join(statement.split())
    found = _USE.fullmatch(bare)
    if found is None or bare.count("{") != bare.count("}") or bare.count("{") > _MOST_BRACES:
        return "", ()
    paths = tuple(_flat("", found["tree"].strip()))
    return (found["head"], paths) if all(_PLAIN.fullmatch(path) for path in paths) else ("", ())


def use_of(head: str, module: str, names: list[str]) -> str:
    """The statement that brings names of one module in."""
    if not module:
        return f"{head}{names[0]};"
    return f"{head}{module}::{names[0]};" if len(names) == 1 else f"{head}{module}::{{{', '.join(names)}}};"


def _flat(prefix: str, tree: str) -> Iterator[str]:
    """The paths below a prefix: `a::{b, c::d}` has `a::b` and `a::c::d`, and `a::{self}` has `a`."""
    start, inner = tree.find("{"), tree[tree.find("{") + 1 : -1]
    if start < 0:
        own = tree.removeprefix("self") if tree.split(" ")[0] == "self" and prefix else tree
        yield prefix.removesuffix("::") + own if own != tree else prefix + tree
        return
    for part in _parts(inner):
        yield from _flat(prefix + tree[:start], part)


def _parts(inner: str) -> Iterator[str]:
    depth, begun = 0, 0
    for at, sign in enumerate(inner + ","):
        depth += (sign == "{") - (sign == "}")
        if sign == "," and depth == 0:
            if inner[begun:at].strip():
                yield inner[begun:at].strip()
            begun = at + 1
