"""What the text of a prompt names."""

from pathlib import Path

import pytest
from acp.schema import TextContentBlock

from viscodex_lsp.agents.acp_prompt import read_prompt


@pytest.mark.parametrize(
    "long", ["-/" * 60_000, "a" * 120_000, "a." * 60_000, "@" * 120_000], ids=lambda one: one[:2]
)
def test_a_file_is_found_behind_a_text_that_looks_like_paths_for_long(long: str, tmp_path: Path) -> None:
    """Each place of the text begins at most one path."""
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "c.py").write_text("")
    prompt = read_prompt([TextContentBlock(type="text", text=f"{long} see `b/c.py:3`")], [tmp_path])
    assert (prompt.file, prompt.line) == ("b/c.py", 3)
