"""The composition root: `viscodex-lsp --stdio | --tcp HOST:PORT`, and the verbs for a shell.

Exit status: 0 done, 1 refused with a sentence, 2 wrong usage, 130 interrupted, 141 the reader of the
output is gone.
"""

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence

from viscodex_lsp import __version__
from viscodex_lsp.core.errors import UsageError, VisCodexError
from viscodex_lsp.edges.console import write_any_text
from viscodex_lsp.verbs.argument_types import address, line_range, picture_region, port, region


def build_parser() -> argparse.ArgumentParser:
    """The whole command line; its names are frozen."""
    parser = argparse.ArgumentParser(
        prog="viscodex-lsp", description="Turn any picture into code, inside your editor."
    )
    parser.add_argument("--version", action="version", version=f"viscodex-lsp {__version__}")
    transport = parser.add_mutually_exclusive_group()
    transport.add_argument("--stdio", action="store_true", help="speak LSP on standard input and output")
    transport.add_argument("--tcp", metavar="HOST:PORT", type=address, help="listen for one LSP client")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")
    _add_apply(verbs.add_parser("apply", help="turn pictures into an edit of a file, shown as a diff"))
    _add_compare(verbs.add_parser("compare", help="tell how like a picture a file is"))
    _add_capture(verbs.add_parser("capture", help="save a screenshot"))
    doctor = verbs.add_parser("doctor", help="check every part and say what to do")
    _add_settings_flags(doctor)
    doctor.set_defaults(run=_doctor)
    _add_local(verbs.add_parser("local", help="show or end the local server"))
    _add_mcp(verbs.add_parser("mcp", help="serve agents by the Model Context Protocol"))
    _add_acp(verbs.add_parser("acp", help="serve an editor as an agent by the Agent Client Protocol"))
    _add_web(
        verbs.add_parser("web", help="open a page of its own in the browser, for those without an editor")
    )
    settings = verbs.add_parser("settings", help="print the JSON schema of the settings")
    settings.set_defaults(run=_settings)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Serve, or run one verb."""
    write_any_text()
    try:
        status = _run(argv)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read the output has seen enough, as `head` has. Python would complain once more when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    return status


def _run(argv: Sequence[str] | None) -> int:
    parser = build_parser()
    arguments = parser.parse_args(argv)
    run: Callable[[argparse.Namespace], int] | None = getattr(arguments, "run", None)
    if run is None and not (arguments.stdio or arguments.tcp):
        parser.error("name a transport, --stdio or --tcp HOST:PORT, or a verb")
    try:
        return (run or _serve)(arguments)
    except UsageError as error:
        _complain(error)
        return 2
    except VisCodexError as error:
        _complain(error)
        return 1


def _complain(error: VisCodexError) -> None:
    from viscodex_lsp.verbs.shell_settings import in_shell_words

    print(f"viscodex-lsp: {in_shell_words(str(error))}", file=sys.stderr)


def _add_apply(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="the file to edit; it must exist")
    parser.add_argument(
        "--image", metavar="PNG", action="append", required=True, help="a picture; up to 8 times"
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
    parser.set_defaults(run=_apply)


def _add_compare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE", nargs="?", help="the file that should show what the picture shows"
    )
    parser.add_argument("--image", metavar="PNG", help="the picture")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--batch",
        action="store_true",
        help='read {"image": PATH, "text": CODE, "language": ID} a line, and answer each with one line of JSON',
    )
    _add_settings_flags(parser)
    parser.set_defaults(run=_compare)


def _add_places(parser: argparse.ArgumentParser) -> None:
    place = parser.add_mutually_exclusive_group()
    place.add_argument(
        "--line", metavar="N", type=int, help="insert before line N, from 1 (default: at the end)"
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
    parser.set_defaults(run=_capture)


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
    parser.set_defaults(run=_agents)


def _add_acp(parser: argparse.ArgumentParser) -> None:
    _add_roots(parser)
    parser.set_defaults(run=_agents)


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
    parser.add_argument("--port", metavar="N", type=int, default=0, help="the port (default: a free one)")
    parser.add_argument("--no-open", action="store_true", help="only print the address")
    _add_settings_flags(parser)
    parser.set_defaults(run=_web)


def _add_local(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    status = actions.add_parser("status", help="what runs on this machine, its memory and age")
    status.set_defaults(run=_local_status)
    stop = actions.add_parser("stop", help="end it; the next picture starts it again")
    stop.set_defaults(run=_local_stop)


def _serve(arguments: argparse.Namespace) -> int:
    from viscodex_lsp.edges.logs import start_logging
    from viscodex_lsp.server.server import create_server
    from viscodex_lsp.server.transport import serve_stdio, serve_tcp

    start_logging("info")
    # pygls logs whole messages, and so pictures and code, together with its errors.
    logging.getLogger("pygls").setLevel(logging.CRITICAL)
    server = create_server()
    return serve_tcp(server, *arguments.tcp) if arguments.tcp else serve_stdio(server)


def _apply(arguments: argparse.Namespace) -> int:
    from viscodex_lsp.verbs.apply import apply_to_file

    return apply_to_file(arguments)


def _compare(arguments: argparse.Namespace) -> int:
    from viscodex_lsp.verbs.compare import compare_file

    return compare_file(arguments)


def _capture(arguments: argparse.Namespace) -> int:
    from viscodex_lsp.verbs.capture import capture_to_file

    return capture_to_file(arguments)


def _doctor(arguments: argparse.Namespace) -> int:
    from viscodex_lsp.verbs.doctor import examine

    return examine(arguments)


def _agents(arguments: argparse.Namespace) -> int:
    from viscodex_lsp.agents.command import serve_acp, serve_mcp

    return serve_mcp(arguments) if arguments.verb == "mcp" else serve_acp(arguments)


def _web(arguments: argparse.Namespace) -> int:
    from viscodex_lsp.web.command import serve_web

    return serve_web(arguments)


def _local_status(_: argparse.Namespace) -> int:
    from viscodex_lsp.verbs.local import show_status

    return show_status()


def _local_stop(_: argparse.Namespace) -> int:
    from viscodex_lsp.verbs.local import stop

    return stop()


def _settings(_: argparse.Namespace) -> int:
    import json

    from viscodex_lsp.core.settings import json_schema

    print(json.dumps(json_schema(), indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
