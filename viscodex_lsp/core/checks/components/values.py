"""Says which names of a reply may be the project's own functions, hooks and constants.

A name that is called, or written as constants are, means what the project has by it; `items` may be any data.
"""

import re
from collections.abc import Iterator, Sequence

from viscodex_lsp.core.components.imports import Offer
from viscodex_lsp.core.components.project import Project
from viscodex_lsp.core.language.languages import SCRIPTS
from viscodex_lsp.core.syntax.syntax import Tree

_CONSTANT = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*")
_COMMON = re.compile(r"^(?:const|let|var)\s[^=\n]+=\s*require\(|^module\.exports\b", re.MULTILINE)
_MODERN = re.compile(r"^(?:import|export)\b", re.MULTILINE)


def own_values(missing: Sequence[str], tree: Tree, project: Project) -> Iterator[Offer]:
    """Those of the `missing` names that are values of the project, as the file would import them; none for one that
    imports by `require`."""
    if tree.language.id not in SCRIPTS or (_COMMON.search(tree.text) and not _MODERN.search(tree.text)):
        return
    for name in missing:
        called = re.search(rf"(?<![\w$.]){re.escape(name)}(?:<[^()<>]*>)?\(", tree.text)
        offer = project.value(name) if called or _CONSTANT.fullmatch(name) else None
        if offer is not None:
            yield offer
