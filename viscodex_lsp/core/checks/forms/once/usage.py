"""Leaves out the end of a reply that a comment calls an example of use, where the file is a module of definitions.

There it would run with every import, or be no part of a program at all.
"""

from viscodex_lsp.core.asking.roles.tables import USAGE
from viscodex_lsp.core.checks.forms.defined import DEFINED
from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import counted
from viscodex_lsp.core.language.data.traits import nodes
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.language.languages import SCRIPTS
from viscodex_lsp.core.syntax.syntax import Tree, parse

_LANGUAGES = SCRIPTS | {"swift"}
_VALUES = nodes("lexical_declaration variable_declaration property_declaration")
_OF_MODULES = nodes("import_statement import_declaration export_statement function_declaration")
_CALLS = nodes("expression_statement call_expression")


def without_usage(fragment: Fragment, place: Place, tree: Tree) -> tuple[Fragment, str]:
    """The fragment without such an end, and a note; "" for none."""
    is_top = place.language.id in _LANGUAGES and place.span.empty and not place.depth
    if (
        not is_top
        or tree.parsed is None
        or any(one.type in _CALLS for one in tree.parsed.root_node.named_children)
    ):
        return fragment, ""
    given = parse(fragment.text, place.language).parsed
    found = given.root_node.named_children if given is not None and not given.root_node.has_error else []
    at = next(
        (
            at
            for at, one in enumerate(found)
            if one.type == "comment" and USAGE.fullmatch(text_of(one).strip())
        ),
        0,
    )
    defines = (DEFINED[place.language.id] - _VALUES) | _OF_MODULES
    behind = [one for one in found[at + 1 :] if one.type != "comment"]
    if not at or not behind or any(one.type in defines for one in behind):
        return fragment, ""
    rest = fragment.part(0, found[at].start_point.row)
    rows = len(fragment.lines) - found[at].start_point.row
    return (fragment, "") if rest.blank else (rest, f"left out an example of use ({counted(rows, 'line')})")
