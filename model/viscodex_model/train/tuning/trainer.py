"""transformers' Trainer for tuning: the order of records, and checkpoints that go on where they were."""

from typing import Any

from peft import PeftModel
from torch.utils.data import SequentialSampler
from transformers import Trainer

from viscodex_model.core.errors import UserError
from viscodex_model.core.sizes import counted
from viscodex_model.train.tuning.estimate import tokens_of
from viscodex_model.train.tuning.places import Grouped


class WholeCheckpoints(Trainer):
    """A Trainer whose checkpoints are read back whole.

    The stock one writes a model's tensors under its hub names and reads them back by its names in memory, where it
    passes over what it does not know: a resumed run would begin anew without a word.
    """

    def _save(self, output_dir: str | None = None, state_dict: Any = None) -> None:
        bare: Any = self.accelerator.unwrap_model(self.model)
        if isinstance(bare, PeftModel):
            super()._save(output_dir, state_dict)
            return
        bare.save_pretrained(
            output_dir or self.args.output_dir,
            state_dict=state_dict,
            is_main_process=self.args.should_save,
            save_original_format=False,
        )

    def _issue_warnings_after_load(self, load_result: Any) -> None:
        bare: Any = self.accelerator.unwrap_model(self.model)
        tied = {"lm_head.weight"} if bare.config.tie_word_embeddings else set()
        strange = (set(load_result.missing_keys) - tied) | set(load_result.unexpected_keys)
        if strange:
            differ = "differs" if len(strange) == 1 else "differ"
            raise UserError(
                f"The checkpoint does not fit the model: {counted(len(strange), 'tensor')} {differ} in name, such as "
                f"{min(strange)}. Start without --resume, in another work folder."
            )


class SftTrainer(WholeCheckpoints):
    """The stock Trainer with the order of `Grouped`, and checkpoints that are read back whole."""

    def _get_train_sampler(self, train_dataset: Any = None) -> Any:
        dataset: Any = train_dataset or self.train_dataset
        if self.args.train_sampling_strategy != "group_by_length":
            return super()._get_train_sampler(dataset)
        lengths = [tokens_of(place) for place in dataset.places]
        return Grouped(lengths, batch=self.args.train_batch_size, seed=self.args.seed)

    def _get_eval_sampler(self, eval_dataset: Any) -> Any:
        return SequentialSampler(eval_dataset)
