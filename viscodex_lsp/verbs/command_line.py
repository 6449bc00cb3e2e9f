"""The command line: its verbs and their flags; the names are frozen."""

import argparse
import sys
from typing import NoReturn

from viscodex_lsp import __version__
from viscodex_lsp.verbs.argument_types import (
    address,
    line_number,
    line_range,
    picture_file,
    picture_region,
    port,
    region,
)


class WrongWords(SystemExit):
    """A command line that cannot be meant, after it was told on standard error; `sentence` says it again."""

    def __init__(self, sentence: str) -> None:
        super().__init__(2)
        self.sentence = sentence


class CommandLine(argparse.ArgumentParser):
    """Ends as any parser does, and lets its caller say why in another form, too."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong.

        Raises:
            WrongWords: always.
        """
        self.print_usage(sys.stderr)
        print(f"{self.prog}: error: {message}", file=sys.stderr)
        raise WrongWords(f"{message}; viscodex-lsp --help tells the usage.")


def build_parser() -> argparse.ArgumentParser:
    """The whole command line; its names are frozen."""
    parser = CommandLine(prog="viscodex-lsp", description="Turn any picture into code, inside your editor.")
    parser.add_argument("--version", action="version", version=f"viscodex-lsp {__version__}")
    transport = parser.add_mutually_exclusive_group()
    transport.add_argument("--stdio", action="store_true", help="speak LSP on standard input and output")
    transport.add_argument("--tcp", metavar="HOST:PORT", type=address, help="listen for one LSP client")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")
    _add_apply(verbs.add_parser("apply", help="turn pictures into an edit of a file, shown as a diff"))
    _add_compare(verbs.add_parser("compare", help="tell how like a picture a file is"))
    _add_capture(verbs.add_parser("capture", help="save a screenshot"))
    _add_settings_flags(verbs.add_parser("doctor", help="check every part and say what to do"))
    _add_local(verbs.add_parser("local", help="show or end the local server"))
    _add_mcp(verbs.add_parser("mcp", help="serve agents by the Model Context Protocol"))
    _add_roots(verbs.add_parser("acp", help="serve an editor as an agent by the Agent Client Protocol"))
    _add_web(
        verbs.add_parser("web", help="open a page of its own in the browser, for those without an editor")
    )
    verbs.add_parser("settings", help="print the JSON schema of the settings")
    return parser


def _add_apply(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="the file to edit; it must exist")
    parser.add_argument(
        "--image",
        metavar="PNG",
        type=picture_file,
        action="append",
        required=True,
        help="a picture; up to 8 times",
    )
    _add_places(parser)
    parser.add_argument("--instruction", metavar="TEXT", default="", help="extra instructions")
    parser.add_argument("--cut-outs", action="store_true", help="save photos, logos and icons as files")
    parser.add_argument(
        "--with",
        metavar="KIND",
        dest="companions",
        action="append",
        default=[],
        choices=("styles", "types", "test", "story"),
        help="ask for a file beside it, too: styles, types, test or story; once for each",
    )
    parser.add_argument(
        "--write", action="store_true", help="write the file instead of only showing the diff"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a diff")
    parser.add_argument(
        "--candidates",
        metavar="N",
        type=int,
        help="ask for N answers, and take the one most like the picture",
    )
    parser.add_argument(
        "--rounds", metavar="N", type=int, help="ask N times more to bring the answer closer to the picture"
    )
    parser.add_argument(
        "--report",
        metavar="OUT.html",
        help="write a page to look at: the picture, the file's page before and after, and where they differ",
    )
    _add_settings_flags(parser)


def _add_compare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE", nargs="?", help="the file that should show what the picture shows"
    )
    parser.add_argument("--image", metavar="PNG", type=picture_file, help="the picture")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--batch",
        action="store_true",
        help='read {"image": PATH, "text": CODE, "language": ID} a line, and answer each with one line of JSON',
    )
    _add_settings_flags(parser)


def _add_places(parser: argparse.ArgumentParser) -> None:
    place = parser.add_mutually_exclusive_group()
    place.add_argument(
        "--line", metavar="N", type=line_number, help="insert before line N, from 1 (default: at the end)"
    )
    place.add_argument("--lines", metavar="A:B", type=line_range, help="replace the lines from A to B")
    place.add_argument(
        "--at",
        metavar="LINE:COLUMN",
        help="replace the element there; FILE:LINE:COLUMN, as a running page tells it, is taken too",
    )
    parser.add_argument(
        "--region",
        metavar="X,Y,W,H",
        type=picture_region,
        help='only this part of the picture, in its pixels; or its words, like "the price list"',
    )


def _add_settings_flags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--set",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        dest="changes",
        help="change a setting, like --set request.maxTokens=4096; viscodex-lsp settings lists them",
    )
    parser.add_argument(
        "--settings", metavar="FILE.json", help="a JSON file of settings, named as in an editor"
    )


def _add_capture(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--monitor", metavar="N", type=int, help="the monitor, from 1 (default: the main one)"
    )
    parser.add_argument(
        "--region",
        metavar="X,Y,W,H",
        type=region,
        help="a part of the screen, in pixels; pick: mark it with the mouse",
    )
    parser.add_argument("-o", "--output", metavar="OUT.png", required=True, help="where to save it")


def _add_mcp(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--http",
        metavar="PORT",
        nargs="?",
        const=0,
        type=port,
        help="serve on this port of the loopback, behind a token, instead of standard input and output (default: any)",
    )
    parser.add_argument("--read-only", action="store_true", help="answer patches, and never write a file")
    _add_roots(parser)


def _add_roots(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--root",
        metavar="FOLDER",
        action="append",
        default=[],
        help="a folder to work in (default: the client's folders, or else this one)",
    )
    _add_settings_flags(parser)


def _add_web(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", metavar="N", type=port, default=0, help="the port (default: a free one)")
    parser.add_argument("--no-open", action="store_true", help="only print the address")
    _add_settings_flags(parser)


def _add_local(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    actions.add_parser("status", help="what runs on this machine, its memory and age")
    actions.add_parser("stop", help="end it; the next picture starts it again")
