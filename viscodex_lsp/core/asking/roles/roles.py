"""Gives each block of a reply its role, by what is said of it; what the words do not say, its content decides later."""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from viscodex_lsp.core.asking.blocks.assembly import CORRECTED, fitness, names_in
from viscodex_lsp.core.asking.blocks.assembly import EXAMPLE as OF_USE
from viscodex_lsp.core.asking.blocks.fences import Block
from viscodex_lsp.core.asking.blocks.order import only_imports
from viscodex_lsp.core.asking.roles import tables
from viscodex_lsp.core.asking.roles.files import first_line, is_of, named_file, says_new
from viscodex_lsp.core.asking.roles.home import Home
from viscodex_lsp.core.asking.roles.places import defined_again, of_other_kind, other_place, sounds_elsewhere
from viscodex_lsp.core.asking.roles.words import Said, plain, said_of
from viscodex_lsp.core.language.language import Language

_SHELLS = frozenset(
    {"", "sh", "bash", "shell", "zsh", "console", "terminal", "powershell", "cmd", "text", "txt"}
)
_SCRIPTS = frozenset({"javascript", "js", "mjs", "typescript", "ts", "jsx", "tsx"})
_SHEETS = frozenset({"css", "scss", "sass", "less", "postcss"})
_OF_WORDS = frozenset({"markdown", "mdx", "rmd", "quarto"})
_FEW_WORDS = 9
_FEW_TO_NAME = 4
_FEW_COMMANDS = 3
_LONGEST = 400
_ENDS = re.compile(r"^\W+|\W+$")


class Role(StrEnum):
    """What a block is for; the value says to the person why one was left out."""

    HERE = "it is for this place"
    PLACE = "it is for another place"
    FILE = "it is for another file"
    COMMAND = "a command to run"
    EXAMPLE = OF_USE
    TEST = "a test"
    ALTERNATIVE = "another version"
    BEFORE = "it shows the code as it was"
    WRONG = "it shows how not to write it"


class Told(NamedTuple):
    """A block with what is said of it. `name` is the file or the place that it is for; `loose` says that a block for
    this place sounds as if it were for another one."""

    block: Block
    said: Said
    role: Role
    name: str = ""
    loose: bool = False

    @property
    def reason(self) -> str:
        """Why the block is left out, for the person."""
        if self.role is Role.PLACE:
            return f"it is for `{self.name}`"
        return f"{self.role.value}, `{self.name}`" if self.role is Role.FILE else self.role.value


def roles_of(blocks: Sequence[Block], lines: Sequence[str], language: Language, home: Home) -> list[Told]:
    """The filled blocks of a reply in their order, each with its role; `lines` are those of the reply."""
    said = said_of(blocks, lines)
    best = max(fitness(block.label, language) for block in blocks)
    own = [each for each in zip(blocks, said, strict=True) if fitness(each[0].label, language) == best]
    files = _other_files(own, lines, home)
    several = any(map(tables.SEVERAL.search, (line[:_LONGEST] for line in lines[: blocks[0].first])))
    found: list[Told] = []
    for block, words in zip(blocks, said, strict=True):
        if block.first in files:
            found.append(Told(block, words, Role.FILE, files[block.first]))
            continue
        is_own = fitness(block.label, language) == best
        earlier = [each for each in found if is_own == (fitness(each.block.label, language) == best)]
        earlier = earlier if is_own else [each for each in earlier if _alike(each.block.label, block.label)]
        role = _shown(block, words, earlier, language)
        if role is Role.HERE and earlier and several and _is_next(words, earlier[0].said):
            role = Role.ALTERNATIVE
        place = _elsewhere(block, words, language, home) if role is Role.HERE and is_own and earlier else ""
        if role is Role.HERE and is_own and not place:
            role = _used(block, words, [each for each in earlier if each.role is Role.HERE], language, home)
        loose = is_own and sounds_elsewhere(words)
        found.append(Told(block, words, Role.PLACE if place else role, place, loose))
    return found


def says_after(told: Told) -> bool:
    """Whether a block is said to be what comes of the code that was shown before it."""
    comment = _words_of_comment(told.block)
    return (
        any(map(tables.AFTER.search, told.said.introduction))
        or tables.AFTER_MARK.fullmatch(comment) is not None
    )


def _other_files(own: Sequence[tuple[Block, Said]], lines: Sequence[str], home: Home) -> dict[int, str]:
    """The files that blocks in the file's own language are said to be for, where that is not this one, by their rows.

    A model may call this file by another name: where no block is left for it, the first name that is not said to be
    that of a new file is taken for it.
    """
    names = {block.first: named_file(block, said, lines[block.first][:_LONGEST]) for block, said in own}
    new = {block.first for block, said in own if names[block.first] and says_new(said)}
    others = {row: name for row, name in names.items() if name and not is_of(name, home.path)}
    is_mine = any(name and is_of(name, home.path) for name in names.values())
    first = names[own[0][0].first]
    if is_mine or (first in others.values() and own[0][0].first in new and len(others) < len(names)):
        return others
    if first in others.values():
        ours = next((name for row, name in others.items() if row not in new), first)
        return (
            {} if len(others) == len(names) else {row: name for row, name in others.items() if name != ours}
        )
    return others


def _shown(block: Block, said: Said, earlier: Sequence[Told], language: Language) -> Role:
    """The role of a block that is only shown, whatever language it is in: a command, the state before, a variant."""
    comment = _words_of_comment(block)
    if any(map(tables.BEFORE.search, said.introduction)) or tables.BEFORE_MARK.fullmatch(comment):
        return Role.BEFORE
    if (
        any(map(tables.WRONG.search, (plain(said.near), *said.headings[-1:])))
        and len(said.near.split()) <= _FEW_WORDS
    ):
        return Role.WRONG
    if _is_command(block, language) or (earlier and _runs_the_script(block, said, language)):
        return Role.COMMAND
    if not earlier or any(map(CORRECTED.search, said.introduction)):
        return Role.HERE
    if any(map(tables.ALTERNATIVE.search, said.texts)) or tables.ALTERNATIVE_MARK.match(comment):
        return Role.ALTERNATIVE
    for_whom = any(map(tables.FOR_WHOM.search, said.introduction))
    if for_whom and any(map(tables.FOR_WHOM.search, earlier[-1].said.introduction)):
        return Role.ALTERNATIVE
    return Role.HERE


def _elsewhere(block: Block, said: Said, language: Language, home: Home) -> str:
    """The place of the file, or the other kind of file, that the words put a block into; "" for none."""
    place = other_place(block, said, home) or defined_again(block, said, home)
    return place or of_other_kind(said, language, home)


def _is_next(said: Said, first: Said) -> bool:
    """Whether a block stands under a heading of its own, beside that of the first one."""
    return bool(said.headings and first.headings and said.headings[-1] != first.headings[-1])


def _words_of_comment(block: Block) -> str:
    """The first line of a block, without what is no word at its ends."""
    return _ENDS.sub("", first_line(block)[:_LONGEST])


def _used(block: Block, said: Said, earlier: Sequence[Told], language: Language, home: Home) -> Role:
    """The role of a block below others that may show how these are used or tested.

    What follows nothing but imports is no example of their use: it is what they are for."""
    if language.id in _OF_WORDS or all(only_imports(each.block, language) for each in earlier):
        return Role.HERE
    texts = said.introduction
    if (
        any(map(tables.TEST.search, texts))
        and tables.TESTS.search(block.code)
        and not tables.TEST.search(home.path)
    ):
        return Role.TEST
    if tables.USAGE.fullmatch(first_line(block).strip()):
        return Role.EXAMPLE
    shown = [text for text in texts if tables.EXAMPLE.search(text)]
    named = any(len(text.split()) <= _FEW_TO_NAME for text in shown)
    return Role.EXAMPLE if named or (shown and not _stands_alone(block, earlier)) else Role.HERE


def _stands_alone(block: Block, earlier: Sequence[Told]) -> bool:
    """Whether a block defines something, and needs nothing that the earlier ones define: then it shows no use of it."""
    names = names_in([each.block for each in earlier])
    used = (re.search(rf"\b{re.escape(name.partition('(')[0])}\b", block.code) is not None for name in names)
    return bool(names and names_in([block])) and not any(used)


def _alike(one: str, other: str) -> bool:
    """Whether two labels are those of scripts, of style sheets, or the same."""
    return one == other or any(one in labels and other in labels for labels in (_SCRIPTS, _SHEETS))


def _is_command(block: Block, language: Language) -> bool:
    """Whether a block is nothing but commands to type, and the file none of those."""
    if block.label not in _SHELLS or language.goes_by(block.label or "sh") or language.accepts("bash"):
        return False
    lines = [line for line in block.lines if line.strip() and not line.lstrip().startswith("#")]
    return bool(lines) and all(map(tables.COMMAND.match, lines))


def _runs_the_script(block: Block, said: Said, language: Language) -> bool:
    """Whether a block below a script of a shell is said to make that run."""
    lines = [line for line in block.lines if line.strip() and not line.lstrip().startswith("#")]
    few = 0 < len(lines) <= _FEW_COMMANDS and language.accepts("bash")
    return few and any(map(tables.RUNS.search, said.introduction))
