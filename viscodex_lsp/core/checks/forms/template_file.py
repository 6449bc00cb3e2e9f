"""Takes the content out of a whole template, for a place in one: what `{% extends %}` and the block around it hold.

A file extends one other, and has a block of each name once (Jinja, "Template Inheritance"; Laravel, "Blade Templates").
"""

import re

from viscodex_lsp.core.checks.forms.formed import Formed
from viscodex_lsp.core.checks.placement import Place

_EXTENDS = re.compile(r"\{%-?\s*extends\b[^%]*%\}[ \t]*\n?|^@extends\([^\n]*\)[ \t]*\n?", re.MULTILINE)
_BLOCK = re.compile(
    r"(?:\{%-?\s*block\s+(?P<jinja>\w+)[^%]*%\}(?P<inner>[^\0]*)\{%-?\s*endblock\b[^%]*%\}"
    r"|@section\(\s*['\"](?P<blade>[\w.-]+)['\"]\s*\)(?P<content>[^\0]*)@(?:endsection|stop|show)"
    r"|\{\{-?\s*define\s+\"(?P<go>[^\"]+)\"\s*-?\}\}(?P<defined>[^\0]*)\{\{-?\s*end\s*-?\}\})\s*"
)
_OPENS = re.compile(
    r"\{%-?\s*block\s+(?P<jinja>\w+)|@section\(\s*['\"](?P<blade>[\w.-]+)['\"]\s*\)"
    r"|\{\{-?\s*define\s+\"(?P<go>[^\"]+)\""
)
_ANY_BLOCK = re.compile(r"\{%-?\s*(?:end)?block\b|@(?:section\(|endsection)|\{\{-?\s*define\b")
_LONGEST = 100_000


def out_of_template(code: str, place: Place) -> Formed | None:
    """The content of the block that holds the place, where the reply is a template with that block; None for others."""
    text = place.lines.text
    if not place.language.markup or len(code) > _LONGEST or not _ANY_BLOCK.search(code):
        return None
    extends = _EXTENDS.search(code)
    bare = (code[: extends.start()] + code[extends.end() :] if extends is not None else code).strip()
    whole = _BLOCK.fullmatch(bare)
    opened = [*_OPENS.finditer(text, 0, place.span.start)]
    if whole is None or not opened:
        return None
    kind = next(name for name in ("jinja", "blade", "go") if whole[name])
    inner = whole[{"jinja": "inner", "blade": "content", "go": "defined"}[kind]]
    if opened[-1][kind] != whole[kind] or _ANY_BLOCK.search(inner):
        return None
    return Formed(inner, notes=("took the content out of a whole template",))
