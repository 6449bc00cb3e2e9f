"""Finds the statements and imports that code taken out of a reply uses, and puts those that the file lacks where the
reply has them: behind the same statement."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from viscodex_lsp.core.checks.forms.script.object_members import Addition, edit_of, end_behind
from viscodex_lsp.core.checks.forms.script.objects import same
from viscodex_lsp.core.checks.forms.script.twins import names_made
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.nouns import Reason, Refusal, Replacement, Span, Style
from viscodex_lsp.core.syntax.syntax import Tree
from viscodex_lsp.core.text.style import leading

if TYPE_CHECKING:
    from tree_sitter import Node

_BLOCKS = frozenset({"statement_block", "program"})
_NAMED = re.compile(r"\{(?P<names>[^{}]*)\}")
_WORD = re.compile(r"[A-Za-z_$][\w$]*")


class Needed(NamedTuple):
    """The edits that bring statements in, those statements, the imports, and those as the reply has them."""

    edits: tuple[Replacement, ...]
    texts: tuple[str, ...]
    imports: tuple[str, ...]
    imported: tuple[str, ...] = ()


class Texts(NamedTuple):
    """The file, the file with a probe at the place, which is `span`, and the reply."""

    file: Tree
    probed: Tree
    given: Tree
    span: Span

    def in_file(self, at: int) -> int:
        """A byte of the probed text, outside of the probe, as an offset of the file's."""
        point = self.probed.offsets.to_points(at)
        return point if point <= self.span.start else point - len(self.probed.text) + len(self.file.text)


def needed(
    code: str, functions: "tuple[Node, Node]", again: "Node", texts: Texts, style: Style
) -> Needed | Refusal:
    """What `code` needs of the reply around it, or why it cannot have that.

    Args:
        functions: the file's function around the place, and the one that writes it again.
        again: the statement that declares the latter.
    """
    roots = [
        each.parsed.root_node if each.parsed is not None else None for each in (texts.probed, texts.given)
    ]
    bodies = [one.child_by_field_name("body") for one in functions]
    words, brought, edits = set(_WORD.findall(code)), list[str](), list[Replacement]()
    given_props = _props(functions, words, texts, style)
    edits += given_props
    brought += [part.text.strip(" ,;\n") for part in given_props]
    for own, theirs in (bodies, roots):
        if own is None or theirs is None or theirs.type not in _BLOCKS:
            continue
        taken = _taken(own, theirs, words, again)
        if taken and own.type not in _BLOCKS:
            return _no_block(text_of(taken[0]))
        edits += _edits(taken, own, theirs, texts, style)
        brought += [text_of(one) for one in taken]
    imports = list(_imports(roots[1], words))
    given, used = (tuple(pair[at] for pair in imports) for at in (0, 1))
    return Needed(tuple(edits), tuple(brought), used, given)


def needed_at_top(code: str, new: "Sequence[Node]", texts: Texts, style: Style) -> Needed:
    """What statements of a script need of the script that the reply writes again around them."""
    roots = [
        each.parsed.root_node if each.parsed is not None else None for each in (texts.probed, texts.given)
    ]
    words = set(_WORD.findall(code))
    if roots[0] is None or roots[1] is None:
        return Needed((), (), ())
    taken = [one for one in _taken(roots[0], roots[1], words, new[0]) if one not in new]
    imports = list(_imports(roots[1], words))
    given, used = (tuple(pair[at] for pair in imports) for at in (0, 1))
    edits = tuple(_edits(taken, roots[0], roots[1], texts, style))
    return Needed(edits, tuple(map(text_of, taken)), used, given)


def _props(functions: "tuple[Node, Node]", words: set[str], texts: Texts, style: Style) -> list[Replacement]:
    """The edits that let the file's component take the props that are used and that it does not take yet."""
    own, theirs = (_first_parameter(one) for one in functions)
    if own is None or theirs is None or own.pattern is None or theirs.pattern is None:
        return []
    there = {_prop(one) for one in own.pattern.named_children}
    new = [
        one
        for one in theirs.pattern.named_children
        if _prop(one) in words - there and one.type != "rest_pattern"
    ]
    made = {_prop(one) for one in new}
    typed = [one for one in theirs.members() if text_of(one.child_by_field_name("name")) in made]
    known = {text_of(one.child_by_field_name("name")) for one in own.members()}
    typed = [one for one in typed if text_of(one.child_by_field_name("name")) not in known]
    fits = own.type is None or (
        theirs.type is not None and same(text_of(own.type)) == same(text_of(theirs.type))
    )
    if not new or not (fits or typed):
        return []
    found = [edit_of(Addition(own.pattern, tuple(new)), texts.given, texts.probed, style)]
    if typed and own.type is not None:
        found.append(edit_of(Addition(own.type, tuple(typed)), texts.given, texts.probed, style))
    return found


class _Parameter(NamedTuple):
    """The names that a component takes, and the type that is said of them."""

    pattern: "Node | None"
    type: "Node | None"

    def members(self) -> "list[Node]":
        inline = self.type is not None and self.type.type == "object_type"
        return (
            [one for one in self.type.named_children if one.type != "comment"] if self.type and inline else []
        )


def _first_parameter(function: "Node") -> _Parameter | None:
    given = function.child_by_field_name("parameters")
    first = given.named_children[0] if given is not None and given.named_children else None
    if first is None:
        return None
    pattern = first if first.type == "object_pattern" else first.child_by_field_name("pattern")
    annotation = first.child_by_field_name("type")
    said = annotation.named_children[0] if annotation is not None and annotation.named_children else None
    return _Parameter(pattern if pattern is not None and pattern.type == "object_pattern" else None, said)


def _prop(member: "Node") -> str:
    """The name by which the body knows a member of a pattern."""
    named = member.child_by_field_name("left") or member.child_by_field_name("value") or member
    return text_of(named)


def _taken(own: "Node", theirs: "Node", words: set[str], besides: "Node") -> "list[Node]":
    """The statements that declare what is used and that the file does not declare; their words are used from then."""
    there = {name for one in own.named_children for name in _names(one)}
    lacking = [
        one
        for one in theirs.named_children
        if one != besides and names_made(one) and there.isdisjoint(_names(one))
    ]
    found: dict[int, Node] = {}
    more = True
    while more:
        more = False
        for one in lacking:
            if one.start_byte not in found and not words.isdisjoint(_names(one)):
                found[one.start_byte] = one
                words.update(_WORD.findall(text_of(one)))
                more = True
    return [found[at] for at in sorted(found)]


def _names(statement: "Node") -> set[str]:
    return {word for name in names_made(statement) for word in _WORD.findall(name)}


def _edits(
    taken: "Sequence[Node]", own: "Node", theirs: "Node", texts: Texts, style: Style
) -> Iterator[Replacement]:
    """Each statement behind the one of the file that the reply has above it; at the top where it has none."""
    beside = [one for one in own.named_children if one.type != "comment"]
    mine = {_key(one): one for one in beside}
    above: Node | None = None
    runs: dict[int, tuple[Node | None, list[Node]]] = {}
    for one in theirs.named_children:
        if one in taken:
            runs.setdefault(above.start_byte if above is not None else -1, (above, []))[1].append(one)
        elif _key(one) in mine:
            above = mine[_key(one)]
    for upper, run in runs.values() if beside else ():
        margin = _margin(texts.probed, upper or beside[0])
        rows = [_written(one, texts.given, margin) for one in run]
        is_long = "\n" in rows[-1]
        if upper is not None:
            end = texts.in_file(end_behind(upper))
            text = "".join(_gap(one, texts.given) + row for one, row in zip(run, rows, strict=True))
            behind = upper.next_named_sibling
            text += "\n" if is_long and behind is not None and _touch(upper, behind) else ""
        else:
            end = texts.in_file(beside[0].start_byte)
            text = "".join(f"{row.strip()}\n{margin}" for row in rows)
            behind = run[-1].next_named_sibling
            apart = is_long or (behind is not None and not _touch(run[-1], behind))
            text = text.removesuffix(margin) + "\n" + margin if apart else text
        yield Replacement(Span(end, end), text.replace("\n", style.newline))


def _key(statement: "Node") -> str:
    names = names_made(statement)
    return " ".join(names) if names else same(text_of(statement))


def _touch(upper: "Node", behind: "Node") -> bool:
    return behind.start_point.row <= upper.end_point.row + 1


def _gap(one: "Node", given: Tree) -> str:
    """The line ends above a statement of the reply."""
    before = given.text[: given.offsets.to_points(one.start_byte)]
    blank = before[len(before.rstrip()) :].count("\n") > 1
    return "\n\n" if blank else "\n"


def _margin(tree: Tree, node: "Node") -> str:
    at = tree.offsets.to_points(node.start_byte)
    return leading(tree.text[tree.text.rfind("\n", 0, at) + 1 : at])


def _written(one: "Node", given: Tree, margin: str) -> str:
    """A statement as deep as those of the file around it."""
    own = _margin(given, one)
    lines = text_of(one).split("\n")
    rows = [lines[0], *(line.removeprefix(own) for line in lines[1:])]
    return "\n".join(f"{margin}{row}" if row.strip() else "" for row in rows)


def _imports(root: "Node | None", words: set[str]) -> Iterator[tuple[str, str]]:
    """The statements that import something that is used, as they are and with those names alone."""
    for one in root.named_children if root is not None else ():
        if one.type == "import_statement":
            clause = next((child for child in one.named_children if child.type == "import_clause"), None)
            if clause is None or not words.isdisjoint(_WORD.findall(text_of(clause))):
                yield text_of(one), _of_names_used(text_of(one), words)


def _of_names_used(statement: str, words: set[str]) -> str:
    """An import without the names in braces that nothing uses."""
    found = _NAMED.search(statement)
    if found is None:
        return statement
    names = [name.strip() for name in found["names"].split(",") if name.strip()]
    used = [name for name in names if name.rpartition(" ")[2] in words]
    return (
        statement
        if not used
        else f"{statement[: found.start()]}{{ {', '.join(used)} }}{statement[found.end() :]}"
    )


def _no_block(text: str) -> Refusal:
    first = text.split("\n")[0].strip()[:60]
    return Refusal(
        Reason.OTHER_PLACE,
        f"The model wrote the component again with statements (`{first}`) that the file's has no block for, so nothing "
        "was changed. Select the whole component to replace it.",
        f"it needs statements (`{first}`), but the component around the mark is a mere value. Write markup alone.",
    )
