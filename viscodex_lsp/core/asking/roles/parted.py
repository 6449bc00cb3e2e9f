"""Parts the blocks of a reply by their roles: those that are put together for the place, and those that are named.

Blocks that are for this place by their words are left to `assembly`, which looks at what they hold.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from viscodex_lsp.core.asking.blocks.assembly import fitness
from viscodex_lsp.core.asking.blocks.fences import Block
from viscodex_lsp.core.asking.roles import tables
from viscodex_lsp.core.asking.roles.files import without_name
from viscodex_lsp.core.asking.roles.home import Home
from viscodex_lsp.core.asking.roles.roles import Role, Told, roles_of, says_after
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.nouns import Hunk

# Nobody introduces more blocks than these.
_MOST_BLOCKS = 40
_TELLING = 20
_MOSTLY = 0.8
_IN_PART = "it is a part of the code above"
_IN_FULL = "it gives the code once more, in full"


class Parted(NamedTuple):
    """The blocks for the place; those left out, each with the reason; the reply's lines without these and the words
    about them. `hunks` are changes that blocks describe by what was before and after.

    `fewer` are blocks for the place without those that may be meant for another one, for where all do not fit, and
    `left_then` those."""

    blocks: list[Block]
    left: list[tuple[Block, str]]
    lines: list[str]
    hunks: tuple[Hunk, ...] = ()
    fewer: tuple[Block, ...] = ()
    left_then: tuple[tuple[Block, str], ...] = ()


def parted(blocks: Sequence[Block], lines: Sequence[str], language: Language, home: Home) -> Parted:
    """The blocks of a reply, of which each has code, by their roles; at least one is for the place."""
    if len(blocks) > _MOST_BLOCKS:
        return Parted([*blocks], [], [*lines])
    told = _with_best(roles_of(blocks, lines, language, home))
    best = max(fitness(block.label, language) for block in blocks)
    here = [each for each in told if each.role is Role.HERE]
    if not any(fitness(each.block.label, language) == best for each in here):
        return Parted([*blocks], [], [*lines])
    hunks = _changes(told, home)
    gone = [each for each in told if each not in here]
    left = [
        (each.block, each.reason) for each in gone if not any(each.block.lines == hunk.old for hunk in hunks)
    ]
    rest = _blanked(lines, gone)
    own = [each for each in here if fitness(each.block.label, language) == best]
    covered, full = _in_full(own)
    inside = [] if covered else _in_part(own)
    left += [(each.block, _IN_PART) for each in inside]
    here = [each for each in here if each not in inside]
    own = [each for each in own if each not in inside]
    loose = [each for each in own[1:] if each.loose and each not in covered]
    kept = [_named_no_more(each.block, gone) for each in here if each not in covered]
    fewer, left_then = [], []
    if full is not None and not all(each.loose for each in covered):
        fewer = [each.block for each in here if each is not full and each not in loose]
        left_then = [(full.block, _IN_FULL)]
    elif loose:
        fewer = [each.block for each in here if each not in loose]
    left_then += [
        (each.block, "it sounds as if it were for another place, and does not fit here") for each in loose
    ]
    return Parted(kept, left, rest, hunks, tuple(fewer), tuple(left_then) if fewer else ())


def _with_best(told: list[Told]) -> list[Told]:
    """The roles, with the one of several versions taken that the reply recommends."""
    versions = [each for each in told if each.role is Role.ALTERNATIVE]
    best = [each for each in versions if any(map(tables.BEST.search, each.said.headings[-1:]))]
    first = [each for each in told if any(map(tables.FIRST_OF_MORE.search, each.said.texts))]
    if (
        not best
        or not first
        or any(tables.BEST.search(text) for each in first for text in each.said.headings)
    ):
        return told
    return [
        each._replace(role=Role.HERE)
        if each in best
        else each._replace(role=Role.ALTERNATIVE)
        if each in first and each.role is Role.HERE
        else each
        for each in told
    ]


def _changes(told: Sequence[Told], home: Home) -> tuple[Hunk, ...]:
    """The changes that a reply describes by pairs of what was before and after, where it consists of such pairs and the
    file has what was before."""
    pairs: list[Hunk] = []
    before: Block | None = None
    for each in told:
        if each.role is Role.BEFORE:
            before = each.block
        elif each.role is Role.HERE:
            if before is None or not says_after(each) or not _has(home.text, before):
                return ()
            pairs.append(Hunk(before.lines, each.block.lines))
            before = None
    return tuple(pairs)


def _has(text: str, block: Block) -> bool:
    lines = "\n".join(["", *_filled(text.split("\n")), ""])
    return "\n".join(["", *_filled(block.lines), ""]) in lines


def _in_full(own: Sequence[Told]) -> tuple[list[Told], Told | None]:
    """The blocks that a later one gives again in full, and that one; none where there is no such block."""
    lines = [Counter(_filled(each.block.lines)) for each in own]
    for at in range(len(own) - 1, 0, -1):
        again = any(map(tables.AGAIN.search, own[at].said.introduction))
        if all(_covers(lines[at], part, again=again) for part in lines[:at]):
            return [*own[:at]], own[at]
    return [], None


def _in_part(own: Sequence[Told]) -> list[Told]:
    """The blocks that give a part of an earlier one once more."""
    lines = [Counter(_filled(each.block.lines)) for each in own]
    return [
        own[at]
        for at in range(1, len(own))
        if any(_covers(earlier, lines[at], again=False) for earlier in lines[:at])
    ]


def _covers(have: Counter[str], wanted: Counter[str], *, again: bool) -> bool:
    """Whether a block holds what another one does: each line of it or, where it is said to be all the code, most."""
    if have.total() <= wanted.total() or sum(map(len, wanted)) < _TELLING:
        return False
    missing = (wanted - have).total()
    return missing == 0 or (again and missing <= (1 - _MOSTLY) * wanted.total())


def _filled(lines: Sequence[str]) -> list[str]:
    return [line.strip() for line in lines if line.strip()]


def _named_no_more(block: Block, gone: Sequence[Told]) -> Block:
    """The block without the name of its file in its first line, where others are for other files."""
    return without_name(block) if any(each.role is Role.FILE for each in gone) else block


def _blanked(lines: Sequence[str], gone: Sequence[Told]) -> list[str]:
    """The lines, those blank that hold the blocks which are left out and the words about them."""
    rows = {row for each in gone for row in range(each.said.first, each.block.last + 1)}
    return ["" if row in rows else line for row, line in enumerate(lines)]
