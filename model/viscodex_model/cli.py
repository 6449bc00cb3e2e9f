"""`viscodex-model VERB …`: each verb is a stage with a `command` module, imported when it is named.

A stage's `command.py` holds `configure(parser)`, which imports nothing heavy, and `run(arguments) -> int`.
"""

import argparse
import importlib
import io
import sys
from collections.abc import Sequence

from viscodex_model import __version__
from viscodex_model.core.errors import UserError
from viscodex_model.core.installation import install_command

VERBS: dict[str, str] = {
    "merge": "combine a vision-language model and a code model into one checkpoint",
    "inspect": "describe a checkpoint folder or a GGUF file, and what it needs to be served",
    "data": "make and check training data",
    "train": "train a model by a recipe",
    "export": "write a checkpoint for other engines",
    "serve": "serve a checkpoint over HTTP",
    "read": "turn a picture into code without a language model",
    "team": "say who may use the team server, and with which token",
    "predict": "ask a served model the questions of a benchmark",
    "score": "score what a model answered",
    "draw": "draw what a plotting program draws, in the sandbox",
    "report": "show scores as tables, plots and a gallery, in one HTML file",
    "sweep": "merge at several lambdas and find the best on a benchmark",
}
# Verbs whose stage is not of their name.
_MODULES = {verb: f"evaluate.{verb}_command" for verb in ("predict", "score", "draw", "report", "sweep")}
# Extras of the package that hold the libraries of a verb.
_EXTRAS = {
    "merge": "merge",
    "inspect": "merge",
    "data": "train",
    "train": "train",
    "export": "gguf",
    "serve": "torch",
    "read": "local",
}
_EXTRAS |= dict.fromkeys(_MODULES, "evaluate")


def build_parser(verbs: Sequence[str] = tuple(VERBS)) -> argparse.ArgumentParser:
    """The parser with the options of `verbs`; every verb is listed either way."""
    parser = argparse.ArgumentParser(prog="viscodex-model", description="The model behind VisCodex-LSP.")
    parser.add_argument("--version", action="version", version=f"viscodex-model {__version__}")
    subparsers = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    for verb, summary in VERBS.items():
        subparser = subparsers.add_parser(verb, help=summary, description=summary.capitalize() + ".")
        if verb in verbs:
            command = importlib.import_module(f"viscodex_model.{_MODULES.get(verb, f'{verb}.command')}")
            command.configure(subparser)
            subparser.set_defaults(run=command.run)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; exit status 0 done, 1 refused with a sentence, 2 wrong usage, 130 interrupted."""
    _write_any_text()
    words = list(sys.argv[1:] if argv is None else argv)
    named = [word for word in words[:1] if word in VERBS]
    arguments = build_parser(named).parse_args(words)
    try:
        status: int = arguments.run(arguments)
    except UserError as error:
        print(f"viscodex-model {arguments.verb}: {error}", file=sys.stderr)
        return 1
    except ModuleNotFoundError as error:
        extra = _EXTRAS.get(arguments.verb)
        if extra is None or error.name is None or error.name.startswith("viscodex"):
            raise
        sentence = f"{error.name} is not installed. Run: {install_command(extra)}"
        print(f"viscodex-model {arguments.verb}: {sentence}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"viscodex-model {arguments.verb}: interrupted.", file=sys.stderr)
        return 130
    return status


def _write_any_text() -> None:
    """Print every character, whatever the terminal's encoding is."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
            if sys.platform == "win32":
                stream.reconfigure(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
