"""Learning from the likeness by TRL's GRPOTrainer: sampling answers, rewarding them, and the step are all its work.

One process on a processor or a GPU, or as many as `accelerate launch` starts. The extra `grpo` brings TRL.
"""

from pathlib import Path

from viscodex_model.checkpoint.processor import load_processor
from viscodex_model.checkpoint.sources import fetch
from viscodex_model.core.errors import UserError
from viscodex_model.core.likeness.comparer import Comparer
from viscodex_model.train.rewarded.grpo_recipe import GrpoRecipe
from viscodex_model.train.rewarded.likeness_reward import LikenessReward
from viscodex_model.train.tuning.collate import bound_pictures
from viscodex_model.train.tuning.sft import (
    common_arguments,
    load_model,
    require_device,
    require_family,
    run,
    start_of,
    watch,
)
from viscodex_model.train.tuning.shortage import told_in_words
from viscodex_model.train.tuning.trainer import WholeCheckpoints

try:
    from datasets import Dataset, Image
    from trl import GRPOConfig, GRPOTrainer
except ImportError as missing:
    raise UserError(
        "Learning from the likeness needs TRL, which is not installed: pip install 'viscodex-lsp[grpo]'."
    ) from missing


class LikenessTrainer(WholeCheckpoints, GRPOTrainer):  # type: ignore[misc]
    """TRL's trainer, with checkpoints that are read back whole."""

    def _send_telemetry(self) -> None:
        """Nothing is told to anybody about a run."""


def learn_from_likeness(recipe: GrpoRecipe, *, resume: bool) -> None:
    """Run a recipe to its end, from the last whole checkpoint with `resume`.

    Raises:
        UserError: the model, the pictures or the machine is not what the recipe says; memory or disk run out; the
            likeness cannot be measured here.
    """
    start = start_of(recipe, resume=resume)
    require_device(recipe)
    source = fetch(recipe.model, recipe.revision)
    require_family(source)
    pictures = list(recipe.picture_sizes(whole=True))
    if not pictures:
        raise UserError(f"{recipe.pictures} holds no pictures.")
    with told_in_words(recipe), Comparer() as comparer:
        reward = LikenessReward(comparer, language=recipe.language)
        run(make_trainer(recipe, source.folder, pictures, reward), recipe, source, start=start)


def make_trainer(
    recipe: GrpoRecipe, folder: Path, pictures: list[Path], reward: LikenessReward
) -> LikenessTrainer:
    """The trainer of a recipe, the model loaded and frozen as it says."""
    arguments = grpo_arguments(recipe)  # first: it settles the devices before weights are loaded
    model = load_model(recipe, folder)
    processor = load_processor(folder)
    bound_pictures(processor.image_processor, recipe.max_pixels)
    trainer = LikenessTrainer(  # type: ignore[call-arg]
        model=model,
        args=arguments,
        reward_funcs=reward,
        train_dataset=questions(recipe, pictures),
        processing_class=processor,
    )
    watch(trainer, recipe)
    return trainer


def questions(recipe: GrpoRecipe, pictures: list[Path]) -> Dataset:
    """A row for each picture: the question, the picture, and where it lies, for the reward."""
    paths = [str(path.absolute()) for path in pictures]
    prompt = [{"role": "user", "content": recipe.question}]
    rows = Dataset.from_dict({"prompt": [prompt] * len(paths), "image": paths, "path": paths})
    return rows.cast_column("image", Image())


def grpo_arguments(recipe: GrpoRecipe) -> GRPOConfig:
    """The recipe in TRL's words."""
    common = common_arguments(recipe)
    return GRPOConfig(
        **common,
        gradient_checkpointing=common["activation_checkpointing"],
        num_generations=recipe.answers,
        max_completion_length=recipe.max_tokens,
        temperature=recipe.temperature,
        beta=recipe.beta,
        include_num_input_tokens_seen="non_padding",
    )
