"""`viscodex-model draw PROGRAM.py`: what a plotting program draws, run in the sandbox; as a picture or as JSON."""

import argparse
import base64
import json
import sys
from pathlib import Path


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    parser.add_argument(
        "program", metavar="PROGRAM.py", help="a program for matplotlib; - reads standard input"
    )
    parser.add_argument("-o", "--out", type=Path, metavar="OUT.png", help="where to save the picture")
    parser.add_argument(
        "--json", action="store_true", help="print {texts, picture} as one JSON object, PNG in base64"
    )
    parser.add_argument(
        "--seconds", type=float, default=20.0, metavar="N", help="most seconds it may run (20)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Draw; exit status 0 drawn, 1 not drawn, with the reason."""
    from viscodex_model.core.errors import UserError
    from viscodex_model.core.sandbox.interpreter import find_interpreter, with_fonts
    from viscodex_model.core.sandbox.run import require_sandbox
    from viscodex_model.evaluate.instruments.charts import draw_chart

    if arguments.out is None and not arguments.json:
        raise UserError("Name the picture to write with -o OUT.png, or ask for --json.")
    program = _read(arguments.program)
    require_sandbox()
    interpreter = with_fonts(find_interpreter(sys.executable))
    chart = draw_chart(program, "program", interpreter, seconds=arguments.seconds)
    if chart.picture is None:
        raise UserError(f"The program drew nothing: {chart.error or 'it made no figure'}.")
    if arguments.out is not None:
        try:
            arguments.out.write_bytes(chart.picture)
        except OSError as error:
            raise UserError(f"Cannot write {arguments.out}: {error.strerror}.") from error
    if arguments.json:
        picture = base64.b64encode(chart.picture).decode()
        print(json.dumps({"texts": list(chart.drawn.texts), "picture": picture}))
    return 0


def _read(name: str) -> str:
    from viscodex_model.core.errors import UserError

    if name == "-":
        return sys.stdin.read()
    try:
        return Path(name).read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise UserError(f"Cannot read {name}: {error.strerror}.") from error
