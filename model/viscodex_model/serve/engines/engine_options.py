"""The command-line options of `serve tgi` and `serve vllm`."""

import argparse
from pathlib import Path

from viscodex_model.core.argument_types import positive


def configure_engine(parser: argparse.ArgumentParser) -> None:
    """Add what both engines take."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a merged checkpoint's folder")
    parser.add_argument(
        "--gpus", type=_numbers, metavar="0,1", help="cards, as nvidia-smi has them (default: all)"
    )
    parser.add_argument(
        "--gpu-memory",
        type=_positive_float,
        metavar="GB",
        help="memory of a card, instead of asking nvidia-smi",
    )
    parser.add_argument(
        "--replicas", type=positive, metavar="N", help="engines to start (default: all that fit)"
    )
    parser.add_argument(
        "--port", type=positive, default=8000, help="of the first engine, on 127.0.0.1 (8000)"
    )
    parser.add_argument(
        "--streams", type=positive, default=16, metavar="N", help="requests an engine answers at once (16)"
    )
    parser.add_argument(
        "--pictures", type=positive, default=2, metavar="N", help="most pictures in a request (2)"
    )
    parser.add_argument(
        "--max-pixels", type=positive, default=1_605_632, metavar="N", help="of a picture (1605632)"
    )
    parser.add_argument(
        "--max-text-tokens", type=positive, default=4096, metavar="N", help="of a request (4096)"
    )
    parser.add_argument(
        "--max-reply-tokens", type=positive, default=2048, metavar="N", help="of a reply (2048)"
    )
    parser.add_argument("--image", metavar="NAME", help="another container image, best with its digest")
    parser.add_argument(
        "--start-seconds",
        type=_positive_float,
        default=1800.0,
        metavar="N",
        help="to wait for the engine (1800)",
    )
    parser.add_argument(
        "--print", action="store_true", dest="only_print", help="print the commands, start nothing"
    )


def serve_engine(arguments: argparse.Namespace) -> int:
    """Serve, or print what would be started; the exit status."""
    from viscodex_model.serve.engines.launch import Options, launch, plan, show
    from viscodex_model.serve.engines.sizing import Request

    memory = arguments.gpu_memory
    options = Options(
        engine=arguments.engine,
        folder=arguments.folder,
        request=Request(
            pictures=arguments.pictures,
            pixels=arguments.max_pixels,
            text_tokens=arguments.max_text_tokens,
            reply_tokens=arguments.max_reply_tokens,
        ),
        gpus=arguments.gpus,
        gpu_memory=None if memory is None else int(memory * 1e9),
        replicas=arguments.replicas,
        port=arguments.port,
        streams=arguments.streams,
        image=arguments.image,
        start_seconds=arguments.start_seconds,
    )
    if not arguments.only_print:
        return launch(options)
    print(show(plan(options)))
    return 0


def _numbers(text: str) -> tuple[int, ...]:
    try:
        numbers = tuple(int(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no list of numbers like 0,1") from None
    if len(set(numbers)) != len(numbers) or min(numbers) < 0:
        raise argparse.ArgumentTypeError(f"{text!r} names a card twice, or a negative one")
    return numbers


def _positive_float(text: str) -> float:
    number = float(text)
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not above 0")
    return number
