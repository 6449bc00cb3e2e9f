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
        "{{yield (hash a=(component 'b' c=this.d) e=(array 1 -2)) }}{{#let (f @g) as |h i|}}{{h.[j k].l}}{{/let}}\n",
        "<b {{on 'click' (fn this.a b)}} class={{if @c 'd'}}>{{#if a}}{{else let b as |c|}}{{(d e).f}}{{/if}}</b>\n",
    ],
    "blade": [
        "@extends('a', ['b' => 1])\n@section('c', d(\"d\"))\n@section('e')\n<p>{{ $f ?? 'h' }}</p>\n@endsection\n",
        "@foreach ($a as $b => $c)\n@continue($c > 1)\n<p @class(['d' => $f])>é</p>\n@endforeach\n",
        "@forelse ($a as $b)\n<li>{!! $b !!}</li>\n@empty\n@endforelse\n@for ($i = 0;;)\n{{ $i }}\n@endfor\n",
        "@if (f(g(h(i(j())))) && $k)\n@elseif (count($l) > 1)\na@if.de @media (width: 1px) @@if\n@endif\n",
        "@php\n$a = fn ($b) => $b;\n@endphp\n@php($c = 2)\n{{-- @if (( --}}\n@verbatim {{ ( }} @endverbatim\n",
        "@auth\n@guest('a')\n@endguest\n@endauth\n@switch($a)\n@case(1)\n@break\n@default\n@endswitch\n@csrf\n",
        "<script>let a = @json($b, 1), c = {{ Js::from($d) }};</script>\n@include('e', [\n  'f' => $g,\n])\n",
    ],
    "twig": [
        "{% trans 'a' with {'%b%': c} %}{{ {d, 'e': f, ('g'): h} }}\n",
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
        """{% include "a.html" with b="say \\"c\\"" d=_('it\\'s') e=f|default:"g h" only %}\n""",
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
        "{{#a as ||b|}}{{/a}}\n",
        "{{a as |b|}}\n",
        "<p>{{a b=c d}}</p>\n",
        '<p>{{a b"c"}}</p>\n',
        "<p>{{a b@c}}</p>\n",
        "<p>{{a b==(c d)}}</p>\n",
        "<p>{{a (b c}}</p>\n",
        "<p>{{a ()}}</p>\n",
    ],
    "blade": [
        "@section('a', \"b')\n",
        "@section('a, __('b'))\n",
        "@include('a' ['b' => 1])\n",
        "@if (($a)\n@endif\n",
        "@if ($a)\n<p>b</p>\n",
        "@endforeach\n",
        "@foreach ($a as $b)\n@endif\n",
        "@foreach ($a $b)\n@endforeach\n",
        "@elseif ($a)\n",
        "<p>{{ $a $b }}</p>\n",
        "<p>{{ $a-> }}</p>\n",
        "{!! f( !!}\n",
        "@php\n$a = ;\n@endphp\n",
    ],
    "twig": [
        "{{ {'a': 1, 'b'} }}\n",
        "{% trans )'a' %}\n",
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
        """{% include "a.html" with b="say \\" %}\n""",
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
    ("language", "template"),
    [
        ("jinja", "{% if a %}\n<form b>\n{% else %}\n<form c='{{ d }}'>\n{% endif %}\n"),
        ("twig", "{%- unless a -%}<p>e</p><form>{% else %}<form c><br>{% endunless %}\n"),
        ("handlebars", "{{#if a}}\n<form b>\n{{~else~}}\n<form c={{d}}>\n{{/if}}\n"),
        ("ejs", "<% if (a) { %>\n<form b>\n<% } else { %>\n<form c='<%= d %>'>\n<% } %>\n"),
        ("erb", "<% if a %>\n<form b>\n<% else %>\n<form c='<%= d %>'>\n<% end %>\n"),
    ],
)
def test_a_tag_that_both_branches_begin_is_one(language: str, template: str) -> None:
    """It is closed once behind them: without that, or twice, it is a fault."""
    known = language_of(language)
    assert [fault.sentence for fault in parse(f"{template}<b>é</b>\n</form>\n", known).faults] == []
    assert parse(f"{template}<b>é</b>\n", known).faults
    assert parse(f"{template}</form>\n</form>\n", known).faults


@pytest.mark.parametrize("language", ["html", "ejs", "erb", "handlebars", "twig"])
def test_text_above_a_page_is_a_fault(language: str) -> None:
    """A browser begins the body with it."""
    page = "<!DOCTYPE html>\n<html>\n<body></body>\n</html>\n"
    assert parse(page, language_of(language)).faults == ()
    assert parse(f'"{page}', language_of(language)).faults


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
        ("handlebars", "<div>\n  {{#if a}}\n    b\n¦\n</div>\n", "    {", "    {{/if}}"),
        ("yaml", "a:\n¦\n    b: 1\nc: b\n", "  b", "  b:"),
        ("java", "class A {\n¦\n  void b() {\n  }\n", "Path", "}"),
    ],
)
def test_what_is_left_of_a_word_is_not_taken_in_a_broken_file(
    language: str, text: str, line: str, whole: str
) -> None:
    """Sound by itself, and still broken with it; the word that was meant is taken."""
    at = text.index("¦")
    before = parse(text.replace("¦", ""), language_of(language))
    for written, faulty in ((line, True), (whole, False)):
        edit = [Replacement(Span(at, at), written)]
        assert bool(new_faults(before, reparse(before, edit), edit)) is faulty


@pytest.mark.parametrize("start", ["{{--", "@verbatim\n", "@php\n"])
def test_of_a_text_with_hundreds_of_blocks_of_blade_that_never_end_nothing_is_said(start: str) -> None:
    """The end of each would be looked for in all the rest."""
    language = language_of("blade")
    assert parse(f"{start * 3}\n@endforeach\n", language).faults
    assert not parse(f"{start * 300}\n@endforeach\n", language).faults
