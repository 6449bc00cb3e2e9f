"""A whole script of Python for a place in a file: what it begins and ends with."""

from tests.fixtures.replies.reply_cases import told_of

APP = 'import streamlit as st\n\nst.title("Sales")\n\n¦\n\nst.caption("End")\n'


async def test_calls_that_the_script_has_are_not_made_again() -> None:
    told = await told_of("python", APP, 'import streamlit as st\n\nst.title("Sales")\nst.metric("a", 1)')
    assert (
        told.after
        == 'import streamlit as st\n\nst.title("Sales")\n\nst.metric("a", 1)\n\nst.caption("End")\n'
    )


async def test_calls_of_a_reply_that_is_no_whole_script_stay() -> None:
    told = await told_of("python", APP, 'st.write("x")\nst.title("Sales")')
    assert told.after is not None
    assert told.after.count('st.title("Sales")') == 2


async def test_a_script_in_the_middle_of_a_module_brings_its_definitions() -> None:
    """Its docstring and the block that runs it go, and its imports go to the others."""
    document = "import json\n\n\ndef a():\n    pass\n\n\n¦\n\n\ndef b():\n    pass\n"
    reply = '"""A script."""\nimport csv\n\n\ndef c():\n    csv.reader([])\n\n\nif __name__ == "__main__":\n    c()\n'
    told = await told_of("python", document, reply)
    assert told.after == (
        "import csv\nimport json\n\n\ndef a():\n    pass\n\n\ndef c():\n    csv.reader([])\n\n\ndef b():\n    pass\n"
    )
    assert "`A script.`: the docstring" in told.words
    assert "__main__" in told.words


async def test_two_blank_lines_stand_around_definitions_of_a_module() -> None:
    told = await told_of("python", "import os\n\nx = 1\n¦\nprint(x)\n", "def f():\n    return os.sep")
    assert told.after == "import os\n\nx = 1\n\n\ndef f():\n    return os.sep\n\n\nprint(x)\n"


async def test_definitions_that_the_module_has_are_not_brought_again() -> None:
    document = "app = App()\n\n\nclass Item:\n    name: str\n\n\n¦\n"
    told = await told_of(
        "python", document, "class Item:\n    name: str\n\n@app.get\ndef read():\n    return Item()"
    )
    assert told.after == document.replace("¦", "@app.get\ndef read():\n    return Item()")


async def test_another_definition_of_a_name_is_refused() -> None:
    told = await told_of("python", "class Item:\n    a: str\n\n\n¦\n", "class Item:\n    b: str\n\nx = 1")
    assert told.after is None


async def test_definitions_of_a_reply_stand_as_far_apart_as_those_of_the_file() -> None:
    document = "def a():\n    pass\n\n\ndef b():\n    pass\n\n\n¦\n"
    told = await told_of("python", document, "def c():\n    pass\n\ndef d():\n    pass")
    assert told.after == document.replace("¦", "def c():\n    pass\n\n\ndef d():\n    pass")


async def test_a_figure_is_set_up_again_once_the_last_one_was_shown() -> None:
    document = "import matplotlib.pyplot as plt\n\nplt.figure(figsize=(8, 4))\nplt.plot([1])\nplt.show()\n¦\n"
    reply = "import matplotlib.pyplot as plt\n\nplt.figure(figsize=(8, 4))\nplt.plot([2])\nplt.show()"
    told = await told_of("python", document, reply)
    assert told.after is not None
    assert told.after.count("plt.figure(figsize=(8, 4))") == 2
