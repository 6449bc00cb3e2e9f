"""A `main` that a reply shows its functions with, and the imports that it alone needs."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

SHAPE = "package shape\n\ntype A struct{ R int }\n\n¦\n"
METHOD = "func (a A) Area() float64 {\n\treturn math.Pi * float64(a.R)\n}"
GO_MAIN = "func main() {\n\tfmt.Println(A{R: 1}.Area())\n}"
RUST = "pub fn a() -> i32 {\n    1\n}\n\n¦\n"
RUST_REPLY = "pub fn b() -> i32 {\n    2\n}\n\n// Usage\nfn main() {\n    b();\n}"
C_MAIN = "int main(void) {\n    a();\n    ¦\n    return 0;\n}\n"
GO = 'package a\n\nimport (\n\t"net/http"\n\n\t"github.com/b/log"\n)\n\nvar _ = http.MethodGet + log.X\n\n¦\n'


async def test_a_package_that_is_no_program_gets_no_main_and_no_import_for_it() -> None:
    reply = f'package main\n\nimport (\n\t"fmt"\n\t"math"\n)\n\n{METHOD}\n\n{GO_MAIN}'
    told = await told_of("go", SHAPE, reply)
    assert told.after == SHAPE.replace("shape\n", 'shape\n\nimport "math"\n').replace("¦", METHOD)
    assert "left out `func main`: the package `shape` is none to be run" in told.words
    assert 'left out `import "fmt"`: nothing uses it' in told.words


@pytest.mark.parametrize(
    ("file", "text", "stays"),
    [
        ("src/shape.rs", RUST, False),
        ("src/main.rs", RUST, True),
        ("src/main.rs", f"{RUST}fn main() {{}}\n", False),
    ],
)
async def test_a_module_of_rust_gets_no_main_of_an_example(file: str, text: str, stays: bool) -> None:
    told = await told_of("rust", text, RUST_REPLY, file=file)
    assert told.after is not None
    assert "pub fn b()" in told.after
    assert ("// Usage" in told.after) is stays
    assert told.after.count("fn main()") == (1 if stays or "main" in text else 0)
    assert ("left out `fn main`" in told.words) is not stays


@pytest.mark.parametrize(
    ("language", "text", "main", "new"),
    [
        (
            "kotlin",
            "fun a() = 1\n\nfun main() = a()\n\n¦\n",
            "fun main() = println(b())",
            "fun b(): Int {\n    return 2\n}",
        ),
        (
            "kotlin",
            "fun main() {\n    a()\n}\n\n¦\n",
            '@Suppress("unused")\nfun main() = runBlocking {\n    // }\n    b()\n}',
            "fun b() {\n    c()\n}",
        ),
        (
            "go",
            "package main\n\nfunc main() {\n\ta()\n}\n\n¦\n",
            "func main() {\n\tb(`\n}\n`)\n}",
            "func b(c string) {\n\td(c)\n}",
        ),
        (
            "rust",
            "fn main() {\n    a();\n}\n\n¦\n",
            '#[tokio::main]\nasync fn main() {\n    println!("}}");\n}',
            "fn b() -> i32 {\n    2\n}",
        ),
        ("cpp", "int main()\n{\n    a();\n}\n\n¦\n", "int main() { b(); }", "int b()\n{\n    return 2;\n}"),
        (
            "csharp",
            "static void Main() => A();\n\n¦\n",
            "static void Main() => B();",
            "int B()\n{\n    return 2;\n}",
        ),
        (
            "dart",
            "void main() => a();\n\n¦\n",
            "void main() =>\n    runApp(\n      b(),\n    );",
            "int b() {\n  return 2;\n}",
        ),
    ],
)
async def test_a_main_takes_nothing_along_however_it_is_written(
    language: str, text: str, main: str, new: str
) -> None:
    """As one expression, on one line, with attributes above it, or with the sign of its end in a text."""
    for reply in (f"{main}\n\n{new}", f"{new}\n\n{main}"):
        told = await told_of(language, text, reply)
        assert told.after == text.replace("¦", new), told.words
        assert "the file has its own" in told.words


@pytest.mark.parametrize(
    "main", ["void main() {\n  b('''\n}\n''');\n}", "void main() {\n  b();\nint c = 1;\n}"]
)
async def test_a_main_whose_end_is_not_certain_stays(main: str) -> None:
    told = await told_of("dart", "void main() => a();\n\n¦\n", f"int b() => 2;\n\n{main}")
    assert told.after is None or main in told.after


async def test_the_main_around_the_place_gives_its_new_statements() -> None:
    told = await told_of("c", C_MAIN, "int main(void) {\n    a();\n    b();\n    return 0;\n}")
    assert told.after == C_MAIN.replace("¦", "b();")


async def test_imports_of_go_stand_in_their_order() -> None:
    reply = (
        'import (\n\t"errors"\n\t"strings"\n\n\t"github.com/a/x"\n)\n\n'
        "func f() error {\n\treturn errors.New(strings.Join(x.Y(), x.Z))\n}"
    )
    told = await told_of("go", GO, reply)
    assert told.after is not None
    block = '(\n\t"errors"\n\t"net/http"\n\t"strings"\n\n\t"github.com/a/x"\n\t"github.com/b/log"\n)'
    assert block in told.after


async def test_an_import_of_another_kind_than_all_others_stands_apart() -> None:
    text = 'package a\n\nimport (\n\t"fmt"\n)\n\nvar _ = fmt.Sprint\n\n¦\n'
    told = await told_of("go", text, 'import "github.com/a/x"\n\nfunc f() {\n\tx.Y()\n}')
    assert told.after is not None
    assert '(\n\t"fmt"\n\n\t"github.com/a/x"\n)' in told.after


@pytest.mark.parametrize(
    ("path", "name", "stays"),
    [
        ("github.com/nats-io/nats.go", "nats", True),
        ("github.com/hashicorp/golang-lru", "lru", True),
        ("github.com/eclipse/paho.mqtt.golang", "mqtt", True),
        ("gopkg.in/yaml.v3", "yaml", True),
        ("github.com/jackc/pgx/v5", "pgx", True),
        ("cloud.google.com/go/pubsub/apiv1", "pubsub", True),
        ("k8s.io/api/batch/v1beta1", "other", True),
        ("github.com/Masterminds/SQL", "sql", True),
        ("github.com/lib/pq", "other", False),
        ("math/bits", "other", False),
    ],
)
async def test_an_import_of_go_whose_package_may_be_called_otherwise_stays(
    path: str, name: str, stays: bool
) -> None:
    reply = f'import (\n\t"{path}"\n)\n\nfunc f() {{\n\t{name}.Do()\n}}'
    told = await told_of("go", "package a\n\n¦\n", reply)
    assert told.after is not None
    assert (f'"{path}"' in told.after) is stays
    assert ("nothing uses it" in told.words) is not stays


async def test_statements_of_go_below_its_functions_are_an_example() -> None:
    reply = "```go\nfunc f() {}\n```\n\nRegister it:\n\n```go\nmux.Handle(f)\n```"
    told = await told_of("go", "package a\n\n¦\n", reply)
    assert told.after == "package a\n\nfunc f() {}\n"
    assert "an example of use" in told.words


@pytest.mark.parametrize(
    ("language", "text", "reply", "code", "says"),
    [
        pytest.param(
            "go",
            'package a\n\nimport (\n\t"fmt"\n)\n\nfunc e() {\n\tfmt.Print(1)\n}\n\n¦\n',
            'import (\n\t"fmt"\n)\n\n// ... existing code ...\n\nfunc f() {\n\tfmt.Print()\n}',
            "func f() {\n\tfmt.Print()\n}",
            "left out the remark `existing code`",
            id="a remark below the imports only says that the file goes on",
        ),
        pytest.param(
            "dart",
            "class A {\n  final int b;\n\n  ¦\n}\n\nvoid main() {\n  print(A());\n}\n",
            "class A {\n  final int b;\n\n  int c() => 1;\n}\n\nvoid main() {\n  print(A().c());\n}",
            "int c() => 1;",
            "left out `void main`: the file has its own",
            id="a class given again gives its new members",
        ),
    ],
)
async def test_of_a_file_given_again_the_new_is_taken(
    language: str, text: str, reply: str, code: str, says: str
) -> None:
    told = await told_of(language, text, reply)
    assert told.after == text.replace("¦", code)
    assert says in told.words


async def test_a_whole_file_of_go_that_only_adds_gives_each_part_its_place() -> None:
    text = (
        'package a\n\nimport (\n\t"fmt"\n)\n\nfunc f() {\n\tfmt.Print()\n}\n\n¦\n\nfunc main() {\n\tf()\n}\n'
    )
    reply = text.replace('"fmt"', '"fmt"\n\t"os"').replace("¦", "func g() {\n\tos.Exit(1)\n}")
    told = await told_of("go", text, reply.replace("\tf()\n}\n", "\tf()\n\tg()\n}\n"))
    assert told.after == reply.replace("\tf()\n}\n", "\tf()\n\tg()\n}\n")
    assert 'added what it needs elsewhere: `"os"`, `g()`' in told.words


async def test_imports_between_definitions_of_python_go_to_the_others() -> None:
    text = "import os\n\n\ndef a():\n    return os.name\n\n\n¦\n"
    told = await told_of(
        "python", text, "def b():\n    return json.dumps(1)\n\n\nimport json\n\n\ndef c():\n    b()"
    )
    assert told.after == (
        "import json\nimport os\n\n\ndef a():\n    return os.name\n\n\ndef b():\n    return json.dumps(1)\n\n\n"
        "def c():\n    b()\n"
    )


async def test_a_table_that_the_file_creates_too_is_left_out() -> None:
    text = "CREATE TABLE a (\n    id INTEGER\n);\n\n¦\n"
    reply = "-- The table\nCREATE TABLE IF NOT EXISTS a (\n  id INTEGER\n);\n\nINSERT INTO a VALUES (1);"
    told = await told_of("sql", text, reply)
    assert told.after == text.replace("¦", "INSERT INTO a VALUES (1);")
    assert "left out `CREATE TABLE IF NOT EXISTS a`: the file has the same" in told.words
    assert (await told_of("sql", text, reply.replace("INTEGER", "TEXT"))).after is None


@pytest.mark.parametrize(
    ("there", "reply", "left"),
    [
        (
            "CREATE TABLE a (b INT);",
            "CREATE TABLE a (b INT); INSERT INTO a VALUES (1);",
            "INSERT INTO a VALUES (1);",
        ),
        (
            "CREATE TABLE a (b TEXT DEFAULT ';');",
            "CREATE TABLE a (\n  b TEXT DEFAULT ';'\n);\nSELECT 1;",
            "SELECT 1;",
        ),
        ("CREATE TABLE a (b TEXT DEFAULT 'X');", "CREATE TABLE a (b TEXT DEFAULT 'x');\nSELECT 1;", None),
    ],
    ids=["a statement behind it", "a string", "another string"],
)
async def test_of_a_table_that_the_file_creates_too_no_more_goes_than_its_statement(
    there: str, reply: str, left: str | None
) -> None:
    told = await told_of("sql", f"{there}\n\n¦\n", reply)
    assert told.after == (f"{there}\n\n{left}\n" if left is not None else None), told.words


async def test_an_import_in_a_block_of_its_own_joins_those_of_the_file() -> None:
    text = "package a;\n\nimport java.util.List;\n\nclass A {\n    List<String> b;\n\n    ¦\n}\n"
    reply = (
        "```java\nMap<String, String> c() {\n    return null;\n}\n```\n\nAlso import:\n\n"
        "```java\nimport java.util.Map;\n```"
    )
    told = await told_of("java", text, reply)
    assert told.after is not None
    assert told.after.startswith("package a;\n\nimport java.util.List;\nimport java.util.Map;\n\nclass A {")
    assert "    Map<String, String> c() {" in told.after
