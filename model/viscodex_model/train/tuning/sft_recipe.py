"""The recipe for tuning a checkpoint: the model, the data, which parts are trained, for how long, how fast."""

from pathlib import Path
from typing import Literal

from pydantic import Field

from viscodex_model.core.recipe import Recipe


class DataPart(Recipe):
    """A folder of shards; `repeat` is its weight in the mixture: 2 is twice an epoch, 0.5 a half of it."""

    path: Path
    repeat: float = Field(default=1.0, gt=0)


class Learns(Recipe):
    """Which parts of the model learn. The paper freezes the vision tower and the projector."""

    vision: bool = False
    projector: bool = False
    embeddings: bool = True
    layers: bool = True
    head: bool = True


class Lora(Recipe):
    """Low-rank adapters in place of full tuning (Hu et al. 2021); they are merged into the weights at the end."""

    rank: int = Field(default=16, gt=0)
    alpha: int = Field(default=32, gt=0)
    dropout: float = Field(default=0.0, ge=0, lt=1)
    targets: tuple[str, ...] = (
        "q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj",
    )  # fmt: skip


class TuningRecipe(Recipe):
    """What every way to tune a checkpoint has; paths are relative to the working directory, `model` is a folder or a
    hub id.

    `precision`: mixed is float32 weights with bfloat16 arithmetic. `batch` is of one device and one step; `accumulate`
    steps make one update. `steps` overrides `epochs`. The newest `keep_checkpoints` checkpoints of a run stay on disk.
    """

    model: str
    revision: str | None = None
    out: Path
    work: Path
    seed: int = 0
    max_tokens: int = Field(default=8192, gt=0)
    max_pixels: int | None = Field(default=None, gt=0)
    epochs: float = Field(default=1.0, gt=0)
    steps: int | None = Field(default=None, gt=0)
    batch: int = Field(default=1, gt=0)
    accumulate: int = Field(default=1, gt=0)
    rate: float = Field(default=1e-5, gt=0)
    schedule: Literal["cosine", "linear", "constant_with_warmup"] = "cosine"
    warm_up: float = Field(default=0.03, ge=0, lt=1)
    weight_decay: float = Field(default=0.0, ge=0)
    max_norm: float = Field(default=1.0, gt=0)
    precision: Literal["mixed", "bfloat16", "float32"] = "mixed"
    gradient_checkpointing: bool = True
    learns: Learns = Learns()
    lora: Lora | None = None
    device: Literal["auto", "cpu", "cuda"] = "auto"
    log_steps: int = Field(default=10, gt=0)
    save_steps: int = Field(default=500, gt=0)
    keep_checkpoints: int = Field(default=2, gt=0)

    def data_files(self) -> list[tuple[str, list[Path]]]:
        """What is learnt from: the name of each part and its files."""
        return []


class SftRecipe(TuningRecipe):
    """Supervised fine-tuning on records with answers; `max_tokens` is of a whole record."""

    data: tuple[DataPart, ...] = Field(min_length=1)
    validation: Path | None = None
    validation_records: int = Field(default=500, gt=0)
    validate_steps: int = Field(default=500, gt=0)
    group_by_length: bool = True
    workers: int = Field(default=2, ge=0)

    def data_files(self) -> list[tuple[str, list[Path]]]:
        """The shards of each folder."""
        return [(part.path.name, sorted(part.path.glob("*.zip"))) for part in self.data]
