"""Collects what a model is told about a place in a document, within a budget of tokens.

A token is counted as 3.5 characters. What is farthest from the place is given up first; with a budget of 0
nothing but the language and the style is told.
"""

import re

from viscodex_lsp.core.context.depth import depth_at
from viscodex_lsp.core.context.outline import Outline, read_outline
from viscodex_lsp.core.context.standing import standing
from viscodex_lsp.core.nouns import Context, Document, Span
from viscodex_lsp.core.syntax.syntax import Tree
from viscodex_lsp.core.text.style import read_style

CHARACTERS_PER_TOKEN = 3.5

_UNSENDABLE = re.compile(r"[\x00\ud800-\udfff]")


def read_context(
    document: Document,
    span: Span,
    *,
    file_name: str,
    dependencies: tuple[str, ...],
    max_tokens: int,
    tree: Tree,
) -> Context:
    """What surrounds `span`: scopes, imports, signatures, lines; and how code is written and indented there.

    The selection and the lines nearest to it come first, then the heads of scopes, imports, signatures and
    dependencies, then farther lines. Line ends of the excerpts are `\\n`, whatever the document's are.

    Args:
        span: clamped into the document.
        tree: the document, parsed.

    Never raises, whatever the text.
    """
    text, span = document.text, _clamped(span, len(document.text))
    style = read_style(text, tree.language)
    depth = depth_at(tree, span, indent=style.indent)
    outline = read_outline(tree, span, depth=depth) if max_tokens > 0 else Outline((), (), ())
    room = _Room(int(max(max_tokens, 0) * CHARACTERS_PER_TOKEN))
    told = room.name(file_name)
    selection = room.text(text[span.start : span.end])
    near_before, near_after = room.lines(text, span, share=0.5)
    scopes = tuple(reversed(room.names(tuple(reversed(outline.scopes)), share=1)))
    imports = room.names(outline.imports, share=0.5)
    siblings = room.names(outline.siblings, share=0.6)
    packages = room.names(dependencies, share=0.5)
    told_standing = room.name(standing(tree, span, outline.scopes)) if max_tokens > 0 else ""
    room.give_back(near_before, near_after)
    before, after = room.lines(text, span, share=1)
    return Context(
        file_name=told,
        language=document.language,
        scopes=scopes,
        imports=imports,
        siblings=siblings,
        before=before,
        selection=selection,
        after=after,
        dependencies=packages,
        style=style,
        depth=depth,
        standing=told_standing,
    )


def _clamped(span: Span, length: int) -> Span:
    start = min(max(span.start, 0), length)
    return Span(start, min(max(span.end, start), length))


class _Room:
    """How many characters are left of the budget."""

    def __init__(self, characters: int) -> None:
        self._left = characters

    def give_back(self, *texts: str) -> None:
        self._left += sum(map(len, texts))

    def name(self, text: str) -> str:
        """`text`, if all of it fits."""
        sent = _sendable(text)
        return self._take(sent) if len(sent) <= self._left else ""

    def names(self, texts: tuple[str, ...], *, share: float) -> tuple[str, ...]:
        """The first of `texts` that fit into a share of what is left."""
        fitting, limit = [], int(self._left * share)
        for text in texts:
            limit -= len(text) + 1
            if limit < 0:
                break
            fitting.append(_sendable(text))
        self._left -= sum(len(text) + 1 for text in fitting)
        return tuple(fitting)

    def text(self, text: str) -> str:
        """The beginning of `text`: whole lines, unless its first line is too long itself."""
        return self._take(_sendable(_head(text, self._left)))

    def lines(self, text: str, span: Span, *, share: float) -> tuple[str, str]:
        """The lines before and after a place that fit into a share of what is left, three to two."""
        limit = int(self._left * share)
        behind = min(len(text) - span.end, max(limit * 2 // 5, limit - span.start))
        before = _tail(
            text[max(0, span.start - limit + behind) : span.start], whole=limit - behind >= span.start
        )
        after = _head(text[span.end : span.end + behind + 1], behind)
        return self._take(_sendable(before)), self._take(_sendable(after))

    def _take(self, text: str) -> str:
        self._left -= len(text)
        return text


def _head(text: str, limit: int) -> str:
    """At most `limit` characters from the beginning, up to the end of a line where there is one."""
    if len(text) <= limit:
        return text
    cut = text[:limit]
    end = max(cut.rfind("\n"), cut.rfind("\r")) + 1
    return cut[:end] if end else cut


def _tail(cut: str, *, whole: bool) -> str:
    """The end of a text that was cut off in front, from the beginning of a line where there is one."""
    if whole:
        return cut
    ends = [end for end in (cut.find("\n"), cut.find("\r")) if end >= 0]
    return cut[min(ends) + 1 :].removeprefix("\n") if ends else cut


def _sendable(text: str) -> str:
    """Line ends of one kind, and no character that cannot be sent."""
    return _UNSENDABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
