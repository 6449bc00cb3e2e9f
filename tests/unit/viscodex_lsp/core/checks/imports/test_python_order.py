"""Imports of Python that a reply brings stand in the order that the file's imports have."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

GROUPS = "import os\n{}import sys\n\nimport numpy as np\nfrom pandas import (\n    DataFrame,\n{}    Series,\n{})\n"


@pytest.mark.parametrize(
    ("own", "new", "after"),
    [
        (GROUPS.format("", "", ""), "import re", GROUPS.format("import re\n", "", "")),
        (
            GROUPS.format("", "", ""),
            "from pandas import read_csv, Index",
            GROUPS.format("", "    Index,\n", "    read_csv,\n"),
        ),
        (
            "import numpy as np\nimport torch\n",
            "import altair",
            "import altair\nimport numpy as np\nimport torch\n",
        ),
        ("import numpy as np\n", "import matplotlib.pyplot as plt", None),
        ("from b import c\nfrom d import e\n", "import x", "import x\nfrom b import c\nfrom d import e\n"),
        (
            "import os  # a\fb\u2028c\nimport sys\n",
            "import re",
            "import os  # a\fb\u2028c\nimport re\nimport sys\n",
        ),
        ("from a import c\nimport b\n", "from aa import x", "from a import c\nfrom aa import x\nimport b\n"),
        ("from __future__ import annotations\n\nimport b\n", "import re", None),
        ("import os\n\nimport b\n", "from .a import x", "import os\n\nimport b\n\nfrom .a import x\n"),
        ("import b\nimport os\nimport a\n", "import re", "import b\nimport os\nimport a\nimport re\n"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
async def test_an_import_stands_where_the_order_of_the_file_has_it(
    own: str, new: str, after: str | None, newline: str
) -> None:
    if after is None:
        first, gap, last = own.rpartition("import ")
        after = f"{first}{new}\n{chr(10) if 'future' in own else ''}{gap}{last}"
    told = await told_of("python", f"{own}\n\n¦\n".replace("\n", newline), f"{new}\n\ny = 1")
    assert told.after is not None, told.words
    assert told.after == f"{after}\n\ny = 1\n".replace("\n", newline)
