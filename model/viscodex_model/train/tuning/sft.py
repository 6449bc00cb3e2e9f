"""Supervised fine-tuning of a checkpoint by transformers' Trainer on accelerate.

One process on a processor or a GPU, or as many as `accelerate launch` starts, with data in parallel, FSDP2 or ZeRO as
its config file says. The work folder holds checkpoints, the log and its plots; `out` is written at the end.
"""

from pathlib import Path
from typing import Any

import torch
from transformers import Qwen2_5_VLForConditionalGeneration, Trainer, TrainingArguments
from transformers.trainer_callback import PrinterCallback

from viscodex_model.checkpoint.index import read_json
from viscodex_model.checkpoint.processor import load_processor
from viscodex_model.checkpoint.sources import Source, fetch
from viscodex_model.core.errors import UserError
from viscodex_model.core.provenance import Input, Provenance, input_file, versions
from viscodex_model.data.record_shards import RecordPlace, list_places
from viscodex_model.train.tuning.collate import Collator, Encoder
from viscodex_model.train.tuning.places import RecordPlaces, read_mixture
from viscodex_model.train.tuning.sft_recipe import SftRecipe, TuningRecipe
from viscodex_model.train.tuning.shortage import last_checkpoint, told_in_words
from viscodex_model.train.tuning.trainable import add_adapters, set_learning
from viscodex_model.train.tuning.trainer import SftTrainer
from viscodex_model.train.tuning.tuned_folder import write_folder
from viscodex_model.train.tuning.watch import Watch

FAMILY = "qwen2_5_vl"


def tune(recipe: SftRecipe, *, resume: bool) -> None:
    """Run a recipe to its end, from the last whole checkpoint with `resume`.

    Raises:
        UserError: the model, the data or the machine is not what the recipe says; memory or disk run out.
    """
    start = start_of(recipe, resume=resume)
    require_device(recipe)
    source = fetch(recipe.model, recipe.revision)
    require_family(source)
    places = read_mixture(recipe)
    with told_in_words(recipe):
        run(make_trainer(recipe, source.folder, places), recipe, source, start=start)


def run(trainer: Trainer, recipe: TuningRecipe, source: Source, *, start: Path | None) -> None:
    """Train to the end, from the checkpoint `start` if there is one, and write the recipe's `out`."""
    require_whole_weights(recipe, split=trainer.is_fsdp_enabled or trainer.is_deepspeed_enabled)
    trainer.train(resume_from_checkpoint=str(start) if start else None)
    save(trainer, recipe, source)
    # All wait for the first to have written: whoever leaves early, or with open connections, may end the others.
    # While a process waits, gloo's threads can let go of the tensors they still hold, for which they need Python's
    # lock; torch 2.13 takes its process group down under that lock, and would wait for those threads for ever.
    trainer.accelerator.wait_for_everyone()
    trainer.accelerator.end_training()


def start_of(recipe: TuningRecipe, *, resume: bool) -> Path | None:
    """The checkpoint that a run goes on from. Raises UserError where its folders belong to another run."""
    found = last_checkpoint(recipe.work)
    if resume and not found:
        raise UserError(
            f"There is no whole checkpoint in {recipe.work} to resume from: start without --resume."
        )
    if found and not resume:
        raise UserError(
            f"{recipe.work} belongs to an earlier run: resume it with --resume, or move the folder away."
        )
    if recipe.out.exists() and not resume:
        raise UserError(f"{recipe.out} exists already: name another `out` in the recipe, or move it away.")
    return found


def require_device(recipe: TuningRecipe) -> None:
    """Raise `UserError` where the recipe asks for a GPU and there is none."""
    if recipe.device == "cuda" and not torch.cuda.is_available():
        raise UserError(
            "The recipe asks for a GPU (device: cuda), and torch finds none here: mend the driver, install a CUDA "
            "build of torch, or set device to auto."
        )


def require_family(source: Source) -> None:
    """Raise `UserError` where the checkpoint is not a Qwen2.5-VL."""
    kind = read_json(source.folder / "config.json").get("model_type")
    if kind != FAMILY:
        raise UserError(
            f"{source.label} is a {kind}: tuning knows {FAMILY} (Qwen2.5-VL and merges of it) alone."
        )


def require_whole_weights(recipe: TuningRecipe, *, split: bool) -> None:
    """Raise `UserError` where adapters are wanted and each process has but a part of the weights."""
    if recipe.lora and split:
        raise UserError(
            "Adapters cannot be merged into weights that FSDP or ZeRO split: tune the whole model, or start without "
            "them (`accelerate launch` with data in parallel)."
        )


def make_trainer(recipe: SftRecipe, folder: Path, places: list[RecordPlace]) -> SftTrainer:
    """The Trainer of a recipe, the model loaded and frozen as it says."""
    arguments = training_arguments(recipe)  # first: it settles the devices before weights are loaded
    model = load_model(recipe, folder)
    processor = load_processor(folder)
    encoder = Encoder(processor, max_tokens=recipe.max_tokens, max_pixels=recipe.max_pixels)
    tokenizer: Any = processor.tokenizer
    pad = tokenizer.pad_token_id if tokenizer.pad_token_id is not None else tokenizer.eos_token_id
    trainer = SftTrainer(
        model=model,
        args=arguments,
        train_dataset=RecordPlaces(places),
        eval_dataset=_validation(recipe),
        data_collator=Collator(encoder, pad),
    )
    watch(trainer, recipe)
    return trainer


def watch(trainer: Trainer, recipe: TuningRecipe) -> None:
    """Let the first process write its log to the work folder, and none of them print."""
    trainer.remove_callback(PrinterCallback)
    if trainer.is_world_process_zero():
        recipe.work.mkdir(parents=True, exist_ok=True)
        trainer.add_callback(Watch(recipe.work))


def _validation(recipe: SftRecipe) -> RecordPlaces | None:
    if recipe.validation is None:
        return None
    return RecordPlaces(list(list_places(recipe.validation))[: recipe.validation_records])


def load_model(recipe: TuningRecipe, folder: Path) -> Any:
    """The model in the dtype of the recipe, its parts frozen or free, with adapters where there are any."""
    dtype = torch.bfloat16 if recipe.precision == "bfloat16" else torch.float32
    torch.manual_seed(recipe.seed)
    model: Any = Qwen2_5_VLForConditionalGeneration.from_pretrained(
        folder, dtype=dtype, local_files_only=True
    )
    model.config.use_cache = False
    set_learning(model, recipe.learns)
    if recipe.gradient_checkpointing and recipe.lora:
        model.enable_input_require_grads()
    return add_adapters(model, recipe.lora, learns=recipe.learns) if recipe.lora else model


def training_arguments(recipe: SftRecipe) -> TrainingArguments:
    """The recipe in the Trainer's words."""
    validates = recipe.validation is not None
    return TrainingArguments(
        **common_arguments(recipe),
        train_sampling_strategy="group_by_length" if recipe.group_by_length else "random",
        eval_strategy="steps" if validates else "no",
        eval_steps=recipe.validate_steps if validates else None,
        prediction_loss_only=True,
        include_num_input_tokens_seen="non_padding",
        dataloader_num_workers=recipe.workers,
        dataloader_pin_memory=torch.cuda.is_available() and recipe.device != "cpu",
    )


def common_arguments(recipe: TuningRecipe) -> dict[str, Any]:
    """What every way to tune tells its Trainer."""
    return {
        "output_dir": str(recipe.work),
        "per_device_train_batch_size": recipe.batch,
        "per_device_eval_batch_size": recipe.batch,
        "gradient_accumulation_steps": recipe.accumulate,
        "num_train_epochs": recipe.epochs,
        "max_steps": recipe.steps or -1,
        "learning_rate": recipe.rate,
        "lr_scheduler_type": recipe.schedule,
        "warmup_steps": recipe.warm_up,
        "weight_decay": recipe.weight_decay,
        "max_grad_norm": recipe.max_norm,
        "bf16": recipe.precision != "float32",
        "activation_checkpointing": recipe.gradient_checkpointing,
        "activation_checkpointing_kwargs": {"use_reentrant": False}
        if recipe.gradient_checkpointing
        else None,
        "use_cpu": recipe.device == "cpu",
        "seed": recipe.seed,
        "logging_steps": recipe.log_steps,
        "logging_first_step": True,
        "save_steps": recipe.save_steps,
        "save_total_limit": recipe.keep_checkpoints,
        "remove_unused_columns": False,
        "report_to": ["tensorboard"],
        "disable_tqdm": True,
        "log_level": "error",
    }


def save(trainer: Trainer, recipe: TuningRecipe, source: Source) -> None:
    """Write the tuned checkpoint to the recipe's `out`, from the first process."""
    wrapped: Any = trainer.deepspeed or trainer.model_wrapped
    bare: Any = trainer.accelerator.unwrap_model(trainer.model)
    tensors = (
        bare.merge_and_unload().state_dict() if recipe.lora else trainer.accelerator.get_state_dict(wrapped)
    )
    if trainer.is_world_process_zero():
        if bare.config.tie_word_embeddings:
            tensors = {name: tensor for name, tensor in tensors.items() if name != "lm_head.weight"}
        write_folder(
            tensors, source.folder, recipe.out, provenance_of(recipe, source, trainer.state.global_step)
        )


def provenance_of(recipe: TuningRecipe, source: Source, steps: int) -> Provenance:
    """What the tuned checkpoint was made from."""
    files = tuple(input_file(path) for path in sorted(source.folder.glob("*.safetensors")))
    inputs = [
        Input(
            role="model", source=source.label, revision=source.revision, licence="see its card", files=files
        )
    ]
    for name, paths in recipe.data_files():
        read = tuple(input_file(path) for path in paths)
        inputs.append(Input(role="data", source=name, licence="see its source", files=read))
    return Provenance(
        stage="train",
        versions=versions(("torch", "transformers", "accelerate", "peft")),
        recipe=recipe.model_dump(mode="json"),
        inputs=tuple(inputs),
        details={"steps": steps},
    )
