"""Names that the reply uses and nobody brings in: known ones are imported, others told."""

import ast
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyflakes.checker import Checker

from tests.fixtures.replies.checking import check
from tests.fixtures.replies.reply_cases import told_of
from viscodex_lsp.core.language.data.known_imports import known_imports
from viscodex_lsp.core.language.data.script_imports import statements_for
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import CheckedPatch, Document, Patch, Span, Style
from viscodex_lsp.core.syntax.names import unbound_names
from viscodex_lsp.core.syntax.syntax import parse
from viscodex_lsp.core.text.difference import apply_replacements


def checked(text: str, code: str, language: str, *, uri: str = "file:///a") -> CheckedPatch:
    start = text.index("|")
    document = Document(uri, language, 1, text.replace("|", ""))
    style = Style(indent="  ", newline="\n", quote="'")
    result = check(Patch(code, None, cut_off=False), document, Span(start, start), depth="", style=style)
    assert isinstance(result, CheckedPatch), result
    return result


@pytest.mark.parametrize(
    ("language", "text", "code", "after"),
    [
        ("python", "|", "plt.bar([1], [2])", "import matplotlib.pyplot as plt\n\nplt.bar([1], [2])\n"),
        ("python", "import os\n\n|\n", "x = np.zeros(3)", "import os\nimport numpy as np\n\nx = np.zeros(3)\n"),
        (
            "python",
            "x = 1\n|\n",
            "@dataclass\nclass A:\n    b: Path = field()",
            "from dataclasses import dataclass, field\nfrom pathlib import Path\n\n"
            "x = 1\n\n\n@dataclass\nclass A:\n  b: Path = field()\n",
        ),
        (
            "javascriptreact",
            "import A from 'a';\n\n|\n",
            "function B() {\n  const [c, setC] = useState(0);\n  useEffect(() => {}, []);\n  return <A c={c} />;\n}",
            "import A from 'a';\nimport { useEffect, useState } from 'react';\n\n"
            "function B() {\n  const [c, setC] = useState(0);\n  useEffect(() => {}, []);\n  return <A c={c} />;\n}\n",
        ),
        ("go", "package a\n\n|\n", "func f() { fmt.Println(1) }",
         'package a\n\nimport "fmt"\n\nfunc f() { fmt.Println(1) }\n'),
        ("rust", "use std::fmt;\n\n|\n", "type A = HashMap<u8, u8>;",
         "use std::fmt;\nuse std::collections::HashMap;\n\ntype A = HashMap<u8, u8>;\n"),
        ("java", "package a;\n\n|\n", "class A { List<B> c; }",
         "package a;\n\nimport java.util.List;\n\nclass A { List<B> c; }\n"),
    ],
)  # fmt: skip
def test_a_known_name_gets_its_import(language: str, text: str, code: str, after: str) -> None:
    """What everybody means by a name is imported, and the person is told."""
    result = checked(text, code, language)
    assert apply_replacements(result.document.text, result.replacements) == after
    assert any(note.startswith("added `") for note in result.notes)
    assert result.doubt == ""


@pytest.mark.parametrize(
    ("language", "code", "note"),
    [
        ("python", "total(rows)", "`rows`, `total` are not defined or imported in this file"),
        ("python", "def f(a):\n  return b", "`b` is not defined or imported in this file"),
        (
            "javascriptreact",
            "const A = () => <Card><b>c</b></Card>;",
            "`Card` is not defined or imported in this file",
        ),
        ("typescriptreact", "const a = useShop();", "`useShop` is not defined or imported in this file"),
    ],
)
def test_any_other_name_is_told_and_worth_a_question(language: str, code: str, note: str) -> None:
    """The note names it; the model is asked for what brings it in."""
    result = checked("|", code, language)
    assert note in result.notes
    assert "neither defined nor imported" in result.doubt


@pytest.mark.parametrize(
    ("language", "code", "names"),
    [
        ("javascript", "show(rows.map(row => row.id));", "`rows`, `show` are"),
        ("javascriptreact", "const A = () => <p className={cn('a')}>{user.name}</p>;", "`cn`, `user` are"),
        ("typescript", "const a: Shop = { b };", "`Shop`, `b` are"),
        ("typescript", "export const a = (b: Id) => z.string();", "`Id`, `z` are"),
        ("javascript", "button.onclick = () => name;", "`button`, `name` are"),
    ],
)
def test_data_and_functions_of_a_script_are_told(language: str, code: str, names: str) -> None:
    """The person is told of each name, and the model is not asked: it does not know them either."""
    result = checked("|", code, language)
    assert result.notes[-1] == f"{names} not defined or imported in this file"
    assert "`z`" not in result.doubt and "`user`" not in result.doubt


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("javascript", "for (const [a, { b: c = 1 }] of new Map()) console.log(a, c, typeof jQuery);"),
        ("javascript", "const f = ({ a, ...b }, [c] = []) => { try { return a + b + c; } catch (e) { f(e); } };"),
        ("javascript", "d: for (const a in { b: 1 }) { if (a) break d; }\nclass A { #b = 1; c() { return this.#b; } }"),
        ("javascript", "window.x = class B { static d = B; };\nexport { A as default } from './a';"),
        ("typescript", "type A<K extends string> = { [P in K]: P extends infer U ? U : never } & Partial<Record<K, B>>;"
         "\ninterface B { [key: string]: bigint; (a: number): a is 1 }"),
        ("typescript", "export function f<T>(this: Window, a: T, b?: HTMLElement): asserts a is T { f(a); }"),
        ("typescript", "namespace A { export const b = 1; }\nexport default { ...A } as const satisfies object;"),
        ("typescriptreact", "const A = (p: { c: React.ReactNode }) => <svg:g onClick={(e) => e}>{p.c}</svg:g>;"),
        ("javascriptreact", "const A = () => <>{[1].map((n) => <li key={n}>{n}</li>)}</>;"),
        ("javascript", "test('a', () => { expect(import.meta.url).toBe(__filename, structuredClone); });"),
    ],
)  # fmt: skip
def test_what_a_script_makes_or_every_script_has_is_not_told(language: str, code: str) -> None:
    """In whatever scope and form a name is made."""
    assert checked("|", code, language).notes == ()


@pytest.mark.parametrize(
    ("before", "code", "added"),
    [
        ("import { View } from 'react-native';", "const A = () => <Text />;", "{ Text } from 'react-native'"),
        ("import { h } from 'preact';", "const a = useState(0);", "{ useState } from 'preact/hooks'"),
        ("import { For } from 'solid-js';", "const [a] = createSignal(0);", "{ createSignal } from 'solid-js'"),
        ("import { OnInit } from '@angular/core';", "class A { b = new EventEmitter(); }",
         "{ EventEmitter } from '@angular/core'"),
        ("import Image from 'next/image';", "const A = () => <Link />;", "Link from 'next/link'"),
        ("import { Outlet } from 'react-router-dom';", "const A = () => <Link />;", "{ Link } from 'react-router-dom'"),
    ],
)  # fmt: skip
def test_a_name_of_a_package_that_the_file_uses_is_imported_of_it(before: str, code: str, added: str) -> None:
    """One name means another thing in each framework; the file's imports say which it is."""
    result = checked(f"{before}\n|\n", code, "typescriptreact")
    assert result.notes[-1] == f"added `import {added};`"


def test_a_name_of_two_packages_is_told() -> None:
    """Which of them is meant is not known."""
    text = "import Image from 'next/image';\nimport { Outlet } from 'react-router-dom';\n|\n"
    result = checked(text, "const A = () => <Link />;", "typescriptreact")
    assert result.notes == ("`Link` is not defined or imported in this file",)


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("python", "from a import *\n|\n", "b(c)"),
        ("python", "for row in x:\n  pass\n|\n", "print(row, len([y for y in row]), __file__)"),
        (
            "javascriptreact",
            "import * as A from 'a';\n|\n",
            "const B = ({ C, d: D }) => <A.E><C /><D /><B /></A.E>;",
        ),
        ("typescriptreact", "declare const A: any;\nenum B { c }\n|\n", "const d = <A><B.c /><div /></A>;"),
        ("java", "import java.util.*;\n|\n", "class A { List<B> c; }"),
        ("java", "class List {}\n|\n", "class A { List c; }"),
        ("go", 'package a\n\nimport f "fmt"\n|\n', "func g(time T) { f.Println(time.now) }"),
        ("html", "|", "<Card>a</Card>"),
        ("vue", "|", "<template>\n  <Card>a</Card>\n</template>"),
    ],
)
def test_what_is_brought_in_or_cannot_be_known_is_no_matter(language: str, text: str, code: str) -> None:
    """Nothing is added and nothing told where a name is bound, or where the file alone cannot say."""
    result = checked(text, code, language)
    assert not [note for note in result.notes if "added" in note or "not defined" in note]


def test_a_name_that_was_missing_before_is_not_the_replys() -> None:
    """Only what the reply brings is told."""
    assert checked("print(old)\n|\n", "print(old, 1)\nx = 1", "python").notes == ()


def test_a_cell_of_a_notebook_sees_the_other_cells() -> None:
    """Nothing is missed in one."""
    assert checked("|", "np.zeros(3)", "python", uri="vscode-notebook-cell:/w/b.ipynb#W1").notes == ()


def test_statements_of_one_module_are_one() -> None:
    """Names of a module share a statement where the language allows it."""
    assert known_imports(["Path", "np", "field", "asdict"], "python") == [
        "import numpy as np",
        "from dataclasses import asdict, field",
        "from pathlib import Path",
    ]
    statement = 'import { lazy, memo } from "react";'
    assert statements_for(["lazy", "memo"], (), '"') == {"lazy": statement, "memo": statement}


def test_a_text_that_does_not_parse_tells_nothing() -> None:
    """No name is called unbound on a guess."""
    assert unbound_names(parse("def f(:\n  a", language_of("python")), frozenset({"a"})) is None


PYTHON_BINDINGS = st.sampled_from(
    [
        "import one",
        "from two import *",
        "def {f}():\n    global one\n    one = 1",
        "def {f}(one):\n    return one + two",
        "class {f}:\n    two = 1\n    def method(self):\n        return two",
        "class {f}:\n    def method(self):\n        def inner():\n            return one\n        return inner",
        "def {f}():\n    return three",
        "@one\ndef {f}(a: two = 3):\n    '''one'''",
        "if two:\n    def {f}():\n        one()",
    ]
)


@given(
    st.lists(PYTHON_BINDINGS, max_size=6),
    st.sets(st.sampled_from(["one", "two", "three", "f0", "f1", "def"])),
)
def test_unbound_names_are_the_ones_of_the_whole_text(parts: list[str], among: set[str]) -> None:
    """Leaving out functions that cannot matter changes no answer: pyflakes finds the same in the whole text."""
    text = "\n".join(part.format(f=f"f{number}") for number, part in enumerate(parts)) + "\n"
    found = [type(one).__name__ for one in Checker(ast.parse(text)).messages]
    undefined = {
        str(one.message_args[0])
        for one in Checker(ast.parse(text)).messages
        if type(one).__name__ == "UndefinedName"
    }
    names = unbound_names(parse(text, language_of("python")), frozenset(among))
    if names is not None:
        assert names == undefined & among
    else:
        assert {"ImportStarUsage", "ImportStarUsed"} & set(found)


@pytest.mark.parametrize(
    ("text", "code", "missing"),
    [
        ("|\n", "def f(a):\n    return a + len(a)", ()),
        ("class A:\n  |\n", "size = 1\n\ndef f(self):\n  return size", ("size",)),
        ("def f():\n  |\n", "size = 1\nshow = lambda: size", ()),
    ],
)
def test_names_that_the_code_brings_itself_are_not_missing(
    text: str, code: str, missing: tuple[str, ...]
) -> None:
    """By Python's scopes: what a class defines, its methods do not see."""
    start = text.index("|")
    depth = text[text.rfind("\n", 0, start) + 1 : start]
    document = Document("file:///a", "python", 1, text.replace("|", ""))
    style = Style(indent="  ", newline="\n", quote="'")
    result = check(Patch(code, None, cut_off=False), document, Span(start, start), depth=depth, style=style)
    assert isinstance(result, CheckedPatch), result
    assert tuple(name for name in ("size", "show") if f"`{name}`" in " ".join(result.notes)) == missing


SETUP = "<script setup>\n{}\n¦\n</script>\n\n<template>\n  <p />\n</template>\n"


@pytest.mark.parametrize(
    ("language", "text", "code", "after"),
    [
        ("vue", SETUP.format("import { ref } from 'vue'\n\nconst a = ref(0)"), "const b = computed(() => a.value)",
         "import { computed } from 'vue'"),
        ("vue", SETUP.format("import { ref } from 'vue'\n\nconst a = ref(0)"), "const b = ref(a.value)", None),
        # A build step brings in what the file calls without an import.
        ("vue", SETUP.format("const a = ref(0)"), "const b = computed(() => a.value)", None),
        ("vue", SETUP.format("import { ref } from 'vue'"), "const watch = () => 1\nwatch()", None),
        ("svelte", "<script>\n  import A from './A.svelte';\n  ¦\n</script>\n\n<A />\n", "onMount(() => {});",
         "import { onMount } from 'svelte';"),
    ],
)  # fmt: skip
async def test_what_a_component_calls_of_its_framework_is_imported(
    language: str, text: str, code: str, after: str | None
) -> None:
    told = await told_of(language, text, code, "js")
    assert told.after is not None
    assert (told.words == f"added `{after}`") if after else told.words == ""
    # A name joins an import of its module, behind the names that this has.
    if after is not None:
        names, module = after.removeprefix("import { ").split(" } ")
        assert re.search(rf"import {{(?: \w+,)* {names} }} {re.escape(module)}", told.after)
