"""The lines that `export gguf --plan` prints, and the check list for each engine."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from shlex import quote

from viscodex_model.core.sizes import counted, say_bytes
from viscodex_model.export.plan import ExportPlan
from viscodex_model.export.tensors import Filled


def plan_lines(plan: ExportPlan, out: Path) -> Iterator[str]:
    """Files with their sizes and types, what is changed, and what each engine has to be told of those in `out`."""
    yield f"{plan.source.folder}: {plan.source.title} as GGUF, {plan.quantisation}"
    yield f"  licence {' AND '.join(plan.source.licences)}"
    for file in plan.files:
        counts = Counter(tensor.type.name for tensor in file.tensors)
        types = ", ".join(f"{count} {name}" for name, count in counts.items())
        yield f"  {file.name}: {say_bytes(file.nbytes)}, {counted(len(file.tensors), 'tensor')} ({types})"
    added = sum(isinstance(tensor.origin, Filled) for file in plan.files for tensor in file.tensors)
    taken = len(plan.source.tensors) - len(plan.unused)
    yield f"  of the folder's {len(plan.source.tensors)} tensors {taken} are exported; {added} are added"
    for name in plan.unused:
        yield f"  not exported: {name}"
    yield ""
    yield "changed:" if plan.changes else "changed: nothing"
    for change in plan.changes:
        yield f"  {change}"
    yield ""
    yield from engine_lines(plan, out)
    yield ""
    yield f"read {say_bytes(plan.bytes_to_read)}, write {say_bytes(plan.bytes_to_write)}"


def engine_lines(plan: ExportPlan, out: Path) -> Iterator[str]:
    """How each engine takes the two files."""
    text, projector = (quote(str(out / file.name)) for file in plan.files)
    most = int(plan.source.pictures.get("max_pixels") or 12_845_056)
    cell = int(plan.source.vision["patch_size"]) * int(plan.source.vision.get("spatial_merge_size", 2))
    yield "engines:"
    yield f"  here        viscodex-model serve llamacpp {text}"
    yield (
        f"  llama.cpp   llama-server -m {text} --mmproj {projector} --jinja --image-max-tokens {most // cell**2}"
    )
    yield "  Ollama      write the Modelfile with --modelfile, then: ollama create NAME -f Modelfile"
    yield "  LM Studio   put both files into one folder of its models; raise the picture size in its settings"
