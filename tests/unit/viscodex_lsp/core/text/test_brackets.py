"""Lines that end a block which is around them."""

import pytest

from viscodex_lsp.core.text.brackets import ends_block_around


@pytest.mark.parametrize(
    ("code", "ends"),
    [
        ("a: int\n}\n\ntype B struct {\n\tc int", True),
        ("a: int\ntype B struct {\n\tc int\n}", False),
        ("} else {\n\ta()", False),
        ('say("{")\n}', True),
        ("say(')')\n// }\nx", False),
        ("a(\n  1,\n)", False),
        ("Hello :)\n", False),
        ("", False),
    ],
)
def test_a_bracket_that_nothing_opened_ends_the_block_around(code: str, ends: bool) -> None:
    assert ends_block_around(code.split("\n")) is ends
