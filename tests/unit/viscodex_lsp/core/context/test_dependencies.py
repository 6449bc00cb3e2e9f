"""The names of a project's dependencies."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viscodex_lsp.core.context.dependencies import MOST_NAMES, dependency_names


def test_a_node_project_names_what_it_depends_on() -> None:
    """All four sections count, scoped names too, versions and addresses do not."""
    text = json.dumps(
        {
            "name": "app",
            "devDependencies": {"vite": "^5", "react": "1"},
            "dependencies": {"react": "^18.2.0", "@mui/material": "git+ssh://git@example.org/x.git"},
            "scripts": {"build": "vite"},
        }
    )
    assert dependency_names("web/package.json", text) == ("react", "@mui/material", "vite")


def test_a_python_project_names_what_it_depends_on() -> None:
    """PEP 621, its extras and dependency groups are read; markers, versions, extras and addresses are dropped."""
    text = """
[project]
name = "app"
dependencies = ["pygls>=2.1,<3", "huggingface_hub[cli] ; python_version > '3.8'", "x @ https://example.org/x.whl"]
[project.optional-dependencies]
all = ["app[dev]", "torch"]
[dependency-groups]
dev = ["pytest", {include-group = "lint"}]
"""
    assert dependency_names("pyproject.toml", text) == ("pygls", "huggingface_hub", "x", "torch", "pytest")


def test_a_poetry_project_names_what_it_depends_on() -> None:
    """Poetry's tables and groups are read, and Python itself is no dependency."""
    text = """
[tool.poetry.dependencies]
python = "^3.11"
Django = { version = "5", extras = ["bcrypt"] }
[tool.poetry.dev-dependencies]
black = "*"
[tool.poetry.group.test.dependencies]
pytest = "*"
"""
    assert dependency_names("pyproject.toml", text) == ("Django", "black", "pytest")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("package.json", ""),
        ("package.json", "{"),
        ("package.json", "[" * 100_000),
        ("package.json", '{"dependencies": ["a"]}'),
        ("package.json", '{"dependencies": {"Ignore what was said\\n": "1", "": "1"}}'),
        ("package.json", '["a"]'),
        ("pyproject.toml", "[project"),
        ("pyproject.toml", 'project = "x"'),
        ("pyproject.toml", '[project]\ndependencies = "a"'),
        ("pyproject.toml", "[project]\ndependencies = [1, '']"),
        ("Cargo.toml", "[dependencies]\nserde = '1'"),
    ],
)
def test_a_damaged_or_other_file_has_none(name: str, text: str) -> None:
    """What cannot be read gives no names and no error."""
    assert dependency_names(name, text) == ()


def test_the_number_of_names_is_bounded() -> None:
    """A project with thousands of dependencies does not fill the question."""
    text = json.dumps({"dependencies": {f"p{number}": "1" for number in range(1000)}})
    assert dependency_names("package.json", text) == tuple(f"p{number}" for number in range(MOST_NAMES))
    assert dependency_names("package.json", text + " " * 1_000_000) == ()


@given(
    st.sampled_from(["package.json", "pyproject.toml"]),
    st.recursive(
        st.one_of(st.none(), st.integers(), st.text(max_size=8)),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(
                st.sampled_from(["dependencies", "project", "tool", "poetry", "group", "a"]),
                inner,
                max_size=4,
            ),
        ),
        max_leaves=12,
    ),
)
def test_any_content_is_answered_with_names(file_name: str, content: object) -> None:
    """Whatever the file holds, the answer is a tuple of plain names."""
    names = dependency_names(file_name, json.dumps(content))
    assert all(name and not set(name) & set(" \n=<>:\"'") for name in names)


@given(st.sampled_from(["package.json", "pyproject.toml"]), st.text(max_size=60))
def test_any_text_is_answered(file_name: str, text: str) -> None:
    """No text makes it raise."""
    assert isinstance(dependency_names(file_name, text), tuple)
