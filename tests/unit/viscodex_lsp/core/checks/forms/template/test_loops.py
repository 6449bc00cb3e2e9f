"""A loop of a template that a reply draws again beside the one that the file has."""

import pytest

from tests.fixtures.replies.reply_cases import told_of


@pytest.mark.parametrize(
    ("language", "loop", "end"),
    [
        ("php", "<?php foreach ($days as $day): ?>", "<?php endforeach; ?>"),
        ("erb", "<% @days.each do |day| %>", "<% end %>"),
        ("twig", "{% for day in days %}", "{% endfor %}"),
    ],
)
async def test_a_loop_of_the_file_with_the_same_items_is_refused(language: str, loop: str, end: str) -> None:
    item = '<article class="day">\n  <h2>Day</h2>\n</article>'
    text = f"<main>\n{loop}\n{item}\n{end}\n¦\n</main>\n"
    told = await told_of(language, text, f"{loop}\n{item}\n<time>1</time>\n{end}\n<p>New</p>")
    assert told.after is None
    assert "which the file has with the same items" in told.words
    other = await told_of(language, text, f'{loop}\n<a class="tab" href="#">Day</a>\n{end}')
    assert other.after is not None


@pytest.mark.parametrize(
    ("reply", "inner"),
    [
        ("<li>{{ item.a }} <b>{{ item.b }}</b></li>\n  <li>sep</li>", None),
        ('<li class="x">{{item.a}}</li>', None),
        ("<li>{{ item.b }}</li>", "<li>{{ item.b }}</li>"),
        ("<li>{{ item.a }}</li>\n  <hr>", "<hr>"),
    ],
)
async def test_an_item_of_a_loop_that_is_drawn_otherwise_is_to_be_selected(
    reply: str, inner: str | None
) -> None:
    text = "<ul>\n{% for item in items %}\n  <li>{{ item.a }}</li>¦\n{% endfor %}\n</ul>\n"
    told = await told_of("jinja-html", text, f"{{% for item in items %}}\n  {reply}\n{{% endfor %}}", "html")
    assert told.after == (text.replace("¦", f"\n  {inner}") if inner else None), told.words
    assert inner or "Select all that is to change" in told.words
