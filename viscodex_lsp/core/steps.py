"""The two steps of the way that parse: what is around a place is read, and a reply's code is checked for it.

Both may run in another process, so they take and give nothing but plain values; the document's tree, which both need,
is kept from the one for the other.
"""

from dataclasses import replace
from functools import lru_cache, partial
from pathlib import PurePath
from urllib.parse import unquote

from viscodex_lsp.core.asking.reply import read_reply
from viscodex_lsp.core.asking.roles.home import Home
from viscodex_lsp.core.checks.checks import check
from viscodex_lsp.core.checks.components.components import Mode
from viscodex_lsp.core.checks.forms.labels.template_string import (
    for_template,
    of_script,
    read_template_string,
)
from viscodex_lsp.core.checks.forms.markdown.fence import of_file, read_fence
from viscodex_lsp.core.components.project import Project
from viscodex_lsp.core.context.context import read_context
from viscodex_lsp.core.context.depth import depth_at
from viscodex_lsp.core.context.outline import read_outline
from viscodex_lsp.core.context.standing import standing
from viscodex_lsp.core.language.languages import SCRIPTS, language_of
from viscodex_lsp.core.nouns import CheckedPatch, Context, Document, Patch, Refusal, Reply, Span
from viscodex_lsp.core.syntax.injections import Injection
from viscodex_lsp.core.syntax.syntax import Tree, parse
from viscodex_lsp.core.text.line_ends import CarriageReturns, read_carriage_returns
from viscodex_lsp.core.text.style import leading, read_style


def read_place(document: Document, span: Span, *, dependencies: tuple[str, ...], max_tokens: int) -> Context:
    """What the model is told about a place; `max_tokens` bounds it. Between the fences of a Markdown file, and in
    the HTML or CSS of a script, language, depth and style are those of the code there.

    Raises:
        TooHardToParse: see `core.language.patience`.
    """
    context = read_context(
        document,
        span,
        file_name=PurePath(unquote(document.uri)).name,
        dependencies=dependencies,
        max_tokens=max_tokens,
        tree=_tree(document.text, document.language),
    )
    fence = _inner(document, span)
    if fence is None:
        return context
    style = replace(read_style(fence.document.text, fence.language), newline=context.style.newline)
    if document.language in SCRIPTS:  # where all that is in the string is as deep as that stands
        style = replace(style, indent=context.style.indent)
    depth = depth_at(_tree(fence.document.text, fence.language.id), fence.inner(span), indent=style.indent)
    if not depth and document.language not in SCRIPTS:
        # In a list's item the code is as deep as its fence.
        depth = leading(document.text[: fence.start].removesuffix("\n").rpartition("\n")[2])
    told = _standing(fence, span, depth) if context.standing or document.language in SCRIPTS else ""
    return replace(context, language=fence.language.id, depth=depth, style=style, standing=told)


def _standing(fence: Injection, span: Span, depth: str) -> str:
    """What a place in the code of another language wants."""
    tree = _tree_of(fence, depth)
    inner = fence.inner(span)
    said = standing(tree, inner, read_outline(tree, inner, depth=depth).scopes)
    if fence.language.id != "angular" or not span.empty:
        return said
    return said or "The mark is in the template of an Angular component: write its markup only."


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
    ends = read_carriage_returns(document.text)
    if ends is None:
        return _checked(reply, (document, span), context, max_tokens, (project, components))
    plain = replace(document, text=ends.plain), ends.inner(span)
    context = replace(context, style=replace(context.style, newline="\n"))
    found = _checked(reply, plain, context, max_tokens, (project, components))
    return found if isinstance(found, Refusal) else _with_ends(found, document, ends)


def _checked(
    reply: Reply,
    at: tuple[Document, Span],
    context: Context,
    max_tokens: int | None,
    reuse: tuple[Project | None, Mode],
) -> CheckedPatch | Refusal:
    document, span = at
    project, components = reuse
    path = PurePath(unquote(document.uri)).as_posix()
    asked = Home(path, document.text, context.scopes, document.text[span.start : span.end])
    fence = _inner(document, span)
    language = document.language if fence is None else fence.document.language
    patch = read_reply(reply, language_of(language), asked)
    if isinstance(patch, Refusal):
        return patch
    checked = partial(
        _check_patch,
        document=document,
        span=span,
        context=context,
        fence=fence,
        max_tokens=max_tokens,
        project=project,
        components=components,
    )
    result = checked(patch)
    if not isinstance(result, Refusal) or patch.fewer is None:
        return result
    fewer = checked(patch.fewer)
    return result if isinstance(fewer, Refusal) else fewer


def _check_patch(
    patch: Patch,
    *,
    document: Document,
    span: Span,
    context: Context,
    fence: Injection | None,
    max_tokens: int | None,
    project: Project | None,
    components: Mode,
) -> CheckedPatch | Refusal:
    """The edits of a patch, checked in the document or in the code of another language that the place is in."""
    home, place = (document, span) if fence is None else (fence.document, fence.inner(span))
    in_script = fence is not None and document.language in SCRIPTS
    patch = for_template(patch, home.language, document, span) if in_script else patch
    result = check(
        replace(patch, others=()),
        home,
        place,
        depth=context.depth,
        style=context.style,
        tree=_tree(home.text, home.language) if fence is None else _tree_of(fence, context.depth),
        max_tokens=max_tokens,
        project=project,
        components=components if fence is None else "off",
    )
    if fence is None or isinstance(result, Refusal):
        return result
    whole = of_file(result, document, fence)
    tree = _tree(document.text, document.language)
    return of_script(whole, tree, patch.others, quote=context.style.quote) if in_script else whole


def _with_ends(checked: CheckedPatch, document: Document, ends: CarriageReturns) -> CheckedPatch:
    """The edits of a document with LF as those of the one with CR LF."""
    edits = tuple(map(ends.outer, checked.replacements))
    imports = ends.outer(checked.imports) if checked.imports is not None else None
    return replace(checked, document=document, replacements=edits, imports=imports)


def _inner(document: Document, span: Span) -> Injection | None:
    """The code of another language that a place is in: between fences, in a template string of a script."""
    if document.language in SCRIPTS:
        return read_template_string(document, span, _tree(document.text, document.language))
    return read_fence(document, span)


def _tree_of(fence: Injection, depth: str) -> Tree:
    """The code between fences; that of Python cannot be parsed where it is as deep as the list's item that it is in."""
    text, language = fence.document.text, fence.language
    if language.by_indentation and depth and not any(line[:1].strip() for line in text.splitlines()):
        return parse(text, replace(language, grammar=None))
    return _tree(text, language.id)


@lru_cache(maxsize=2)
def _tree(text: str, language: str) -> Tree:
    return parse(text, language_of(language))
