"""Sound text that a grammar does not know, spelled as something that it does, character for character.

Nothing moves: each character is replaced by at most one other, so that every place in the tree is a place in
the text. `readable` is needed before any parsing; a `Form` is tried where a grammar found an error, and kept
if that leaves fewer. What a form blanks out is not checked.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

from viscodex_lsp.core.language.data.templates import JINJA, PERCENT
from viscodex_lsp.core.language.language import Language

Form = Callable[[str], str]

_LONE_RETURN = re.compile(r"\r(?!\n)")
_VISIBLE = re.compile(r"[^\n\r]")
_MOST_MARKS = 5_000
MOST_CHARACTERS = 300_000
"""The longest text in which forms are looked for, and the most marks of a template: patterns cost time."""


# Lines for IPython's shell: `%magic`, `!command`, `name?`, `x = !command`; a cell of another language as a whole.
_MAGIC = re.compile(
    r"""(?:\A\s*(?=%%)|^[ \t]*|=[ \t]*(?=[%!]))
        (?P<magic>\A%%(?!time|timeit|capture|prun|debug)\w[^\0]* | %%?\w[^\n]* | ![^\n]*
          | (?:\?{1,2}[\w.]+|[\w.]+\?{1,2})(?=[ \t]*$))""",
    re.MULTILINE | re.VERBOSE,
)


# What `<title>` and `<textarea>` hold is text, tags and all (HTML Standard, 13.1.2, "Escapable raw text elements").
_WITH_PLAIN_TEXT: Final = frozenset({"html", "vue", "angular"})
_PLAIN_TEXT: Final = re.compile(
    r"(?P<tag><(?P<name>title|textarea)\b[^>]*>)(?P<letters>[^<]*+<(?!/(?P=name))(?:[^<]|<(?!/(?P=name)))*+)",
    re.IGNORECASE,
)
_ANGLES: Final = re.compile(r"[<>]")


def readable(text: str, language: Language) -> str:
    """The text with its lines ended as grammars know it, and with the marks of a template blanked out."""
    if "\r" in text:
        text = _LONE_RETURN.sub("\n", text)
    if language.id == "ipython":
        return _MAGIC.sub(
            lambda line: line[0].removesuffix(line["magic"]) + _filled(line["magic"], "x"), text
        )
    if language.id in _WITH_PLAIN_TEXT and len(text) <= MOST_CHARACTERS and _PLAIN_TEXT.search(text):
        text = _PLAIN_TEXT.sub(lambda found: found["tag"] + _ANGLES.sub("+", found["letters"]), text)
    if not language.template or len(text) > MOST_CHARACTERS:
        return text
    return _without_marks(text, language.template, yaml=language.id == "yaml")


def forms(language: Language) -> tuple[Form, ...]:
    """What to try where the grammar of a language finds an error, in this order."""
    known = _FORMS.get(language.id, ())
    return known or ((_plain_signs,) if language.markup else ())


def marks_in(text: str, language: Language) -> Iterator[re.Match[str]]:
    """The marks of a template in a text, but for those in its scripts and style sheets."""
    if language.template and len(text) <= MOST_CHARACTERS:
        yield from (mark for mark in _pattern(language.template).finditer(text) if mark["code"] is None)


def _without_marks(text: str, pattern: str, *, yaml: bool = False) -> str:
    """Template marks become blanks; or letters where something has to stand: a value, or a part of a word.

    Scripts and style sheets are left alone: they are not read by the grammar of the page.
    """
    marks = _pattern(pattern)
    if not marks.search(text) or sum(1 for _ in marks.finditer(text)) > _MOST_MARKS:
        return text
    if yaml:
        text = _marked_lines(pattern).sub(
            lambda lines: "\n".join(map(_as_comment, lines[0].split("\n"))), text
        )
        return re.sub(pattern, lambda mark: _filled(mark[0], "x"), text)
    return marks.sub(_blanked_mark, text)


def _blanked_mark(mark: re.Match[str]) -> str:
    if mark["code"] is not None:
        return mark[0]
    before = mark.string[mark.start() - 1 : mark.start()]
    return _filled(mark[0], "x" if before.isalnum() or before in {"=", "<", "/", "-", "_"} else " ")


def _filled(text: str, character: str) -> str:
    return _VISIBLE.sub(character, text)


@cache
def _pattern(marks: str) -> re.Pattern[str]:
    code = r"(?P<code><(?P<tag>script|style)\b[^>]*>(?:[^<]|<(?!/(?P=tag)))*+(?:</|\Z))"
    return re.compile(f"{code}|{marks}", re.IGNORECASE)


# --- HTML and its relatives -------------------------------------------------------------------------------

_COMMENTS_AND_TAGS = r"""<!--(?:[^-]|-(?!->))*+(?:-->|\Z)
      | (?P<raw><(?P<name>script|style)\b[^>]*>(?:[^<]|<(?!/(?P=name)))*+)
      | (?P<text><(?P<inner>title|textarea)\b[^>]*>)(?P<letters>(?:[^<]|<(?!/(?P=inner)))*+)
      | <[!?][A-Za-z][^>]*+>
      | </?[A-Za-z](?:[^<>"']++|"[^"]*+"|'[^']*+'){0,200}+>"""
_BRACES = r"\{(?:[^{}]++|\{(?:[^{}]++|\{[^{}]*+\})*+\})*+\}"
_SIGN = r"(?P<sign>&|>|<(?![A-Za-z/!?]))"
_IN_PAGES = re.compile(f"{_COMMENTS_AND_TAGS}|{_SIGN}", re.VERBOSE | re.IGNORECASE)
_IN_SVELTE = re.compile(f"{_BRACES}|{_COMMENTS_AND_TAGS}|(?P<sign>&|>)", re.VERBOSE | re.IGNORECASE)
_SIGNS = re.compile(r"[<>&]")


def _plain_signs(text: str) -> str:
    """`&`, `>` and a `<` before anything but a name are text (HTML Standard, 13.2.5.1, 13.2.5.6), as is
    all that `<title>` and `<textarea>` hold."""
    return _IN_PAGES.sub(_as_text, text)


def _plain_signs_beside_braces(text: str) -> str:
    """The same in Svelte, where braces hold code and `<` always begins a tag."""
    return _IN_SVELTE.sub(_as_text, text)


def _as_text(found: re.Match[str]) -> str:
    if found["sign"] is not None:
        return "+"
    if found["letters"] is not None:
        return found["text"] + _SIGNS.sub("+", found["letters"])
    return found[0]


def _template_marks(text: str) -> str:
    """A page that is a template in truth: its editor calls it HTML, as it ends with `.html`."""
    return _without_marks(text, f"{JINJA}|{PERCENT}|<\\?[^\\0]{{0,4000}}?\\?>")


# --- JavaScript with elements -----------------------------------------------------------------------------

_AMPERSAND_IN_VALUE = re.compile(r"""=\s*(?:"[^"\n]*&[^"\n]*"|'[^'\n]*&[^'\n]*')""")
_AMPERSAND_IN_TEXT = re.compile(r"(?<=[\w\"'}/>]>)[^<>{}]*&[^<>{}]*(?=</|<[A-Za-z>]|\{)")
_AMPERSAND_BESIDE_CODE = re.compile(r"(?<=\})[^<>{}]*&[^<>{}]*(?=</|<[A-Za-z>]|\{)")


def _letters_for_ampersands(*patterns: re.Pattern[str]) -> Form:
    """JSX takes any `&` in its text and values, be it the beginning of an entity or not."""

    def form(text: str) -> str:
        for pattern in patterns:
            text = pattern.sub(lambda found: found[0].replace("&", "n"), text)
        return text

    return form


_JSX: Final[tuple[Form, ...]] = (
    _letters_for_ampersands(_AMPERSAND_IN_VALUE, _AMPERSAND_IN_TEXT),
    _letters_for_ampersands(_AMPERSAND_BESIDE_CODE),
)

# --- Other languages: a pattern, whose group `out` is blanked, and the character to blank it with ---------


def _blanking(pattern: str, character: str = " ") -> Form:
    compiled = re.compile(pattern, re.MULTILINE)

    def form(text: str) -> str:
        return compiled.sub(
            lambda found: (
                text[found.start() : found.start("out")]
                + _filled(found["out"], character)
                + text[found.end("out") : found.end()]
            ),
            text,
        )

    return form


# `export { className as class }`: any word may stand behind `as`.
_ANY_NAME: Final = _blanking(
    r"[{,][^{},\n]*\bas[ \t]+(?P<out>class|default|delete|for|function|if|in|new|this|var|with)\b", "x"
)
# `import("vue").Ref<string>` as a type.
_IMPORT_TYPE: Final = _blanking(r"\b(?P<out>import\((?P<quote>[\"'])[^\"'\n]*(?P=quote)\))(?=\.\w)", "x")
# `export type * from "./a"`, TypeScript 5.0.
_EXPORT_TYPES: Final = _blanking(r"^[ \t]*export(?P<out>[ \t]+type)(?=[ \t]*\*)")
# `` styled.div<Props>`…` ``: the types of a tagged template.
_TAGGED_WITH_TYPES: Final = _blanking(r"[\w\])](?P<out><(?:[^<>`]|=>|<[^<>`]{0,200}>){0,400}>)(?=`)")
# `<Field.Input>`: a component that is a member of another.
_MEMBER_TAG: Final = _blanking(r"</?[A-Za-z][\w-]*(?P<out>\.)(?=\w)", "-")

_FORMS: Final[dict[str, tuple[Form, ...]]] = {
    "html": (_template_marks, _plain_signs),
    "vue": (_plain_signs, _MEMBER_TAG),
    "astro": (_plain_signs, _MEMBER_TAG),
    "typescript": (_IMPORT_TYPE, _ANY_NAME, _EXPORT_TYPES, _TAGGED_WITH_TYPES),
    # `{@attach …}` on an element, Svelte 5.29.
    "svelte": (
        _blanking(r"\s(?P<out>\{@attach\b(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})"),
        _plain_signs_beside_braces,
    ),
    "javascript": (*_JSX, _ANY_NAME),
    "javascriptreact": (*_JSX, _ANY_NAME),
    "typescriptreact": (*_JSX, _IMPORT_TYPE, _ANY_NAME, _EXPORT_TYPES, _TAGGED_WITH_TYPES),
    "shellscript": (
        # More commands on the line of a here-document.
        _blanking(r"<<-?\s*(?P<quote>['\"]?)\w+(?P=quote)(?P<out>[ \t]*;[^\n]*)"),
        # Patterns of `shopt -s extglob`.
        _blanking(r"(?P<out>[!?*+@]\([^()\n]*\))", "x"),
        # A `|` in the word of an expansion, `${a:+b|c}`.
        _blanking(r"\$\{\w+:?[-+=?][^{}|\n]*(?P<out>\|)[^{}\n]*\}", "x"),
        # A pattern that begins with `*` in a test.
        _blanking(r"\[\[[^\n]*?(?:=|!=)[ \t]+(?P<out>\*)(?=[\w.-])", "x"),
        # `while case … esac do`: no `;` is needed behind `esac`.
        _blanking(r"\besac(?P<out> )do\b", ";"),
    ),
    "kotlin": (
        # A guard in a branch of `when`, Kotlin 2.2.
        _blanking(r"^[ \t]*(?!if\b)[^\n{}\"/]*?[\w>)\]](?P<out> if\b[^\n]*?)(?=->)"),
        # `suspend` as the name of a function.
        _blanking(r"\bfun\b(?:\s*<[^<>\n]*>)?\s+(?P<out>suspend)(?=\s*\()", "x"),
    ),
    # Signs that only a macro takes.
    "rust": (_blanking(r"(?P<out>[~$])(?=[)\]])", "!"),),
    "cpp": (
        # Modules, C++20.
        _blanking(r"^(?P<out>[ \t]*(?:export\s+)?(?:module|import)\b[ \t]*[\w.:<>\"/]*[ \t]*;)"),
        _blanking(r"^[ \t]*(?P<out>export\s)(?=\s*[\w\[~:])"),
    ),
}

# --- YAML: a line that holds nothing but marks ------------------------------------------------------------


@cache
def _marked_lines(marks: str) -> re.Pattern[str]:
    return re.compile(rf"^[ \t]*(?:(?:{marks})[ \t]*)+$", re.MULTILINE)


def _as_comment(line: str) -> str:
    margin = len(line) - len(line.lstrip(" \t"))
    return line[:margin] + "#" * (len(line) > margin) + _filled(line[margin + 1 :], "x")
