"""Marks of another template engine than that of the file."""

import pytest

from tests.fixtures.replies.reply_cases import told_of


@pytest.mark.parametrize(
    ("language", "reply"),
    [
        ("django-html", "{% macro a(b) %}<i>{{ b }}</i>{% endmacro %}"),
        ("django-html", "<a href=\"{{ url_for('own') }}\">a</a>"),
        ("jinja-html", "{% for a in b %}<i>{{ a }}</i>{% empty %}<i>none</i>{% endfor %}"),
        ("twig", "<a href=\"{% url 'own' %}\">a</a>"),
        ("blade", "{% if a %}<i>b</i>{% endif %}"),
        ("handlebars", "<% if (a) { %><i>b</i><% } %>"),
        ("liquid", "{% set a = 1 %}<i>{{ a }}</i>"),
    ],
)
async def test_marks_of_another_engine_are_refused(language: str, reply: str) -> None:
    told = await told_of(language, "<div>\n  <p>own</p>\n  ¦\n</div>\n", reply)
    assert told.after is None
    assert "templates do not have" in told.words


@pytest.mark.parametrize(
    ("language", "reply"),
    [
        ("django-html", '<p>{{ a|default:"b (c)" }}</p>\n{% url "own" as d %}'),
        ("jinja-html", "<p>{{ url_for('own') }}</p>\n{% macro a() %}b{% endmacro %}"),
        ("twig", "<p>{{ path('own') }}</p>\n{% if a %}b{% elseif c %}d{% endif %}"),
        ("blade", "@if ($a)\n  <p>{{ $b }}</p>\n@endif"),
        ("liquid", "{% assign a = 1 %}\n<p>{{ a | plus: 1 }}</p>\n{% render 'own' %}"),
    ],
)
async def test_marks_of_the_own_engine_are_taken(language: str, reply: str) -> None:
    told = await told_of(language, "<div>\n  <p>own</p>\n  ¦\n</div>\n", reply)
    assert told.after is not None, told.words
