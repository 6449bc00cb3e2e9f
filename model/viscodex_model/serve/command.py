"""`viscodex-model serve ENGINE FOLDER`: parses the command line and starts the engine."""

import argparse
import importlib.util
import os
from pathlib import Path

from viscodex_model.core.argument_types import natural, positive
from viscodex_model.core.errors import UserError
from viscodex_model.core.installation import install_command
from viscodex_model.serve.engines.engine_options import configure_engine, serve_engine
from viscodex_model.serve.generation.views import CHOICES, SMALL, usual_views

NEEDED = ("torch", "transformers", "starlette", "uvicorn")
GGUF_NEEDED = ("gguf", "jinja2", "xllamacpp", "starlette", "uvicorn")
READER_NEEDED = ("onnxruntime", "numpy", "starlette", "uvicorn")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add each engine with its options to `parser`."""
    engines = parser.add_subparsers(dest="engine", metavar="ENGINE", required=True)
    summary = "serve the reader, or a checkpoint folder with transformers, on this machine, for this machine"
    embedded = engines.add_parser(
        "embedded",
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}. The token is read from"
        " VISCODEX_EMBEDDED_TOKEN; without it a new one is made and printed.",
    )
    _configure_embedded(embedded)
    embedded.set_defaults(serve=_serve_embedded, mmproj=None, context=None)
    summary = "serve a GGUF file with llama.cpp, on this machine, for this machine"
    llamacpp = engines.add_parser(
        "llamacpp",
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}. The mmproj, which sees, is found beside it. The token is read"
        " from VISCODEX_EMBEDDED_TOKEN; without it a new one is made and printed.",
    )
    _configure_llamacpp(llamacpp)
    llamacpp.set_defaults(serve=_serve_llamacpp, device="auto", dtype="auto", views=None)
    for engine, title in (("tgi", "TGI (text-generation-inference)"), ("vllm", "vLLM")):
        summary = f"serve a merged folder on this machine's GPUs with {title}, in Docker"
        served = engines.add_parser(
            engine,
            help=summary,
            description=f"{summary[0].upper()}{summary[1:]}. The engines' key is read from VISCODEX_ENGINE_KEY;"
            " without it a new one is made and printed.",
        )
        configure_engine(served)
        served.set_defaults(serve=serve_engine)


def run(arguments: argparse.Namespace) -> int:
    """Serve until ended; the exit status."""
    status: int = arguments.serve(arguments)
    return status


def _configure_embedded(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder",
        type=Path,
        metavar="FOLDER",
        nargs="?",
        help="the checkpoint's folder, or a GGUF file (default: none; the reader is served, which copies what pictures"
        " show)",
    )
    _configure_local(parser)
    parser.add_argument("--device", choices=("auto", "cpu", "cuda", "mps"), default="auto")
    parser.add_argument("--dtype", choices=("auto", "float32", "bfloat16", "float16"), default="auto")
    parser.add_argument("--threads", type=positive, metavar="N", help="CPU threads (default: torch's choice)")
    parser.add_argument(
        "--views",
        type=int,
        choices=CHOICES,
        metavar="N",
        help="look at each picture so often, moved by a few pixels, and say what the views agree on: fewer letters"
        f" are misread, and a reply takes longer (1 to {CHOICES[-1]}; default: {usual_views(0)} for a model of less"
        f" than {SMALL // 10**6} M parameters, else 1)",
    )


def _configure_llamacpp(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder", type=Path, metavar="FILE.gguf", help="what `export gguf` wrote; not the mmproj"
    )
    parser.add_argument(
        "--mmproj", type=Path, metavar="FILE.gguf", help="the half that sees (default: the one beside)"
    )
    parser.add_argument(
        "--context", type=positive, metavar="N", help="tokens of prompt and reply together (default 8192)"
    )
    parser.add_argument(
        "--threads", type=positive, metavar="N", help="CPU threads (default: physical cores minus one)"
    )
    _configure_local(parser)


def _configure_local(parser: argparse.ArgumentParser) -> None:
    """What every local server is told, whatever model it serves."""
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address (default %(default)s)")
    parser.add_argument("--port", type=_port, default=0, help="0 takes any free port (the default)")
    parser.add_argument(
        "--queue", type=natural, default=8, metavar="N", help="requests that may wait (default 8)"
    )
    parser.add_argument(
        "--idle-seconds",
        type=_seconds,
        default=0.0,
        metavar="N",
        help="end after so long without requests (0: never)",
    )
    parser.add_argument(
        "--state", type=Path, metavar="FILE", help="write where the server is to FILE, as JSON"
    )


def _serve_embedded(arguments: argparse.Namespace) -> int:
    needed, extra = _needed(arguments.folder)
    missing = [name for name in needed if importlib.util.find_spec(name) is None]
    if missing:
        raise UserError(f"{' and '.join(missing)} cannot be found. Install them: {install_command(extra)}")
    # Read by transformers when it is imported: the folder is here, and nothing is asked of the network.
    os.environ["HF_HUB_OFFLINE"] = "1"
    # Read by OpenMP with torch: a thread that waits for another spins this often, not 300,000 times, before it
    # sleeps. Enough from one operation to the next; on a busy machine, spinning holds up what it waits for.
    os.environ.setdefault("GOMP_SPINCOUNT", "10000")
    from viscodex_model.serve.generation.weights import Placement
    from viscodex_model.serve.local.embedded import Options, serve_embedded

    return serve_embedded(
        Options(
            folder=arguments.folder,
            projector=arguments.mmproj,
            context=arguments.context,
            host=arguments.host,
            port=arguments.port,
            placement=Placement(arguments.device, arguments.dtype, arguments.threads, arguments.views),
            queue=arguments.queue,
            idle_seconds=arguments.idle_seconds,
            state=arguments.state,
        )
    )


def _serve_llamacpp(arguments: argparse.Namespace) -> int:
    if not _is_gguf(arguments.folder):
        raise UserError(
            f"{arguments.folder} is no GGUF file. `export gguf` makes one of a checkpoint folder, and `serve embedded` "
            "serves such a folder."
        )
    return _serve_embedded(arguments)


def _is_gguf(path: Path) -> bool:
    return path.suffix.lower() == ".gguf"


def _needed(served: Path | None) -> tuple[tuple[str, ...], str]:
    """The libraries that serving it takes, and the extra that brings them."""
    if served is None:
        return READER_NEEDED, "local"
    return (GGUF_NEEDED, "gguf") if _is_gguf(served) else (NEEDED, "torch")


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number < 65536:
        raise argparse.ArgumentTypeError(f"{number} is no port: 0 to 65535")
    return number


def _seconds(text: str) -> float:
    number = float(text)
    if not 0 <= number < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is no number of seconds")
    return number
