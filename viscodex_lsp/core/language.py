"""What is known about one language: its labels, its grammar, its node types, its style."""

import re
from dataclasses import dataclass
from functools import cache

UNSPECIFIC_LABELS = frozenset({"", "code", "plain", "plaintext", "text", "txt"})


@dataclass(frozen=True, slots=True)
class Grammar:
    """Where a tree-sitter grammar is found: a module, and the function in it that answers the language."""

    module: str
    function: str = "language"


@dataclass(frozen=True, slots=True)
class Language:
    """One LSP language id and everything that depends on it.

    `fence` is the label to ask a model for, `labels` the further ones that are the same language, or one
    that may stand in its files. `stand_ins` are frames around a fragment ("{}" is the place of the fragment)
    in which it may be judged alone. Node types are those of the grammar: `scopes` have a head and a body,
    `blocks` indent their children by one step, `siblings` have a signature worth telling, `preamble` comes
    before imports. `opens` ends a line after which the indentation grows, `closes` begins one at which it
    shrinks. `grammar` is None where syntax cannot be checked. `foreign` is None where only the own labels
    are accepted, else the set of all that are not.
    """

    id: str
    name: str
    fence: str
    labels: frozenset[str] = frozenset()
    suffixes: tuple[str, ...] = ()
    grammar: Grammar | None = None
    line_comment: str = ""
    block_comment: tuple[str, str] | None = None
    indent: str = "    "
    quote: str = '"'
    import_nodes: frozenset[str] = frozenset()
    import_pattern: str = ""
    preamble: frozenset[str] = frozenset()
    scopes: frozenset[str] = frozenset()
    blocks: frozenset[str] = frozenset()
    siblings: frozenset[str] = frozenset()
    stand_ins: tuple[str, ...] = ("{}",)
    opens: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()
    markup: bool = False
    foreign: frozenset[str] | None = None

    @property
    def has_imports(self) -> bool:
        """Whether files of this language begin with a block of imports."""
        return bool(self.import_nodes or self.import_pattern)

    def is_import(self, node_type: str, text: str) -> bool:
        """Whether a top-level node brings names in; `text` is its source."""
        if node_type in self.import_nodes:
            return True
        return self.is_import_line(text) if node_type != "comment" else False

    def is_import_line(self, line: str) -> bool:
        """Whether a line begins an import, as far as a line alone can tell."""
        return bool(self.import_pattern and _compiled(self.import_pattern).match(line))

    def accepts(self, label: str | None) -> bool:
        """Whether a fence with this label may hold code for a file of this language.

        No label, or one such as `text`, says nothing and is accepted.
        """
        wanted = (label or "").strip().lower()
        if wanted in UNSPECIFIC_LABELS or wanted in {self.id, self.fence} or wanted in self.labels:
            return True
        return self.foreign is not None and wanted not in self.foreign


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
