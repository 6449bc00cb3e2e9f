"""What is known about one language: its labels, its grammar, its node types, its style."""

import re
from dataclasses import dataclass
from functools import cache

UNKNOWN_OPENS = r"[:{(\[]$|->$|=>$|\b(?:do|then|else|begin)$"
UNKNOWN_CLOSES = r"[})\]]|</|(?:end|else|elsif|elif|fi|done)\b"
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
    that may stand in its files, `foreign` those of other languages. `known` says that it is one of the table.
    `stand_ins` are frames around a fragment ("{}" is its place) in which it may be judged alone;
    `markup_stand_ins` are those where everything is text but tags, for fragments that begin with one.

    `grammar` is None where syntax cannot be checked. Node types are those of the grammar: `scopes` have a
    head and a body, `blocks` indent their children by one step, `siblings` have a signature worth telling,
    `preamble` comes before imports.

    `opens` is a pattern found in a line after which the indentation grows, `closes` one that matches at the
    beginning of a line at which it shrinks. `by_indentation` says that nothing else ends a block.

    `template` is a pattern of the marks that a template engine fills in; the grammar reads the text around them.
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
    markup_stand_ins: tuple[str, ...] = ()
    opens: str = ""
    closes: str = ""
    by_indentation: bool = False
    markup: bool = False
    foreign: frozenset[str] | None = None
    template: str = ""
    known: bool = True

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

    def opens_block(self, line: str) -> bool:
        """Whether the lines below `line` belong one step deeper, as far as it alone can tell."""
        pattern = self.opens or (UNKNOWN_OPENS if self._unknown else "")
        return bool(pattern and _compiled(pattern).search(self._without_comment(line)))

    def closes_block(self, line: str) -> bool:
        """Whether `line` begins with the end of the block above it."""
        pattern = self.closes or (UNKNOWN_CLOSES if self._unknown else "")
        return bool(pattern and _compiled(pattern).match(line.strip()))

    @property
    def _unknown(self) -> bool:
        """Whether nothing is known of how it writes blocks, so that the usual signs are looked for."""
        return not self.known

    def _without_comment(self, line: str) -> str:
        """The line without a comment at its end; a mark inside a string is told by the missing blank."""
        if self.line_comment:
            line = re.split(rf"(?:^|\s){re.escape(self.line_comment)}", line, maxsplit=1)[0]
        return line.strip()

    def accepts(self, label: str | None) -> bool:
        """Whether a fence with this label may hold code for a file of this language.

        No label, or one such as `text`, says nothing, and one that is no language is misread: both are
        accepted, and the code is judged.
        """
        wanted = (label or "").strip().lower()
        return wanted in UNSPECIFIC_LABELS or self.goes_by(wanted) or wanted not in (self.foreign or ())

    def goes_by(self, label: str) -> bool:
        """Whether a label, in small letters, names this language or one that may stand in its files."""
        return label in {self.id, self.fence} or label in self.labels


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
