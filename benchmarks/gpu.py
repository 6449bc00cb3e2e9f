"""What one GPU does with this project, in at most eight minutes and with nothing downloaded.

    .venv/bin/python benchmarks/gpu.py [--small] [--out benchmarks/results/gpu.json]

Weights are random, in real shapes: products, copies and a merge's arithmetic, for which torch alone is enough; the
local server's model beside `generate`, and viscodex-nano's answers, which must be those of the processor; a merge on
the card beside one on the processor; and a tuning step at 3B and 7B with the paper's freezing, whole and by adapters,
its memory beside what the dry run estimates. What cannot be measured, since a library, the memory or the time is
missing, is skipped with its reason. `--small` runs every part on the processor with tiny shapes.
"""

import argparse
import hashlib
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "model")]

from benchmarks.one_gpu.bench import Bench, Skipped, ended_at  # noqa: E402
from benchmarks.one_gpu.card import card  # noqa: E402
from benchmarks.one_gpu.tuning import tuning  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results" / "gpu.json"
NANO = ROOT / "model" / "nano"
BUDGET_SECONDS = 480.0
QUESTION = "Write the code of this picture."


def merging(bench: Bench) -> Iterator[tuple[str, dict[str, float]]]:
    """The same merge on the card and on the processor: seconds, and whether the bytes are the same."""
    from viscodex_model.merge.streaming.finished_folder import merge
    from viscodex_model.merge.streaming.stream import WorkOptions

    from tests.fixtures.models.merging import plan_of
    from tests.fixtures.models.tiny_checkpoints import tiny_coder, tiny_vlm

    language = (
        {} if bench.small else {"hidden_size": 2048, "intermediate_size": 11008, "num_hidden_layers": 8}
    )
    vision = {"out_hidden_size": 2048} if language else {}
    vlm = tiny_vlm(bench.scratch / "vlm", language=language, vision=vision)
    coder = tiny_coder(bench.scratch / "coder", language=language)
    plan = plan_of(vlm=vlm, coder=coder)
    written = {}
    for device in dict.fromkeys(("cpu", bench.device)):
        out = bench.scratch / f"merged-{device}"
        begin = time.perf_counter()
        merge(plan, out, WorkOptions(device=device))
        seconds = time.perf_counter() - begin
        written[device] = {path.name: digest(path) for path in sorted(out.glob("*.safetensors"))}
        yield device, {"seconds": seconds, "same_bytes": float(written[device] == written["cpu"])}


def digest(path: Path) -> str:
    """Of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def serving(bench: Bench) -> Iterator[tuple[str, dict[str, float]]]:
    """The local server's model on nano beside `generate`, and its answers beside the processor's."""
    from transformers import Qwen2_5_VLForConditionalGeneration
    from viscodex_model.serve.generation.checkpoint_model import load_checkpoint_model
    from viscodex_model.serve.generation.weights import Placement

    if not (NANO / "config.json").is_file():
        raise Skipped("viscodex-nano is not part of this checkout")
    pictures = [
        path.read_bytes()
        for path in sorted((ROOT / "examples" / "nano").glob("*.png"))[: 1 if bench.small else 4]
    ]
    tokens = 16 if bench.small else 200
    said = {}
    for device in dict.fromkeys(("cpu", bench.device)):
        model = load_checkpoint_model(NANO, Placement(device, "float32", None, 1), lambda _: None)
        begin = time.perf_counter()
        said[device] = [answer(model, picture, QUESTION, tokens) for picture in pictures]
        bench.finish()
        rate = sum(count for _, count in said[device]) / (time.perf_counter() - begin)
        same = sum(ours == theirs for ours, theirs in zip(said[device], said["cpu"], strict=True))
        yield f"local server, {device}", {"tokens_per_second": rate, "same_answers": same / len(pictures)}
    stock: Any = Qwen2_5_VLForConditionalGeneration.from_pretrained(NANO)
    stock = stock.to(bench.device)
    rates = [generated(bench, stock, picture, QUESTION, tokens) for picture in pictures]
    yield f"generate, {bench.device}", {"tokens_per_second": statistics.median(rates)}


def generated(bench: Bench, stock: Any, picture: bytes, question: str, tokens: int) -> float:
    """Tokens a second of `generate`, the picture's preparation included."""
    import io

    from PIL import Image
    from viscodex_model.checkpoint.processor import load_processor

    processor = load_processor(NANO)
    conversation: Any = [{"role": "user", "content": [{"type": "image"}, {"type": "text", "text": question}]}]
    begin = time.perf_counter()
    inputs = processor(
        text=[processor.apply_chat_template(conversation, add_generation_prompt=True)],
        images=[Image.open(io.BytesIO(picture)).convert("RGB")],
        return_tensors="pt",
    ).to(bench.device)
    ids = stock.generate(**inputs, max_new_tokens=tokens, do_sample=False, repetition_penalty=1.0)
    bench.finish()
    new: int = ids.shape[1] - inputs["input_ids"].shape[1]
    return new / (time.perf_counter() - begin)


def answer(model: Any, picture: bytes, question: str, tokens: int) -> tuple[str, int]:
    """What the model says about `picture`, and in how many tokens."""
    import base64

    from viscodex_model.serve.protocol.request import ChatRequest

    url = f"data:image/png;base64,{base64.b64encode(picture).decode()}"
    parts = [{"type": "image_url", "image_url": {"url": url}}, {"type": "text", "text": question}]
    request = {"messages": [{"role": "user", "content": parts}], "max_tokens": tokens}
    pieces = list(model.speak(model.prepare(ChatRequest.model_validate(request)), lambda: False))
    return "".join(piece.text for piece in pieces), pieces[-1].tokens


PARTS = {"card": card, "serving": serving, "merge": merging, "tuning": tuning}
OVER = "the eight minutes are over"


def run(bench: Bench) -> dict[str, Any]:
    """Every part, or why it was skipped."""
    report: dict[str, Any] = {"skipped": {}}
    for name, part in PARTS.items():
        report[name] = {}
        try:
            if time.monotonic() > bench.until:
                raise Skipped(OVER)
            with ended_at(bench.until, OVER):
                for row, found in part(bench):
                    report[name][row] = found
                    print(f"{name}: {row}: {found}", flush=True)
        except (
            Skipped,
            ImportError,
            RuntimeError,
        ) as error:  # RuntimeError: torch's word for too little memory
            report["skipped"][name] = str(error).splitlines()[0]
            print(f"{name}: skipped: {report['skipped'][name]}", flush=True)
    return report


def main(words: list[str] | None = None) -> int:
    """Measure and write the results."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n", maxsplit=1)[0])
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--out", type=Path, default=RESULTS)
    given = parser.parse_args(words)
    import torch

    if not given.small and not torch.cuda.is_available():
        print("no CUDA device is here: nothing is measured (--small runs the parts on the processor)")
        return 0
    device = "cpu" if given.small else "cuda"
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(device, given.small, Path(scratch), time.monotonic() + BUDGET_SECONDS)
        report = run(bench)
    device = "none: tiny shapes on the processor" if given.small else torch.cuda.get_device_name()
    given.out.write_text(json.dumps({"device": device, **report}, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
