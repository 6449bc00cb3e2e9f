"""Whole templates for a place in one: what becomes of the parts beside the content."""

import pytest

from tests.fixtures.replies.reply_cases import Told, told_of
from viscodex_lsp.core.checks.forms.template.parts import parts_of

DJANGO = '{% extends "base.html" %}\n{% load i18n %}\n\n{% block content %}\n<p>a</p>\n¦\n{% endblock %}\n'
BLADE = "@extends('layouts.app')\n\n@section('title', 'Shop')\n\n@section('content')\n    ¦\n@endsection\n"
TWIG = "{% extends 'base.html.twig' %}\n\n{% block body %}\n    ¦\n{% endblock %}\n"
LIQUID = "<section>\n  ¦\n</section>\n"
SCHEMA = '{% schema %}\n{ "name": "Banner" }\n{% endschema %}'


@pytest.mark.parametrize(
    ("language", "text", "reply", "words"),
    [
        (
            "blade",
            BLADE,
            "@extends('layouts.admin')\n\n@section('content')\n<b>x</b>\n@endsection",
            "left out `@extends('layouts.admin')`: a file extends one other",
        ),
        (
            "blade",
            BLADE,
            "@extends('layouts.app')\n@section('title', 'Other')\n@section('content')\n<b>x</b>\n@endsection",
            "left out the section `title`: the file has one of its own",
        ),
        (
            "twig",
            TWIG,
            "{% extends 'base.html.twig' %}\n{% block main %}\n<b>x</b>\n{% endblock %}",
            "left out `{% extends 'base.html.twig' %}`, which the file has already",
        ),
        (
            "jinja-html",
            "<body>\n    ¦\n    <main>{% block content %}{% endblock %}</main>\n</body>\n",
            '{% extends "base.html" %}\n{% block content %}\n<b>x</b>\n{% endblock %}',
            'left out `{% extends "base.html" %}`: the file extends none',
        ),
        (
            "liquid",
            LIQUID + SCHEMA,
            f"<b>x</b>\n\n{SCHEMA.replace('Banner', 'Other')}",
            "left out the schema",
        ),
    ],
)
async def test_what_a_file_has_once_is_left_out_and_named(
    language: str, text: str, reply: str, words: str
) -> None:
    told = await told_of(language, text, reply)
    assert told.after == text.replace("¦", "<b>x</b>")
    assert words in told.words


@pytest.mark.parametrize(
    ("language", "text", "reply", "added"),
    [
        (
            "blade",
            BLADE,
            "@section('content')\n<b>x</b>\n@endsection\n\n@push('styles')\n<style>b { top: 0; }</style>\n@endpush",
            "\n@push('styles')\n<style>b { top: 0; }</style>\n@endpush\n",
        ),
        (
            "twig",
            TWIG,
            "{% extends 'a' %}\n{% block body %}\n<b>x</b>\n{% endblock %}\n{% block title %}Shop{% endblock %}",
            "\n{% block title %}Shop{% endblock %}\n",
        ),
        ("liquid", LIQUID, f"<b>x</b>\n\n{SCHEMA}", f"\n{SCHEMA}\n"),
    ],
)
async def test_a_block_that_the_file_lacks_goes_to_its_end(
    language: str, text: str, reply: str, added: str
) -> None:
    told = await told_of(language, text, reply)
    assert told.after == text.replace("¦", "<b>x</b>") + added
    assert "at the end of the file" in told.words


@pytest.mark.parametrize(
    "reply",
    [
        "{% load i18n humanize %}\n<b>{{ n|intcomma }}</b>",
        '{% extends "base.html" %}\n{% load humanize %}\n{% block content %}\n<b>{{ n|intcomma }}</b>\n{% endblock %}',
    ],
)
async def test_libraries_of_tags_are_loaded_below_those_of_the_file(reply: str) -> None:
    told = await told_of("django-html", DJANGO, reply)
    right = DJANGO.replace("¦", "<b>{{ n|intcomma }}</b>")
    assert told.after == right.replace("{% load i18n %}", "{% load i18n %}\n{% load humanize %}")
    assert "put `{% load humanize %}` at the top of the file" in told.words


@pytest.mark.parametrize(
    "reply", ["{% block side %}\n<b>x</b>\n{% endblock %}", "<b>x</b>\n{% block side %}{% endblock %}"]
)
async def test_a_block_in_the_block_stays_one(reply: str) -> None:
    told = await told_of("django-html", DJANGO, reply)
    assert told.after == DJANGO.replace("¦", reply)


RAZOR = (
    "@model IEnumerable<Shop.Product>\n@inject ILogger<Index> Log\n\n<table>\n  <tr>\n    ¦\n  </tr>\n</table>\n\n"
    "@code {\n    private List<string> names = new();\n\n    void A()\n    {\n"
    "        if (true) { foreach (var n in names) { } }\n    }\n}\n"
)


async def test_types_of_razor_are_no_tags() -> None:
    told = await told_of("razor", RAZOR, "<td>x</td>")
    assert told == Told(RAZOR.replace("¦", "<td>x</td>"), "")


@pytest.mark.parametrize("reply", ["<table>\n  <tr><td>x</td></tr>\n</table>", "<div>x</div>"])
@pytest.mark.parametrize("language", ["razor", "html", "vue", "svelte", "erb"])
async def test_what_is_no_part_of_a_table_is_not_put_right_into_its_row(language: str, reply: str) -> None:
    row = "  <table>\n    <tbody>\n      <tr>\n        ¦\n      </tr>\n    </tbody>\n  </table>\n"
    text = f"<template>\n{row}</template>\n" if language == "vue" else row
    told = await told_of(language, text, reply, "html")
    assert told.after is None
    assert "right into a `<tr>`" in told.words
    cell = text.replace("¦", "<td>\n          ¦\n        </td>")
    assert (await told_of(language, cell, reply, "html")).after is not None


async def test_a_component_may_be_named_like_a_part_of_a_table() -> None:
    text = "<template>\n  <Table>\n    ¦\n  </Table>\n</template>\n"
    assert (await told_of("vue", text, "<div>x</div>", "html")).after == text.replace("¦", "<div>x</div>")


@pytest.mark.parametrize(
    ("language", "opens", "closes"),
    [
        ("twig", "{% macro a(b) %}", "{% endmacro %}"),
        ("blade", "@if ($a)", "@endif"),
        ("erb", "<% if a %>", "<% end %>"),
        ("ejs", "<% if (a) { %>", "<% } %>"),
        ("handlebars", "{{#if a}}", "{{/if}}"),
        ("php", "<?php if ($a): ?>", "<?php endif; ?>"),
    ],
)
async def test_what_follows_a_block_stands_where_it_began(language: str, opens: str, closes: str) -> None:
    text = f"{opens}\n    <b>x</b>\n{closes}\n\n¦\n"
    assert (await told_of(language, text, "<i>y</i>", "html")).after == text.replace("¦", "<i>y</i>")


async def test_a_block_of_a_file_is_told_by_what_opens_it() -> None:
    """A file with a schema has no style sheet of its own by that."""
    text = f"{LIQUID}\n{SCHEMA}\n"
    sheet = "{% stylesheet %}\n.a { margin: 0; }\n{% endstylesheet %}"
    told = await told_of("liquid", text, f"<p>a</p>\n{SCHEMA.replace('Banner', 'Other')}\n{sheet}")
    assert told.after == f"{text.replace('¦', '<p>a</p>').rstrip()}\n\n{sheet}\n"
    assert "left out the schema: the file has one of its own; put the stylesheet" in told.words


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("{% block a " * 8_000, []),
        ("{{ if a " * 8_000, []),
        ("{% block a" + " " * 8_000 + "'b' %}", ["block"]),
        ("{% extends 'a' %}" + "<!-- b " * 8_000, ["extends", "text"]),
    ],
    ids=["marks", "marks of Go", "blanks", "comments"],
)
def test_what_nothing_ends_takes_no_time_that_grows_with_the_square(text: str, kinds: list[str]) -> None:
    """Texts of up to 90,000 signs that would keep a search busy for seconds or for minutes."""
    assert [part.kind for part in parts_of(text)] == kinds


IN_BLADE = "@extends('a')\n\n@section('content')\n  <h1>A</h1>\n  ¦\n@endsection\n"


@pytest.mark.parametrize(
    ("reply", "is_taken"),
    [
        ("@section('side')\n  <p>b</p>\n@endsection", False),
        ("@section('content')\n  <p>b</p>\n@endsection", True),
        ("@section('side')\n  <p>b</p>\n@show", True),
    ],
)
async def test_another_section_is_not_put_into_a_section(reply: str, is_taken: bool) -> None:
    """What a template fills for its layout is shown there; one that it shows in its own section is its own."""
    assert ((await told_of("blade", IN_BLADE, reply)).after is not None) is is_taken
