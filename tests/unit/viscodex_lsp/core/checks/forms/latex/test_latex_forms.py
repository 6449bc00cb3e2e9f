"""Formulas for a place in a formula, and the packages that a reply's commands come from."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

HEAD = "\\documentclass{article}\n\\usepackage{amsmath}\n\n\\begin{document}\n"
EQUATION = HEAD + "\\begin{equation}\n  ¦\n\\end{equation}\n\\end{document}\n"


@pytest.mark.parametrize(
    ("reply", "inner"),
    [
        ("$$E = mc^2$$", "E = mc^2"),
        ("\\[\nE = mc^2\n\\]", "E = mc^2"),
        ("\\begin{equation*}\nE = mc^2\n\\end{equation*}", "E = mc^2"),
        ("\\begin{align}\na &= b\n\\end{align}", "\\begin{aligned}\n  a &= b\n  \\end{aligned}"),
        ("E = mc^2", "E = mc^2"),
    ],
)
async def test_a_formula_in_a_formula_has_no_signs_of_its_own(reply: str, inner: str) -> None:
    told = await told_of("latex", EQUATION, reply)
    assert told.after == EQUATION.replace("¦", inner), told.words


async def test_text_with_formulas_in_a_formula_is_refused() -> None:
    told = await told_of("latex", EQUATION, "where $m$ is the mass and $c$ the speed")
    assert told.after is None


@pytest.mark.parametrize(
    ("reply", "added"),
    [
        ("\\begin{tikzpicture}\n\\draw (0,0) -- (1,1);\n\\end{tikzpicture}", "\\usepackage{tikz}\n"),
        ("\\begin{align}\na &= b\n\\end{align}", ""),
        ("Text alone.", ""),
    ],
)
async def test_the_package_of_a_command_is_loaded_and_told(reply: str, added: str) -> None:
    text = HEAD + "Words.\n\n¦\n\\end{document}\n"
    told = await told_of("latex", text, reply)
    wanted = text.replace("{amsmath}\n", "{amsmath}\n" + added)
    assert told.after is not None
    assert told.after.startswith(wanted[: wanted.index("Words")])
    assert ("added" in told.words) is bool(added)


@pytest.mark.parametrize(
    ("loads", "added", "said"),
    [
        ("\\usepackage{booktabs}", "\\usepackage{booktabs}\n", "added `\\usepackage{booktabs}`"),
        (
            "\\usepackage[margin=1in]{geometry} % wider",
            "\\usepackage[margin=1in]{geometry} % wider\n",
            "added",
        ),
        ("\\usetikzlibrary{arrows}", "\\usetikzlibrary{arrows}\n", "added"),
        ("\\usepackage[fleqn]{amsmath}", "", "left out `\\usepackage[fleqn]{amsmath}`: the file has its own"),
    ],
)
async def test_what_a_reply_loads_goes_into_the_preamble(loads: str, added: str, said: str) -> None:
    text = HEAD + "Words.\n\n¦\n\\end{document}\n"
    told = await told_of("latex", text, f"{loads}\n\nMore words.")
    wanted = text.replace("{amsmath}\n", "{amsmath}\n" + added).replace("¦", "More words.")
    assert told.after == wanted, told.words
    assert said in told.words


async def test_what_a_reply_for_a_chapter_loads_is_named() -> None:
    told = await told_of("latex", "\\section{A}\n\n¦\n", "\\usepackage{booktabs}\n\nMore words.")
    assert told.after == "\\section{A}\n\nMore words.\n"
    assert "preamble of the main file" in told.words


async def test_what_is_shown_as_it_is_written_stays() -> None:
    text = HEAD + "¦\n\\end{document}\n"
    shown = "\\begin{verbatim}\n\\usepackage{booktabs}\n\\end{verbatim}"
    told = await told_of("latex", text, shown)
    assert told.after == text.replace("¦", shown)
