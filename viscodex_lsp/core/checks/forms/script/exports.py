"""Writes what a reply exports as a CommonJS module does that exports one object, so that it can join that object.

`module.exports.a = a` above `module.exports = { b }` would be lost (Node.js, "module.exports").
"""

import re

_OWN = re.compile(r"^module\.exports\s*=\s*\{", re.MULTILINE)
_ASSIGNED = re.compile(
    r"^(?:module\.)?exports\.(?P<name>\w+)\s*+=\s*+(?P<value>[^\s{(][^\n{(]*+)$\n?", re.MULTILINE
)
# A value of several lines, or one that calls something, gets a name of its own first.
_MADE = re.compile(r"^(?:module\.)?exports\.(?P<name>\w+)\s*+=(?![=>])", re.MULTILINE)
_DECLARED = re.compile(
    r"^export\s+(?=(?:async\s+)?(?:function\*?|class|const|let)\s+(?P<name>\w+))", re.MULTILINE
)


def as_one_object(code: str, text: str) -> str:
    """The code with its exports as one object at its end; as it is where the file `text` exports none."""
    if not _OWN.search(text) or _OWN.search(code) or re.search(r"^(?:import|export)\b", text, re.MULTILINE):
        return code
    members = [
        found["name"] if found["name"] == value else f"{found['name']}: {value}"
        for found in _ASSIGNED.finditer(code)
        if (value := found["value"].rstrip(" \t;"))
    ]
    rest = _ASSIGNED.sub("", code)
    members += [found["name"] for pattern in (_DECLARED, _MADE) for found in pattern.finditer(rest)]
    if not members:
        return code
    rest = _DECLARED.sub("", _MADE.sub(r"const \g<name> =", rest)).rstrip("\n")
    return f"{rest}\n\nmodule.exports = {{ {', '.join(members)} }}\n"
