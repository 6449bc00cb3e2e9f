"""A script that a reply writes again, with a statement changed, gives what is new at the place."""

from tests.fixtures.replies.reply_cases import told_of

SERVER = """const express = require('express');
const app = express();

app.use(express.json());

¦

app.listen(3000);
"""
NEW = "app.get('/orders', (req, res) => {\n  res.json(orders);\n});"


async def test_what_stands_between_the_twins_of_the_neighbours_is_the_code() -> None:
    """The statement that it needs stands where the reply has it."""
    reply = SERVER.replace("3000", "3000, () => console.log(1)").replace("¦", NEW)
    reply = reply.replace("express();\n", "express();\nconst orders = [];\n")
    told = await told_of("javascript", SERVER, reply)
    assert told.after == SERVER.replace("¦", NEW).replace(
        "express();\n", "express();\nconst orders = [];\n"
    ), told.words
    assert "left out what it changes elsewhere: `app.listen(3000, () => console.log(1));`" in told.words


async def test_without_a_twin_below_the_place_the_code_is_taken_as_it_is() -> None:
    told = await told_of("javascript", SERVER, f"app.use(express.json());\n{NEW}")
    assert told.after is not None
    assert told.after.count("app.listen(") == 1
