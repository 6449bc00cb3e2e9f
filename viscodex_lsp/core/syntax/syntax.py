"""Text in, a syntax tree out; two trees in, the faults that an edit brought out.

A tree of a language without a grammar holds the text alone and never has a fault: what cannot be checked is
not refused. All offsets are code points.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from viscodex_lsp.core.language.grammars import parser_for
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.syntax.mistake import Mistake
from viscodex_lsp.core.syntax.parse_errors import parse_errors
from viscodex_lsp.core.syntax.strictness import mistakes
from viscodex_lsp.core.text.byte_offsets import ByteOffsets
from viscodex_lsp.core.text.shift import Shift

if TYPE_CHECKING:
    import tree_sitter


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing a parser cannot accept. `line` counts from 1; `what` is a few words fit for a model; `lacks`
    are the closing brackets and tags that would be needed, innermost last, as far as they are known."""

    span: Span
    line: int
    what: str
    lacks: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """Place and fault: "line 3: missing `}`"."""
        return f"line {self.line}: {self.what}"


@dataclass(frozen=True)
class Tree:
    """A parsed text. `parsed` is None where the language has no grammar; `reused` says that unchanged parts
    were taken from an older tree, which can leave its errors cut up differently."""

    text: str
    language: Language
    offsets: ByteOffsets = field(repr=False)
    parsed: "tree_sitter.Tree | None" = field(repr=False)
    reused: bool = False

    @property
    def checked(self) -> bool:
        """Whether faults can be found at all."""
        return self.parsed is not None


def parse(text: str, language: Language, previous: Tree | None = None) -> Tree:
    """Parse a text, taking over what `previous` (any older text of the same file) has in common with it.

    A megabyte takes about half a second from nothing, a tenth of that with `previous`.
    """
    if previous is not None and previous.language == language and previous.parsed is not None:
        return _reparse(previous, text, [_difference(previous.text, text)])
    return _parse(text, language)


def reparse(tree: Tree, replacements: Sequence[Replacement]) -> Tree:
    """The tree after `replacements`, which are sorted, do not overlap, and count in the old text."""
    pieces, position = [], 0
    for replacement in replacements:
        pieces += [tree.text[position : replacement.span.start], replacement.text]
        position = replacement.span.end
    return _reparse(tree, "".join(pieces) + tree.text[position:], replacements)


def faults(tree: Tree) -> tuple[Fault, ...]:
    """What is wrong with a text, by position: what the parser had to skip or to make up, and what the grammar
    lets pass but the language does not."""
    if tree.parsed is None:
        return ()
    root = tree.parsed.root_node
    found = [
        _fault(tree, mistake) for rule in (parse_errors, mistakes) for mistake in rule(root, tree.language)
    ]
    return tuple(sorted(found, key=lambda fault: (fault.span.start, fault.span.end)))


def new_faults(before: Tree, after: Tree, replacements: Sequence[Replacement]) -> tuple[Fault, ...]:
    """The faults of `after` that its edit is to blame for.

    A file that was broken stays editable. A fault that was there before is not blamed, wherever the edit
    moved it. Parsers also cut old errors up anew when text near them changes: a fault that does not touch
    the edit is blamed only if there are more faults than before, or if the inserted text is broken by itself.
    Inside an error that was there before, and below a bracket or tag that was never closed, the inserted text
    is judged by itself alone.

    Args:
        replacements: what leads from `before` to `after`: sorted, not overlapping, counted in `before`.
    """
    blamed = _blamed(before, after, replacements)
    if blamed and after.reused:
        return _blamed(before, _parse(after.text, after.language), replacements)
    return blamed


def _blamed(before: Tree, after: Tree, replacements: Sequence[Replacement]) -> tuple[Fault, ...]:
    now, shift = faults(after), Shift(replacements)
    if not now:
        return ()
    earlier = faults(before)
    known = {moved for fault in earlier for moved in shift.moved(fault.span)}
    fresh = tuple(fault for fault in now if fault.span not in known)
    touching = tuple(fault for fault in fresh if shift.touches_new(fault.span))
    sound = all(_stands_alone(replacement.text, after.language) for replacement in replacements)
    fewer = len(now) < len(earlier)
    if any(
        shift.holds_an_edit(fault.span) or (fault.lacks and shift.precedes(fault.span)) for fault in earlier
    ):
        return () if sound or fewer else touching or fresh or now
    if touching:
        return () if sound and len(now) <= len(earlier) and _lack_no_more(touching, earlier) else touching
    return fresh if len(now) > len(earlier) or not (sound or fewer) else ()


def _lack_no_more(now: Sequence[Fault], earlier: Sequence[Fault]) -> bool:
    """Whether faults speak of nothing but brackets and tags that were open before."""
    lacking = Counter(closer for fault in now for closer in fault.lacks)
    return all(fault.lacks for fault in now) and lacking <= Counter(
        closer for fault in earlier for closer in fault.lacks
    )


def _stands_alone(text: str, language: Language) -> bool:
    """Whether a fragment is sound in one of the places that its language has for fragments."""
    is_markup = text.lstrip().startswith("<")
    for frame in (*language.stand_ins, *(language.markup_stand_ins if is_markup else ())):
        tree = _parse(frame.format(text), language)
        if tree.parsed is None or not tree.parsed.root_node.has_error:
            return not (language.markup and faults(tree))
    return False


def _parse(text: str, language: Language) -> Tree:
    offsets, parser = ByteOffsets(text), parser_for(language)
    return Tree(text, language, offsets, parser.parse(offsets.data) if parser is not None else None)


def _reparse(tree: Tree, text: str, replacements: Sequence[Replacement]) -> Tree:
    offsets, parser = ByteOffsets(text), parser_for(tree.language)
    if parser is None or tree.parsed is None:
        return Tree(text, tree.language, offsets, None)
    edited = tree.parsed.copy()
    for replacement in reversed(replacements):
        _tell(edited, tree.offsets, replacement)
    return Tree(text, tree.language, offsets, parser.parse(offsets.data, edited), reused=True)


def _tell(edited: "tree_sitter.Tree", offsets: ByteOffsets, replacement: Replacement) -> None:
    """Tell a tree what changed. Edits are told from the last to the first, so that each counts in old bytes."""
    start, end = offsets.to_bytes(replacement.span.start), offsets.to_bytes(replacement.span.end)
    inserted = ByteOffsets(replacement.text).data
    row, column = _point(offsets.data, start)
    rows, rest = inserted.count(b"\n"), len(inserted) - (inserted.rfind(b"\n") + 1)
    new_end = (row + rows, rest if rows else column + rest)
    edited.edit(start, end, start + len(inserted), (row, column), _point(offsets.data, end), new_end)


def _point(data: bytes, offset: int) -> tuple[int, int]:
    return data.count(b"\n", 0, offset), offset - (data.rfind(b"\n", 0, offset) + 1)


def _difference(old: str, new: str) -> Replacement:
    """The one replacement that leads from `old` to `new`, between their common beginning and end."""
    start = _alike(old, new, _from_start, min(len(old), len(new)))
    rest = min(len(old), len(new)) - start
    tail = _alike(old, new, _from_end, rest)
    return Replacement(Span(start, len(old) - tail), new[start : len(new) - tail])


def _from_start(text: str, low: int, high: int) -> str:
    return text[low:high]


def _from_end(text: str, low: int, high: int) -> str:
    return text[len(text) - high : len(text) - low]


def _alike(old: str, new: str, part: Callable[[str, int, int], str], longest: int) -> int:
    """How far both agree: halving the doubt costs one pass in all, and compares at C speed."""
    low, high = 0, longest
    while low < high:
        middle = (low + high + 1) // 2
        if part(old, low, middle) == part(new, low, middle):
            low = middle
        else:
            high = middle - 1
    return low


def _fault(tree: Tree, mistake: Mistake) -> Fault:
    to_points = tree.offsets.to_points
    span = Span(to_points(mistake.start), to_points(mistake.end))
    return Fault(span, mistake.row + 1, mistake.what, mistake.lacks)
