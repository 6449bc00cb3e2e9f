"""What may have a name twice, what says a value again, and where further sections and rows stand."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

PROTO = "message A {\n  enum Kind {\n    X = 0;\n  }\n}\n\n¦\n"
GANTT = "gantt\n    section A\n        One :a, 2025-01-01, 1d\n    ¦\n"
COUNT = "class A : B\n{\n    int Count => 1;\n    ¦\n}\n"
TABLE = "```markdown\n| ID | Name |\n|---|---|\n| 2 | B, C |\n```"


@pytest.mark.parametrize(
    ("language", "text", "reply", "after"),
    [
        ("proto", PROTO, "message B {\n  enum Kind {\n    Y = 0;\n  }\n}", "whole"),
        ("proto", PROTO, "message A {\n  string b = 1;\n}", None),
        ("makefile", "all: a\n\na:\n\tcc a.c\n\n¦\n", "a: b.h\n", "whole"),
        ("makefile", "a:\n\tcc a.c\n\n¦\n", "a:\n\tcc b.c", None),
        ("csharp", COUNT, "int B.Count => Count;", "whole"),
        ("csharp", COUNT, "int Count => 2;", None),
        (
            "mermaid",
            GANTT,
            "section B\n    Two :b, after a, 1d",
            GANTT.replace("¦", "section B\n        Two :b, after a, 1d"),
        ),
        ("shellscript", "A=1\nB=2\n\n¦\n", 'A=1\nC=3\necho "$C"', 'A=1\nB=2\n\nC=3\necho "$C"\n'),
        ("csv", "id,name\n1,A\n¦\n", TABLE, 'id,name\n1,A\n2,"B, C"\n'),
        ("csv", "id,name\n1,A\n¦\n", "```markdown\n# Rows\n\n- B\n```", None),
    ],
)
async def test_a_name_counts_where_it_is(language: str, text: str, reply: str, after: str | None) -> None:
    told = await told_of(language, text, reply)
    assert told.after == (text.replace("¦", reply.rstrip()) if after == "whole" else after), told.words


async def test_what_is_shown_as_it_is_written_loads_no_package() -> None:
    text = "\\documentclass{article}\n\\begin{document}\n¦\n\\end{document}\n"
    shown = "\\begin{verbatim}\n\\href{a}{b}\n\\end{verbatim}"
    told = await told_of("latex", text, shown)
    assert told.after == text.replace("¦", shown)
    told = await told_of("latex", text, shown + "\n\\href{a}{b}")
    loaded = text.replace("{article}\n", "{article}\n\\usepackage{hyperref}\n")
    assert told.after == loaded.replace("¦", shown + "\n\\href{a}{b}")
