"""Sound text that a grammar does not know, spelled as something that it does, character for character.

Nothing moves: each character is replaced by at most one other, so that every place in the tree is a place in
the text. `readable` is needed before any parsing; a `Form` is tried where a grammar found an error, and kept
if that leaves fewer. What a form blanks out is not checked.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from viscodex_lsp.core.language.data.templates import HANDLEBARS, IN_BRACES, JINJA, PERCENT
from viscodex_lsp.core.language.elements import VOID
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.syntax.spellings.branches import without_other_branches
from viscodex_lsp.core.syntax.spellings.code_spellings import CODE_FORMS, Form, blanking, filled

_LONE_RETURN = re.compile(r"\r(?!\n)")
_SEEN = re.compile(r"\S")
_MOST_MARKS = 5_000
MOST_CHARACTERS = 300_000
"""The longest text in which forms are looked for, and the most marks of a template: patterns cost time."""


# Lines for IPython's shell: `%magic`, `!command`, `name?`, `x = !command`; `%%magic` stands above all others, and a
# cell of another language is passed over as a whole.
_MAGIC = re.compile(
    r"""(?:(?P<first>\A\s*(?=%%))|^[ \t]*|=[ \t]*(?=[%!]))
        (?P<magic>(?(first)%%(?:(?!time|capture|prun|debug)\w[^\0]*|\w[^\n]*)|%\w[^\n]*) | ![^\n]*
          | (?:\?{1,2}[\w.]+|[\w.]+\?{1,2})(?=[ \t]*$))""",
    re.MULTILINE | re.VERBOSE,
)


# What `<title>` and `<textarea>` hold is text, tags and all (HTML Standard, 13.1.2, "Escapable raw text elements").
_WITH_PLAIN_TEXT: Final = frozenset({"html", "vue", "angular"})
_PLAIN_TEXT: Final = re.compile(
    r"(?P<tag><(?P<name>title|textarea)\b[^>]*>)(?P<letters>[^<]*+<(?!/(?P=name))(?:[^<]|<(?!/(?P=name)))*+)",
    re.IGNORECASE,
)
# A `<` before a blank is text (13.2.5.6); the grammar takes it for the beginning of a tag, and finds no error.
_LONE_ANGLE: Final = re.compile(r"<(?=\s)")
_ANGLES: Final = re.compile(r"[<>]")
# In components `<colgroup>` holds others, which the grammar takes for its end: there it has another name.
_COMPONENTS: Final = frozenset({"vue", "svelte", "astro"})
_COLUMN_GROUP: Final = re.compile(r"(</?colgrou)p(?=[\s>])")


# `coproc NAME { …; }`, whose first words the grammar takes for a command.
_COPROCESS: Final = blanking(r"^[ \t]*(?P<out>coproc\b(?:[ \t]+\w+)?)(?=[ \t]*[{(])")


# Hugo's shortcodes in a page: `{{< figure src="a.png" >}}`, `{{% note %}}`. Their grammar takes them for tags.
_SHORTCODE: Final = re.compile(r"\{\{([<%])(?:(?!\{\{)[^\0]){0,2000}?[>%]\}\}")
# A mark that shows nothing, so that it is no part of the name before it.
_STATEMENT_MARK: Final = re.compile(r"\{%|<%(?!=)|<\?(?!=)|\{\{[#/]")
_STATEMENT_IN_CODE: Final = re.compile(r"\{%|<%(?![-=])|<\?(?!=)|\{\{[#/]")
_TAG_NAME: Final = re.compile(r"<[A-Za-z][\w:.-]*\Z")


def readable(text: str, language: Language) -> str:
    """The text with its lines ended as grammars know it, and with the marks of a template blanked out."""
    if "\r" in text:
        text = _LONE_RETURN.sub("\n", text)
    if language.id == "ipython":
        return _MAGIC.sub(lambda line: line[0].removesuffix(line["magic"]) + filled(line["magic"], "x"), text)
    if language.id in _WITH_PLAIN_TEXT and len(text) <= MOST_CHARACTERS and _PLAIN_TEXT.search(text):
        text = _PLAIN_TEXT.sub(lambda found: found["tag"] + _ANGLES.sub("+", found["letters"]), text)
    if language.id == "html" and len(text) <= MOST_CHARACTERS and ("{{<" in text or "{{%" in text):
        text = _SHORTCODE.sub(lambda code: filled(code[0], " "), text)
    if language.id == "html" and len(text) <= MOST_CHARACTERS and _LONE_ANGLE.search(text):
        text = IN_PAGES.sub(lambda found: "+" if found["sign"] == "<" else found[0], text)
    if language.id == "shellscript" and "coproc" in text:
        text = _COPROCESS(text)
    if language.id in _COMPONENTS and "colgroup" in text:
        text = _COLUMN_GROUP.sub(r"\1x", text)
    if not language.template or _is_inside_template(language) or len(text) > MOST_CHARACTERS:
        return text
    if language.markup and "else" in text:
        text = without_other_branches(text)
    return _without_marks(text, language.template, yaml=language.id == "yaml")


def forms(language: Language) -> tuple[Form, ...]:
    """What to try where the grammar of a language finds an error, in this order."""
    known = _FORMS.get(language.id, ())
    if _is_inside_template(language):
        return (*known, lambda text: _without_marks_in_code(text, language.template))
    if known or not language.markup:
        return known
    return (_plain_signs, _without_lone_ends) if language.template else (_plain_signs,)


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
        return re.sub(pattern, lambda mark: _SEEN.sub("x", mark[0]), text)
    return marks.sub(lambda mark: _blanked_mark(mark, pattern), text)


def _is_inside_template(language: Language) -> bool:
    """Whether code stands in a script or style sheet of a template, where marks of its engine may be."""
    return bool(language.template) and not language.markup and language.id != "yaml"


def _without_marks_in_code(text: str, pattern: str) -> str:
    """Marks in code become blanks where they say what to repeat or fill a line, else the letters of a name."""
    if len(text) > MOST_CHARACTERS or not re.search(pattern, text):
        return text
    text = _marked_lines(pattern).sub(lambda lines: filled(lines[0], " "), text)
    return re.sub(
        pattern,
        lambda mark: (
            filled(mark[0], " ") if _STATEMENT_IN_CODE.match(mark[0]) else re.sub(r"[^\n]", "x", mark[0])
        ),
        text,
    )


def _blanked_mark(mark: re.Match[str], pattern: str) -> str:
    if mark["code"] is not None:
        # Marks among the attributes of the tag are marks all the same.
        return re.sub(pattern, _blank, mark["head"]) + mark["code"]
    return _blank(mark)


def _blank(mark: re.Match[str]) -> str:
    before = mark.string[mark.start() - 1 : mark.start()]
    if before == "=" and mark[0].startswith("{") and len(mark[0]) > 2:
        # An expression ends where its brace does, be it before a blank or a `/>`.
        return filled(mark[0][:-1], "x") + " "
    tag = _TAG_NAME.search(mark.string, max(mark.start() - 40, 0), mark.start())
    if tag is not None and (_STATEMENT_MARK.match(mark[0]) or _is_whole_name(tag[0][1:], mark.string)):
        return filled(mark[0], " ")  # `<li{% if a %} class="b"{% endif %}>`, `<li{{ attributes }}>`
    if mark[0].startswith(("{%", "{#")) and before != "=":
        return filled(mark[0], " ")
    return filled(mark[0], "x" if before.isalnum() or before in {"=", "<", "/", "-", "_"} else " ")


def _is_whole_name(name: str, text: str) -> bool:
    """Whether the name of a tag does not go on in the mark behind it."""
    return name.lower() in VOID or f"</{name}>" in text


@cache
def _pattern(marks: str) -> re.Pattern[str]:
    head = rf"(?P<head><(?P<tag>script|style)\b(?:{marks}|[^>])*+>)"
    code = r"(?P<code>(?:[^<]|<(?!/(?P=tag)))*+(?:</|\Z))"
    return re.compile(f"{head}{code}|{marks}", re.IGNORECASE)


# --- HTML and its relatives -------------------------------------------------------------------------------

_COMMENTS_AND_TAGS = r"""<!--(?:[^-]|-(?!->))*+(?:-->|\Z)
      | (?P<raw><(?P<name>script|style)\b[^>]*>(?:[^<]|<(?!/(?P=name)))*+)
      | (?P<text><(?P<inner>title|textarea)\b[^>]*>)(?P<letters>(?:[^<]|<(?!/(?P=inner)))*+)
      | <[!?][A-Za-z][^>]*+>
      | </?[A-Za-z](?:[^<>"']++|"[^"]*+"|'[^']*+'){0,200}+>"""
_SIGN = r"(?P<sign>&|>|<(?!<?/?[A-Za-z]|[/!?]))"
IN_PAGES = re.compile(f"{_COMMENTS_AND_TAGS}|{_SIGN}", re.VERBOSE | re.IGNORECASE)
_TAG_WITH_CODE = rf"""</?[A-Za-z](?:[^<>"'{{}}]++|"[^"]*+"|'[^']*+'|{IN_BRACES}){{0,200}}+>"""
_IN_SVELTE = re.compile(
    f"{IN_BRACES}|{_TAG_WITH_CODE}|{_COMMENTS_AND_TAGS}|(?P<sign>&|>)", re.VERBOSE | re.IGNORECASE
)
_SIGNS = re.compile(r"[<>&]")


def _plain_signs(text: str) -> str:
    """`&`, `>` and a `<` before anything but a name are text (HTML Standard, 13.2.5.1, 13.2.5.6), as is
    all that `<title>` and `<textarea>` hold."""
    return IN_PAGES.sub(_as_text, text)


def _plain_signs_beside_braces(text: str) -> str:
    """The same in Svelte, where braces hold code and `<` always begins a tag."""
    return _IN_SVELTE.sub(_as_text, text)


def _as_text(found: re.Match[str]) -> str:
    if found["sign"] is not None:
        return "+"
    if found["letters"] is not None:
        return found["text"] + _SIGNS.sub("+", found["letters"])
    return found[0]


def _without_lone_ends(text: str) -> str:
    """A page may leave out the start tags of its frame, and keep their end tags (HTML Standard, 13.1.2.4)."""
    for name in ("html", "head", "body"):
        if not re.search(rf"<{name}[\s>]", text, re.IGNORECASE):
            text = re.sub(rf"</{name}\s*>", lambda tag: " " * len(tag[0]), text, count=1, flags=re.IGNORECASE)
    return text


def _template_marks(text: str) -> str:
    """A page that is a template in truth: its editor calls it HTML, as it ends with `.html`."""
    return _without_marks(text, f"{JINJA}|{PERCENT}|<\\?[^\\0]{{0,4000}}?\\?>")


# `<Field.Input>`: a component that is a member of another.
_MEMBER_TAG: Final = blanking(r"</?[A-Za-z][\w-]*(?P<out>\.)(?=\w)", "-")

_SHORTEST_LOOP: Final = len("x as x")
_NAMELESS_LOOP: Final = re.compile(r"(\{#each\s++)((?:[^{}\n]++|\{[^{}\n]*+\})++)(?=\})")


def _with_a_loop_name(text: str) -> str:
    """`{#each { length: 3 }, at}`, Svelte 5: spelled with an `as`."""
    return _NAMELESS_LOOP.sub(
        lambda found: (
            found[0]
            if len(found[2]) < _SHORTEST_LOOP or re.search(r"\sas\s", found[2])
            else f"{found[1]}x as {'x' * (len(found[2]) - 5)}"
        ),
        text,
    )


_FORMS: Final[dict[str, tuple[Form, ...]]] = {
    **CODE_FORMS,
    "html": (_template_marks, _plain_signs, _without_lone_ends),
    "vue": (_plain_signs, _MEMBER_TAG),
    "astro": (_plain_signs, _MEMBER_TAG),
    **dict.fromkeys(HANDLEBARS, (_plain_signs, _without_lone_ends, _MEMBER_TAG)),
    "svelte": (
        blanking(r"\s(?P<out>\{@attach\b(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})"),
        _with_a_loop_name,
        _plain_signs_beside_braces,
    ),
}

# --- YAML: a line that holds nothing but marks ------------------------------------------------------------


@cache
def _marked_lines(marks: str) -> re.Pattern[str]:
    return re.compile(rf"^[ \t]*(?:(?:{marks})[ \t]*)+$", re.MULTILINE)


def _as_comment(line: str) -> str:
    margin = len(line) - len(line.lstrip(" \t"))
    return line[:margin] + "#" * (len(line) > margin) + filled(line[margin + 1 :], "x")
