"""The two steps of the way that parse: what is around a place is read, and a reply's code is checked for it.

Both may run in another process, so they take and give nothing but plain values; the document's tree, which both need,
is kept from the one for the other.
"""

from functools import lru_cache
from pathlib import PurePath
from urllib.parse import unquote

from viscodex_lsp.core.asking.reply import read_reply
from viscodex_lsp.core.checks.checks import check
from viscodex_lsp.core.checks.components.components import Mode
from viscodex_lsp.core.components.project import Project
from viscodex_lsp.core.context.context import read_context
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import CheckedPatch, Context, Document, Refusal, Reply, Span
from viscodex_lsp.core.syntax.syntax import Tree, parse


def read_place(document: Document, span: Span, *, dependencies: tuple[str, ...], max_tokens: int) -> Context:
    """What the model is told about a place; `max_tokens` bounds it.

    Raises:
        TooHardToParse: see `core.language.patience`.
    """
    return read_context(
        document,
        span,
        file_name=PurePath(unquote(document.uri)).name,
        dependencies=dependencies,
        max_tokens=max_tokens,
        tree=_tree(document.text, document.language),
    )


def check_reply(
    reply: Reply,
    document: Document,
    span: Span,
    context: Context,
    *,
    max_tokens: int | None,
    project: Project | None = None,
    components: Mode = "off",
) -> CheckedPatch | Refusal:
    """The edits that a reply means, checked; `max_tokens` is the limit that the reply had.

    `project` is what its files offer, and `components` what to do about that.

    Raises:
        TooHardToParse: see `core.language.patience`.
    """
    patch = read_reply(reply, language_of(document.language))
    if isinstance(patch, Refusal):
        return patch
    return check(
        patch,
        document,
        span,
        depth=context.depth,
        style=context.style,
        tree=_tree(document.text, document.language),
        max_tokens=max_tokens,
        project=project,
        components=components,
    )


@lru_cache(maxsize=2)
def _tree(text: str, language: str) -> Tree:
    return parse(text, language_of(language))
