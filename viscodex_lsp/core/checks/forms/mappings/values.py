"""Mappings, lists and scalars of YAML or JSON with the places of their texts (YAML 1.2.2, 3.2)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_MOST_CHARACTERS = 100_000
_MOST_NESTED = 100
_MOST_ITEMS = 400
_REMARK = re.compile(r"\"(?:[^\"\\\n]|\\.){0,10000}\"|//[^\n]*|/\*[\s\S]*?(?:\*/|\Z)|\t")


@dataclass(slots=True)
class Value:
    """A node: `start` and `end` bound its text; `flow` says that it is in brackets. A mapping has `keys`, one for each
    of its `items`; a scalar has its `text` alone."""

    kind: str
    start: int
    end: int
    flow: bool = False
    text: str = ""
    keys: list["Value"] = field(default_factory=list)
    items: list["Value"] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """The keys of a mapping, as they read."""
        return [key.text for key in self.keys]

    def get(self, name: str) -> "Value | None":
        """What a mapping has under a key."""
        return self.items[self.names.index(name)] if name in self.names else None

    def begin(self, row: int) -> int:
        """Where an entry begins: at its key, or at the item itself."""
        return self.keys[row].start if self.keys else self.items[row].start


def same(one: Value, other: Value) -> bool:
    """Whether two nodes say the same, in whatever order their keys stand."""
    if one.kind != other.kind or len(one.items) != len(other.items):
        return False
    if one.kind == "mapping":
        pairs = ((item, other.get(name)) for name, item in zip(one.names, one.items, strict=True))
        return all(value is not None and same(item, value) for item, value in pairs)
    if one.kind == "list":
        return all(map(same, one.items, other.items))
    return one.text == other.text


def covers(whole: Value, part: Value) -> bool:
    """Whether a node has all that another one says: its keys, and its items in their order."""
    if whole.kind != part.kind:
        return False
    if part.kind == "mapping":
        pairs = ((whole.get(name), item) for name, item in zip(part.names, part.items, strict=True))
        return all(value is not None and covers(value, item) for value, item in pairs)
    if part.kind == "list":
        rest = iter(whole.items)
        return all(any(covers(item, wanted) for item in rest) for wanted in part.items)
    return whole.text == part.text


def documents(text: str, *, is_json: bool) -> list[Value] | None:
    """The roots of the documents in a text; None where it cannot be read, or is too large to be compared."""
    if len(text) > _MOST_CHARACTERS or text.startswith("\ufeff"):
        return None
    if is_json:
        text = _REMARK.sub(_blanked, text)
    try:
        return [*_read(text)]
    except _Unread:
        return None


class _Unread(Exception):
    """The text has a fault, or something that is not compared."""


def _blanked(sign: re.Match[str]) -> str:
    return sign[0] if sign[0].startswith('"') else re.sub(r"[^\n]", " ", sign[0])


def _read(text: str) -> Iterator[Value]:
    import yaml

    opened: list[Value] = []
    waiting: list[Value | None] = []
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            start, end = (
                mark.index if mark is not None else 0 for mark in (event.start_mark, event.end_mark)
            )
            if isinstance(event, yaml.CollectionStartEvent):
                kind = "mapping" if isinstance(event, yaml.MappingStartEvent) else "list"
                if event.anchor or event.tag or len(opened) >= _MOST_NESTED:
                    raise _Unread
                opened.append(Value(kind, start, end, bool(event.flow_style)))
                waiting.append(None)
                continue
            if isinstance(event, yaml.CollectionEndEvent):
                node = opened.pop()
                waiting.pop()
                node.end = end if node.flow else max((item.end for item in node.items), default=node.end)
            elif isinstance(event, yaml.ScalarEvent):
                if event.anchor or event.tag:
                    raise _Unread
                end = start + len(text[start:end].rstrip())
                node = Value("scalar", start, end, text=event.value)
            elif isinstance(event, yaml.AliasEvent):
                raise _Unread
            else:
                continue
            if not opened:
                yield node
            else:
                waiting[-1] = _joined(opened[-1], waiting[-1], node)
    except (yaml.YAMLError, RecursionError) as error:
        raise _Unread from error


def _joined(holder: Value, key: Value | None, node: Value) -> Value | None:
    """Set a node into its holder; the key that waits for its value, where it is one."""
    if len(holder.items) > _MOST_ITEMS:
        raise _Unread
    if holder.kind == "list":
        holder.items.append(node)
        return None
    if key is None:
        if node.kind != "scalar" or not node.text or node.text in holder.names:
            raise _Unread
        return node
    holder.keys.append(key)
    holder.items.append(node)
    return None
