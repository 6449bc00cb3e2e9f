"""What the marks of template engines hold is read: sound templates have no fault, damaged ones have one."""

import pytest

from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Document, Replacement, Span
from viscodex_lsp.core.syntax.blame import new_faults
from viscodex_lsp.core.syntax.injections import read_injection
from viscodex_lsp.core.syntax.syntax import parse, reparse

SOUND = {
    "ejs": [
        '<ul>\n<% items.forEach((one) => { %>\n  <li class="<%= one.kind %>"><%- one.name; %></li>\n<% }) %>\n</ul>\n',
        "<% if (a) { // a remark\n %>\n<p>é <%= b ? 'ü' : c %></p>\n<%_ } else { -%>\n<br>\n<% } %>\n",
        "<%# a comment with ( and ' %>\n<p><%% literal %></p>\n<%= f({a: [1, 2]}) %>\n",
        "<script <%= a && 'async' %> src='b.js'></script>\n<%\n  const url = 'https://a.b/c' // d'e\n%>\n",
    ],
    "erb": [
        "<%= form_for @a do |f| %>\n  <%= f.text_field :b, class: 'c' %>\n<% end %>\n",
        "<% @a.each do |b| -%>\n  <li><%= link_to b.name, b if b.shown? %></li> <%# c ( %>\n<% end -%>\n",
        "<% if a %>\n<p><%= t('.b') # a remark's end\n%></p>\n<% elsif c %>\n<% else %>\n<% end %>\n",
    ],
    "handlebars": [
        '{{#if a}}\n  <p class="{{b}}">{{{c.d}}}</p>\n{{else if (eq e "f")}}\n{{else}}\n{{/if}}\n',
        "{{#each items as |one i|}}{{one.name}}{{@index}}{{../a}}{{else}}none{{/each}}\n",
        '{{!-- {{#if}} --}}{{! it\'s }}{{> card title="a }} b" [odd name]=1}}{{~a~}}\n',
        '{{#> layout}}{{#*inline "nav"}}<a>b</a>{{/inline}}{{/layout}}{{^a}}b{{/a}}\n',
        "<style>\n@media print { a { color: {{b}}; }}\n</style>\n<script>var a = {b: {c: 1}};</script>\n",
    ],
    "twig": [
        "{% set a = {'b': {c: [1, 2]}, (d): e ~ 'f'} %}\n{{ a.b['c'][0:1]|merge({g: 1})|default('h') }}\n",
        "{% for key, value in items|filter(v => v.a > 1) if value is empty %}<p>{{ key }}</p>{% else %}{% endfor %}\n",
        "{% include 'a.twig' with {b: c} only %}{{ a ? 'b' : 'c' }}{{ d ?: e ?? f }}{{ 1..10 }}{{ -a }}\n",
        "<div{{ attributes.addClass('a') }}>\n  <img{{ more }}>\n</div>\n<h{{ level }}>a</h{{ level }}>\n",
        "{% set text %}a {{ b }}{% endset %}{% import 'a' as b %}{{ b.c(d = 1) }}{{ not a and b starts with 'c' }}\n",
    ],
    "liquid": [
        "{% assign a = site.pages | where: 'b', c | sort %}\n{% for a-b in (1..4) %}{{ a-b | plus: -1 }}{% endfor %}\n",
        "{% if a.b contains 'c' and d != blank %}{{- a[0].b | date: \"%Y\" -}}{% endif %}{% include x/y.html a=b %}\n",
    ],
    "django-html": [
        '{% load i18n %}{% if a|length >= 3 and not b %}{{ c|default:"d"|add:-1 }}{% elif e %}{% endif %}\n',
        "{% for a, b in c.items %}{% with d=a|lower e=1 %}{{ d.0.f }}{% endwith %}{% endfor %}{{ _('g') }}\n",
        "{% url 'a' b c=d as e %}{% blocktranslate with a=b count c=d %}e{% plural %}f{% endblocktranslate %}\n",
    ],
}

DAMAGED = {
    "ejs": [
        "<% if (a) { %>\n<p>b</p>\n",
        "<p><%= f(a] %></p>\n",
        "<p><%= a b %></p>\n",
        "<p>(%= a %></p>\n",
        "<p><%= a %</p>\n",
        "<% var a  b.c %>\n",
        "<td[><%= a %></td>\n",
    ],
    "erb": [
        "<% if a %>\n<p>b</p>\n",
        "<p><%= f(a] %></p>\n",
        "<%= a do |b| %>\n",
        "<h2(>b</h2>\n",
    ],
    "handlebars": [
        "{{#if a}}\n<p>b</p>\n",
        "{{#if a}}b{{/each}}\n",
        "{{/if}}\n",
        "{{else}}\n",
        "<p>{{a}</p>\n",
        "<p>{{{a}}</p>\n",
        "<p>{{a}}}</p>\n",
        "<p>{a}}</p>\n",
        "<p>{{a)}}</p>\n",
        "<p>{{a'b}}</p>\n",
        "<p>{{a..b}}</p>\n",
        "<p>{{a b=}}</p>\n",
        "<p>{{}}</p>\n",
    ],
    "twig": [
        "{% set a == b %}\n",
        "{% set a = b|merge[{c: 1}) %}\n",
        "{{ {'a': 1, 'b'': c} }}\n",
        "{{ {a:: b} }}\n",
        "<p>{{{ a }}</p>\n",
        "<p>{{ a < }}</p>\n",
        "<p>{{ a =`= b }}</p>\n",
        "{% if a %)b{% endif %}\n",
        "{% for in b %}{% endfor %}\n",
        "<p>{{ a = b }}</p>\n",
    ],
    "liquid": [
        "{% assign a == b %}\n",
        "<p>{{ site..a }}</p>\n",
        "<p>{{{ a }}</p>\n",
        "{% if a == %}{% endif %}\n",
    ],
    "django-html": [
        "{% if a == %}{% endif %}\n",
        "<p>{{ a|default: }}</p>\n",
        "<p>{{ a..b }}</p>\n",
        "{% for a %}{% endfor %}\n",
    ],
}


@pytest.mark.parametrize(
    ("language", "text"), [(name, text) for name, texts in SOUND.items() for text in texts]
)
def test_a_sound_template_has_no_fault(language: str, text: str) -> None:
    assert [fault.sentence for fault in parse(text, language_of(language)).faults] == []


@pytest.mark.parametrize(
    ("language", "text"), [(name, text) for name, texts in DAMAGED.items() for text in texts]
)
def test_a_damaged_mark_is_a_fault_on_its_line(language: str, text: str) -> None:
    faults = parse(
        f"<p>é {{{{ a }}}}</p>\n{text}" if "{{" in text else f"<p>é</p>\n{text}", language_of(language)
    ).faults
    assert faults
    assert faults[0].line >= 2


@pytest.mark.parametrize(
    ("language", "script"),
    [
        ("twig", "  var a = {{ b|json }};\n  {% if c %}\n  d();\n  {% endif %}\n"),
        ("ejs", "  var a = '<%= b['c'] || 'd' %>';\n  <% if (c) { %>\n  d({ e: <%- f %> });\n  <% } %>\n"),
        ("erb", "  var a = <%= raw b.to_json %>;\n  <% if c %>\n  d();\n  <% end %>\n"),
        ("handlebars", '  var a = "{{b}}";\n  {{#if c}}\n  d({{e}});\n  {{/if}}\n'),
        ("jinja", "  var {{ name }} = new A({{ b|tojson }});\n"),
    ],
)
def test_code_in_a_script_of_a_template_is_judged_around_its_marks(language: str, script: str) -> None:
    """Each line of it is no fault at its own place, and a damaged one is."""
    page = f"<div>\n</div>\n<script>\n{script}</script>\n"
    tree = parse(page, language_of(language))
    at = page.index("  var")
    injection = read_injection(tree, Document("file:///a", language, 1, page), Span(at, at))
    assert injection is not None
    assert injection.parsed().faults == ()
    end = injection.document.text.index(";")
    broken = [Replacement(Span(end, end), "(")]
    assert new_faults(injection.parsed(), reparse(injection.parsed(), broken), broken)


@pytest.mark.parametrize(
    ("language", "text", "line", "whole"),
    [
        ("html", "<div>\n  <p>a</p>\n¦\n", "<", "</div>"),
        ("twig", "<div>\n  <p>a</p>\n¦\n", "  <", "</div>"),
        ("html", "<div>\n  <p>a</p>\n¦\n", "</", "</div>"),
        ("java", "class A {\n¦\n  void b() {\n  }\n", "Path", "}"),
    ],
)
def test_what_is_left_of_a_closing_word_is_not_taken_in_a_broken_file(
    language: str, text: str, line: str, whole: str
) -> None:
    """Sound by itself, and still broken with it; the word that was meant is taken."""
    at = text.index("¦")
    before = parse(text.replace("¦", ""), language_of(language))
    for written, faulty in ((line, True), (whole, False)):
        edit = [Replacement(Span(at, at), written)]
        assert bool(new_faults(before, reparse(before, edit), edit)) is faulty
