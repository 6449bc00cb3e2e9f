"""The recipe of a training run from nothing: the model's shape, its data, and its stages."""

from pathlib import Path

from pydantic import Field, NonNegativeInt, model_validator

from viscodex_model.core.recipe import Recipe
from viscodex_model.train.tuning.sft_recipe import Learns


class Tower(Recipe):
    """A stack of transformer layers."""

    width: int = Field(gt=0, multiple_of=32)
    depth: int = Field(gt=0)
    heads: int = Field(gt=0)
    intermediate_size: int = Field(gt=0)


class Shape(Recipe):
    """The model: a vision tower and a language tower; heads of the latter are 64 wide."""

    vision: Tower
    language: Tower


class Heads(Recipe):
    """Weights of the helper losses; the helper heads are thrown away after training."""

    characters: float = Field(default=1.0, ge=0)
    tokens: float = Field(default=0.5, ge=0)
    colours: float = Field(default=0.5, ge=0)
    positions: float = Field(default=0.1, ge=0)
    pointers: float = Field(default=0.5, ge=0)


class Stage(Recipe):
    """One stage: which pictures, for how long (minutes or steps), at which learning rate.

    A `vision_only` stage trains the vision tower through the helper heads alone. A `text_only` stage trains the
    language model on answers without their pictures. Any other stage trains what `learns` names. `batch_cells` is
    about how many image tokens one batch has; pictures of more than `max_cells` image tokens are left out. Each
    picture is shifted by up to `shift` pixels. `structure` is the loss weight of tokens that are not text.
    """

    name: str
    data: tuple[Path, ...]
    minutes: float | None = Field(default=None, gt=0)
    steps: int | None = Field(default=None, gt=0)
    vision_only: bool = False
    text_only: bool = False
    learns: Learns = Learns(vision=True, projector=True)
    rate: float = Field(default=1e-3, gt=0)
    last_rate: float = Field(default=0.02, ge=0, le=1)
    warm_up: float = Field(default=0.03, ge=0, lt=1)
    batch_cells: int = Field(default=2400, gt=0)
    max_cells: int = Field(default=400, gt=0)
    shift: int = Field(default=0, ge=0, lt=10)
    dropout: float = Field(default=0.1, ge=0, lt=1)
    structure: float = Field(default=0.5, ge=0)
    helpers: Heads = Heads()

    @model_validator(mode="after")
    def _has_one_length(self) -> "Stage":
        if (self.minutes is None) == (self.steps is None):
            raise ValueError("a stage lasts either `minutes` or `steps`: give one of them")
        if self.vision_only and self.text_only:
            raise ValueError("a stage is `vision_only` or `text_only`, not both")
        return self


class TrainRecipe(Recipe):
    """A whole training run; paths are relative to the working directory.

    The model is initialised from a `shape`, or loaded from a checkpoint folder (`start`). With `start`, the common
    strings of the programs in the folders under `grow` are added to the tokenizer, and `letters` makes it encode words
    letter by letter. A new vision block is inserted after each one numbered in `new_blocks`. After that, the blocks
    numbered in `full_attention` attend to the whole picture and the others to windows of 8 x 8 patches; the default
    is that of the `start` folder, or full attention everywhere. `patch` is the side of a patch in pixels: 14, or that
    of the `start` folder. `vocabulary` is the number of byte-level tokens that a new tokenizer learns. At the end the
    initial weights are interpolated into the final ones with weight `init_weight_share` (WiSE-FT, arXiv 2109.01903).
    """

    out: Path
    work: Path
    shape: Shape | None = None
    start: Path | None = None
    grow: tuple[Path, ...] = ()
    letters: bool = False
    new_blocks: tuple[NonNegativeInt, ...] = ()
    full_attention: tuple[NonNegativeInt, ...] | None = None
    patch: int | None = Field(default=None, ge=4, le=28)
    vocabulary: int = Field(default=1200, gt=256)
    seed: int = 0
    init_weight_share: float = Field(default=0.0, ge=0, lt=1)
    validation: Path
    muon: float = Field(default=1.5, gt=0)
    compile: bool = False
    save_minutes: float = Field(default=4, gt=0)
    stages: tuple[Stage, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _begins_somewhere(self) -> "TrainRecipe":
        if (self.shape is None) == (self.start is None):
            raise ValueError("give a `shape` to begin from nothing, or a folder to `start` from, not both")
        if (self.grow or self.letters) and self.start is None:
            raise ValueError("`grow` and `letters` change the tokenizer of a `start` folder: name one")
        if self.init_weight_share and self.start is None:
            raise ValueError("`init_weight_share` is a share of the weights in a `start` folder: name one")
        return self
