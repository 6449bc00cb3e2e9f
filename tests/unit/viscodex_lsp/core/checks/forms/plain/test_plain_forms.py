"""Replies in languages without a grammar: whole diagrams, tables for rows of values, blocks of a schema."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

FLOW = "flowchart LR\n    A[Web] --> B[API]\n    ¦\n"
CALLS = "sequenceDiagram\n    participant A\n    A->>B: ask\n    ¦\n"
GRAPH = "digraph G {\n  a -> b;\n  ¦\n}\n"


@pytest.mark.parametrize(
    ("language", "text", "reply", "after"),
    [
        (
            "mermaid",
            FLOW,
            "graph TD\n  A[Web] --> B[API]\n  B --> C[(Store)]",
            "flowchart LR\n    A[Web] --> B[API]\n    B --> C[(Store)]\n",
        ),
        (
            "mermaid",
            CALLS,
            "sequenceDiagram\n  participant A\n  A->>B: ask\n  B->>C: ask\n  A->>B: ask",
            "sequenceDiagram\n    participant A\n    A->>B: ask\n    B->>C: ask\n    A->>B: ask\n",
        ),
        ("dot", GRAPH, "digraph {\n  a -> b\n  b -> c\n}", "digraph G {\n  a -> b;\n  b -> c\n}\n"),
        ("mermaid", FLOW, "B --> D", "flowchart LR\n    A[Web] --> B[API]\n    B --> D\n"),
    ],
)
async def test_a_whole_diagram_gives_its_new_lines(language: str, text: str, reply: str, after: str) -> None:
    told = await told_of(language, text, reply)
    assert told.after == after, told.words


@pytest.mark.parametrize(
    ("language", "text", "reply"),
    [
        ("mermaid", FLOW, "classDiagram\n  Animal <|-- Duck"),
        ("mermaid", FLOW, "digraph G {\n  a -> b\n}"),
        ("dot", GRAPH, "flowchart LR\n  a --> b"),
    ],
)
async def test_a_diagram_of_another_kind_is_refused(language: str, text: str, reply: str) -> None:
    told = await told_of(language, text, reply)
    assert told.after is None
    assert "but the place is in" in told.words


@pytest.mark.parametrize(
    ("text", "reply", "after"),
    [
        (
            "name,qty\nPen,2\n¦\n",
            "| name | qty |\n|---|--:|\n| Bag, big | 3 |",
            'name,qty\nPen,2\n"Bag, big",3\n',
        ),
        ("Name;Menge\nStift;2\n¦\n", "Tasche,3\nHeft,1", "Name;Menge\nStift;2\nTasche;3\nHeft;1\n"),
        ("Name;Preis\nStift;2,50\n¦\n", "Heft;1,20", "Name;Preis\nStift;2,50\nHeft;1,20\n"),
        ("a,b,c\n1,2,3\n¦\n", "4,5", None),
    ],
)
async def test_rows_are_written_as_the_file_writes_them(text: str, reply: str, after: str | None) -> None:
    told = await told_of("csv", text, reply)
    assert told.after == after, told.words


@pytest.mark.parametrize(
    ("language", "text", "reply", "after"),
    [
        (
            "graphql",
            "type Query {\n  users: [User]\n  ¦\n}\n",
            "type Query {\n  users: [User]\n  posts: [Post]\n}\n\ntype Post {\n  id: ID!\n}",
            "type Query {\n  users: [User]\n  posts: [Post]\n}\n\ntype Post {\n  id: ID!\n}\n",
        ),
        (
            "rust",
            "#[derive(Debug)]\npub enum Shape {\n    Circle(f64),\n    ¦\n}\n",
            "#[derive(Debug, Clone)]\nenum Shape {\n    Circle(f64),\n    Square(f64),\n}",
            "#[derive(Debug)]\npub enum Shape {\n    Circle(f64),\n    Square(f64),\n}\n",
        ),
        (
            "php",
            "<?php\n\nfinal class Cart\n{\n    private int $a = 1;\n\n    ¦\n}\n",
            "<?php\n\nclass Cart\n{\n    private int $b = 2;\n}",
            "<?php\n\nfinal class Cart\n{\n    private int $a = 1;\n\n    private int $b = 2;\n}\n",
        ),
    ],
)
async def test_the_block_around_the_place_written_again_gives_what_is_new(
    language: str, text: str, reply: str, after: str
) -> None:
    told = await told_of(language, text, reply)
    assert told.after == after, told.words
    assert told.words


@pytest.mark.parametrize(
    ("language", "text", "reply"),
    [
        ("prisma", "model User {\n  id Int @id\n}\n\n¦\n", "model User {\n  id Int @id\n  name String\n}"),
        ("graphql", "type User {\n  id: ID\n}\n\n¦\n", "type User {\n  id: ID!\n}"),
        ("sql", "CREATE TABLE a (id INT);\n\n¦\n", "CREATE TABLE a (id INT, name TEXT);"),
        ("java", "class A {\n    private int a;\n\n    ¦\n}\n", "private long a;\nvoid run() {}"),
        ("java", "class A {\n    A() {\n        ¦\n    }\n}\n", "public class B {\n    void run() {}\n}"),
        (
            "kotlin",
            "@Composable\nfun A() {\n    Column {\n        ¦\n    }\n}\n",
            '@Composable\nfun B() {\n    Text("b")\n}',
        ),
    ],
)
async def test_what_a_compiler_would_refuse_is_refused(language: str, text: str, reply: str) -> None:
    """A second model, table, field or type; a type in a place that has none."""
    told = await told_of(language, text, reply)
    assert told.after is None, told.after


async def test_a_table_is_known_by_its_name_where_it_is_made_if_it_is_not_there() -> None:
    own, other = (f"CREATE TABLE IF NOT EXISTS {name} (id INT);" for name in "ab")
    assert (await told_of("sql", f"{own}\n\n¦\n", other)).after == f"{own}\n\n{other}\n"
    assert (await told_of("sql", f"{own}\n\n¦\n", own.replace("INT", "TEXT"))).after is None


@pytest.mark.parametrize("above", ["", "[project]\n", '[project]\nname = "a"\n'])
async def test_a_list_of_toml_comes_with_the_head_of_its_table_and_further_tables(above: str) -> None:
    text = '[project]\nname = "a"\ndependencies = [\n  "b",\n  ¦\n]\n'
    reply = f'{above}dependencies = [\n  "b",\n  "c",\n]\n\n[tool.d]\ne = 1'
    told = await told_of("toml", text, reply)
    assert told.after == text.replace("¦", '"c",') + "\n[tool.d]\ne = 1\n", told.words
