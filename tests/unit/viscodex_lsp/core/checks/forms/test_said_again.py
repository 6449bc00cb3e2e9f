"""What a block says already and a reply says again: titles, labels, imports, edges of diagrams."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

WINDOW = 'app = Tk()\napp.title("A")\n¦\napp.mainloop()\n'
PLAN = "gantt\n    title Plan\n    ¦\n"
FLOW = "flowchart TD\n    A --> B\n    B --> C\n    C --> D\n    ¦\n"


@pytest.mark.parametrize(
    ("language", "text", "reply", "inner", "words"),
    [
        ("python", WINDOW, 'app.title("A")\nf = Frame(app)', "f = Frame(app)", 'left out `app.title("A")`'),
        (
            "python",
            WINDOW,
            'app.title("B")\nf = Frame(app)',
            'app.title("B")\nf = Frame(app)',
            'the block has `app.title("A")` already',
        ),
        (
            "python",
            'plt.title("A")\nplt.show()\n¦\n',
            'plt.plot(b)\nplt.title("A")',
            'plt.plot(b)\nplt.title("A")',
            "the block has",
        ),
        (
            "javascript",
            'app.use("/static");\napp.get("/a", f);\n¦\n',
            'app.post("/a", g);\napp.use("/static");',
            'app.post("/a", g);\napp.use("/static");',
            'the block has `app.use("/static");` already',
        ),
        (
            "lua",
            'local j = require("j")\nf()\n¦\n',
            'local j = require("j")\ng()',
            "g()",
            "left out `local j",
        ),
        (
            "dot",
            "digraph {\n  a -> b;\n  c -> d;\n  ¦\n}\n",
            "d -> e;\na -> b;\ne -> f;",
            "d -> e;\n  e -> f;",
            "there",
        ),
        ("mermaid", FLOW, "A --> B\nD --> E", "D --> E", "there already"),
        (
            "mermaid",
            PLAN,
            "title Road\nsection S\n    Build :a, 3d",
            "section S\n        Build :a, 3d",
            "`title Road`",
        ),
        ("mermaid", PLAN, "gantt\n    title Road\n    section S", "section S", "`title Road`"),
        (
            "mermaid",
            "sequenceDiagram\n    A->>B: x\n    B->>A: y\n    ¦\n",
            "A->>B: x\nB->>C: z",
            "A->>B: x\n    B->>C: z",
            "",
        ),
        (
            "python",
            'pdf.set_font("Arial")\npdf.cell(1)\n¦\n',
            'pdf.set_font("Arial")\npdf.cell(2)',
            'pdf.set_font("Arial")\npdf.cell(2)',
            "",
        ),
        (
            "python",
            'st.title("A")\nf()\n¦\n',
            'g()\nst.title("A")\nh()',
            'g()\nst.title("A")\nh()',
            "the block has",
        ),
    ],
)
async def test_what_changes_nothing_is_left_out_and_the_rest_is_told(
    language: str, text: str, reply: str, inner: str, words: str
) -> None:
    told = await told_of(language, text, reply)
    assert told.after == text.replace("¦", inner), told.words
    assert words in told.words
    assert ("has `" in told.words) <= ("the block has" in words)
