"""What a training recipe says: the model's shape, its data, and the stages it goes through."""

from pathlib import Path

from pydantic import Field, NonNegativeInt, model_validator

from viscodex_model.core.recipe import Recipe
from viscodex_model.train.tuning.sft_recipe import Learns


class Tower(Recipe):
    """A stack of transformer layers."""

    width: int = Field(gt=0, multiple_of=32)
    depth: int = Field(gt=0)
    heads: int = Field(gt=0)
    inner: int = Field(gt=0)


class Shape(Recipe):
    """The model: a vision tower and a language tower; heads of the latter are 64 wide."""

    vision: Tower
    language: Tower


class Heads(Recipe):
    """Weights of the helper losses; the helper heads are thrown away after training."""

    characters: float = Field(default=1.0, ge=0)
    pieces: float = Field(default=0.5, ge=0)
    colours: float = Field(default=0.5, ge=0)
    places: float = Field(default=0.1, ge=0)
    pointers: float = Field(default=0.5, ge=0)


class Stage(Recipe):
    """One stage: which pictures, for how long (minutes or steps), how fast.

    `reading` stages train the vision tower by the helper heads alone; `blind` ones train the language tower on answers
    without their pictures; the others train all that `learns` says, the whole model where it says nothing. Each picture
    is moved by up to `shift` pixels.
    """

    name: str
    data: tuple[Path, ...]
    minutes: float | None = Field(default=None, gt=0)
    steps: int | None = Field(default=None, gt=0)
    reading: bool = False
    blind: bool = False
    learns: Learns = Learns(vision=True, projector=True)
    rate: float = Field(default=1e-3, gt=0)
    last_rate: float = Field(default=0.02, ge=0, le=1)
    warm_up: float = Field(default=0.03, ge=0, lt=1)
    cells: int = Field(default=2400, gt=0)
    largest: int = Field(default=400, gt=0)
    shift: int = Field(default=0, ge=0, lt=10)
    dropout: float = Field(default=0.1, ge=0, lt=1)
    structure: float = Field(default=0.5, ge=0)
    helpers: Heads = Heads()

    @model_validator(mode="after")
    def _has_one_length(self) -> "Stage":
        if (self.minutes is None) == (self.steps is None):
            raise ValueError("a stage lasts either `minutes` or `steps`: give one of them")
        if self.reading and self.blind:
            raise ValueError("a stage is `reading` or `blind`, not both")
        return self


class TrainRecipe(Recipe):
    """A whole training run; paths are relative to the working directory.

    A model is made from nothing in a `shape`, or taken from a folder (`start`), whose tokenizer then gets the common
    pieces of the programs in the folders under `grow`, and with `letters` spells words letter by letter. After each
    vision block numbered in `new_blocks` a new one is put in. Those numbered in `full_attention`, as they then are,
    look at the whole picture, the others at windows of 8 x 8 patches; without it all do, or what the `start` folder
    says. `patch` is how many pixels a patch's side has: 14, or what the `start` folder says. Of the weights that the
    run began with, the share `keep` is mixed into those it ends with (WiSE-FT, arXiv 2109.01903).
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
    pieces: int = Field(default=1200, gt=256)
    seed: int = 0
    keep: float = Field(default=0.0, ge=0, lt=1)
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
        if self.keep and self.start is None:
            raise ValueError("`keep` is a share of the weights in a `start` folder: name one")
        return self
