"""What a script of Python sets up once: a figure, a page, a main loop; and names of packages that it uses."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

DRAW = (
    "import matplotlib.pyplot as plt\n\n\ndef draw(data):\n    fig, ax = plt.subplots(figsize=(8, 4))\n    {}\n"
    "    fig.savefig('a.png')\n"
)


@pytest.mark.parametrize(
    ("reply", "inner"),
    [
        ("fig, ax = plt.subplots()\nax.bar([1], [2])", "ax.bar([1], [2])"),
        ("fig, ax = plt.subplots(figsize=(10, 6))\nax.plot(data)", "ax.plot(data)"),
        (
            "fig, ax = plt.subplots(1, 2)\nax[0].plot(data)",
            "fig, ax = plt.subplots(1, 2)\n    ax[0].plot(data)",
        ),
        ("ax.plot(data)", "ax.plot(data)"),
    ],
)
async def test_a_figure_that_was_just_made_is_drawn_in(reply: str, inner: str) -> None:
    told = await told_of("python", DRAW.format("¦"), reply)
    assert told.after == DRAW.format(inner), told.words
    assert ("the file has its own" in told.words) is ("subplots" in reply and "subplots" not in inner)


async def test_a_figure_that_was_drawn_in_is_another_one() -> None:
    text = DRAW.format("ax.plot(data)\n    ¦")
    told = await told_of("python", text, "fig, ax = plt.subplots()\nax.bar([1], [2])")
    assert told.after is not None
    assert told.after.count("plt.subplots") == 2


async def test_the_page_of_a_dashboard_is_set_up_once() -> None:
    text = 'import streamlit as st\n\nst.set_page_config(layout="wide")\nst.title("A")\n\n¦\n'
    told = await told_of(
        "python", text, 'st.set_page_config(\n    page_title="B",\n)\nst.title("A")\nst.write("x")'
    )
    assert told.after == text.replace("¦", 'st.write("x")'), told.words
    assert "left out `st.set_page_config(" in told.words


@pytest.mark.parametrize("loop", ["root.mainloop()", "sys.exit(app.exec_())"])
async def test_a_program_in_a_function_of_one_is_refused(loop: str) -> None:
    own = loop.replace("root", "App()")
    text = f"import sys\n\n\nclass App:\n    def build(self):\n        ¦\n\n\nif __name__ == '__main__':\n    {own}\n"
    told = await told_of("python", text, f"root = Tk()\nroot.title('a')\n{loop}")
    assert told.after is None
    assert "main loop" in told.words


@pytest.mark.parametrize(
    ("head", "reply", "added"),
    [
        (
            "from flask import Flask",
            "a = redirect(url_for('b'))",
            "from flask import Flask, redirect, url_for",
        ),
        ("import os", "a = redirect('b')", "import os"),
        ("import os", "a = datetime.now(timezone.utc)", "import os\nfrom datetime import datetime, timezone"),
        ("import os", "a = datetime.datetime.now()", "import datetime\nimport os"),
        (
            "import rest_framework",
            "a = timezone.now()",
            "import rest_framework\nfrom django.utils import timezone",
        ),
        ("from fastapi import Depends", "a = status.HTTP_200_OK", "from fastapi import Depends, status"),
    ],
)
async def test_names_of_a_package_in_use_are_brought_in(head: str, reply: str, added: str) -> None:
    told = await told_of("python", f"{head}\n\nx = 1\n¦\n", reply)
    assert told.after is not None
    assert told.after.startswith(f"{added}\n\nx = 1\n"), told.after


async def test_a_loop_that_takes_events_in_one_that_does_is_refused() -> None:
    loop = "while True:\n    for event in pygame.event.get():\n        handle(event)\n    {}\n"
    text = "import pygame\n\nscreen = start()\n" + loop.format("¦\n    pygame.display.flip()")
    told = await told_of("python", text, loop.format("screen.fill(0)").replace("event ", "e "))
    assert told.after is None
    assert "a loop of its own (`pygame.event.get(…)`)" in told.words
    told = await told_of("python", text, "while left > 0:\n    left -= draw(screen)")
    assert told.after is not None, told.words


async def test_a_guard_that_a_text_of_the_reply_shows_stays() -> None:
    text = 'def a():\n    pass\n\n\n¦\n\n\nif __name__ == "__main__":\n    a()\n'
    reply = 'B = 1\nSHOWN = """\nif __name__ == "__main__":\n    a()\n"""'
    told = await told_of("python", text, reply)
    assert told.after == text.replace("¦", reply), told.words
