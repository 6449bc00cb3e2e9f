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
