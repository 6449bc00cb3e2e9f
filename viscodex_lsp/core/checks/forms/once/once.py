"""Takes off a reply what the file has once already, and moves what counts only at its top there."""

from collections.abc import Callable, Iterable

from viscodex_lsp.core.checks.account import Account
from viscodex_lsp.core.checks.forms.markdown.once import without_front_matter, without_neighbours
from viscodex_lsp.core.checks.forms.markdown.own_marks import with_own_marks
from viscodex_lsp.core.checks.forms.markdown.own_section import without_other_sections
from viscodex_lsp.core.checks.forms.once import own_definitions
from viscodex_lsp.core.checks.forms.once.directives import without_directive
from viscodex_lsp.core.checks.forms.once.file_head import imports_on_top
from viscodex_lsp.core.checks.forms.once.own_calls import without_own_calls
from viscodex_lsp.core.checks.forms.once.own_start import without_own_start
from viscodex_lsp.core.checks.forms.once.own_tables import without_own_tables
from viscodex_lsp.core.checks.forms.once.php_head import without_php_head
from viscodex_lsp.core.checks.forms.once.shell_options import without_options
from viscodex_lsp.core.checks.forms.once.tables import once
from viscodex_lsp.core.checks.forms.once.usage import without_usage
from viscodex_lsp.core.checks.forms.python.example_of_use import without_example
from viscodex_lsp.core.checks.forms.python.late_imports import with_imports_first
from viscodex_lsp.core.checks.forms.python.main_guard import without_main_guard
from viscodex_lsp.core.checks.forms.python.own_application import without_own_application
from viscodex_lsp.core.checks.forms.python.own_class import without_own_class
from viscodex_lsp.core.checks.forms.python.own_definitions import without_own_definitions
from viscodex_lsp.core.checks.forms.python.own_fields import with_fields_first
from viscodex_lsp.core.checks.forms.python.own_figure import without_own_figure
from viscodex_lsp.core.checks.forms.python.own_function import without_function
from viscodex_lsp.core.checks.forms.python.own_values import without_own_values
from viscodex_lsp.core.checks.forms.python.script_head import without_script_head
from viscodex_lsp.core.checks.forms.script.own_statements import without_own_statements
from viscodex_lsp.core.checks.forms.yaml.place import without_second_mark
from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.nouns import Replacement
from viscodex_lsp.core.syntax.syntax import Tree


def without_what_is_there(
    fragment: Fragment, place: Place, tree: Tree, account: Account
) -> tuple[Fragment, tuple[Replacement, ...], Account]:
    """The fragment without it, the edits that bring the rest to the top of the file, and the account of both."""
    first: tuple[Callable[[Fragment], tuple[Fragment, str]], ...] = (
        lambda code: without_directive(code, place.language, depth=place.depth),
        lambda code: without_php_head(code, tree, place.span),
        lambda code: without_second_mark(code, place),
        lambda code: without_own_tables(code, place),
        lambda code: once(code, place),
        lambda code: without_options(code, place),
        lambda code: with_imports_first(code, place),
        lambda code: without_own_figure(code, place),
        lambda code: without_script_head(code, place),
        lambda code: without_own_calls(code, place),
        lambda code: without_own_start(code, place),
        lambda code: without_own_definitions(code, place),
        lambda code: own_definitions.without_own_definitions(code, place, tree),
        lambda code: without_main_guard(code, place),
        lambda code: without_example(code, place),
        lambda code: without_usage(code, place, tree),
    )
    last: tuple[Callable[[Fragment], tuple[Fragment, str]], ...] = (
        lambda code: without_function(code, place),
        lambda code: without_own_values(code, place),
        lambda code: without_own_application(code, place),
        lambda code: without_own_statements(code, place, tree),
        lambda code: without_front_matter(code, place),
        lambda code: without_other_sections(code, place),
        lambda code: without_neighbours(code, place),
        lambda code: with_own_marks(code, place),
    )
    fragment, account = _stepped(first, fragment, account)
    members, note = without_own_class(fragment, place)
    account = account.step(fragment.lines, members.lines, note)
    rest, beside = with_fields_first(members, fragment, place) if note else (members, ())
    written = (*rest.lines, *(line for edit in beside for line in edit.text.split("\n")))
    account = account.step(members.lines, written, "")
    fragment, account = _stepped(last, rest, account)
    rest, on_top, note = imports_on_top(fragment, place)
    return rest, (*on_top, *beside), account.step(fragment.lines, rest.lines, note)


def _stepped(
    steps: Iterable[Callable[[Fragment], tuple[Fragment, str]]], fragment: Fragment, account: Account
) -> tuple[Fragment, Account]:
    for step in steps:
        rest, note = step(fragment)
        account = account.step(fragment.lines, rest.lines, note)
        fragment = rest
    return fragment, account
