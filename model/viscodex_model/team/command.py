"""`viscodex-model team add|list|rotate|revoke|usage`: who may use the team server, and who has."""

import argparse
import datetime
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from viscodex_model.core.errors import UserError

if TYPE_CHECKING:
    from viscodex_model.team.register import Tell

PEOPLE_VARIABLE = "VISCODEX_PEOPLE"
SOCKET_VARIABLE = "VISCODEX_ADMIN_SOCKET"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add each action with its options to `parser`."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for action, summary in (
        ("add", "let a person in: prints the token, which is shown this once"),
        ("rotate", "give a person a new token; the old one ends"),
        ("revoke", "shut a person out; open streams are finished"),
        ("list", "show who may use the server, and since when the token is"),
    ):
        subparser = actions.add_parser(action, help=summary, description=f"{summary.capitalize()}.")
        if action != "list":
            subparser.add_argument("name", metavar="NAME", help="small letters, digits, and . _ @ -")
        subparser.add_argument(
            "--file",
            type=Path,
            default=Path(os.environ.get(PEOPLE_VARIABLE) or "team/people.map"),
            help=f"the team's file (default: {PEOPLE_VARIABLE}, or team/people.map)",
        )
        subparser.add_argument(
            "--socket",
            type=Path,
            default=Path(os.environ.get(SOCKET_VARIABLE) or "run/admin.sock"),
            help=f"the gateway's runtime socket (default: {SOCKET_VARIABLE}, or run/admin.sock)",
        )
    usage = actions.add_parser(
        "usage",
        help="sum up the gateway's log by person",
        description="Sum up the gateway's log by person: docker compose logs gateway | viscodex-model team usage",
    )
    usage.add_argument(
        "log", type=argparse.FileType("r"), nargs="?", default="-", help="a file (default: stdin)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Do it, tell the gateway, and print the token if there is one; exit status 0."""
    from viscodex_model.team.register import list_people
    from viscodex_model.team.usage import TITLE, sum_up

    if arguments.action == "usage":
        print("\n".join([TITLE, *(usage.line() for usage in sum_up(arguments.log))]))
        return 0
    if arguments.action == "list":
        people = list_people(arguments.file)
        for person in people:
            print(f"{person.name:<24} {person.since.isoformat()}")
        if not people:
            _say("Nobody has a token. `viscodex-model team add NAME` gives one.")
        return 0
    answer: list[str | UserError] = []
    token = _change(arguments, lambda text: answer.append(_tell(arguments, text)))
    if token is not None:
        # Before anything else can fail: it is kept nowhere.
        print(token, flush=True)
    _say(_sentence(arguments.action, arguments.name))
    for told in answer:
        if isinstance(told, UserError):
            raise told
        _say(told)
    return 0


def _change(arguments: argparse.Namespace, tell: "Tell") -> str | None:
    from viscodex_model.team import register

    today = datetime.datetime.now(datetime.UTC).date()
    if arguments.action == "add":
        return register.add_person(arguments.file, arguments.name, today=today, tell=tell)
    if arguments.action == "rotate":
        return register.rotate_token(arguments.file, arguments.name, today=today, tell=tell)
    register.revoke_token(arguments.file, arguments.name, tell=tell)
    return None


def _tell(arguments: argparse.Namespace, text: str) -> str | UserError:
    """What the gateway made of the changed map: a sentence, or why it did not take it over."""
    from viscodex_model.team.gateway import tell_gateway

    try:
        told = tell_gateway(arguments.socket, map_name=arguments.file.name, text=text)
    except UserError as error:
        return error
    absent = f"No gateway answers at {arguments.socket}: it reads the file when it starts or reloads."
    return "The running gateway knows." if told else absent


def _sentence(action: str, name: str) -> str:
    if action == "revoke":
        return f"{name} is shut out."
    ended = " The old one has ended." if action == "rotate" else ""
    return f"This is the token of {name}, shown this once; only its digest is kept.{ended}"


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)
