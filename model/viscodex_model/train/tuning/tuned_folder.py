"""Writes a tuned model as a folder that TGI, vLLM and transformers load.

The tensors get the older names and the config the flat form, as merging writes them; tokenizer and processor files are
the source's. The folder is made aside and renamed when it is whole.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor

from viscodex_model.checkpoint.engine_files import carry_files
from viscodex_model.checkpoint.index import read_json
from viscodex_model.checkpoint.layout import flat_config, old_name
from viscodex_model.checkpoint.writer import (
    CheckpointWriter,
    TensorSpec,
    aside,
    lay_out,
    put_in_place,
    write_json,
    write_text,
)
from viscodex_model.core.provenance import PROVENANCE_NAME, Provenance

DTYPE = torch.bfloat16
CARD = """# A tuned checkpoint

Made by `viscodex-model train` from `{source}`. What it was made with is in `{provenance}`. The licence is that of the
source and of the data.
"""


def write_folder(tensors: Mapping[str, Tensor], source: Path, folder: Path, provenance: Provenance) -> None:
    """Write `tensors` (by their names in memory) in bfloat16 to `folder`.

    Raises:
        UserError: the folder cannot be written.
    """
    partial = aside(folder)
    shutil.rmtree(partial, ignore_errors=True)
    named = {old_name(name): tensor for name, tensor in sorted(tensors.items())}
    specs = [TensorSpec(name, "BF16", tuple(tensor.shape)) for name, tensor in named.items()]
    with CheckpointWriter(partial, lay_out(specs)) as writer:
        for name, tensor in named.items():
            plain = tensor.detach().to("cpu", DTYPE).contiguous()
            writer.write(name, 0, plain.view(-1).view(torch.uint8).numpy().data)
        writer.write_index()
        writer.sync()
    config = flat_config(read_json(source / "config.json"))
    write_json(partial / "config.json", config | {"torch_dtype": "bfloat16"})
    carry_files(source, partial)
    write_text(partial / PROVENANCE_NAME, provenance.to_json())
    card = CARD.format(source=provenance.inputs[0].source, provenance=PROVENANCE_NAME)
    write_text(partial / "README.md", card)
    put_in_place(partial, folder)
