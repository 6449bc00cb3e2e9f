"""The function around the place, given once more with new lines and with what these call."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

RUST = "use std::env;\n\n/// Runs.\nfn main() {\n    let a = 1;\n    ¦\n}\n"
JAVA = "class A {\n    @Override\n    public void run() {\n        int a = 1;\n        ¦\n        stop();\n    }\n}\n"


@pytest.mark.parametrize(
    ("language", "text", "reply", "after"),
    [
        (
            "rust",
            RUST,
            "use std::fs;\n\nfn main() {\n    let a = 1;\n    f(a);\n}\n\nfn f(a: u8) {\n    drop(a);\n}",
            "use std::env;\nuse std::fs;\n\n/// Runs.\nfn main() {\n    let a = 1;\n    f(a);\n}\n\nfn f(a: u8) {\n"
            "    drop(a);\n}\n",
        ),
        (
            "rust",
            RUST,
            "// Helps.\nfn f(a: u8) {\n    drop(a);\n}\n\nfn main() {\n    let a = 1;\n    f(a);\n}",
            "use std::env;\n\n// Helps.\nfn f(a: u8) {\n    drop(a);\n}\n\n/// Runs.\nfn main() {\n    let a = 1;\n"
            "    f(a);\n}\n",
        ),
        (
            "java",
            JAVA,
            "@Override\npublic void run() {\n    int a = 1;\n    f(a);\n    stop();\n}\n\nprivate void f(int a) {\n}",
            None,  # the body of `f` has nothing in it, so that it is not certain to be one
        ),
        (
            "java",
            JAVA,
            "@Override\npublic void run() {\n    int a = 1;\n    f(a);\n    stop();\n}\n\nprivate void f(int a) {\n"
            "    log(a);\n}",
            "class A {\n    @Override\n    public void run() {\n        int a = 1;\n        f(a);\n        stop();\n"
            "    }\n\n    private void f(int a) {\n        log(a);\n    }\n}\n",
        ),
        (
            "typescript",
            "export function run(): void {\n  const a = 1;\n  ¦\n}\n",
            "export function run(): void {\n  const a = 1;\n  f(a);\n}\n\nfunction f(a: number): void {\n  log(a);\n}",
            "export function run(): void {\n  const a = 1;\n  f(a);\n}\n\nfunction f(a: number): void {\n"
            "  log(a);\n}\n",
        ),
        (
            "csharp",
            "class A\n{\n    void Run()\n    {\n        ¦\n    }\n}\n",
            "void Run()\n{\n    F();\n}\n\nvoid F()\n{\n    Log();\n}",
            "class A\n{\n    void Run()\n    {\n        F();\n    }\n\n    void F()\n    {\n        Log();\n    }\n}\n",
        ),
        (
            "ruby",
            "def run\n  a = 1\n  ¦\nend\n",
            "def run\n  a = 1\n  f a\nend\n\ndef f(a)\n  a\nend",
            "def run\n  a = 1\n  f a\nend\n\ndef f(a)\n  a\nend\n",
        ),
        (
            "go",
            "package a\n\nfunc run() {\n\ta := 1\n\t¦\n}\n",
            "package a\n\nfunc run() {\n\tb := 2\n\ta := 1\n\tf(a, b)\n}",
            None,  # a line above those of the file has no line to stand behind
        ),
        (
            "kotlin",
            "fun run() {\n    val a = 1\n    stop(a)\n    ¦\n}\n",
            "fun run() {\n    val a = 1\n    val b = 2\n    stop(a)\n    log(b)\n}",
            "fun run() {\n    val a = 1\n    val b = 2\n    stop(a)\n    log(b)\n}\n",
        ),
    ],
)
async def test_its_new_lines_and_further_functions_come_into_the_file(
    language: str, text: str, reply: str, after: str | None
) -> None:
    told = await told_of(language, text, reply)
    if after is not None:
        assert told.after == after, told.words
    else:
        assert told.after is None or told.after.count("run()") == text.count("run()"), told.after


@pytest.mark.parametrize(
    ("language", "text", "reply"),
    [
        ("rust", RUST, "fn main() {\n    let a = 2;\n    f(a);\n}\n\nfn f(a: u8) {\n    drop(a);\n}"),
        (
            "swift",
            "func run() {\n    let a = 1\n    ¦\n}\n",
            "func run() {\n    var a = 2\n    f(a)\n}\n\nfunc f(_ a: Int) {\n    print(a)\n}",
        ),
    ],
)
async def test_a_function_with_other_lines_is_a_second_one(language: str, text: str, reply: str) -> None:
    told = await told_of(language, text, reply)
    assert told.after is None
    assert "which the file has already" in told.words
