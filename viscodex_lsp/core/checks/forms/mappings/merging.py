"""Compares what a reply says with what a file says, mapping by mapping and list by list: what is new, what differs."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from viscodex_lsp.core.checks.forms.mappings.values import Value, same

# What an item of a list is known by, before its first key.
_NAMED_BY = ("name", "id", "key")


class Addition(NamedTuple):
    """An entry of the reply's `source` that the file's `holder` lacks, behind the entry `behind` of that; -1 where it
    comes first."""

    holder: Value
    behind: int
    source: Value
    row: int


@dataclass
class Compared:
    """What a reply adds and changes; `again` counts what both say. Differences are named by their keys."""

    additions: list[Addition] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    again: int = 0
    shared: set[int] = field(default_factory=set)

    def compare(self, own: Value, reply: Value, path: str = "") -> None:
        """Take in two nodes that stand for the same."""
        if own.kind != reply.kind:
            empty = own.kind == "scalar" and not own.text
            self.changed.append(path if not empty else f"{path} (which is empty)")
        elif own.kind == "mapping":
            self._mappings(own, reply, path)
        elif own.kind == "list":
            self._lists(own, reply, path)
        elif own.text == reply.text:
            self.again += 1
        else:
            self.changed.append(f"{path}: {own.text} → {reply.text}")

    def _mappings(self, own: Value, reply: Value, path: str) -> None:
        self.shared.add(id(own))
        behind = -1
        for row, name in enumerate(reply.names):
            if name in own.names:
                behind = own.names.index(name)
                self.compare(own.items[behind], reply.items[row], f"{path}.{name}" if path else name)
            else:
                self.additions.append(Addition(own, behind, reply, row))

    def _lists(self, own: Value, reply: Value, path: str) -> None:
        self.shared.add(id(own))
        found = [*_matched(own.items, reply.items)]
        twins = {row for row in found if row >= 0}
        if len(twins) < len(own.items) and (len(twins) < len(reply.items) or not twins):
            self.changed.append(path)
            return
        behind = -1
        for row, twin in enumerate(found):
            if twin >= 0:
                behind = twin
                self.compare(own.items[twin], reply.items[row], f"{path}[{twin}]")
            else:
                self.additions.append(Addition(own, behind, reply, row))


def _matched(own: list[Value], reply: list[Value]) -> Iterator[int]:
    """For each item of a reply's list the row of the one in the file's that it stands for, in their order; -1 for a new
    one."""
    start = 0
    for item in reply:
        twin = next((row for row in range(start, len(own)) if _is_one(own[row], item)), -1)
        yield twin
        start = twin + 1 if twin >= 0 else start


def _is_one(own: Value, reply: Value) -> bool:
    if own.kind != "mapping" or reply.kind != "mapping":
        return same(own, reply)
    for name in (*_NAMED_BY, *own.names[:1]):
        mine, theirs = own.get(name), reply.get(name)
        if mine is not None and theirs is not None:
            return same(mine, theirs)
    return same(own, reply)
