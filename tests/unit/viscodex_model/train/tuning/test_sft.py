"""Tuning a checkpoint: what is learnt, what stays, resuming, the saved folder, bad input."""

import io
import json
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import torch
from PIL import Image
from safetensors.torch import load_file
from viscodex_model.checkpoint.folder import describe
from viscodex_model.checkpoint.layout import old_name
from viscodex_model.checkpoint.processor import load_processor
from viscodex_model.cli import main
from viscodex_model.core.errors import UserError
from viscodex_model.core.recipe import validate_recipe
from viscodex_model.data.chat import BadRecordError
from viscodex_model.data.pictures import Picture
from viscodex_model.data.record_shards import RecordPlace, ShardWriter, list_places
from viscodex_model.data.records import Message, Record
from viscodex_model.train.tuning.collate import UNLEARNT, Collator, Encoder, join
from viscodex_model.train.tuning.estimate import count_parameters, estimate
from viscodex_model.train.tuning.sft import load_model, require_whole_weights, tune
from viscodex_model.train.tuning.sft_recipe import SftRecipe
from viscodex_model.train.tuning.trainable import part_of
from viscodex_model.train.tuning.trainer import SftTrainer
from viscodex_model.train.tuning.watch import read_lines

from tests.fixtures.models.tiny_checkpoints import tiny_coder, token_id

END = "<|im_end|>"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one shard of eight records, one of them without a picture."""
    folder = tmp_path_factory.mktemp("data")
    with ShardWriter(folder / "part-00000.zip") as writer:
        for number in range(7):
            writer.add(page(number), (picture(56 + 28 * (number % 3)),))
        writer.add(Record((), (Message("user", "Add 1."), Message("assistant", "2")), "algorithm"), ())
        writer.finish({})
    return folder


def picture(side: int = 56) -> Picture:
    """A red square."""
    buffer = io.BytesIO()
    Image.new("RGB", (side, side), "red").save(buffer, "PNG")
    return Picture(buffer.getvalue(), "png", side, side)


def page(number: int) -> Record:
    """A record of one turn with a picture."""
    answer = f"```html\n<h1>Price list {number}</h1>\n```"
    messages = (Message("user", "<image>\nBuild it."), Message("assistant", answer))
    return Record(("1.png",), messages, "html")


def recipe_of(model: Path, data: Path, folder: Path, **changes: Any) -> SftRecipe:
    """A recipe of four short steps on the processor."""
    content = {
        "model": str(model), "out": folder / "out", "work": folder / "work", "data": [{"path": data}],
        "steps": 4, "batch": 2, "rate": 1e-2, "warm_up": 0, "device": "cpu", "precision": "float32",
        "workers": 0, "log_steps": 1, "save_steps": 2, "gradient_checkpointing": False,
    }  # fmt: skip
    return validate_recipe(content | changes, SftRecipe, origin="test")


def test_the_answers_alone_are_learnt_token_by_token(model: Path) -> None:
    """Labels are the answers' tokens with the mark that ends each turn, and nothing of the questions."""
    processor = load_processor(model)
    first, second = "```css\na { color: red }\n```", "It is done."
    messages = (
        Message("system", "You write code."),
        Message("user", "Now <image> and\n<image>\nplease."),
        Message("assistant", first),
        Message("user", "Thanks?"),
        Message("assistant", second),
    )
    record = Record(("1.png", "2.png"), messages, "html")
    example = Encoder(processor, max_tokens=999)(record, [picture(56).data, picture(112).data])
    ids, labels = example.ids.tolist(), example.labels.tolist()
    spans = [at for at in range(1, len(labels)) if labels[at] != UNLEARNT and labels[at - 1] == UNLEARNT]
    assert len(spans) == 2
    assert (
        processor.tokenizer.decode([one for one in labels if one != UNLEARNT]) == first + END + second + END
    )
    assert all(label in (UNLEARNT, token) for label, token in zip(labels, ids, strict=True))
    cells = (4 + 16) if example.grids is not None else 0
    assert ids.count(token_id("<|image_pad|>")) == cells == int(example.is_picture.sum())
    whole = processor.tokenizer.decode(ids).replace("<|image_pad|>" * 4, "<|image_pad|>")
    assert "<|im_start|>user\nNow <|vision_start|><|image_pad|>" in whole
    assert whole.endswith(f"<|im_start|>user\nThanks?{END}\n<|im_start|>assistant\n{second}{END}")


def test_what_is_asked_is_encoded_as_a_server_encodes_it(model: Path) -> None:
    """The ids before the answer are those of the processor for the same question and picture."""
    processor = load_processor(model)
    example = Encoder(processor, max_tokens=999)(page(3), [picture(84).data])
    turns = [{"role": "user", "content": [{"type": "image"}, {"type": "text", "text": "Build it."}]}]
    text = processor.apply_chat_template(cast(Any, turns), tokenize=False, add_generation_prompt=True)
    with Image.open(io.BytesIO(picture(84).data)) as opened:
        asked = processor(text=[text], images=[opened], return_tensors="pt")
    length = asked["input_ids"].shape[1]
    assert example.ids[:length].tolist() == asked["input_ids"][0].tolist()
    assert (example.labels[:length] == UNLEARNT).all()
    assert example.patches is not None
    assert torch.equal(example.patches, asked["pixel_values"])


def test_the_loss_is_the_mean_over_the_answers_tokens(model: Path, data: Path, tmp_path: Path) -> None:
    """The model's loss on a padded batch is the cross entropy of the answers' tokens, computed by hand."""
    encoder = Encoder(load_processor(model), max_tokens=999)
    text = Record((), (Message("user", "Add."), Message("assistant", "2")), "qa")
    batch = join([encoder(page(1), [picture().data]), encoder(text, [])], pad=0)
    network = load_model(recipe_of(model, data, tmp_path), model).eval()
    with torch.no_grad():
        out = network(**batch)
    logs = torch.log_softmax(out.logits.float(), -1)
    picked = [
        -logs[row, at - 1, label].item()
        for row, labels in enumerate(batch["labels"].tolist())
        for at, label in enumerate(labels)
        if label != UNLEARNT
    ]
    assert out.loss.item() == pytest.approx(sum(picked) / len(picked), rel=1e-4)


def test_a_run_that_was_killed_goes_on_to_the_same_end(model: Path, data: Path, tmp_path: Path) -> None:
    """From its last whole checkpoint a run has the same losses and ends with the same bytes; the paper's parts are
    frozen, the saved folder is ready for every engine."""
    whole = recipe_of(model, data, tmp_path / "a", validation=data, validate_steps=2)
    tune(whole, resume=False)
    lines = read_lines(whole.work / "log.jsonl")
    losses = [line["loss"] for line in lines if "loss" in line]
    assert len(losses) == 4
    assert losses[-1] < losses[0]
    assert [line["step"] for line in lines if "eval_loss" in line] == [2, 4]
    assert all(line["tokens_per_s"] > 0 for line in lines if "loss" in line)
    assert all((whole.work / name).stat().st_size > 1000 for name in ("loss.png", "learning_rate.png"))
    assert list(whole.work.rglob("events.out.tfevents.*"))

    again = recipe_of(model, data, tmp_path / "b", validation=data, validate_steps=2)
    shutil.copytree(whole.work, again.work)
    (again.work / "checkpoint-4" / "trainer_state.json").unlink()
    tune(again, resume=True)
    resumed = [line["loss"] for line in read_lines(again.work / "log.jsonl") if "loss" in line]
    assert resumed == losses
    saved = [(one.out / "model.safetensors").read_bytes() for one in (whole, again)]
    assert saved[0] == saved[1]

    before, after = load_file(model / "model.safetensors"), load_file(whole.out / "model.safetensors")
    for name, tensor in before.items():
        same = torch.equal(tensor.bfloat16(), after[old_name(name)])
        assert same == ("visual" in name), name
    assert describe(whole.out).is_ready
    assert json.loads((whole.out / "provenance.json").read_text())["details"] == {"steps": 4}


def test_a_checkpoint_that_does_not_fit_is_refused() -> None:
    """Tensors of other names than the model's stop a resumed run; a tied head may be missing."""
    tied: Any = SimpleNamespace(
        accelerator=SimpleNamespace(unwrap_model=lambda model: model),
        model=SimpleNamespace(config=SimpleNamespace(tie_word_embeddings=True)),
    )
    SftTrainer._issue_warnings_after_load(
        tied, SimpleNamespace(missing_keys=["lm_head.weight"], unexpected_keys=[])
    )
    with pytest.raises(UserError, match=r"1 tensor differs in name, such as visual\.x"):
        SftTrainer._issue_warnings_after_load(
            tied, SimpleNamespace(missing_keys=[], unexpected_keys=["visual.x"])
        )


def test_adapters_move_their_layers_alone(model: Path, data: Path, tmp_path: Path) -> None:
    """With adapters only the named projections of the language layers change, and they are merged into the weights."""
    recipe = recipe_of(
        model, data, tmp_path, steps=2, lora={"rank": 2, "alpha": 4, "targets": ["q_proj"]}, precision="mixed",
        gradient_checkpointing=True,
    )  # fmt: skip
    tune(recipe, resume=False)
    before, after = load_file(model / "model.safetensors"), load_file(recipe.out / "model.safetensors")
    old = {
        name.replace("model.language_model.", "model.").replace("model.visual.", "visual."): tensor
        for name, tensor in before.items()
    }
    assert set(after) == set(old)
    moved = {name for name, tensor in old.items() if not torch.equal(tensor.bfloat16(), after[name])}
    assert moved == {f"model.layers.{layer}.self_attn.q_proj.weight" for layer in (0, 1)}


def test_adapters_on_split_weights_are_refused_at_once(tmp_path: Path) -> None:
    """They could not be merged at the end; whole models may be split, and adapters trained on whole weights."""
    whole = recipe_of(tmp_path, tmp_path, tmp_path)
    adapters = recipe_of(tmp_path, tmp_path, tmp_path, lora={"rank": 2})
    require_whole_weights(whole, split=True)
    require_whole_weights(adapters, split=False)
    with pytest.raises(UserError, match="start without them"):
        require_whole_weights(adapters, split=True)


def test_a_bad_record_is_told_and_left_out(model: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A record that is too long or lacks a picture leaves its batch with a sentence; a batch of nothing is refused."""
    encoder = Encoder(load_processor(model), max_tokens=60)
    places = [RecordPlace(Path("a.zip"), number, 1, ()) for number in range(3)]
    long = Record((), (Message("user", "x"), Message("assistant", "word " * 40_000)), "qa")
    found = {0: (page(0), (picture().data,)), 1: (long, ()), 2: (page(2), ())}
    collator = Collator(encoder, 0, read=lambda place: found[place.number])
    assert collator(places)["input_ids"].shape[0] == 1
    # The tokenizer warns, too, but once in a process.
    told = [said for record in caplog.records if (said := record.getMessage()).startswith("Record ")]
    assert "Record 1 of a.zip is left out: it has" in told[0]
    assert told[1] == "Record 2 of a.zip is left out: it has more picture marks than pictures (0)."
    with pytest.raises(UserError, match="None of the 2 records of a batch"):
        collator(places[1:])
    with pytest.raises(BadRecordError, match="2 pictures and marks for 1"):
        encoder(page(1), [picture().data] * 2)
    with pytest.raises(BadRecordError, match="cannot be read"):
        encoder(page(1), [b"no picture"])


def test_each_tensor_has_one_part(model: Path) -> None:
    """Counting parameters from the headers gives the model's own count, part by part."""
    counted = count_parameters(model)
    network = load_model(recipe_of(model, model, model), model)
    own: dict[str, int] = {}
    for name, parameter in network.named_parameters():
        own[part_of(name)] = own.get(part_of(name), 0) + parameter.numel()
    assert counted == own
    assert {
        part for name, p in network.named_parameters() if p.requires_grad for part in [part_of(name)]
    } == {
        "embeddings",
        "layers",
        "head",
    }


def test_a_dry_run_counts_memory_from_shapes(
    model: Path, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Weights, gradients and moments are the bytes of their parameters; the command prints them and trains nothing."""
    recipe = recipe_of(model, data, tmp_path)
    need = estimate(recipe, model, list(list_places(data)))
    counted = count_parameters(model)
    learning = counted["layers"] + counted["embeddings"] + counted["head"]
    assert need.memory["weights"] == 4 * counted.total()
    assert need.memory["gradients"] == 4 * learning
    assert need.memory["Adam"] == 8 * learning
    assert need.steps == 4
    path = tmp_path / "recipe.yaml"
    path.write_text(json.dumps(recipe.model_dump(mode="json")))
    assert main(["train", str(path), "--dry-run"]) == 0
    assert "memory on one device that holds all, at a batch of 2" in capsys.readouterr().out
    assert not recipe.work.exists()


def test_what_a_run_cannot_have_is_told_before_it_starts(model: Path, data: Path, tmp_path: Path) -> None:
    """No checkpoint to resume from, another family, a GPU that is not there, missing data: each is a sentence."""
    recipe = recipe_of(model, data, tmp_path)
    with pytest.raises(UserError, match="no whole checkpoint"):
        tune(recipe, resume=True)
    coder = tiny_coder(tmp_path / "coder")
    with pytest.raises(UserError, match="is a qwen2: tuning knows"):
        tune(recipe_of(coder, data, tmp_path), resume=False)
    with pytest.raises(UserError, match="holds no shards"):
        tune(recipe_of(model, tmp_path / "none", tmp_path), resume=False)
    if not torch.cuda.is_available():
        with pytest.raises(UserError, match="torch finds none here"):
            tune(recipe_of(model, data, tmp_path, device="cuda"), resume=False)
    with pytest.raises(UserError, match="exists already: name another `out`"):
        tune(recipe_of(model, data, tmp_path, out=data), resume=False)
    (recipe.work / "checkpoint-2").mkdir(parents=True)
    (recipe.work / "checkpoint-2" / "trainer_state.json").write_text("{}")
    with pytest.raises(UserError, match="resume it with --resume"):
        tune(recipe, resume=False)
