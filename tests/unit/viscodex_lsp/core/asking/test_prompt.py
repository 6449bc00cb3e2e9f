"""What the model is asked, and how it is asked again."""

from typing import Any

from viscodex_lsp.core.asking.prompt import MARK, TAILWIND, build_prompt, repair_prompt
from viscodex_lsp.core.nouns import Context, Picture, Prompt, Reason, Refusal, Reply, Style

PICTURE = Picture(b"", "image/png", 1, 1, "mock.png")
STYLE = Style("  ", "\n", '"')


def context(**changes: object) -> Context:
    fields: dict[str, Any] = {
        "file_name": "app.tsx",
        "language": "typescriptreact",
        "scopes": ("function App() {",),
        "imports": ('import React from "react";',),
        "siblings": ("function Menu()",),
        "before": "  return (\n",
        "selection": "",
        "after": "  );\n",
        "dependencies": ("react", "tailwindcss"),
        "style": STYLE,
        "depth": "    ",
    }
    return Context(**(fields | changes))


def text_of(prompt: Prompt) -> str:
    return str(prompt.messages[1].parts[-1])


def test_pictures_come_before_the_text() -> None:
    """The user's turn is the pictures in their order, then one text."""
    other = Picture(b"", "image/png", 2, 2, "b.png")
    prompt = build_prompt(context(), (PICTURE, other))
    assert [message.role for message in prompt.messages] == ["system", "user"]
    assert prompt.messages[1].parts[:2] == (PICTURE, other)
    assert "the 2 pictures, taken together" in text_of(prompt)


def test_the_text_tells_what_is_known_of_the_place() -> None:
    """File, dependencies, imports, scopes, siblings, the marked lines, the instruction, and the fence to use."""
    text = text_of(build_prompt(context(), (PICTURE,), instruction="use a grid"))
    for part in (
        "app.tsx",
        "react, tailwindcss",
        "import React",
        "function App() {",
        "function Menu()",
        "use a grid",
    ):
        assert part in text
    assert f"  return (\n{MARK}  );" in text
    assert text.endswith("Answer with one ```tsx block.")


def test_nothing_empty_is_told() -> None:
    """A bare context gives no empty headings."""
    bare = context(scopes=(), imports=(), siblings=(), before="", after="", dependencies=())
    text = text_of(build_prompt(bare, (PICTURE,)))
    assert text.count("\n\n") == 2
    assert ":\n" not in text


def test_a_selection_is_to_be_rewritten() -> None:
    """With a selection the task is another one, and the selected code is shown."""
    text = text_of(build_prompt(context(selection="<ul/>"), (PICTURE,)))
    assert text.startswith("Rewrite the selected code")
    assert "The selected code:\n<ul/>" in text


def test_a_repair_question_carries_answer_and_fault() -> None:
    """The conversation grows by the model's answer and by what was wrong with it."""
    prompt = build_prompt(context(), (PICTURE,))
    refusal = Refusal(Reason.SYNTAX, "for people", "line 3: unexpected `)`")
    again = repair_prompt(prompt, Reply("oops", "stop"), refusal, language="typescriptreact")
    assert again.messages[:2] == prompt.messages
    assert again.messages[2].parts == ("oops",)
    assert "line 3: unexpected `)`" in str(again.messages[3].parts[0])
    assert "tsx" in str(again.messages[3].parts[0])


def test_tailwind_is_asked_for_where_the_project_has_it() -> None:
    """A dependency's name alone asks for nothing."""
    asked = text_of(build_prompt(context(tailwind=True), (PICTURE,)))
    assert TAILWIND in asked.split("\n\n")
    assert TAILWIND not in text_of(build_prompt(context(), (PICTURE,)))
