"""Names that a reply imports from a module which a Python file imports from already."""

import pytest

from tests.fixtures.replies.reply_cases import told_of


@pytest.mark.parametrize(
    ("own", "new", "joined"),
    [
        (
            "from flask import Flask, jsonify",
            "from flask import request",
            "from flask import Flask, jsonify, request",
        ),
        ("from shop import total", "from shop import Cart", "from shop import Cart, total"),
        ("from a import z, b", "from a import c as d", "from a import z, b, c as d"),
        (
            "from a import (\n    b,\n    c,\n)",
            "from a import d",
            "from a import (\n    b,\n    c,\n    d,\n)",
        ),
        ("import a", "from a import b", "import a\nfrom a import b"),
        ("from a import *", "from a import b", "from a import *\nfrom a import b"),
        (
            "from some.long.module.name import the_first_thing, the_second_thing, third",
            "from some.long.module.name import another_thing",
            "from some.long.module.name import the_first_thing, the_second_thing, third\n"
            "from some.long.module.name import another_thing",
        ),
    ],
)
async def test_names_join_the_import_of_their_module(own: str, new: str, joined: str) -> None:
    name = new.split()[-1]
    told = await told_of("python", f"{own}\n\nx = 1\n¦\n", f"{new}\n\ny = {name}()")
    assert told.after is not None
    assert told.after.startswith(f"{joined}\n\nx = 1\n")
