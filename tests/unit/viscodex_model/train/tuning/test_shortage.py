"""Memory and disk that run out while a checkpoint is tuned."""

from pathlib import Path

import pytest
import torch
from safetensors import SafetensorError
from viscodex_model.core.errors import UserError
from viscodex_model.train.tuning.sft_recipe import SftRecipe
from viscodex_model.train.tuning.shortage import told_in_words


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (
            torch.OutOfMemoryError("CUDA out of memory"),
            "The GPU's memory ran out at a batch of 2. What helps: a batch",
        ),
        (RuntimeError("DefaultCPUAllocator: not enough memory"), "Memory ran out"),
        (OSError(28, "No space left on device"), "is full. Nothing was saved yet"),
        (SafetensorError("I/O error: No space left on device (os error 28)"), "is full. Nothing was saved"),
        (
            UserError("Caught UserError in worker 0.\nTraceback …\nx.UserError: None of it.\n"),
            r"^None of it\.$",
        ),
        (UserError("None of it."), r"^None of it\.$"),
    ],
)
def test_running_out_is_a_sentence(tmp_path: Path, error: Exception, message: str) -> None:
    """Memory and disk that run out are told with what to do; other errors stay what they are."""
    recipe = SftRecipe(
        model=str(tmp_path), data=[{"path": tmp_path}], out=tmp_path / "out", work=tmp_path / "work", batch=2
    )
    recipe.work.mkdir()
    with pytest.raises(UserError, match=message), told_in_words(recipe):
        raise error
    with pytest.raises(RuntimeError, match="a bug"), told_in_words(recipe):
        raise RuntimeError("a bug")


def test_a_work_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    """A file of that name is in the way."""
    (tmp_path / "work").write_text("mine")
    recipe = SftRecipe(
        model=str(tmp_path), data=[{"path": tmp_path}], out=tmp_path / "out", work=tmp_path / "work"
    )
    with pytest.raises(UserError, match="Name another `work`"), told_in_words(recipe):
        pass
