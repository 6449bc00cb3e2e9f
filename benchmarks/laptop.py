"""llama.cpp on exported models beside transformers on the same weights, and the export beside a copy.

    .venv/bin/python benchmarks/laptop.py [--layers 4] [--rounds 3] [--tokens 24]

The model has random weights in the shapes of Qwen2.5-VL-3B, with fewer layers. Each engine runs alone in a process of
its own, on one thread, in turn, and answers the same question about the same picture of 64 image tokens. Speeds are
tokens a second of processor time, which other programs on the machine hardly change; memory is the process's peak. The
export is timed beside a copy of the folder, both to the disk. On viscodex-nano the perplexity of what it answers is
measured at each quantisation.
"""

import argparse
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "model")]

RESULTS = ROOT / "benchmarks" / "results" / "laptop.json"
NANO = ROOT / "model" / "nano"
PEER = "transformers, bf16"
# q4_k_m is left out: its quantiser takes ten times as long, and it runs as q4_0 does.
QUANTISATIONS = ("f16", "q8_0", "q4_0")
AIMS = {"tokens a second, q4_0 to transformers": 2.0, "memory, q4_0 to transformers": 0.25}
PICTURE = (224, 224)
QUESTION = "Write the code of this picture."
LANGUAGE = {
    "hidden_size": 2048,
    "intermediate_size": 11008,
    "num_attention_heads": 16,
    "num_key_value_heads": 2,
    "vocab_size": 151936,
    "max_position_embeddings": 4096,
    "rope_parameters": {"rope_type": "default", "rope_theta": 1e6, "mrope_section": [16, 24, 24]},
}
VISION = {
    "depth": 4,
    "hidden_size": 1280,
    "intermediate_size": 3420,
    "num_heads": 16,
    "out_hidden_size": 2048,
    "fullatt_block_indexes": [3],
}


def random_model(folder: Path, layers: int) -> Path:
    """A checkpoint of the 3B model's shapes with `layers` of its 36, in bfloat16."""
    import torch

    from tests.fixtures.models.tiny_checkpoints import tiny_vlm

    language = {**LANGUAGE, "num_hidden_layers": layers}
    return tiny_vlm(folder, dtype=torch.bfloat16, tied=True, language=language, vision=VISION)


def picture() -> Any:
    """A drawn page of 64 image tokens."""
    from PIL import Image, ImageDraw

    drawn = Image.new("RGB", PICTURE, "white")
    pen = ImageDraw.Draw(drawn)
    for line in range(20, 200, 40):
        pen.text((24, line), "The quick brown fox jumps over the lazy dog", fill="black", font_size=18)
    return drawn


def asking_transformers(folder: Path) -> Callable[[int], None]:
    """The local server's own model on one thread, as it serves a checkpoint of this size."""
    import torch
    from viscodex_model.serve.generation.checkpoint_model import load_checkpoint_model
    from viscodex_model.serve.generation.weights import Placement
    from viscodex_model.serve.protocol.request import ChatRequest

    from tests.fixtures.servers.llamacpp_engine import png_base64

    torch.set_num_threads(1)
    model = load_checkpoint_model(folder, Placement("cpu", "bfloat16", 1), lambda _: None)
    parts = [
        {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{png_base64(picture())}"}},
        {"type": "text", "text": QUESTION},
    ]

    def ask(tokens: int) -> None:
        request = ChatRequest.model_validate(
            {"messages": [{"role": "user", "content": parts}], "max_tokens": tokens}
        )
        for _ in model.speak(model.prepare(request), lambda: False):
            pass

    return ask


def asking_llamacpp(folder: Path) -> Callable[[int], None]:
    """llama.cpp on an exported folder, on one thread."""
    from tests.fixtures.servers.llamacpp_engine import exported_engine, png_base64

    server = exported_engine(folder, exact=False)
    url = f"data:image/png;base64,{png_base64(picture())}"
    parts = [{"type": "image_url", "image_url": {"url": url}}, {"type": "text", "text": QUESTION}]

    def ask(tokens: int) -> None:
        body = {"messages": [{"role": "user", "content": parts}], "max_tokens": tokens, "temperature": 0}
        answer = server.handle_chat_completions({**body, "cache_prompt": False, "ignore_eos": True})
        assert answer["usage"]["completion_tokens"] == tokens, answer

    return ask


def work(folder: Path, tokens: int) -> None:
    """In a process of its own: print seconds of processor time to the first token, tokens a second, and the peak."""
    ask = asking_llamacpp(folder) if any(folder.glob("*.gguf")) else asking_transformers(folder)
    ask(1)
    spent = []
    for count in (1, tokens + 1):
        begin = time.process_time()
        ask(count)
        spent.append(time.process_time() - begin)
    # A process's own peak: what `getrusage` tells begins at that of the process it was started from.
    status = Path("/proc/self/status").read_text()
    peak = 1024 * int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0])
    print(
        json.dumps(
            {
                "first_seconds": spent[0],
                "tokens_per_second": tokens / (spent[1] - spent[0]),
                "peak_bytes": peak,
            }
        )
    )


def measure(folder: Path, tokens: int) -> dict[str, float]:
    """`work` in a fresh process."""
    command = [sys.executable, __file__, "--work", str(folder), "--tokens", str(tokens)]
    variables = {**os.environ, "OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=variables, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def export_to(folder: Path, out: Path, quantisation: str) -> float:
    """Seconds of an export to the disk."""
    from viscodex_model import cli

    begin = time.perf_counter()
    with redirect_stdout(sys.stderr):
        assert cli.main(["export", "gguf", str(folder), "--out", str(out), "--quant", quantisation]) == 0
    return time.perf_counter() - begin


def copy_to(folder: Path, out: Path) -> float:
    """Seconds of a copy of the folder to the disk."""
    begin = time.perf_counter()
    shutil.copytree(folder, out)
    for path in out.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())
    return time.perf_counter() - begin


def compare(scratch: Path, *, layers: int, rounds: int, tokens: int) -> dict[str, Any]:
    """All engines on one random model, and the exports that make their files."""
    folder = random_model(scratch / "model", layers)
    size = sum(path.stat().st_size for path in folder.glob("*.safetensors"))
    export_seconds = {name: export_to(folder, scratch / name, name) for name in QUANTISATIONS}
    copied = statistics.median(copy_to(folder, scratch / f"copy{n}") for n in range(2))
    folders = {PEER: folder, **{f"llama.cpp, {name}": scratch / name for name in QUANTISATIONS}}
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in folders}
    for _ in range(rounds):
        for name, place in folders.items():
            runs[name].append(measure(place, tokens))
            print(name, runs[name][-1], file=sys.stderr)
    medians = {
        name: {key: statistics.median(run[key] for run in found) for key in found[0]}
        for name, found in runs.items()
    }
    return {
        "layers": layers,
        "bytes": size,
        "rounds": rounds,
        "tokens": tokens,
        "medians": medians,
        "export_gigabytes_per_second": {n: size / 1e9 / s for n, s in export_seconds.items()},
        "copy_gigabytes_per_second": size / 1e9 / copied,
        "ratios": dict(ratios(medians, export_seconds, copied)),
        "aims": AIMS,
    }


def ratios(
    medians: dict[str, dict[str, float]], export_seconds: dict[str, float], copied: float
) -> Iterator[tuple[str, float]]:
    """Each engine to transformers, each export to the copy."""
    peer = medians[PEER]
    for name in QUANTISATIONS:
        ours = medians[f"llama.cpp, {name}"]
        yield (
            f"tokens a second, {name} to transformers",
            ours["tokens_per_second"] / peer["tokens_per_second"],
        )
        yield (
            f"speed to the first token, {name} to transformers",
            peer["first_seconds"] / ours["first_seconds"],
        )
        yield f"memory, {name} to transformers", ours["peak_bytes"] / peer["peak_bytes"]
        yield f"time of an export, {name} to a copy", export_seconds[name] / copied


def nano_perplexity(scratch: Path) -> dict[str, dict[str, float]]:
    """Of nano's own answers to its example pictures, at each quantisation, after the picture and as text alone.

    Windows are those of the engine.
    """
    from PIL import Image

    from tests.contract.local_server.test_llamacpp_answers import QUESTION as ASKED
    from tests.contract.local_server.test_llamacpp_answers import Peer, perplexity
    from tests.fixtures.servers.llamacpp_engine import exported_engine

    peer = Peer(NANO, window=100)
    names = ("signup", "pricing", "article")
    pictures = [Image.open(ROOT / "examples" / "nano" / f"{name}.png").convert("RGB") for name in names]
    answers = [peer.answer([shown], ASKED, tokens=61)[0][:-1] for shown in pictures]
    found: dict[str, dict[str, float]] = {"pictures": {}, "text": {}}
    for quantisation in ("f32", *QUANTISATIONS, "q4_k_m"):
        export_to(NANO, scratch / f"nano-{quantisation}", quantisation)
        server = exported_engine(scratch / f"nano-{quantisation}")
        for what, seen in found.items():
            each = [
                perplexity(server, peer, [shown] if what == "pictures" else [], code)
                for shown, code in zip(pictures, answers, strict=True)
            ]
            seen[quantisation] = float(np.exp(np.mean(np.log(each))))
    return found


def main() -> None:
    """Measure, print and write the results."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n", maxsplit=1)[0])
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tokens", type=int, default=24)
    parser.add_argument("--out", type=Path, default=RESULTS)
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work is not None:
        work(given.work, given.tokens)
        return
    with tempfile.TemporaryDirectory() as scratch:
        report = compare(Path(scratch), layers=given.layers, rounds=given.rounds, tokens=given.tokens)
        if (NANO / "config.json").is_file():
            report["nano_perplexity"] = nano_perplexity(Path(scratch))
    cores = {"cores": os.cpu_count(), "processor": platform.machine(), "load": os.getloadavg()[0]}
    given.out.write_text(json.dumps({"machine": cores, **report}, indent=2) + "\n", encoding="utf-8")
    print(json.dumps({"medians": report["medians"], "ratios": report["ratios"]}, indent=2))


if __name__ == "__main__":
    main()
