"""`viscodex-model export gguf FOLDER --out D`: plan, convert, and put the folder in place."""

import argparse
import sys
from pathlib import Path
from typing import Any

from viscodex_model.core.argument_types import positive
from viscodex_model.core.errors import UserError

QUANTISATIONS = ("f32", "f16", "q8_0", "q4_0", "q4_k_m")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    formats = parser.add_subparsers(dest="format", metavar="FORMAT", required=True)
    summary = "write a folder of Qwen2.5-VL, Qwen3-VL or Qwen3.5 as two GGUF files, for llama.cpp, Ollama and LM Studio"
    gguf = formats.add_parser("gguf", help=summary, description=f"{summary[0].upper()}{summary[1:]}.")
    gguf.add_argument(
        "folder", type=Path, metavar="FOLDER", help="a checkpoint folder, as merge or train writes it"
    )
    gguf.add_argument("--out", type=Path, metavar="D", help="the folder to write")
    gguf.add_argument(
        "--quant",
        choices=QUANTISATIONS,
        default="q8_0",
        help="q4_0 and q4_k_m are the smallest and fastest, f16 is as good as the checkpoint (%(default)s)",
    )
    gguf.add_argument(
        "--plan", action="store_true", help="only say what would be written, and what is changed"
    )
    gguf.add_argument("--modelfile", action="store_true", help="write an Ollama Modelfile beside the files")
    gguf.add_argument("--resume", action="store_true", help="go on with an unfinished export")
    gguf.add_argument("--force", action="store_true", help="replace an export that is there")
    gguf.add_argument("--threads", type=positive, metavar="N", help="workers (one for each core)")


def run(arguments: argparse.Namespace) -> int:
    """Plan the export and, unless that was all, do it."""
    from viscodex_model.checkpoint.index import CheckpointProblems
    from viscodex_model.export.finished_folder import destination_problems
    from viscodex_model.export.plan import make_plan
    from viscodex_model.export.summary import plan_lines

    try:
        plan = make_plan(arguments.folder.expanduser(), arguments.quant)
        if arguments.out is not None:
            options = {"resume": arguments.resume, "force": arguments.force}
            if problems := tuple(destination_problems(plan, arguments.out, **options)):
                raise CheckpointProblems(problems)
    except CheckpointProblems as refused:
        raise UserError(_listed(refused.problems)) from refused
    print("\n".join(plan_lines(plan, arguments.out or Path())))
    if arguments.plan:
        return 0
    if arguments.out is None:
        raise UserError("Where to? Say --out FOLDER.")
    _work(plan, arguments)
    return 0


def _listed(problems: tuple[str, ...]) -> str:
    if len(problems) == 1:
        return problems[0]
    return "the export cannot be done:\n" + "\n".join(f"  - {problem}" for problem in problems)


def _work(plan: Any, arguments: argparse.Namespace) -> None:
    from viscodex_model.core.progress import ByteProgress
    from viscodex_model.core.sizes import say_bytes
    from viscodex_model.export.finished_folder import export

    with ByteProgress(plan.bytes_to_read, "export", stream=sys.stderr) as progress:
        export(
            plan,
            arguments.out,
            threads=arguments.threads,
            resume=arguments.resume,
            modelfile=arguments.modelfile,
            report=progress.report,
        )
    speed = plan.bytes_to_read / 1e9 / max(progress.seconds, 1e-9)
    print(
        f"\n{arguments.out}: {say_bytes(plan.bytes_to_write)} written in {progress.seconds:.1f} s "
        f"({speed:.2f} GB/s read)"
    )
