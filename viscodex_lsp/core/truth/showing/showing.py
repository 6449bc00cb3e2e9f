"""Reads what a piece of code shows; the language says how."""

import re
from functools import lru_cache

from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.syntax.syntax import Tree, parse
from viscodex_lsp.core.truth.nouns.chart import Chart
from viscodex_lsp.core.truth.nouns.made import Made
from viscodex_lsp.core.truth.nouns.seen import Seen
from viscodex_lsp.core.truth.nouns.shown import Shown
from viscodex_lsp.core.truth.parts.tables import table_rows
from viscodex_lsp.core.truth.showing.charts import read_chart
from viscodex_lsp.core.truth.showing.markup import markup_texts
from viscodex_lsp.core.truth.showing.programs import draws_charts, program_texts
from viscodex_lsp.core.truth.showing.prose import mermaid_texts, prose_texts

JSX = frozenset({"javascript", "javascriptreact", "typescriptreact"})
# Read by the grammar of HTML, which takes any element.
_DRAWN_AS = {"xml": "html", "svg": "html"}
_PROSE = frozenset({"markdown", "mdx", "plaintext", "latex", "csv", "tsv"})
_DATA = frozenset({"json", "jsonc", "yaml", "toml", "sql"})
_SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script", re.IGNORECASE | re.DOTALL)
# Scripts that fill a page: its own text is then not all that it shows.
_FILLS = re.compile(
    r"innerHTML|textContent|innerText|createElement|document\.write|new \w*Chart|echarts|Plotly|d3\.|fillText"
)


def read_shown(made: Made) -> Shown:
    """What `made` shows, of the part of its document that is compared.

    Raises:
        TooHardToParse: the document is beyond the parser.
    """
    lines = tuple(made.code.splitlines())
    language = language_of(_DRAWN_AS.get(made.language, made.language))
    if made.language in _PROSE:
        rows = table_rows(made.code, made.language)
        if rows and made.language in {"csv", "tsv"}:
            # A comma between cells is none of a number.
            texts = tuple(row.replace("|", " ") for row in rows)
        else:
            texts = prose_texts(made.code, made.language)
        return Shown(texts, (), lines, rows=rows)
    if made.language == "mermaid":
        return Shown(mermaid_texts(made.code), (), lines)
    if made.language in _DATA:
        return Shown((), lines, lines)
    if language.grammar is None:
        return Shown((), (), lines, unknown=f"what {language.name} draws is not told from its code")
    tree = parse(made.text, language)
    if language.markup or (language.id in JSX and _has_elements(tree)):
        texts, perhaps = markup_texts(tree, made.spans)
        filled = _by_scripts(made.code) if language.id == "html" else ()
        return Shown(texts, (*perhaps, *filled), lines, computed=bool(filled))
    texts, perhaps = program_texts(tree, made.spans)
    if not texts and not perhaps:
        return Shown((), (), lines, unknown=f"this {language.name} holds no text that is drawn")
    return Shown(texts, perhaps, lines, computed=draws_charts(made.text), chart=read_chart(tree, made.spans))


def seen_chart(seen: Seen) -> Chart | None:
    """The chart in a picture, as the reader measured it: it is read from the program that the reader wrote."""
    return _program(seen.code)[0] if _is_chart(seen) else None


def seen_labels(seen: Seen) -> tuple[str, ...]:
    """The texts of a chart in a picture: among them what stands turned, which is none of its lines."""
    return _program(seen.code)[1] if _is_chart(seen) else ()


def seen_rows(seen: Seen) -> tuple[str, ...]:
    """The rows of the table in a picture, as the reader read them."""
    return table_rows(seen.code, seen.language) if seen.kind == "table" else ()


def _is_chart(seen: Seen) -> bool:
    return seen.kind == "chart" and seen.language == "python" and bool(seen.code)


@lru_cache(maxsize=4)
def _program(code: str) -> tuple[Chart | None, tuple[str, ...]]:
    """The chart and the labels of a plotting program; kept, since one picture is compared with several answers."""
    tree, spans = parse(code, language_of("python")), (Span(0, len(code)),)
    return read_chart(tree, spans), program_texts(tree, spans)[0]


def _has_elements(tree: Tree) -> bool:
    return tree.parsed is not None and ("</" in tree.text or "/>" in tree.text)


def _by_scripts(code: str) -> tuple[str, ...]:
    """The strings of scripts that fill their page."""
    scripts = [script for script in _SCRIPT.findall(code) if _FILLS.search(script)]
    found: list[str] = []
    for script in scripts:
        tree = parse(script, language_of("javascript"))
        found += [text for texts in program_texts(tree, (Span(0, len(script)),)) for text in texts]
    return tuple(found)
