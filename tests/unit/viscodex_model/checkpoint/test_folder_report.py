"""`inspect`: what a folder is, and what each engine still wants of it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from viscodex_model import cli
from viscodex_model.checkpoint.engine_files import carry_files
from viscodex_model.checkpoint.folder import describe
from viscodex_model.checkpoint.layout import flat_config, new_name

from tests.fixtures.models.tiny_checkpoints import tiny_coder, tiny_vlm


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A vision-language model that every engine can serve."""
    folder = tiny_vlm(tmp_path / "vlm", dtype=torch.bfloat16)
    path = folder / "config.json"
    path.write_text(json.dumps(flat_config(json.loads(path.read_text()))))
    return folder


def edit(path: Path, change: Callable[[dict[str, object]], object]) -> None:
    """Change the JSON object in `path`."""
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))


def nest(folder: Path) -> None:
    edit(folder / "config.json", lambda c: c.update(text_config={"model_type": "qwen2_5_vl_text"}))


def rename(folder: Path) -> None:
    loaded = load_file(folder / "model.safetensors")
    save_file({new_name(name): values for name, values in loaded.items()}, folder / "model.safetensors")


def drop_patch_size(folder: Path) -> None:
    edit(folder / "config.json", lambda c: c["vision_config"].pop("spatial_patch_size"))  # type: ignore[attr-defined]


def multimodal_rope(folder: Path) -> None:
    edit(
        folder / "config.json", lambda c: c.update(rope_scaling={"type": "mrope", "mrope_section": [4, 6, 6]})
    )


def window(folder: Path) -> None:
    edit(folder / "config.json", lambda c: c.update(sliding_window=4096))


def new_tokenizer(folder: Path) -> None:
    edit(folder / "tokenizer_config.json", lambda c: c.update(tokenizer_class="TokenizersBackend"))


def listed_tokens(folder: Path) -> None:
    edit(folder / "tokenizer_config.json", lambda c: c.update(extra_special_tokens=["<|im_end|>"]))


def lose_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()


def lose_processor(folder: Path) -> None:
    (folder / "preprocessor_config.json").unlink()


def lose_template(folder: Path) -> None:
    edit(folder / "tokenizer_config.json", lambda c: c.pop("chat_template"))


def other_family(folder: Path) -> None:
    edit(folder / "config.json", lambda c: c.update(model_type="qwen3_vl"))


SPOILT: dict[Callable[[Path], None], set[tuple[str, str]]] = {
    nest: {("TGI", "write it flat, as merge does")},
    rename: {("TGI", "rename them, as merge does")},
    drop_patch_size: {("TGI", "add vision_config.spatial_patch_size")},
    multimodal_rope: {("TGI", 'state rope_scaling as {"type": "default", "mrope_section": […]}')},
    window: {("TGI", "set sliding_window to null")},
    new_tokenizer: {("TGI", "name a tokenizer_class of transformers 4 in place of TokenizersBackend")},
    listed_tokens: {("TGI", "move extra_special_tokens to additional_special_tokens")},
    lose_tokenizer: {
        (e, "copy tokenizer.json from the original model") for e in ("TGI", "vLLM", "transformers")
    },
    lose_processor: {
        (e, "copy preprocessor_config.json from the original model") for e in ("TGI", "vLLM", "transformers")
    },
    lose_template: {
        ("TGI", "put it into tokenizer_config.json or chat_template.json (TGI reads no .jinja)"),
        *((e, "copy the chat template from the original model") for e in ("vLLM", "transformers")),
    },
    other_family: {("TGI", "TGI 3.3 has no 'qwen3_vl': serve it with vLLM")},
}


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda spoil: spoil.__name__)
def test_each_shortcoming_has_its_remedy(spoil: Callable[[Path], None], folder: Path) -> None:
    """What an engine cannot read is listed for that engine, with what to do, and nothing else is."""
    assert describe(folder).is_ready
    spoil(folder)
    remedies = {(check.engine, check.remedy) for check in describe(folder).checks if check.remedy}
    assert remedies == SPOILT[spoil]


def test_inspect_describes_and_judges(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command prints family, size, dtype, names and vocabulary; its exit status is the verdict."""
    assert cli.main(["inspect", str(folder)]) == 0
    said = capsys.readouterr().out
    for part in ("qwen2_5_vl", "1.34 MB", "BF16 (57 tensors)", "old layout", "457 rows", "head of its own"):
        assert part in said
    window(folder)
    assert cli.main(["inspect", str(folder)]) == 1
    assert "set sliding_window to null" in capsys.readouterr().out


def test_a_text_model_needs_no_picture_processor(tmp_path: Path) -> None:
    """A text model is described too, and nothing for pictures is asked of it."""
    report = describe(tiny_coder(tmp_path / "coder"))
    assert report.parts.keys() == {"embeddings", "head", "language layers"}
    assert all("picture" not in check.subject for check in report.checks)


def test_a_folder_that_is_none_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty folder and one without a config are refused with exit status 1."""
    assert cli.main(["inspect", str(tmp_path)]) == 1
    assert "it is not a checkpoint" in capsys.readouterr().err
    save_file({"a": torch.ones(1)}, tmp_path / "model.safetensors")
    assert cli.main(["inspect", str(tmp_path)]) == 1
    assert "config.json cannot be read" in capsys.readouterr().err


def test_files_are_carried_byte_for_byte(folder: Path, tmp_path: Path) -> None:
    """Files that every engine reads are copied as they are; weights, cards and code are not."""
    (folder / "LICENSE").write_text("free")
    (folder / "modeling.py").write_text("import os")
    target = tmp_path / "target"
    target.mkdir()
    carry_files(folder, target)
    names = sorted(path.name for path in target.iterdir())
    expected = ["LICENSE", "generation_config.json", "preprocessor_config.json"]
    assert names == [*expected, "tokenizer.json", "tokenizer_config.json"]
    assert all((target / name).read_bytes() == (folder / name).read_bytes() for name in names)


def test_newer_forms_are_put_into_older_ones(folder: Path, tmp_path: Path) -> None:
    """What transformers 5 writes, and TGI cannot read, is carried in the form that both read."""
    new_tokenizer(folder)
    listed_tokens(folder)
    edit(folder / "tokenizer_config.json", lambda c: c.pop("additional_special_tokens"))
    lose_template(folder)
    (folder / "chat_template.jinja").write_text("{{ messages }}")
    pictures = json.loads((folder / "preprocessor_config.json").read_text())
    (folder / "preprocessor_config.json").rename(folder / "away.json")
    (folder / "processor_config.json").write_text(
        json.dumps({"image_processor": pictures, "processor_class": "P"})
    )
    target = tmp_path / "target"
    target.mkdir()
    carry_files(folder, target)
    tokenizer = json.loads((target / "tokenizer_config.json").read_text())
    assert tokenizer["tokenizer_class"] == "PreTrainedTokenizerFast"
    assert tokenizer["additional_special_tokens"] == ["<|im_end|>"]
    assert "extra_special_tokens" not in tokenizer
    assert json.loads((target / "preprocessor_config.json").read_text()) == pictures | {
        "processor_class": "P"
    }
    assert json.loads((target / "chat_template.json").read_text()) == {"chat_template": "{{ messages }}"}
