"""Tries each form that a reply in a language without markup may have: a diagram, rows, a recipe, a block, a file."""

from collections.abc import Callable

from viscodex_lsp.core.checks.forms.formed import Formed
from viscodex_lsp.core.checks.forms.plain.diagrams import into_diagram
from viscodex_lsp.core.checks.forms.plain.function_again import out_of_own_function
from viscodex_lsp.core.checks.forms.plain.go_functions import with_functions_apart
from viscodex_lsp.core.checks.forms.plain.inserts import rows_of_insert
from viscodex_lsp.core.checks.forms.plain.members_apart import with_definitions_apart
from viscodex_lsp.core.checks.forms.plain.own_block import out_of_own_block
from viscodex_lsp.core.checks.forms.plain.own_root import out_of_root
from viscodex_lsp.core.checks.forms.plain.recipes import whole_recipe
from viscodex_lsp.core.checks.forms.plain.rows import as_rows
from viscodex_lsp.core.checks.forms.plain.toml_arrays import items_of_array
from viscodex_lsp.core.checks.forms.plain.toml_tables import new_tables
from viscodex_lsp.core.checks.forms.python.function_again import function_again
from viscodex_lsp.core.checks.forms.python.functions_apart import with_functions_behind
from viscodex_lsp.core.checks.forms.whole_view import class_in_class
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.nouns import Refusal

_WAYS: tuple[Callable[[str, Place], Formed | Refusal | None], ...] = (
    into_diagram,
    as_rows,
    rows_of_insert,
    whole_recipe,
    out_of_root,
    out_of_own_block,
    items_of_array,
    new_tables,
    out_of_own_function,
    with_functions_apart,
    with_definitions_apart,
    class_in_class,
    function_again,
    with_functions_behind,
)


def in_plain(code: str, place: Place) -> Formed | Refusal | None:
    """The reply for its place, or why it does not fit there; None where it stays as it is."""
    for way in _WAYS:
        formed = way(code, place)
        if formed is not None:
            return formed
    return None
