"""import_block: imports leave the code and enter the document's own block."""

import pytest

from viscodex_lsp.core.checks.imports.block import read_import_block, split_imports
from viscodex_lsp.core.checks.indentation import read_fragment
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Style
from viscodex_lsp.core.syntax.syntax import parse
from viscodex_lsp.core.text.difference import apply_replacements


def split(code: str, language: str) -> tuple[tuple[str, ...], str]:
    style = Style(indent="    ", newline="\n", quote='"')
    statements, rest = split_imports(read_fragment(code, language_of(language), style), language_of(language))
    return statements, rest.text


def brought_in(document: str, statements: tuple[str, ...], language: str, *, newline: str = "\n") -> str:
    """The document with the imports in it; code goes to the "|", which is taken out."""
    before = document.index("|")
    text = document.replace("|", "")
    block = read_import_block(parse(text, language_of(language)), before)
    assert block is not None
    missing = block.missing(statements)
    return apply_replacements(text, [block.insertion(missing, newline)] if missing else [])


@pytest.mark.parametrize(
    ("language", "code", "statements", "rest"),
    [
        ("python", "import os\nfrom a import (\n    b,\n    c,\n)\n\n\nx = 1",
         ("import os", "from a import (\n    b,\n    c,\n)"), "x = 1"),
        ("python", "# Reads.\nimport os\n\nread()\nimport late", ("import os",), "# Reads.\n\nread()\nimport late"),
        ("python", "import os  # noqa\nx = '''\n  a'''", ("import os  # noqa",), "x = '''\n  a'''"),
        ("python", "import a; x = 1", (), "import a; x = 1"),
        ("python", "import a; import b\nx", ("import a; import b",), "x"),
        ("javascript", "import A, { b } from 'c';\nconst d = require('d');\n\nb(d);",
         ("import A, { b } from 'c';", "const d = require('d');"), "b(d);"),
        ("typescriptreact", 'import type { A } from "b"\n\nexport const C = () => <p />',
         ('import type { A } from "b"',), "export const C = () => <p />"),
        ("java", "import b.C;\n\nvoid f() { new C(); }", ("import b.C;",), "void f() { new C(); }"),
        ("go", 'import (\n\t"fmt"\n)\n\nfunc f() {}', ('import (\n    "fmt"\n)',), "func f() {}"),
        ("rust", "use a::{b, c};\n\nfn f() {}", ("use a::{b, c};",), "fn f() {}"),
        ("c", "#include <a.h>\n#include \"b.h\"\nint f(void) { return 1; }",
         ("#include <a.h>", '#include "b.h"'), "int f(void) { return 1; }"),
        ("cpp", "#include <a>\n\nint f() { return 1; }", ("#include <a>",), "int f() { return 1; }"),
        ("csharp", "using A.B;\n\nvoid F() {}", ("using A.B;",), "void F() {}"),
        ("ruby", "require 'a'\nrequire_relative 'b'\n\nputs 1", ("require 'a'", "require_relative 'b'"), "puts 1"),
        ("php", "use A\\B;\n\n$a = new B();", ("use A\\B;",), "$a = new B();"),
        ("kotlin", "import a.b\n\nval c = b()", ("import a.b",), "val c = b()"),
        ("swift", "import A\n\nlet b = 1", ("import A",), "let b = 1"),
        ("html", "<p>import a</p>", (), "<p>import a</p>"),
        ("css", "@import 'a.css';\np {}", (), "@import 'a.css';\np {}"),
        ("shellscript", "source a.sh\nb", (), "source a.sh\nb"),
    ],
)  # fmt: skip
def test_imports_at_the_top_leave_the_code(
    language: str, code: str, statements: tuple[str, ...], rest: str
) -> None:
    """Each language's own form; imports further down, or on a line with other code, stay where they are."""
    assert split(code, language) == (statements, rest)


@pytest.mark.parametrize(
    ("language", "document", "statements", "expected"),
    [
        ("python", "import os\nfrom a import b\n\nx = 1\n|", ("import sys",),
         "import os\nfrom a import b\nimport sys\n\nx = 1\n"),
        ("python", '#!/usr/bin/env python\n"""Doc."""\n\nx = 1\n|', ("import sys",),
         '#!/usr/bin/env python\n"""Doc."""\n\nimport sys\n\nx = 1\n'),
        ("python", '"""Doc."""\nx = 1\n|', ("import sys",), '"""Doc."""\n\nimport sys\n\nx = 1\n'),
        ("python", "# Licensed to you\n# by us.\nx = 1\n|", ("import sys",),
         "# Licensed to you\n# by us.\n\nimport sys\n\nx = 1\n"),
        ("python", "# About x.\nx = 1\n|", ("import sys",), "import sys\n\n# About x.\nx = 1\n"),
        ("python", "from __future__ import annotations\nx = 1\n|", ("import a", "import b"),
         "from __future__ import annotations\nimport a\nimport b\nx = 1\n"),
        ("python", '"""D."""\nimport a\nx = 1\n|', ("from __future__ import b",),
         '"""D."""\n\nfrom __future__ import b\nimport a\nx = 1\n'),
        ("python", "x = 1\nimport late\ny = 2\n|", ("import sys",), "x = 1\nimport late\nimport sys\ny = 2\n"),
        ("javascript", '"use strict";\n\nconst a = 1;\n|', ("import b from 'b';",),
         '"use strict";\n\nimport b from \'b\';\n\nconst a = 1;\n'),
        ("javascript", "/* Copyright */\nimport a from 'a'; // first\nf();\n|", ("import b from 'b';",),
         "/* Copyright */\nimport a from 'a'; // first\nimport b from 'b';\nf();\n"),
        ("java", "package a;\n\nclass A {\n|\n}\n", ("import b.C;",),
         "package a;\n\nimport b.C;\n\nclass A {\n\n}\n"),
        ("go", "package a\n\nfunc f() {\n|\n}\n", ('import "fmt"',),
         'package a\n\nimport "fmt"\n\nfunc f() {\n\n}\n'),
        ("go", 'package a\n\nimport (\n\t"fmt"\n)\n\nfunc f() {\n|\n}\n', ('import (\n\t"os"\n\t"fmt"\n)',),
         'package a\n\nimport (\n\t"fmt"\n\t"os"\n)\n\nfunc f() {\n\n}\n'),
        ("go", 'package a\n\nimport "fmt"\n\nfunc f() {\n|\n}\n', ('import "os"',),
         'package a\n\nimport "fmt"\nimport "os"\n\nfunc f() {\n\n}\n'),
        ("rust", "//! Doc.\n#![allow(x)]\n\nfn f() {\n|\n}\n", ("use a::b;",),
         "//! Doc.\n#![allow(x)]\n\nuse a::b;\n\nfn f() {\n\n}\n"),
        ("c", "#ifndef A\n#define A\n#include <a.h>\nint x;\n|\n#endif\n", ("#include <b.h>",),
         "#ifndef A\n#define A\n#include <a.h>\n#include <b.h>\nint x;\n\n#endif\n"),
        ("cpp", "#pragma once\nint x;\n|", ("#include <b>",), "#pragma once\n\n#include <b>\n\nint x;\n"),
        ("csharp", "using A;\n\nclass B {\n|\n}\n", ("using C;",), "using A;\nusing C;\n\nclass B {\n\n}\n"),
        ("ruby", "# frozen_string_literal: true\n\nrequire 'a'\n\nx = 1\n|", ("require 'b'",),
         "# frozen_string_literal: true\n\nrequire 'a'\nrequire 'b'\n\nx = 1\n"),
        ("php", "<?php\n\nnamespace A;\n\nclass B {\n|\n}\n", ("use C\\D;",),
         "<?php\n\nnamespace A;\n\nuse C\\D;\n\nclass B {\n\n}\n"),
        ("kotlin", "package a\n\nimport b.c\n\nfun f() {\n|\n}\n", ("import d.e",),
         "package a\n\nimport b.c\nimport d.e\n\nfun f() {\n\n}\n"),
        ("swift", "import A\n\nfunc f() {\n|\n}\n", ("import B",), "import A\nimport B\n\nfunc f() {\n\n}\n"),
        ("python", "é = '😀'\nb\n|", ("import sys",), "import sys\n\né = '😀'\nb\n"),
        ("python", "'''😀'''\nimport é  # 😀\nb\n|", ("import sys",), "'''😀'''\nimport é  # 😀\nimport sys\nb\n"),
    ],
)  # fmt: skip
def test_imports_go_below_the_last_one_or_below_what_stays_first(
    language: str, document: str, statements: tuple[str, ...], expected: str
) -> None:
    """Below the import block; else below shebang, licence, docstring, package clause and their like."""
    assert brought_in(document, statements, language) == expected


@pytest.mark.parametrize(
    ("language", "there", "statements", "missing"),
    [
        ("python", "import os", ("import  os",), ()),
        ("python", "import os, sys", ("import sys",), ()),
        ("python", "from a import (\n  b,  # why\n  c as d,\n)", ("from a import b, c as d",), ()),
        ("python", "from a import b", ("from a import b, c, d", "import os"), ("from a import c, d", "import os")),
        ("python", "from a import b", ("from a import b as x",), ("from a import b as x",)),
        ("javascript", "import A, { b } from 'a'", ('import { b } from "a";',), ()),
        ("javascript", "import A, { b } from 'a'", ("import A, { b, c } from 'a';",), ("import { c } from 'a';",)),
        ("javascript", "import { b } from 'a'", ("import { b } from 'c'",), ("import { b } from 'c'",)),
        ("javascript", "import * as A from 'a'", ("import * as A from 'a';",), ()),
        ("typescript", "import type { A } from 'a'", ("import { A } from 'a'",), ("import { A } from 'a'",)),
        ("java", "import a.B;", ("import  a.B ;", "import a.C;"), ("import a.C;",)),
        ("go", 'import f "fmt"', ('import "fmt"',), ('import "fmt"',)),
        ("go", 'import "fmt"', ('import (\n\t"fmt"\n\t"os"\n)',), ('import "os"',)),
        ("ruby", "require 'a'", ('require "a"',), ()),
    ],
)  # fmt: skip
def test_what_is_imported_already_is_left_out(
    language: str, there: str, statements: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    """Names count one by one where the language imports names, whole statements elsewhere."""
    document = f"{'package p' if language in ('go', 'java') else ''}\n{there}\n\nx\n"
    block = read_import_block(parse(document, language_of(language)), len(document))
    assert block is not None
    assert block.missing(statements) == missing


@pytest.mark.parametrize(
    ("language", "document"),
    [
        ("python", "|"),
        ("python", "\n\n|\nx = 1\n"),
        ("python", "|import os\n"),
        ("python", "import os\n|import sys\n"),
        ("python", "import os|\n"),
        ("html", "<p>\n|</p>"),
        ("nothing-known", "a\n|"),
        ("php", "<p>\n<?php a(); ?>\n|</p>"),
        ("php", "<?php a(); ?>\n|</p>"),
    ],
)
def test_where_imports_belong_to_the_code_there_is_no_block(language: str, document: str) -> None:
    """In an empty document, above or in the block, and in languages without imports, code stays whole."""
    before = document.index("|")
    assert read_import_block(parse(document.replace("|", ""), language_of(language)), before) is None


def test_line_ends_are_those_of_the_document() -> None:
    """A CRLF document stays one, also around a statement of several lines."""
    statements = ("from b import (\n    c,\n)",)
    done = brought_in("import a\r\n\r\nx = 1\r\n|", statements, "python", newline="\r\n")
    assert done == "import a\r\nfrom b import (\r\n    c,\r\n)\r\n\r\nx = 1\r\n"
