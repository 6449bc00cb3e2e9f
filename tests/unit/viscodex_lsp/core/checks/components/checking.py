"""Checks a reply for a place in a small project, as a request would."""

from collections.abc import Mapping

from tests.unit.viscodex_lsp.core.components.projects import project
from viscodex_lsp.core.asking.reply import read_reply
from viscodex_lsp.core.checks.checks import check
from viscodex_lsp.core.checks.components.components import Mode
from viscodex_lsp.core.components.listing import scripts_of
from viscodex_lsp.core.context.context import read_context
from viscodex_lsp.core.language.languages import language_of, language_of_path
from viscodex_lsp.core.nouns import CheckedPatch, Document, Refusal, Reply, Span
from viscodex_lsp.core.syntax.syntax import parse
from viscodex_lsp.core.text.difference import apply_replacements

MARK = "<<<>>>"


def checked(
    files: Mapping[str, str], path: str, marked: str, code: str, *, mode: Mode = "repair"
) -> tuple[str, CheckedPatch]:
    """The text of the file `path` after `code` was answered for the mark in it, and the result.

    Raises:
        AssertionError: it was refused.
    """
    at = marked.index(MARK)
    text = marked.replace(MARK, "")
    language = language_of_path(path)
    document = Document(f"file:///{path}", language.id, 1, text)
    tree = parse(text, language)
    span = Span(at, at)
    context = read_context(document, span, file_name=path, dependencies=(), max_tokens=500, tree=tree)
    patch = read_reply(Reply(f"```{language_of(language.id).fence}\n{code}\n```", "stop"), language)
    assert not isinstance(patch, Refusal)
    around = project(files, path, text)
    around.scripts = {
        each: Document(f"file:///{each}", language_of_path(each).id, None, files[each])
        for each in scripts_of(around.workspace, path)
        if path.endswith(".html")
    }
    result = check(
        patch,
        document,
        span,
        depth=context.depth,
        style=context.style,
        tree=tree,
        project=around,
        components=mode,
    )
    assert isinstance(result, CheckedPatch), result
    return apply_replacements(text, result.replacements), result
