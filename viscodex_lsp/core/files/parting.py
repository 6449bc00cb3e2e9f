"""Parts a reply into the code for the file that was asked about, and the other files that belong to it.

A file belongs to the edit where the code refers to it, or where a file of its kind was asked for. What does not
belong stays in the reply, and is judged there as any other block.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from posixpath import basename, dirname, normpath

from viscodex_lsp.core.asking.prose import without_reasoning
from viscodex_lsp.core.files.kinds import kind_of
from viscodex_lsp.core.files.names import Named, named_blocks
from viscodex_lsp.core.files.permitted import why_not
from viscodex_lsp.core.files.placing import place_of
from viscodex_lsp.core.files.references import moved, refers_to
from viscodex_lsp.core.nouns import Companion, Patch, Reply

MOST_FILES = 8


@dataclass(frozen=True, slots=True)
class ReplyFile:
    """Another file of a reply: its path from the project's folder, and its code as a patch."""

    path: str
    patch: Patch


@dataclass(frozen=True, slots=True)
class Parted:
    """The reply for the file itself, the files besides, and what is to be noted of files that were left out."""

    reply: Reply
    files: tuple[ReplyFile, ...] = ()
    notes: tuple[str, ...] = ()


def part_reply(
    reply: Reply, path: str, *, asked: Collection[Companion], project: Callable[[], Collection[str]]
) -> Parted:
    """Part a reply that was asked for the file `path`; a reply that names no other file comes back as it is.

    Args:
        path: the file's, from the project's folder; "" where it has none, and nothing is parted.
        asked: the kinds of files that the person wants beside it.
        project: gives the paths of the project's files; asked only where the reply names other files.
    """
    text, unfinished = without_reasoning(reply.text)
    lines = text.replace("\r\n", "\n").split("\n")
    named = named_blocks(lines) if path and not unfinished else []
    own = [each for each in named if not each.name or _same(each.name, path)]
    others = [each for each in named if each not in own]
    if not own or not others:
        return Parted(reply)
    code = "\n".join("\n".join(each.lines) for each in own)
    taken, notes = _taken(others, code, path, asked, project())
    if not taken:
        return Parted(reply, notes=notes)
    rest = _without([*(each for each, _ in taken)], own, lines)
    last = named[-1]
    files = tuple(
        _file(each, where, path, cut_off=each is last and not each.block.closed and reply.finish != "stop")
        for each, where in taken
    )
    # Where the reply was cut off in another file, the code for this one is whole.
    whole = any(each is last for each, _ in taken)
    return Parted(replace(reply, text=rest, finish="stop" if whole else reply.finish), files, notes)


def _taken(
    others: list[Named], code: str, path: str, asked: Collection[Companion], project: Collection[str]
) -> tuple[list[tuple[Named, str]], tuple[str, ...]]:
    """The blocks that belong to the edit with their places, and notes about those that may not be created."""
    places = {id(each): place_of(each.name, beside=path, code=code, project=project) for each in others}
    folder = dirname(path)
    wanted = [
        each
        for each in others
        if kind_of(each.name) in asked or refers_to(code, places[id(each)], folder=folder)
    ]
    # A file that a wanted one needs is wanted, too.
    for each in wanted:
        inside = "\n".join(each.lines)
        wanted += [
            other
            for other in others
            if other not in wanted and refers_to(inside, places[id(other)], folder=dirname(places[id(each)]))
        ]
    taken: list[tuple[Named, str]] = []
    notes: list[str] = []
    for each in wanted:
        where = places[id(each)]
        reason = why_not(where) or ("it is named twice" if where in {place for _, place in taken} else "")
        reason = reason or ("there are too many" if len(taken) == MOST_FILES else "")
        if reason:
            notes.append(f"left out the file {each.name}: {reason}")
        else:
            taken.append((each, where))
    return taken, tuple(notes)


def _file(named: Named, where: str, beside: str, *, cut_off: bool) -> ReplyFile:
    code = moved("\n".join(named.lines).strip("\n"), old=dirname(beside), new=dirname(where))
    return ReplyFile(where, Patch(code, None, cut_off, ended=named.block.closed))


def _same(name: str, path: str) -> bool:
    """Whether a name means the file `path`: its name alone, or an end of its path."""
    told = normpath(name)
    return f"/{path}".endswith(f"/{told}") or ("/" not in told and told == basename(path))


def _without(taken: list[Named], own: list[Named], lines: list[str]) -> str:
    """The reply's text without the blocks that were taken, and without the lines that only name the file itself."""
    gone = {row for each in taken for row in range(each.rows[0], each.rows[1] + 1)}
    for each in own:
        if each.name:
            gone |= set(range(each.rows[0], each.block.first))
            gone |= {each.block.first + 1} if each.headed else set()
    return "\n".join(line for row, line in enumerate(lines) if row not in gone)
