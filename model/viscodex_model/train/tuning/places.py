"""The records of an epoch in their order, as torch's data loader takes them."""

from collections.abc import Iterator

from torch.utils.data import Dataset, Sampler

from viscodex_model.core.errors import UserError
from viscodex_model.data.mixture import grouped_order, mix
from viscodex_model.data.record_shards import RecordPlace, list_places
from viscodex_model.train.tuning.sft_recipe import SftRecipe


def read_mixture(recipe: SftRecipe) -> list[RecordPlace]:
    """Where all records of an epoch are, sets mixed as the recipe says."""
    parts = [(list(list_places(part.path)), part.repeat) for part in recipe.data]
    places = mix(parts, seed=recipe.seed)
    if not places:
        raise UserError("The recipe's data hold no record with an answer.")
    return places


class RecordPlaces(Dataset[RecordPlace]):
    """Places as torch wants them; reading and encoding is the collator's."""

    def __init__(self, places: list[RecordPlace]) -> None:
        self.places = places

    def __len__(self) -> int:
        return len(self.places)

    def __getitem__(self, index: int) -> RecordPlace:
        return self.places[index]


class Grouped(Sampler[int]):
    """Records of like length together; each epoch in an order of its own that depends on the seed alone."""

    def __init__(self, lengths: list[int], *, batch: int, seed: int) -> None:
        self._lengths, self._batch, self._seed, self._epoch = lengths, batch, seed, 0

    def set_epoch(self, epoch: int) -> None:
        """Told by the Trainer before each epoch, so that a resumed one has the same order."""
        self._epoch = epoch

    def __len__(self) -> int:
        return len(self._lengths)

    def __iter__(self) -> Iterator[int]:
        return iter(grouped_order(self._lengths, batch=self._batch, seed=1000 * self._seed + self._epoch))
