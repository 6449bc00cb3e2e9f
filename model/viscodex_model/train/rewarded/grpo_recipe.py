"""The recipe for learning from the likeness: the pictures, the question, how many answers, how they are rewarded."""

from pathlib import Path
from typing import Literal

from PIL import Image
from pydantic import Field, model_validator

from viscodex_model.core.errors import UserError
from viscodex_model.data.pairs import PICTURES
from viscodex_model.train.tuning.sft_recipe import TuningRecipe

QUESTION = (
    "Write one HTML page that looks like this picture, with its texts, colours and layout. Answer with one fenced "
    "block of code and nothing else."
)


class GrpoRecipe(TuningRecipe):
    """Group relative policy optimization (Shao et al. 2024): to each picture of a folder the model gives several
    `answers`; those above their mean likeness become more likely, those below it less.

    `max_tokens` is of an answer. `batch` times `accumulate` answers make one update: whole groups of `answers`. `beta`
    is the weight of the distance to the model as it was; above 0 that is held in memory too, but for adapters.
    """

    reward: Literal["likeness"]
    pictures: Path
    question: str = QUESTION
    language: str = "html"
    answers: int = Field(default=8, ge=2)
    temperature: float = Field(default=1.0, gt=0)
    beta: float = Field(default=0.0, ge=0)
    max_tokens: int = Field(default=2048, gt=0)
    rate: float = Field(default=1e-6, gt=0)
    schedule: Literal["cosine", "linear", "constant_with_warmup"] = "constant_with_warmup"

    @model_validator(mode="after")
    def _has_whole_groups(self) -> "GrpoRecipe":
        if self.batch * self.accumulate % self.answers:
            raise ValueError(
                f"batch times accumulate ({self.batch * self.accumulate}) must be a multiple of answers "
                f"({self.answers}): the answers to a picture are judged beside one another"
            )
        return self

    def picture_files(self) -> list[Path]:
        """The pictures of the folder; none where it is not there."""
        found = sorted(self.pictures.glob("*"))
        return [path for path in found if path.suffix.lower() in PICTURES]

    def picture_sizes(self, *, whole: bool = False) -> dict[Path, tuple[int, int]]:
        """Width and height of each picture of the folder; with `whole` each is read to its last pixel.

        Raises:
            UserError: one of them cannot be opened.
        """
        return {path: _size(path, whole=whole) for path in self.picture_files()}

    def data_files(self) -> list[tuple[str, list[Path]]]:
        """The pictures."""
        return [(self.pictures.name, self.picture_files())]


def _size(path: Path, *, whole: bool) -> tuple[int, int]:
    try:
        with Image.open(path) as picture:
            if whole:
                picture.load()
            return picture.size
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise UserError(
            f"{path} is no picture that can be opened: take it out of the folder, or mend it."
        ) from error
