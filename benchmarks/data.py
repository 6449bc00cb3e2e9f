"""How fast training data are made and read, and how fast a checkpoint is tuned.

    python benchmarks/data.py [--records 50000] [--pictures 100] [--steps 40]

Makers: pictures a second of one process, for each kind. Reader: `data mcd` over a made set in published form, records
a second with two threads and the peak memory of its process. Tuning: tokens a second of `viscodex-model train` beside a
plain transformers loop of the same model, records and batch, on a small random Qwen2.5-VL. Results:
benchmarks/results/data.json.
"""

import argparse
import io
import json
import os
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from statistics import median
from typing import Any, cast

os.environ.setdefault("HF_HUB_OFFLINE", "1")
ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "model")]
RESULTS = ROOT / "benchmarks" / "results" / "data.json"
KINDS = ("pages", "documents", "walls", "lines", "charts", "figures", "code")
DISTINCT = 500
"""Different pictures in the made set; each record has its own copy of one."""
PAIRS = 7
"""How often tuning and the plain loop are timed."""


def core_seconds() -> float:
    """Processor time of this process and of those it waited for: what a busy machine does not change much."""
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in spent)


def measure_makers(count: int) -> dict[str, Any]:
    """Pictures a second, and a second of one core, of each kind; one process, its start included."""
    from viscodex_model.data.synth.produce import Order, produce
    from viscodex_model.data.synth.programs import DRAWERS

    rates, per_core = {}, {}
    for kind in KINDS:
        with tempfile.TemporaryDirectory() as folder:
            began, cores = time.perf_counter(), core_seconds()
            order = Order(kind=kind, count=count, seed=1, split="train", folder=Path(folder))
            produce(order, workers=1, tell=lambda _: None)
            rates[kind] = round(count / (time.perf_counter() - began), 1)
            if kind not in DRAWERS:  # the sandbox does not hand up all that its processes spent
                per_core[kind] = round(count / (core_seconds() - cores), 1)
    return {"n": count, "pictures_per_s": rates, "pictures_per_core_s": per_core}


def write_set(folder: Path, records: int) -> None:
    """A set in the published form: pictures of 640 x 480 and pages of 40 rows, every record another text."""
    from PIL import Image

    source = random.Random(3)
    with zipfile.ZipFile(folder / "mcd_images.zip", "w") as archive:
        encoded = []
        for _ in range(DISTINCT):
            buffer = io.BytesIO()
            tile = Image.frombytes("RGB", (32, 24), source.randbytes(32 * 24 * 3))
            tile.resize((640, 480), Image.Resampling.NEAREST).save(buffer, "PNG")
            encoded.append(buffer.getvalue())
        for number in range(records):
            archive.writestr(f"mcd_images/html/{number}.png", encoded[number % DISTINCT])
    with (folder / "mcd_598k.json").open("w", encoding="utf-8") as file:
        for number in range(records):
            rows = "\n".join(f"  <li class='row'>Row {row} of page {number}</li>" for row in range(40))
            messages = [
                {"role": "user", "content": "<image>\nWrite this page."},
                {"role": "assistant", "content": f"```html\n<ul>\n{rows}\n</ul>\n```"},
            ]
            record = {"images": [f"html/{number}.png"], "messages": messages, "category": "html"}
            file.write(("[" if number == 0 else ",\n") + json.dumps(record))
        file.write("]\n")


def measure_reader(records: int) -> dict[str, Any]:
    """Records a second and peak memory of `data mcd`, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        write_set(Path(folder), records)
        size = (Path(folder) / "mcd_598k.json").stat().st_size
        program = [sys.executable, "-c", _READ, "data", "mcd", folder, "--out", f"{folder}/out"]
        began, cores = time.perf_counter(), core_seconds()
        done = subprocess.run(program, cwd=ROOT / "model", capture_output=True, text=True, check=True)
        spent, cores = time.perf_counter() - began, core_seconds() - cores
    told = done.stdout.strip().splitlines()
    return {
        "n": records,
        "json_bytes": size,
        "records_per_s": round(records / spent, 1),
        "records_per_core_s": round(records / cores, 1),
        "peak_memory_mb": round(int(told[-1]) / 1024, 1),
        "limit_mb": 1000,
        "kept": told[0],
    }


_READ = (
    "import resource, sys; from viscodex_model.cli import main; status = main(sys.argv[1:]); "
    "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss); sys.exit(status)"
)


def measure_tuning(steps: int) -> dict[str, Any]:
    """Tokens a second of a tuning run and of a plain loop, in pairs one after the other: medians, and of the ratios."""
    from viscodex_model.data.synth.produce import Order, produce

    from tests.fixtures.models.tiny_checkpoints import tiny_vlm

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        produce(
            Order(kind="code", count=64, seed=5, split="train", folder=folder / "data"),
            workers=1,
            tell=lambda _: None,
        )
        wide = {
            "hidden_size": 256,
            "intermediate_size": 704,
            "num_hidden_layers": 4,
            "num_attention_heads": 8,
        }
        model = tiny_vlm(folder / "model", language=wide, vision={"out_hidden_size": 256})
        pairs = [
            (_tune(model, folder, steps, number), _loop(model, folder, steps)) for number in range(PAIRS)
        ]
    ratios = sorted(round(ours / plain, 3) for ours, plain in pairs)
    ours, plain = (median(runs) for runs in zip(*pairs, strict=True))
    found = {"ours": ours, "plain_loop": plain, "ratio": median(ratios), "ratios": ratios}
    return {"n_steps": steps, "n_pairs": PAIRS, "batch": 4} | found


def _recipe(model: Path, folder: Path, steps: int, number: int) -> Any:
    from viscodex_model.core.recipe import validate_recipe
    from viscodex_model.train.tuning.sft_recipe import SftRecipe

    content = {
        "model": str(model), "out": folder / f"out{number}", "work": folder / f"work{number}",
        "data": [{"path": folder / "data"}], "steps": steps, "batch": 4, "device": "cpu", "precision": "float32",
        "gradient_checkpointing": False, "workers": 0, "save_steps": 10**6, "log_steps": steps,
    }  # fmt: skip
    return validate_recipe(content, SftRecipe, origin="benchmark")


def _tune(model: Path, folder: Path, steps: int, number: int) -> float:
    """Tokens a second of the Trainer's steps; loading, saving and the plots at the end are left out on both sides."""
    from transformers import TrainerCallback
    from viscodex_model.train.tuning.places import read_mixture
    from viscodex_model.train.tuning.sft import make_trainer

    class Clock(TrainerCallback):
        """When the first step begins and the last one ends."""

        def on_train_begin(self, *_: Any, **__: Any) -> None:
            self.began = time.perf_counter()

        def on_step_end(self, *_: Any, **__: Any) -> None:
            self.ended = time.perf_counter()

    recipe = _recipe(model, folder, steps, number)
    trainer = make_trainer(recipe, model, read_mixture(recipe))
    clock = Clock()
    trainer.add_callback(clock)
    trainer.train()
    return round(int(trainer.state.num_input_tokens_seen) / (clock.ended - clock.began), 1)


def _loop(model: Path, folder: Path, steps: int) -> float:
    """The same model, records, batch and order, in a loop of the bare essentials."""
    import torch
    from viscodex_model.checkpoint.processor import load_processor
    from viscodex_model.train.tuning.collate import Collator, Encoder
    from viscodex_model.train.tuning.estimate import tokens_of
    from viscodex_model.train.tuning.places import Grouped, read_mixture
    from viscodex_model.train.tuning.sft import load_model

    recipe = _recipe(model, folder, steps, 0)
    network = load_model(recipe, model).train()
    places = read_mixture(recipe)
    collator = Collator(Encoder(load_processor(model), max_tokens=recipe.max_tokens), 0)
    learning = [parameter for parameter in network.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(learning, lr=recipe.rate, weight_decay=0.0)
    tokens = done = 0
    began = time.perf_counter()
    for epoch in range(steps):
        sampler = Grouped([tokens_of(place) for place in places], batch=4, seed=0)
        sampler.set_epoch(epoch)
        for batch in torch.utils.data.DataLoader(
            cast(Any, places), batch_size=4, sampler=sampler, collate_fn=collator
        ):
            network(**batch).loss.backward()
            torch.nn.utils.clip_grad_norm_(learning, 1.0)
            optimizer.step()
            optimizer.zero_grad()
            tokens += int(batch["attention_mask"].sum())
            done += 1
            if done == steps:
                return round(tokens / (time.perf_counter() - began), 1)
    return 0.0


def main() -> None:
    """Measure and write the results."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=50_000)
    parser.add_argument("--pictures", type=int, default=100)
    parser.add_argument("--steps", type=int, default=40)
    chosen = parser.parse_args()
    results: dict[str, Any] = {"machine": f"{platform.machine()}, {os.cpu_count()} cores, no GPU"}
    results["load_at_start"] = round(os.getloadavg()[0], 1)
    results["makers"] = measure_makers(chosen.pictures)
    print(json.dumps(results["makers"]), flush=True)
    results["reader"] = measure_reader(chosen.records)
    print(json.dumps(results["reader"]), flush=True)
    results["tuning_tokens_per_s"] = measure_tuning(chosen.steps)
    print(json.dumps(results["tuning_tokens_per_s"]), flush=True)
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
