"""Names that a `use` of Rust brings in: each of them once in a file."""

import pytest

from tests.fixtures.replies.reply_cases import told_of
from viscodex_lsp.core.checks.imports.rust_names import paths_of

FILE = "use std::collections::HashMap;\nuse std::fmt::{self, Display};\n\nfn a() {\n    ¦\n}\n"


@pytest.mark.parametrize(
    ("statement", "paths"),
    [
        ("use a::{b::{c, d as e}, f::*, self};", ("a::b::c", "a::b::d as e", "a::f::*", "a")),
        ("use a::{\n    b,\n    c,\n};", ("a::b", "a::c")),
        ("pub use crate::x;", ("crate::x",)),
        ("use {a::b, c};", ("a::b", "c")),
        ("use a::{b;", ()),
        ("use a; // why", ()),
    ],
)
def test_the_paths_of_a_statement(statement: str, paths: tuple[str, ...]) -> None:
    assert paths_of(statement)[1] == paths


@pytest.mark.parametrize(
    ("brought", "written"),
    [
        ("use std::fmt;\nuse std::collections::HashMap;", ""),
        ("use std::collections::{BTreeMap, HashMap};", "use std::collections::BTreeMap;\n"),
        ("use std::fmt::{Display, Formatter, Result};", "use std::fmt::{Formatter, Result};\n"),
        ("use std::{fmt, io::{self, Read}};", "use std::io;\nuse std::io::Read;\n"),
        ("use crate::{a, b};", "use crate::{a, b};\n"),
    ],
)
async def test_a_name_is_brought_in_once(brought: str, written: str) -> None:
    told = await told_of("rust", FILE, f"{brought}\n\nlet x = 1;")
    assert told.after == FILE.replace("¦", "let x = 1;").replace("\n\nfn", f"\n{written}\nfn"), told.words
