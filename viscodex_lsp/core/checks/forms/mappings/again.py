"""Takes out of YAML or JSON that gives parts of the file again what it adds to them, each at its own place.

Mappings are compared by their keys, lists by their items. Where the reply gives another value than the file, it is no
addition, and it is said which value that is.
"""

from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from viscodex_lsp.core.checks.forms.mappings.merging import Addition, Compared
from viscodex_lsp.core.checks.forms.mappings.values import Value, covers, documents
from viscodex_lsp.core.checks.forms.mappings.writing import Texts, entry_at, written
from viscodex_lsp.core.checks.json_values import LANGUAGES as JSON
from viscodex_lsp.core.checks.soundness import unfit
from viscodex_lsp.core.counted import THERE_ALREADY, quoted
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Document, Patch, Reason, Refusal, Replacement, Span
from viscodex_lsp.core.text.difference import apply_replacements

_MOST_TOLD = 3
_QUOTED = 80
_OBJECT = frozenset({"apiVersion", "kind"})


class _Read(NamedTuple):
    """The documents of the file and of the reply, and the texts of both."""

    file: list[Value]
    reply: list[Value]
    texts: Texts
    is_json: bool


def merged(patch: Patch, document: Document, span: Span) -> Patch | None:
    """The patch as edits of what it adds; None where it gives nothing again, changes a value, or where its own place is
    not certain."""
    read = _read(patch, document, span)
    if read is None:
        return None
    compared, objects = _compared(read)
    if compared is None or compared.changed or not (compared.additions or objects):
        return None
    edits = _edits(compared, read)
    if edits is None or not (edits or objects):
        return None
    edits += _behind(objects, read) if objects else []
    edits.sort(key=lambda edit: edit.span.start)
    if any(one.span.end > other.span.start for one, other in pairwise(edits)):
        return None
    after = documents(apply_replacements(document.text, edits), is_json=read.is_json)
    if after is None or not _holds_all(after, read):
        return None
    return replace(patch, code="", others=tuple(edits), notes=(*patch.notes, *_notes(compared, edits, read)))


def changes(patch: Patch, document: Document, span: Span, *, of_values: bool = False) -> Refusal | None:
    """The refusal of a patch that gives parts of the file again with other values; None of any other, and `of_values`
    of one with other items of a list alone, which may be new ones."""
    read = _read(patch, document, span)
    compared = _compared(read)[0] if read is not None else None
    if compared is None or not compared.changed or (of_values and not any(map(_is_value, compared.changed))):
        return None
    told = quoted([each[:_QUOTED] for each in compared.changed], _MOST_TOLD)
    return Refusal(
        Reason.OTHER_PLACE,
        f"The reply gives lines of the file again and changes them ({told}), so nothing was changed. Select the lines "
        "to change, or ask for the new entries alone in the instruction.",
        f"it changes what the file has ({told}). Write only the new entries for the marked place.",
    )


def _is_value(change: str) -> bool:
    return " → " in change


def _read(patch: Patch, document: Document, span: Span) -> _Read | None:
    is_json = document.language in JSON
    language = language_of(document.language)
    if not (is_json or language.id == "yaml") or not span.empty or unfit(patch, language, max_tokens=None):
        return None
    code = patch.code
    if is_json and code.lstrip().startswith('"'):
        code = "{\n" + code.strip().removesuffix(",") + "\n}"
    file, reply = documents(document.text, is_json=is_json), documents(code, is_json=is_json)
    if not file or not reply or any(root.kind != "mapping" for root in (*file, *reply)):
        return None
    newline = "\r\n" if "\r\n" in document.text else "\n"
    return _Read(file, reply, Texts(document.text, code, span.start, newline), is_json)


def _compared(read: _Read) -> tuple[Compared | None, list[Value]]:
    """The reply beside the file, and the objects of Kubernetes that the file has none of the name of."""
    if all(_OBJECT.issubset(root.names) for root in (*read.file, *read.reply)):
        return _objects(read)
    if len(read.reply) > 1:
        return None, []
    around = [root for root in read.file if root.start <= read.texts.cursor][-1:] or read.file[:1]
    path = [*_path(around[0], read.texts)]
    best: Compared | None = None
    for depth, own in enumerate(path):
        if not {*own.names} & {*read.reply[0].names}:
            continue
        compared = Compared()
        compared.compare(own, read.reply[0])
        # A key in common may be chance; the same values, or all keys that lead to the place, are none.
        is_sure = compared.again or (depth < len(path) - 1 and id(path[-1]) in compared.shared)
        is_sure = is_sure or _are_beside_their_like(compared.additions, path[depth:])
        outer = {name for one in path[:depth] for name in one.names}
        new = {one.source.names[one.row] for one in compared.additions if one.holder is own}
        if is_sure and not new & outer and (best is None or compared.again > best.again):
            best = compared
    return best, []


def _are_beside_their_like(additions: list[Addition], path: list[Value]) -> bool:
    """Whether what is new are mappings for one that the place is in, with a key of another mapping there: a job beside
    a job."""
    around = {id(one) for one in path[1:]}
    values = [(one.holder, one.source.items[one.row]) for one in additions]
    return bool(values) and all(
        id(holder) in around
        and any(new.kind == own.kind == "mapping" and {*new.names} & {*own.names} for own in holder.items)
        for holder, new in values
    )


def _path(root: Value, texts: Texts) -> list[Value]:
    """The mappings that the place is in or right behind, the outermost first."""
    found, node = list[Value](), root
    while node.items:
        found += [node] if node.kind == "mapping" else []
        before = [row for row in range(len(node.items)) if node.begin(row) <= texts.cursor]
        if not before:
            break
        node = node.items[before[-1]]
        if node.flow and not node.start < texts.cursor < node.end:
            break
    return found


def _objects(read: _Read) -> tuple[Compared | None, list[Value]]:
    compared, new = Compared(), list[Value]()
    for root in read.reply:
        own = next((one for one in read.file if _name(one) == _name(root)), None)
        if own is None:
            new.append(root)
        else:
            compared.compare(own, root)
    below = read.texts.file[read.texts.line.end :].strip()
    at_end = not below or below.startswith("---")
    if new and (not at_end or not read.texts.is_blank):
        return None, []
    return compared, new


def _name(root: Value) -> tuple[str, str]:
    kind, meta = root.get("kind"), root.get("metadata")
    name = meta.get("name") if meta is not None and meta.kind == "mapping" else None
    return (kind.text if kind is not None else "", name.text if name is not None else "")


def _behind(objects: list[Value], read: _Read) -> list[Replacement]:
    """The edit that sets further documents behind the one that the place ends."""
    texts, rows = read.texts, list[str]()
    for root in objects:
        text = texts.reply[root.start : root.end].rstrip().replace("\n", texts.newline)
        rows += ["---", text]
    above = texts.file[: texts.line.start].rstrip()
    if above.endswith("---") or not above:
        rows = rows[1:]
    ends = "" if texts.file[texts.line.end :] else texts.newline
    return [Replacement(texts.line, texts.newline.join(rows) + ends)]


def _edits(compared: Compared, read: _Read) -> list[Replacement] | None:
    edits: list[Replacement] = []
    groups: dict[tuple[int, int], list[Addition]] = {}
    holders = {id(one.holder): one.holder for one in compared.additions}
    at = {key: entry_at(holder, read.texts) for key, holder in holders.items()}
    # Where several blocks end at the place, it is the outermost that goes on there.
    inner = {
        key
        for key, holder in holders.items()
        for other, outer in holders.items()
        if key != other and at[key] is not None and at[other] is not None
        if outer.start <= holder.start and holder.end <= outer.end
    }
    for one in compared.additions:
        row = at[id(one.holder)] if id(one.holder) not in inner else None
        if row is None and one.behind < 0 and _is_around(one.holder, read.texts.cursor):
            row = _row_at(one.holder, read.texts.cursor)
        placed = one._replace(behind=row) if row is not None else one
        groups.setdefault((id(one.holder), placed.behind), []).append(placed)
    around = [holder for holder in holders.values() if _is_around(holder, read.texts.cursor)]
    if holders and not around and all(row is None for row in at.values()):
        return None
    for (key, _), group in groups.items():
        found = written(group, read.texts, at_place=at[key] is not None and key not in inner)
        if found is None:
            return None
        edits += found
    return edits


def _row_at(holder: Value, cursor: int) -> int | None:
    """The entry of a mapping that the place is in."""
    return next(
        (row for row, item in enumerate(holder.items) if holder.begin(row) <= cursor <= item.end), None
    )


def _is_around(holder: Value, cursor: int) -> bool:
    return holder.start <= cursor <= holder.end


def _holds_all(after: list[Value], read: _Read) -> bool:
    """Whether the file, as it would be, has all of its own and all that the reply says."""
    kept = len(after) >= len(read.file) and all(any(covers(new, own) for new in after) for own in read.file)
    said = all(any(_has(new, root) for new in after) for root in read.reply)
    return kept and said


def _has(whole: Value, part: Value) -> bool:
    """Whether a node, or one in it, has all that another one says."""
    return covers(whole, part) or any(_has(item, part) for item in whole.items)


def _notes(compared: Compared, edits: list[Replacement], read: _Read) -> list[str]:
    notes = [THERE_ALREADY] if compared.again or compared.shared else []
    line = read.texts.line
    far = [edit for edit in edits if not (line.start <= edit.span.start <= line.end) and edit.text != ","]
    if far:
        first = [next(filter(None, map(str.strip, edit.text.strip(",").split("\n"))), "") for edit in far]
        notes.append(f"added what it has for other places: {quoted(first, _MOST_TOLD)}")
    texts = [read.texts.file, *(edit.text for edit in edits)]
    remarks = [row.strip() for row in read.texts.reply.split("\n") if row.strip().startswith(("#", "//"))]
    lost = [row for row in remarks if not any(row in text for text in texts)]
    return [*notes, *([f"left out {quoted(lost, _MOST_TOLD)}"] if lost else [])]
