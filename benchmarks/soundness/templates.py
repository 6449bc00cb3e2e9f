"""Reference parsers of template engines: the engine takes the template, and what is left without its marks is HTML."""

import base64
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from benchmarks.soundness.answering import Lines

_HERE: Final = Path(__file__).parent
_CURLY: Final = r"\{\{\{.*?\}\}\}|\{\{!--.*?--\}\}|\{\{.*?\}\}"
_PERCENT: Final = r"<%.*?%>"
_JINJA: Final = r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}"
_MARKS: Final = {
    "handlebars": _CURLY,
    "ejs": _PERCENT,
    "erb": _PERCENT,
    "twig": _JINJA,
    "django-html": _JINJA,
    "liquid": _JINJA,
    "blade": r"\{\{--.*?--\}\}|\{!!.*?!!\}|\{\{.*?\}\}|@php\b.*?@endphp"
    r"|(?<![\w@])@\w+[ \t]*(?:\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))?",
}


_INNER: Final = (
    "else elif empty endif endfor endblock endwith endautoescape endcomment endfilter endifchanged endspaceless "
    "endverbatim"
)
TEMPLATES: Final = frozenset(_MARKS)


class Templates:
    """One process for PHP's engines and one for Ruby's; `node` answers for those of Node."""

    def __init__(
        self, node: Callable[[str, str], bool | None], html: Callable[[str, bool], bool | None]
    ) -> None:
        self._node, self._html = node, html
        self._php, self._ruby = Lines("php", _HERE / "reference.php"), Lines("ruby", _HERE / "reference.rb")

    def take(self, text: str, language: str) -> bool | None:
        """Whether the template is taken; None where its engine is not installed."""
        taken = self._engine(text, language)
        if not taken:
            return taken
        bare = re.sub(_MARKS[language], _blank, text, flags=re.DOTALL)
        return self._html(bare, "<html" in bare)

    def _engine(self, text: str, language: str) -> bool | None:
        encoded = base64.b64encode(text.encode("utf-8", errors="replace")).decode("ascii")
        if language in {"twig", "blade"}:
            return self._php.ask(f"{language} {encoded}")
        if language == "erb":
            return self._ruby.ask(encoded)
        return _django(text) if language == "django-html" else self._node(text, language)

    def close(self) -> None:
        """End the processes."""
        self._php.close()
        self._ruby.close()


def _blank(mark: re.Match[str]) -> str:
    before = mark.string[mark.start() - 1 : mark.start()]
    letter = (
        "x"
        if before and (before.isalnum() or before in "=</-_\"'") and not mark[0].startswith(("{%", "{#"))
        else " "
    )
    return re.sub(r"\S", letter, mark[0])


def _django(text: str) -> bool | None:
    """By Django's own parser. Tags and filters of other libraries are taken as they are."""
    try:
        from django.conf import settings
        from django.template import Engine, TemplateSyntaxError, base
    except ImportError:
        return None
    if not settings.configured:
        settings.configure(USE_I18N=False)
    engine = Engine()
    parser = base.Parser(base.Lexer(text).tokenize(), {}, engine.template_builtins, base.Origin("a", "a"))
    known = parser.find_filter
    parser.find_filter = lambda name: known(name) if name in parser.filters else lambda value, *_: value
    words = {
        re.split(r"\s", token.contents)[0] for token in parser.tokens if token.token_type.name == "BLOCK"
    }
    for word in words - set(parser.tags) - set(_INNER.split()):
        parser.tags[word] = lambda *_: base.Node()
    parser.tags["load"] = lambda *_: base.Node()
    try:
        parser.parse()
    except TemplateSyntaxError:
        return False
    return True
