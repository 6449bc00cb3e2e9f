"""The lines that `inspect FILE.gguf` prints: what the file holds, and what each engine needs to serve it."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from shlex import quote

from viscodex_model.checkpoint.gguf.header import GgufFile, read_gguf
from viscodex_model.checkpoint.gguf.pair import GgufPair, open_pair
from viscodex_model.core.errors import UserError
from viscodex_model.core.sizes import counted, say_bytes

_SHOWN = ("block_count", "embedding_length", "context_length", "vision.block_count", "vision.patch_size")


def gguf_lines(path: Path) -> tuple[list[str], bool]:
    """The report on `path`, and whether it can be served as it is.

    Raises:
        UserError: it is no sound GGUF file.
    """
    file = read_gguf(path)
    lines = list(_describe(file))
    if file.is_projector:
        return [*lines, "", "  this half sees; inspect the file that lies beside it for a check list"], True
    try:
        pair = open_pair(path)
    except UserError as error:
        return [*lines, "", f"  {error}"], False
    return [*lines, *_describe(pair.projector), "", *_engines(pair)], True


def _describe(file: GgufFile) -> Iterator[str]:
    parameters = sum(tensor.numel for tensor in file.tensors.values())
    counts = Counter(tensor.type.name for tensor in file.tensors.values())
    yield str(file.path)
    yield f"  architecture {file.architecture}{' (the half that sees)' if file.is_projector else ''}"
    yield f"  size         {say_bytes(file.size)}, {parameters / 1e9:.3f} B parameters"
    types = [f"{kind} ({counted(count, 'tensor')})" for kind, count in counts.items()]
    yield f"  types        {', '.join(types)}"
    yield f"  licence      {file.metadata.get('general.license', 'not stated')}"
    for key in _SHOWN:
        value = file.setting(key)
        if value is not None:
            yield f"  {key:<20} {value}"


def _engines(pair: GgufPair) -> Iterator[str]:
    text, projector = quote(str(pair.text.path)), quote(str(pair.projector.path))
    yield f"  here         viscodex-model serve llamacpp {text}"
    yield f"  llama.cpp    llama-server -m {text} --mmproj {projector} --jinja"
    yield "  Ollama       a Modelfile with both files (export gguf --modelfile writes it)"
    yield "  LM Studio    both files in one folder of its models"
