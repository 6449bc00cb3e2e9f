"""A library that is missing here is told from one that a model made up."""

import pytest
from viscodex_model.evaluate.instruments.missing_modules import missing_node, missing_python

PYTHON_ERROR = "Traceback …\nModuleNotFoundError: No module named '{}'"


@pytest.mark.parametrize(
    ("module", "given", "expected"),
    [
        ("pandas", "", "pandas"),
        ("sklearn.linear_model", "", "scikit-learn"),
        ("bs4", "", "beautifulsoup4"),
        ("fancy_charts", "", None),
        ("graders", "from graders import check", "graders"),
        ("graders", "# import graders", None),
    ],
)
def test_a_missing_python_library(module: str, given: str, expected: str | None) -> None:
    """Well-known libraries, and what the test itself imports, are missing here; other names are made up."""
    assert missing_python(PYTHON_ERROR.format(module), given) == expected


@pytest.mark.parametrize(
    ("module", "given", "expected"),
    [
        ("jsdom", "", "jsdom"),
        ("lodash/fp", "", "lodash"),
        ("@scope/tool", "const t = require('@scope/tool')", "@scope/tool"),
        ("@scope/tool", "", None),
        ("my-made-up", "", None),
        ("./mine", "", None),
    ],
)
def test_a_missing_node_package(module: str, given: str, expected: str | None) -> None:
    assert missing_node(f"Error: Cannot find module '{module}'\nRequire stack:", given) == expected


def test_another_error_is_no_missing_library() -> None:
    assert missing_python("NameError: name 'pandas' is not defined") is None
    assert missing_node("TypeError: jsdom is not a function") is None
