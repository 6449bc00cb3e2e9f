"""Spoilt inputs: each is a sentence, and leaves nothing behind that looks finished."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from viscodex_model import cli
from viscodex_model.checkpoint import destination
from viscodex_model.checkpoint.writer import aside
from viscodex_model.core.errors import UserError
from viscodex_model.merge.streaming.destination import destination_problems

from tests.fixtures.models.merging import merged, plan_of, tensors
from tests.fixtures.models.tiny_checkpoints import tiny_coder, tiny_vlm


@pytest.fixture
def models(tmp_path: Path) -> dict[str, Path]:
    """A fresh vlm, and a coder in two shards with an index."""
    coder = tiny_coder(tmp_path / "coder", dtype=torch.bfloat16)
    split(coder)
    return {"vlm": tiny_vlm(tmp_path / "vlm", dtype=torch.bfloat16), "coder": coder}


def split(folder: Path) -> None:
    """Turn the one file of a checkpoint into two shards with an index."""
    loaded = tensors(folder)
    (folder / "model.safetensors").unlink()
    names = sorted(loaded)
    weight_map: dict[str, str] = {}
    for number, part in enumerate((names[:10], names[10:]), start=1):
        file = f"model-{number:05d}-of-00002.safetensors"
        save_file({name: loaded[name] for name in part}, folder / file)
        weight_map |= dict.fromkeys(part, file)
    (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": weight_map}))


def point_elsewhere(folder: Path, target: str) -> None:
    """Have the index name `target` in place of the second shard."""
    path = folder / "model.safetensors.index.json"
    path.write_text(path.read_text().replace("model-00002-of-00002.safetensors", target))


SHARD = "model-00002-of-00002.safetensors"


def truncate(coder: Path) -> None:
    os.truncate(coder / SHARD, (coder / SHARD).stat().st_size - 5)


def lengthen(coder: Path) -> None:
    with (coder / SHARD).open("ab") as file:
        file.write(b"more")


def garble(coder: Path) -> None:
    with (coder / SHARD).open("r+b") as file:
        file.seek(8)
        file.write(b"\xff\xfe")


def empty(coder: Path) -> None:
    (coder / SHARD).write_bytes(b"")


def lose(coder: Path) -> None:
    (coder / SHARD).unlink()


def escape(coder: Path) -> None:
    point_elsewhere(coder, "../vlm/model.safetensors")


def link_out(coder: Path) -> None:
    (coder / SHARD).unlink()
    (coder / SHARD).symlink_to(coder.parent / "vlm" / "model.safetensors")


def mislead(coder: Path) -> None:
    path = coder / "model.safetensors.index.json"
    content = json.loads(path.read_text())
    content["weight_map"]["model.norm.weight"] = "model-00001-of-00002.safetensors"
    path.write_text(json.dumps(content))


def break_index(coder: Path) -> None:
    (coder / "model.safetensors.index.json").write_text("{")


def pickle(coder: Path) -> None:
    for path in coder.glob("*.safetensors*"):
        path.unlink()
    (coder / "pytorch_model.bin").write_bytes(b"")


def lose_config(coder: Path) -> None:
    (coder / "config.json").unlink()


def lose_tokenizer(coder: Path) -> None:
    (coder / "tokenizer.json").unlink()


SPOILT: dict[Callable[[Path], None], str] = {
    truncate: "is damaged: it is cut off",
    lengthen: "4 bytes after its last tensor",
    garble: "its header is not JSON",
    empty: "its header is cut off",
    lose: f"lacks the shard {SHARD}",
    escape: "is not the plain name of a safetensors file: refused",
    link_out: "is a link that leads out of its folder",
    mislead: "that file does not hold it",
    break_index: "is not valid JSON",
    pickle: "can run code when they are opened: refused",
    lose_config: "config.json cannot be read",
    lose_tokenizer: "its vocabulary cannot be compared",
}


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda spoil: spoil.__name__)
def test_a_spoilt_checkpoint_is_refused(
    spoil: Callable[[Path], None], models: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each kind of damage is said in a sentence, with exit status 1, and nothing is written."""
    spoil(models["coder"])
    before = sorted(tmp_path.iterdir())
    flags = ["--vlm", str(models["vlm"]), "--coder", str(models["coder"]), "--out", str(tmp_path / "out")]
    assert cli.main(["merge", *flags]) == 1
    assert SPOILT[spoil] in capsys.readouterr().err
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("role", ["vlm", "coder"])
@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_value_that_is_no_number_is_named(
    role: str, value: float, models: dict[str, Path], tmp_path: Path
) -> None:
    """NaN and infinity are refused with tensor, donor and place; nothing is left, unless they are allowed."""
    name = {"vlm": "visual.merger.ln_q.weight", "coder": "model.layers.1.mlp.up_proj.weight"}[role]
    for file in models[role].glob("*.safetensors"):
        loaded = {key: values.clone() for key, values in load(file).items()}
        if name in loaded:
            loaded[name].view(-1)[33] = value
        save_file(loaded, file)
    with pytest.raises(UserError, match=rf"{name} of the {role} holds NaN or infinity \(first at element 33"):
        merged(tmp_path / "out", **models)
    assert not (tmp_path / "out").exists()
    assert not aside(tmp_path / "out").exists()
    found = tensors(merged(tmp_path / "out", **models, allow_nonfinite=True))
    assert not torch.isfinite(found[name]).all()


def load(file: Path) -> dict[str, torch.Tensor]:
    """The tensors of one file."""
    from safetensors.torch import load_file

    return load_file(file)


def test_a_result_that_float16_cannot_hold_is_refused(models: dict[str, Path], tmp_path: Path) -> None:
    """An overflow of the output's dtype is named, not written as infinity."""
    loaded = tensors(models["vlm"])
    loaded["model.norm.weight"][3] = 1e6
    save_file(loaded, models["vlm"] / "model.safetensors")
    with pytest.raises(UserError, match=r"model\.norm\.weight does not fit float16"):
        merged(tmp_path / "out", **models, out_dtype="float16")


def test_no_room_is_said_before_the_first_byte(
    models: dict[str, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A disk with too little room is refused with both numbers, and nothing is written."""
    usage = destination.shutil.disk_usage(tmp_path)  # type: ignore[attr-defined]
    monkeypatch.setattr(destination.shutil, "disk_usage", lambda _path: usage._replace(free=2_000_000))  # type: ignore[attr-defined]
    flags = ["--vlm", str(models["vlm"]), "--coder", str(models["coder"]), "--out", str(tmp_path / "out")]
    assert cli.main(["merge", *flags]) == 1
    assert "has 2.00 MB free, but 68.45 MB are needed" in capsys.readouterr().err
    assert not aside(tmp_path / "out").exists()


def test_a_place_that_cannot_be_written_is_a_sentence(models: dict[str, Path], tmp_path: Path) -> None:
    """A destination below a file, where no folder can be made, is refused in a sentence."""
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="cannot be made"):
        merged(tmp_path / "file" / "out", **models)


def test_a_read_only_destination_is_a_sentence(
    models: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that the system says cannot be written is named in the problems (root could write to any)."""
    monkeypatch.setattr(destination.os, "access", lambda path, _mode: path != tmp_path)  # type: ignore[attr-defined]
    problems = destination_problems(plan_of(**models), tmp_path / "out", resume=False, force=False)
    assert list(problems) == [f"{tmp_path} cannot be written: choose another --out, or change its rights."]


def test_what_is_there_is_not_replaced_unasked(models: dict[str, Path], tmp_path: Path) -> None:
    """An existing folder needs --force, and even then it must be a checkpoint; a donor is never overwritten."""
    plan, out = plan_of(**models), tmp_path / "out"

    def problems(place: Path, *, force: bool) -> list[str]:
        return list(destination_problems(plan, place, resume=False, force=force))

    out.mkdir()
    (out / "letter.txt").write_text("dear")
    assert "replace it with --force" in problems(out, force=False)[0]
    assert "is not a checkpoint, so --force does not replace it" in problems(out, force=True)[0]
    assert "lie in one another" in problems(models["vlm"], force=True)[0]
    (out / "letter.txt").rename(out / "model.safetensors")
    assert problems(out, force=True) == []


def test_force_replaces_a_checkpoint(models: dict[str, Path], tmp_path: Path) -> None:
    """With --force the new checkpoint stands where the old one stood, and nothing of the old is left."""
    flags = [
        "merge",
        "--vlm",
        str(models["vlm"]),
        "--coder",
        str(models["coder"]),
        "--out",
        str(tmp_path / "out"),
    ]
    assert cli.main(flags) == 0
    (tmp_path / "out" / "old.txt").write_text("old")
    assert cli.main(flags) == 1
    assert cli.main([*flags, "--force", "--lambda", "1"]) == 0
    assert not (tmp_path / "out" / "old.txt").exists()
    assert torch.equal(tensors(tmp_path / "out")["lm_head.weight"], tensors(models["vlm"])["lm_head.weight"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["coder", "out", "vlm"]


def test_neither_folder_nor_hub_id_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    """A path that is not there is not looked for on the hub."""
    assert cli.main(["merge", "--vlm", "./nowhere", "--coder", "/no/such/folder", "--plan"]) == 1
    said = capsys.readouterr().err
    assert "vlm: There is no folder ./nowhere" in said
    assert "coder: There is no folder /no/such/folder" in said


def test_a_merge_needs_models_and_a_place(
    models: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """Without models or without --out the command says which flag is missing."""
    assert cli.main(["merge", "--vlm", str(models["vlm"])]) == 1
    assert "--coder" in capsys.readouterr().err
    assert cli.main(["merge", "--vlm", str(models["vlm"]), "--coder", str(models["coder"])]) == 1
    assert "--out FOLDER" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("70", "70 is outside of 0 to 1"),
        ("0,7", "reads as 0 and 7"),
        ("-0.1", "outside of 0 to 1"),
        ("nan", "nan"),
    ],
)
def test_a_lambda_that_is_no_share_is_refused(
    value: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A percentage or a decimal comma is told on the command line, and nothing is merged."""
    with pytest.raises(SystemExit) as ended:
        cli.main(["merge", "--vlm", "a", "--coder", "b", f"--lambda={value}", "--plan"])
    assert ended.value.code == 2
    assert sentence in capsys.readouterr().err
