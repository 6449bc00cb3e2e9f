"""The marks of template engines that write `{% … %}` and `{{ … }}`: each is closed, with its quotes and brackets, and
each block has its end. What an engine knows by other names is left to it."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from viscodex_lsp.core.language.data.templates import JINJA
from viscodex_lsp.core.language.data.traits import nodes
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.syntax.mistake import LONGEST_QUOTE, Mistake
from viscodex_lsp.core.syntax.rules.expressions import wrong_include, wrong_tag, wrong_value
from viscodex_lsp.core.text.byte_offsets import ByteOffsets

_MOST_CHARACTERS: Final = 120_000
"""The longest text whose marks are looked through: patterns cost time."""
_COMMENTS: Final = r"""\{\#(?s:.)*?(?:\#\}|\Z) | <!--(?s:.)*?(?:-->|\Z)
      | \{%[-+~]?\s*(?P<asis>raw|verbatim|comment)\b[^{}]*%\}[^\0]*?(?:\{%[-+~]?\s*end(?P=asis)\s*[-+~]?%\}|\Z)"""
_NAMED_BY_VALUE: Final = r"\{%-?\s*include(?:_relative)?\s[^{}%]*+(?:\{\{[^{}]*+\}\}[^{}%]*+)++%\}"
"""Jekyll's include of a file that a variable names."""
_PIECE: Final = re.compile(
    rf"""{_COMMENTS} | {_NAMED_BY_VALUE}
      | \{{%(?P<block>(?:(?!\{{%|%\}}|\{{\{{)[^\0])*)(?P<end>%\}})?
      | \{{\{{(?P<value>(?:(?!\{{\{{|\}}\}}|\{{%)[^\0])*)(?P<close>\}}\}})?
      | (?P<stray>%\}})""",
    re.VERBOSE | re.IGNORECASE,
)
_STRING: Final = r"""\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+'"""
_INNERMOST: Final = rf"\{{(?:[^{{}}\"']|{_STRING})*+\}}"
_IN_BRACES: Final = rf"\{{(?:[^{{}}\"']|{_STRING}|\{{(?:[^{{}}\"']|{_STRING}|{_INNERMOST})*+\}})*+\}}"
_PIECE_WITH_BRACES: Final = re.compile(
    rf"""{_COMMENTS}
      | \{{%(?P<block>(?:[^{{}}%\"']|{_STRING}|%(?!\}})|{_IN_BRACES})*+)(?P<end>%\}})?
      | \{{\{{(?P<value>(?:[^{{}}\"']|{_STRING}|{_IN_BRACES})*+)(?P<close>\}}\}})?
      | (?P<stray>%\}})""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
"""The same for engines whose expressions have literals in braces."""
_WITH_BRACES: Final = frozenset({"twig", "nunjucks", "njk"})
_DJANGO: Final = frozenset({"django-html", "django"})
_TRIMMED: Final = re.compile(r"\A[-+~]|[-+~]\Z")
_IN_MARK: Final = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|(?P<sign>[\"'()\[\]{}])", re.DOTALL)
_BLOCKS: Final = nodes(
    "if for block macro filter autoescape spaceless with unless case capture blocktrans blocktranslate ifchanged call "
    "embed"
)
_PAIRS: Final = {")": "(", "]": "[", "}": "{"}
_NAME: Final = re.compile(r"[-+~]?\s*(\w+)\s*(.*)", re.DOTALL)
_SHORT_BLOCK: Final = re.compile(r"\w+\s+[^\s-]")


class _Open(NamedTuple):
    name: str
    start: int


def has_marks(language: Language) -> bool:
    """Whether a language is markup with marks of this kind."""
    return language.markup and language.template == JINJA


def torn_marks(text: str, offsets: ByteOffsets) -> Iterator[Mistake]:
    """Marks that have lost their beginning, which an engine takes for text."""
    for found in _pieces(text):
        if found["stray"]:
            yield _mistake(text, offsets, found.start(), found.end(), _wrong(found))


def mark_mistakes(text: str, offsets: ByteOffsets, language: Language) -> Iterator[Mistake]:
    """What is wrong with the marks of a template."""
    opened: list[_Open] = []
    braces, django = language.id in _WITH_BRACES, language.id in _DJANGO
    for found in _pieces(text, braces=braces):
        what = _wrong(found, braces=braces) or _in_expression(found, braces=braces, django=django)
        if found["block"] is not None and not what:
            what = _nesting(found, opened)
        if what:
            yield _mistake(text, offsets, found.start(), found.end(), what)
    for block in opened:
        lacks = f"{{% end{block.name} %}}"
        what = f"`{{% {block.name} %}}` is never closed"
        yield _mistake(text, offsets, block.start, block.start + 2, what)._replace(lacks=(lacks,))


def _pieces(text: str, *, braces: bool = False) -> Iterator[re.Match[str]]:
    """The marks, and what is passed over: comments, and what an engine takes as it is."""
    pattern = _PIECE_WITH_BRACES if braces else _PIECE
    return pattern.finditer(text) if len(text) <= _MOST_CHARACTERS else iter(())


def _in_expression(found: re.Match[str], *, braces: bool, django: bool) -> str:
    """What is wrong with the expression of a mark that is closed."""
    value = found["value"] is not None
    inner = found["value"] if value else found["block"]
    if inner is None:
        return ""
    judge = wrong_value if value else wrong_tag
    inner = _TRIMMED.sub("", inner)
    what = judge(inner, braces=braces, ranges=braces) or (
        wrong_include(inner) if django and not value else ""
    )
    return f"{what} in `{found[0].split(chr(10))[0][:LONGEST_QUOTE]}`" if what else ""


def _wrong(found: re.Match[str], *, braces: bool = False) -> str:
    """What is wrong with one mark by itself."""
    quoted = found[0].split("\n")[0][:LONGEST_QUOTE]
    if found["stray"]:
        return "unexpected `%}`"
    inner = found["block"] if found["block"] is not None else found["value"]
    if inner is None:
        return ""
    if not (found["end"] or found["close"]):
        return f"`{quoted}` is never closed"
    return "" if braces or _is_even(inner) else f"a quote or a bracket too few or too many in `{quoted}`"


def _is_even(inner: str) -> bool:
    """Whether quotes and brackets close; of a value with braces only its beginning may be here."""
    if "{" in inner:
        return True
    waiting: list[str] = []
    for token in _IN_MARK.finditer(inner):
        sign = token["sign"]
        if sign in {'"', "'"}:
            return False
        if sign in _PAIRS:
            if not waiting or waiting.pop() != _PAIRS[sign]:
                return False
        elif sign:
            waiting.append(sign)
    return not waiting


def _nesting(found: re.Match[str], opened: list[_Open]) -> str:
    """Take note of a block that opens or ends; what is wrong with that."""
    parts = _NAME.match(found["block"])
    name, rest = (parts[1], parts[2]) if parts else ("", "")
    if name in _BLOCKS:
        short = (
            name == "block"
            and _SHORT_BLOCK.match(rest)
            and not rest.split()[1].startswith(("required", "scoped"))
        )
        if not short:
            opened.append(_Open(name, found.start()))
    elif name.removeprefix("end") in _BLOCKS and name.startswith("end"):
        if not opened or opened[-1].name != name.removeprefix("end"):
            return f"`{{% {name} %}}` closes nothing"
        opened.pop()
    elif name in {"elif", "elseif", "elsif"} and not any(
        block.name in {"if", "unless", "case"} for block in opened
    ):
        return f"`{{% {name} %}}` outside of `{{% if %}}`"
    return ""


def _mistake(text: str, offsets: ByteOffsets, start: int, end: int, what: str) -> Mistake:
    return Mistake(offsets.to_bytes(start), offsets.to_bytes(end), text.count("\n", 0, start), what)
