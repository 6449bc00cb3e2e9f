"""Languages that are HTML with marks in it: templates and single-file components.

Their markup is judged as HTML, with each mark blanked out; what the marks hold is not checked.
"""

import re
from typing import Any, Final

from viscodex_lsp.core.language.data.traits import ELEMENTS, nodes
from viscodex_lsp.core.language.language import Grammar, Language

_HTML: Final = frozenset({"htm", "html", "html5", "xhtml", "xml", "svg"})


def marks(*pairs: tuple[str, str], longest: int = 4_000) -> str:
    """A pattern of what stands between each pair: across lines, but not over its like nor without end."""
    return "|".join(
        f"{re.escape(left)}(?:(?!{re.escape(left)})[^\\0]){{0,{longest}}}?{re.escape(right)}"
        for left, right in pairs
    )


CURLY: Final = marks(("{{{", "}}}"), ("{{", "}}"))
PERCENT: Final = marks(("<%", "%>"), longest=20_000)
JINJA: Final = marks(("{{", "}}"), ("{%", "%}"), ("{#", "#}"))
_ARGUMENTS: Final = r"\((?:[^()]++|\((?:[^()]++|\([^()]*+\))*+\))*+\)"
IN_BRACES: Final = r"\{(?:[^{}]++|\{(?:[^{}]++|\{[^{}]*+\})*+\})*+\}"
"""A pattern of braces and what is in them, with two more levels of braces inside."""
_BLADE: Final = "|".join(
    (
        marks(
            ("{{--", "--}}"),
            ("{!!", "!!}"),
            ("{{", "}}"),
            ("@php\n", "@endphp"),
            ("<?php", "?>"),
            ("<?=", "?>"),
        ),
        rf"(?<![\w@])@\w+[ \t]*{_ARGUMENTS}",
    )
)
_NO_ATTRIBUTE: Final = r"(?![\w:.-]+\s*=\s*[\"'])"  # as `@onclick="…"` of Razor is one
_RAZOR_VALUE: Final = rf"(?:{_ARGUMENTS}|{_NO_ATTRIBUTE}\w[\w.]*(?:{_ARGUMENTS}[\w.]*)*)"
# Types in a directive or in a block of code have angle brackets (Microsoft, "Razor syntax reference").
RAZOR_DIRECTIVES: Final = (
    "model|inherits|inject|using|page|typeparam|implements|namespace|layout|attribute|rendermode"
)
"""A pattern of their names."""
_RAZOR_DIRECTIVE: Final = rf"(?<![^\s])@(?:{RAZOR_DIRECTIVES})\b[^\n]*"
_RAZOR_CODE: Final = (
    rf"(?<![^\s])@(?:code|functions)\s*(?:{IN_BRACES}|\{{(?:(?!@(?:code|functions)\s*\{{)[^\0])*?\n\}})"
)
_RAZOR: Final = "|".join(
    (
        r"@\*[^\0]{0,4000}?\*@",
        _RAZOR_DIRECTIVE,
        _RAZOR_CODE,
        rf"@{IN_BRACES}",
        rf"(?<![\w@])@{_RAZOR_VALUE}",
    )
)
_ASTRO: Final = rf"\A\s*---\n[^\0]*?\n---|(?<==){IN_BRACES}"
_HEEX: Final = f"{PERCENT}|(?<==){IN_BRACES}"

_FREEMARKER: Final = marks(("<#--", "-->"), ("<#", ">"), ("</#", ">"), ("${", "}"))

_COLUMNS: Final[dict[str, Any]] = {**ELEMENTS, "grammar": Grammar("tree_sitter_html")}


BLADE: Final = nodes("blade laravel-blade")
EJS: Final = nodes("ejs html-ejs eta")
ERB: Final = nodes("erb html.erb html-erb")
HANDLEBARS: Final = nodes("handlebars hbs html.handlebars glimmer ember-handlebars mustache")
"""Engines whose marks are read as what they are."""
RAZOR: Final = nodes("razor aspnetcorerazor cshtml")

# Models mix up the names of engines whose marks look the same: a fence says no more than that it is one of them.
_ALIKE: Final = tuple(
    frozenset(names.split())
    for names in (
        "twig jinja jinja2 jinja-html html-jinja django django-html html-django nunjucks njk liquid tera",
        "handlebars hbs mustache html.handlebars glimmer",
        "erb html.erb ejs eta eex heex html-eex",
        "razor cshtml aspnetcorerazor blazor",
    )
)


_MARKS: Final = {
    "php": "blade laravel-blade twig smarty latte",
    "ruby rb": "erb html.erb html-erb",
    "javascript js typescript ts": "ejs html-ejs eta vue svelte astro",
    "csharp cs c# dotnet": "razor aspnetcorerazor cshtml",
    "python py": "jinja jinja-html jinja2 html-jinja django-html django html-django mako",
    "elixir ex exs": "html-eex eex heex phoenix-heex html-heex",
    "java": "jsp ftl freemarker velocity vtl thymeleaf",
    "go golang": "gohtml gotmpl go-template html-template templ",
}
MARKS_OF: Final = {one: frozenset(labels.split()) for labels, ids in _MARKS.items() for one in ids.split()}
"""The labels of the language that a template's marks are written in, by its id: models use them for the template."""


def _templates(name: str, ids: str, pattern: str, suffixes: str = "", *, fence: str = "") -> list[Language]:
    """One language for each id, of which the first is that of the suffixes; all go by each other's labels, and by
    those of engines that write the same marks."""
    every = ids.split()
    alike = frozenset().union(*(group for group in _ALIKE if not group.isdisjoint(every)))
    return [
        Language(
            id=one,
            name=name,
            fence=fence or every[0],
            labels=_HTML | set(every) | alike,
            suffixes=tuple(suffixes.split()) if one == every[0] else (),
            template=pattern,
            **_COLUMNS,
        )
        for one in every
    ]


LANGUAGES: Final[tuple[Language, ...]] = (
    *_templates("Vue", "vue vue-html", marks(("{{", "}}")), ".vue"),
    *_templates("Angular", "angular ng-template angular-html", CURLY, ".component.html"),
    *_templates("Astro", "astro", _ASTRO, ".astro"),
    *_templates("Blade", "blade laravel-blade", _BLADE, ".blade.php"),
    *_templates("Edge", "edge", _BLADE, ".edge"),
    *_templates("PHP page", "php-page", r"<\?[^\0]*?(?:\?>|\Z)"),
    *_templates("Twig", "twig", JINJA, ".twig .html.twig"),
    *_templates("Jinja", "jinja jinja-html jinja2 html-jinja", JINJA, ".jinja .jinja2 .j2 .html.j2"),
    *_templates("Nunjucks", "nunjucks njk", JINJA, ".njk"),
    *_templates("Django", "django-html django html-django django-txt", JINJA, ".djhtml"),
    *_templates("Tera", "tera askama", JINJA, ".tera"),
    *_templates("Liquid", "liquid shopify-liquid", JINJA, ".liquid"),
    *_templates("Smarty", "smarty latte", marks(("{*", "*}"), ("{", "}")), ".tpl .latte"),
    *_templates("ERB", "erb html.erb html-erb", PERCENT, ".erb .html.erb .rhtml"),
    *_templates("EJS", "ejs html-ejs", PERCENT, ".ejs"),
    *_templates("Eta", "eta", PERCENT, ".eta"),
    *_templates("JSP", "jsp", PERCENT, ".jsp .jspf"),
    *_templates("ASP", "asp aspx", PERCENT, ".asp .aspx .ascx"),
    *_templates("EEx", "html-eex eex", PERCENT, ".eex .html.eex .leex"),
    *_templates("HEEx", "heex phoenix-heex html-heex", _HEEX, ".heex .html.heex"),
    *_templates("Mako", "mako", marks(("<%", "%>"), ("${", "}")), ".mako"),
    *_templates("Handlebars", "handlebars hbs html.handlebars glimmer ember-handlebars", CURLY, ".hbs .handlebars"),
    *_templates("Mustache", "mustache", CURLY, ".mustache"),
    *_templates("Razor", "razor aspnetcorerazor cshtml", _RAZOR, ".cshtml .razor", fence="razor"),
    *_templates("Go template", "gohtml gotmpl go-template html-template templ", CURLY, ".gohtml .tmpl .gotmpl"),
    *_templates("FreeMarker", "ftl freemarker", _FREEMARKER, ".ftl .ftlh"),
    *_templates("Velocity", "velocity vtl", marks(("#*", "*#"), ("${", "}")), ".vm"),
    *_templates("Thymeleaf", "thymeleaf", marks(("[[", "]]"), ("[(", ")]"))),
    *_templates("Riot", "riot marko", IN_BRACES, ".riot .marko"),
)  # fmt: skip
