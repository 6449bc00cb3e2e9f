"""The table of languages, and how a language is found in it."""

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viscodex_lsp.core.language.grammars import parser_for
from viscodex_lsp.core.language.languages import (
    LANGUAGES,
    Language,
    language_id,
    language_of,
    language_of_path,
)

WITH_GRAMMAR = [language for language in LANGUAGES if language.grammar is not None]
CHECKED = {
    "ipython",
    "python",
    "javascript",
    "javascriptreact",
    "typescript",
    "typescriptreact",
    "html",
    "css",
    "json",
    "jsonc",
    "yaml",
    "java",
    "go",
    "rust",
    "c",
    "cpp",
    "csharp",
    "ruby",
    "php",
    "shellscript",
    "kotlin",
    "swift",
    "svelte",
}


def test_syntax_is_checked_in_exactly_these_languages() -> None:
    """Exactly the documented languages have a grammar of their own; templates are read as HTML."""
    templates = {language.id for language in LANGUAGES if language.markup and language.template}
    assert {language.id for language in WITH_GRAMMAR} - templates == CHECKED


@pytest.mark.parametrize("language", WITH_GRAMMAR, ids=lambda language: language.id)
def test_every_node_type_of_the_table_exists(language: Language) -> None:
    """No node type is misspelt: each is known to the grammar, or to one of a language with the same row."""
    family = [other for other in WITH_GRAMMAR if other.scopes == language.scopes]
    known = set().union(*(_node_types(other) for other in family))
    named = language.import_nodes | language.preamble | language.scopes | language.blocks | language.siblings
    assert named - known == set()


def _node_types(language: Language) -> set[str]:
    parser = parser_for(language)
    assert parser is not None
    grammar = parser.language
    assert grammar is not None
    kinds = (grammar.node_kind_for_id(number) for number in range(grammar.node_kind_count))
    return {kind for kind in kinds if kind is not None}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("python", "python"),
        ("Python", "python"),
        ("py", "python"),
        ("tsx", "typescriptreact"),
        ("jsx", "javascriptreact"),
        ("bash", "shellscript"),
        ("sh", "shellscript"),
        ("zsh", "shellscript"),
        ("c++", "cpp"),
        ("h", "c"),
        ("c#", "csharp"),
        ("golang", "go"),
        ("yml", "yaml"),
        ("htm", "html"),
        ("svg", "xml"),
        ("json5", "jsonc"),
        ("rb", "ruby"),
        ("kts", "kotlin"),
    ],
)
def test_usual_names_find_their_language(name: str, expected: str) -> None:
    """An id, in any case, and the usual aliases lead to one language."""
    assert language_of(name).id == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("src/app.py", "python"),
        ("src/App.TSX", "typescriptreact"),
        ("C:\\src\\main.go", "go"),
        ("types/index.d.ts", "typescript"),
        ("tsconfig.json", "jsonc"),
        ("package.json", "json"),
        ("C.h", "c"),
        ("Dockerfile", "dockerfile"),
        ("Gemfile", "ruby"),
        (".bashrc", "shellscript"),
        ("noending", "plaintext"),
        ("archive.tar.gz", "plaintext"),
        ("", "plaintext"),
    ],
)
def test_a_file_name_finds_its_language(path: str, expected: str) -> None:
    """The longest known ending of a name decides, and an unknown one means plain text."""
    assert language_of_path(path).id == expected


@pytest.mark.parametrize(
    ("language", "label", "accepted"),
    [
        ("html", "html", True),
        ("html", "xml", True),
        ("html", "css", False),
        ("typescript", "javascript", True),
        ("typescriptreact", "tsx", True),
        ("javascript", "python", False),
        ("php", "html", True),
        ("markdown", "html", True),
        ("vue", "html", True),
        ("svelte", "html", True),
        ("json", "jsonc", True),
        ("css", "scss", True),
        ("typescriptreact", "html", True),
        ("typescript", "html", False),
        ("python", "boctho", True),
        ("python", "elixir", False),
        ("erb", "html", True),
        ("html", "angular", True),
        ("jsonc", "json", True),
        ("python", None, True),
        ("python", " TEXT ", True),
        ("plaintext", "python", True),
        ("elixir", "ex", True),
        ("elixir", "elixir", True),
        ("elixir", "python", False),
    ],
)
def test_a_fence_label_is_accepted_where_its_code_may_stand(
    language: str, label: str | None, accepted: bool
) -> None:
    """Labels of the same family are accepted, those of another known language are not."""
    assert language_of(language).accepts(label) is accepted


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.id)
def test_a_language_accepts_its_own_fence_and_id(language: Language) -> None:
    """The label that is asked for is one that is accepted."""
    assert language.accepts(language.fence)
    assert language.accepts(language.id.upper())


def test_no_id_and_no_ending_has_two_owners() -> None:
    """The table has one row per id, and one owner per file ending."""
    ids = [language.id for language in LANGUAGES]
    suffixes = [suffix for language in LANGUAGES for suffix in language.suffixes]
    assert len(set(ids)) == len(ids)
    assert len(set(suffixes)) == len(suffixes)


@pytest.mark.parametrize(
    ("language", "line", "expected"),
    [
        ("python", "from __future__ import annotations", True),
        ("python", "import os", True),
        ("python", "imported = 1", False),
        ("javascript", "import React from 'react'", True),
        ("javascript", "const fs = require('fs')", True),
        ("javascript", "import('late')", False),
        ("go", 'import "fmt"', True),
        ("rust", "use std::fs;", True),
        ("c", "#include <stdio.h>", True),
        ("csharp", "using System;", True),
        ("csharp", "using (var a = b) {", False),
        ("ruby", "require 'json'", True),
        ("php", "use App\\Models\\User;", True),
        ("java", "import java.util.List;", True),
        ("kotlin", "import a.b", True),
        ("swift", "import SwiftUI", True),
        ("css", "@import url(a.css);", False),
    ],
)
def test_an_import_line_is_told_from_other_lines(language: str, line: str, expected: bool) -> None:
    """A line alone is enough to see an import."""
    assert language_of(language).is_import_line(line) is expected


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.id)
def test_patterns_and_frames_are_well_formed(language: Language) -> None:
    """Every pattern compiles, and every frame has exactly one place for its fragment."""
    re.compile(language.import_pattern)
    for frame in (*language.stand_ins, *language.markup_stand_ins):
        assert frame.format("\0fragment\0").count("\0fragment\0") == 1


def test_nothing_is_loaded_before_it_is_needed() -> None:
    """Looking languages up neither imports tree-sitter nor any grammar."""
    program = (
        "import sys; from viscodex_lsp.core.syntax import syntax; from viscodex_lsp.core.language import languages;"
        "languages.language_of('python');"
        "print([name for name in sys.modules if name.startswith('tree_sitter')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@given(st.text(), st.text())
def test_any_name_finds_some_language(name: str, label: str) -> None:
    """Whatever a client or a model calls a language, an answer comes and nothing is raised."""
    language = language_of(name)
    assert isinstance(language.accepts(label), bool)
    assert language_of_path(name) in LANGUAGES


@pytest.mark.parametrize(
    ("announced", "path", "expected"),
    [
        ("html", "file:///a.py", "html"),
        ("mhtml", "file:///site/index.html", "html"),
        ("c++", "file:///a.cpp", "c++"),
        ("js", "file:///a.unknown", "js"),
        ("sorcery", "file:///spell.wand", "sorcery"),
        ("", "file:///a.py", "python"),
        ("python", "vscode-notebook-cell:/w/b.ipynb#W1", "ipython"),
        ("javascript", "vscode-notebook-cell:/w/b.ipynb#W2", "javascript"),
        ("", "untitled:Untitled-1", "plaintext"),
        ("plaintext", "file:///a.py", "plaintext"),
    ],
)
def test_a_name_of_its_own_gives_way_to_the_files(announced: str, path: str, expected: str) -> None:
    """What the editor calls the language counts where it is known; else the file's ending, if that says something."""
    assert language_id(announced, path) == expected
