"""A reply that draws its template's frame or loop again gives what is in it, or is refused; nothing goes untold."""

import pytest

from tests.fixtures.replies.reply_cases import told_of


@pytest.mark.parametrize(
    ("language", "text", "code", "inner"),
    [
        (
            "jinja",
            "<ul>\n  {% for a in b %}\n    ¦\n  {% endfor %}\n</ul>\n",
            '<ul class="c">\n  {% for a in b %}\n  <li>{{ a }}</li>\n  {% endfor %}\n</ul>',
            "<li>{{ a }}</li>",
        ),
        (
            "erb",
            "<div>\n  <% @a.each do |b| %>\n    ¦\n  <% end %>\n</div>\n",
            "<% @a.each do |b| %>\n  <% if b %>\n    <p><%= b %></p>\n  <% end %>\n<% end %>",
            "<% if b %>\n      <p><%= b %></p>\n    <% end %>",
        ),
        (
            "ejs",
            "<div>\n  <% for (const a of b) { %>\n    ¦\n  <% } %>\n</div>\n",
            "<% for (const a of b) { %>\n  <p><%= a %></p>\n<% } %>",
            "<p><%= a %></p>",
        ),
        (
            "blade",
            "<div>\n    @foreach ($a as $b)\n        ¦\n    @endforeach\n</div>\n",
            "@foreach($a as $b)\n    <p>{{ $b }}</p>\n@endforeach",
            "<p>{{ $b }}</p>",
        ),
        (
            "handlebars",
            "<div>\n  {{#each a}}\n    ¦\n  {{/each}}\n</div>\n",
            "{{#each a}}\n  <p>{{this}}</p>\n{{/each}}",
            "<p>{{this}}</p>",
        ),
        (
            "razor",
            "<ul>\n    @foreach (var a in Model.B)\n    {\n        ¦\n    }\n</ul>\n",
            "<ul>\n@foreach (var a in Model.B)\n{\n    <li>@a</li>\n}\n</ul>",
            "<li>@a</li>",
        ),
        (
            "php",
            "<?php while (go()) : ?>\n  ¦\n<?php endwhile; ?>\n",
            "<?php while ( go() ) : next_one(); ?>\n  <p>x</p>\n<?php endwhile; ?>",
            "<p>x</p>",
        ),
        (
            "erb",
            "<h1>All</h1>\n<% @a.each do |b| %>\n  ¦\n<% end %>\n",
            "<h1>All</h1>\n<% @a.each do |b| %>\n  <p><%= b %></p>\n<% end %>",
            "<p><%= b %></p>",
        ),
    ],
)
async def test_a_loop_around_the_place_is_not_drawn_again(
    language: str, text: str, code: str, inner: str
) -> None:
    told = await told_of(language, text, code)
    assert told.after == text.replace("¦", inner), told.words
    assert "it is around the place already" in told.words


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        (
            "twig",
            "{% for a in b %}\n  ¦\n{% endfor %}\n",
            "<h2>All</h2>\n{% for a in b %}\n<p>{{ a }}</p>\n{% endfor %}",
        ),
        (
            "twig",
            "{% for a in b %}\n  ¦\n{% endfor %}\n",
            "{% for a in b %}\n<p>{{ a }}</p>\n{% else %}\n<p>none</p>\n{% endfor %}",
        ),
        (
            "erb",
            "<% @a.each do |b| %>\n  ¦\n<% end %>\n",
            "<div class='x'>\n<% @a.each do |b| %>\n<p><%= b %></p>\n<% end %>\n</div>",
        ),
        (
            "blade",
            "<div>\n@foreach ($a as $b)\n    ¦\n@endforeach\n</div>\n",
            "@forelse ($a as $b)\n<p>{{ $b }}</p>\n@empty\n<p>none</p>\n@endforelse",
        ),
    ],
)
async def test_a_loop_in_itself_is_refused(language: str, text: str, code: str) -> None:
    told = await told_of(language, text, code)
    assert told.after is None
    assert "inside of it" in told.words


async def test_a_loop_that_the_file_has_elsewhere_is_told() -> None:
    text = (
        "<ul>\n<?php foreach ( $a as $b ) : ?>\n<li></li>\n<?php endforeach; ?>\n</ul>\n<div>\n  ¦\n</div>\n"
    )
    told = await told_of("php", text, "<?php foreach ($a as $b): ?>\n<p></p>\n<?php endforeach; ?>")
    assert told.after is not None, told.words
    assert "the file has `<?php foreach ($a as $b): ?>` already" in told.words


@pytest.mark.parametrize(
    ("language", "text", "code", "left"),
    [
        (
            "ejs",
            "<%- include('top', { a: 1 }) %>\n<div>\n  ¦\n</div>\n<%- include('end') %>\n",
            "<%- include('top') %>\n\n<p>x</p>\n\n<%- include('end') %>",
            "`<%- include('top') %>`, `<%- include('end') %>`: the file has its own",
        ),
        (
            "erb",
            '<% content_for :title, "A" %>\n<div>\n  ¦\n</div>\n',
            '<% content_for :title, "B" %>\n<p>x</p>',
            '`<% content_for :title, "B" %>`: the file has its own',
        ),
        (
            "blade",
            "@extends('a')\n\n@section('content')\n  <div>\n    ¦\n  </div>\n@endsection\n",
            '<x-app-layout>\n  <x-slot name="header">\n    <h2>y</h2>\n  </x-slot>\n\n  <p>x</p>\n</x-app-layout>',
            '`<x-slot name="header">`: the layout\'s other slots stay as they are',
        ),
        (
            "razor",
            '@page\n@{\n  ViewData["Title"] = "A";\n}\n<div>\n  ¦\n</div>\n',
            '@{\n  ViewData["Title"] = "B";\n}\n<p>x</p>',
            '`@{ ViewData["Title"] = "B"; }`: the file has its own',
        ),
        (
            "razor",
            '@page "/a"\n<PageTitle>A</PageTitle>\n<div>\n  ¦\n</div>\n',
            "<PageTitle>B</PageTitle>\n\n<p>x</p>",
            "`<PageTitle>B</PageTitle>`: the file has its own",
        ),
    ],
)
async def test_what_the_file_has_around_its_content_stays_its_own(
    language: str, text: str, code: str, left: str
) -> None:
    told = await told_of(language, text, code)
    assert told.after == text.replace("¦", "<p>x</p>"), told.words
    assert f"left out {left}" in told.words


async def test_statements_of_php_that_the_file_has_are_not_run_again() -> None:
    text = "<?php\n$rows = all_of('a');\n?>\n<main>\n  ¦\n</main>\n"
    code = "<?php\n$rows = all_of('a');\n?>\n<p><?= count($rows) ?></p>"
    told = await told_of("php", text, code)
    assert told.after == text.replace("¦", "<p><?= count($rows) ?></p>"), told.words
    assert "left out PHP that is there already" in told.words


async def test_a_block_that_the_file_has_beside_the_place_is_not_put_into_it() -> None:
    """A block of each name once (Jinja, "Template Inheritance")."""
    text = "{% extends 'a' %}\n{% block b %}\n  ¦\n{% endblock %}\n{% block js %}\n<i></i>\n{% endblock %}\n"
    told = await told_of("jinja", text, "<p>x</p>\n\n{% block js %}\n<script></script>\n{% endblock %}")
    assert told.after == text.replace("¦", "<p>x</p>"), told.words
    assert "left out the block `js`" in told.words


async def test_an_element_of_the_loop_of_vue_around_the_place_gives_what_it_holds() -> None:
    text = (
        '<template>\n  <ul>\n    <li v-for="a in [1]" :key="a">\n      ¦\n    </li>\n  </ul>\n</template>\n'
    )
    told = await told_of("vue", text, '<li v-for="a in [1]" :key="a" class="b">\n  <b>{{ a }}</b>\n</li>')
    assert told.after == text.replace("¦", "<b>{{ a }}</b>"), told.words


async def test_marks_of_blade_in_a_script_are_no_faults_of_it() -> None:
    code = "<script>\n  go(@json($a));\n</script>"
    told = await told_of("blade", "<main>\n  ¦\n</main>\n", code)
    assert told.after is not None, told.words
    assert "go(@json($a));" in told.after


async def test_statements_in_the_head_of_a_page_are_named() -> None:
    page = (
        "<html>\n<head>\n  <title>a</title>\n  @vite('b.js')\n</head>\n<body>\n  <p>x</p>\n</body>\n</html>"
    )
    told = await told_of("blade", "<main>\n  ¦\n</main>\n", page)
    assert told.after == "<main>\n  <p>x</p>\n</main>\n"
    assert "left out `@vite('b.js')` of the page's head" in told.words


async def test_an_include_that_the_file_has_not_and_one_in_the_middle_stay() -> None:
    text = "<%- include('top') %>\n<div>\n  ¦\n</div>\n"
    code = "<%- include('card') %>\n<p>x</p>\n<%- include('top') %>\n<p>y</p>"
    assert (await told_of("ejs", text, code)).after == text.replace("¦", code.replace("\n", "\n  "))


async def test_of_a_template_with_other_blocks_the_content_is_taken_or_it_is_refused() -> None:
    text = "{% extends 'a.html' %}\n\n{% block body %}\n  <div>\n    ¦\n  </div>\n{% endblock %}\n"
    head = "{% extends 'b.html' %}\n\n{% block css %}\n<link>\n{% endblock %}\n\n"
    told = await told_of("twig", text, f"{head}{{% block content %}}\n<p>x</p>\n{{% endblock %}}")
    assert told.after is not None, told.words
    assert told.after.startswith(text.replace("¦", "<p>x</p>"))
    told = await told_of("twig", text, f"{head}{{% block left %}}\n<p>x</p>\n{{% endblock %}}")
    assert told.after is None
    assert "which of its blocks" in told.words


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("erb", '<%= render "card", title: "A" %>', '<%= render "card", title: "B" %>'),
        ("blade", "@include('card', ['title' => 'A'])", "@include('card', ['title' => 'B'])"),
        ("twig", "{% include 'card' with {t: 'A'} %}", "{% include 'card' with {t: 'B'} %}"),
        ("handlebars", '{{> card title="A"}}', '{{> card title="B"}}'),
        ("ejs", "<%- include('card', { a: 1 }) %>", "<%- include('card', { a: 2 }) %>"),
        ("jinja", "{% include 'line' %}", "{% include 'line' %}"),
    ],
)
async def test_a_part_that_is_included_again_stays(language: str, one: str, other: str) -> None:
    """With other values it is another one, and what ends a reply is no frame where the file has it only above."""
    told = await told_of(language, f"<h1>A</h1>\n{one}\n¦\n", f"<h2>B</h2>\n{other}")
    assert told.after == f"<h1>A</h1>\n{one}\n<h2>B</h2>\n{other}\n", told.words


async def test_what_a_reply_has_around_the_loop_is_named() -> None:
    text = "<ul>\n  {% for a in b %}\n    ¦\n  {% endfor %}\n</ul>\n"
    code = '<!-- all -->\n<ul class="c">\n  {% for a in b %}\n  <li>{{ a }}</li>\n  {% endfor %}\n</ul>'
    told = await told_of("jinja", text, code)
    assert told.after == text.replace("¦", "<li>{{ a }}</li>"), told.words
    assert 'left out `<!-- all -->`, `<ul class="c">`' in told.words


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("<h1>A</h1>\n¦\n", "@model B\n<h1>A</h1>\n<p>@Model.C</p>\n"),
        ("@model A\n<h1>A</h1>\n¦\n", "@model A\n<h1>A</h1>\n<p>@Model.C</p>\n"),
    ],
)
async def test_the_model_of_a_page_is_named_once_at_its_top(text: str, after: str) -> None:
    told = await told_of("razor", text, "@model B\n\n<p>@Model.C</p>")
    assert told.after == after, told.words
