"""Tells a module that is missing on this machine from one that a model made up.

A right answer may import a library that is not installed here. That says nothing about the model, so it is not
measured. A made-up module is the model's mistake. What the test itself imports is needed for certain; of the rest, only
widely known libraries count as missing here.
"""

import re

PYTHON = {
    "aiohttp": "aiohttp", "bs4": "beautifulsoup4", "cv2": "opencv-python-headless", "dateutil": "python-dateutil",
    "django": "Django", "fastapi": "fastapi", "flask": "Flask", "jinja2": "Jinja2", "jsonschema": "jsonschema",
    "keras": "keras", "lxml": "lxml", "matplotlib": "matplotlib", "matplotlib_venn": "matplotlib-venn",
    "mpl_toolkits": "matplotlib", "networkx": "networkx", "nltk": "nltk", "numba": "numba", "numpy": "numpy",
    "openpyxl": "openpyxl", "pandas": "pandas", "PIL": "Pillow", "plotly": "plotly", "polars": "polars",
    "psutil": "psutil", "pyarrow": "pyarrow", "pydantic": "pydantic", "pytest": "pytest", "pytz": "pytz",
    "regex": "regex", "requests": "requests", "rich": "rich", "scipy": "scipy", "seaborn": "seaborn",
    "selenium": "selenium", "sklearn": "scikit-learn", "skimage": "scikit-image",
    "sortedcontainers": "sortedcontainers",
    "sqlalchemy": "SQLAlchemy", "squarify": "squarify", "statsmodels": "statsmodels", "sympy": "sympy",
    "tabulate": "tabulate", "tensorflow": "tensorflow", "torch": "torch", "torchvision": "torchvision",
    "tqdm": "tqdm", "transformers": "transformers", "wordcloud": "wordcloud", "xlsxwriter": "XlsxWriter",
    "yaml": "PyYAML", "yolk": "yolk3k",
}  # fmt: skip
"""Import names of widely used libraries, and the distributions that hold them."""
NODE = frozenset(
    (
        *("assert", "axios", "chai", "cheerio", "express", "immutable", "jest", "jquery", "jsdom", "lodash"),
        *("luxon", "mocha", "moment", "node-fetch", "ramda", "react", "react-dom", "rxjs", "underscore"),
        *("uuid", "vue", "ws"),
    )
)

_PYTHON_ERROR = re.compile(r"(?:ModuleNotFoundError|ImportError): No module named '([\w.]+)'")
_NODE_ERROR = re.compile(r"Cannot find (?:module|package) '([^'.][^']*)'")


def missing_python(errors: str, given: str = "") -> str | None:
    """What to install, if a Python program failed for want of a module that is missing here.

    Args:
        errors: what the program printed to standard error, or the line of it that names the error.
        given: the code around the model's answer; what it imports is needed for certain.
    """
    found = _PYTHON_ERROR.search(errors)
    if found is None:
        return None
    module = found.group(1).partition(".")[0]
    if module in PYTHON:
        return PYTHON[module]
    return module if re.search(rf"(?m)^\s*(?:import|from)\s+{re.escape(module)}\b", given) else None


def missing_node(errors: str, given: str = "") -> str | None:
    """The same for Node's `require` and `import`."""
    found = _NODE_ERROR.search(errors)
    if found is None:
        return None
    parts = found.group(1).split("/")
    module = "/".join(parts[:2]) if parts[0].startswith("@") else parts[0]
    quoted = re.compile(rf"['\"]{re.escape(module)}(?:/[^'\"]*)?['\"]")
    return module if module in NODE or quoted.search(given) else None


def not_here(missing: str, executable: str) -> str:
    """The sentence for a Python library that is missing here."""
    return f"cannot be run here: {missing} is not installed; install it for {executable}, or name another with --python"
