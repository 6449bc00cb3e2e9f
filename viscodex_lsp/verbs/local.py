"""`viscodex-lsp local status|stop`: what runs on this machine for VisCodex, and how it is ended."""

from viscodex_lsp.core.errors import NoLocalServer
from viscodex_lsp.core.settings import EmbeddedSettings
from viscodex_lsp.edges.model.local_processes import LocalServer, end_server, running_servers
from viscodex_lsp.edges.model.local_server import check_installed
from viscodex_lsp.verbs.shell_settings import in_shell_words

_NONE = "No local server runs."


def show_status() -> int:
    """Print a line for each local server; exit status 0.

    Raises:
        NoLocalServer: none runs, and none could be started.
    """
    servers = running_servers()
    for server in servers:
        print(describe(server))
    if not servers:
        try:
            check_installed(EmbeddedSettings())
        except NoLocalServer as error:
            raise NoLocalServer(f"{_NONE} {error}") from error
        words = "The first picture starts one, unless viscodex.server.url names a model server."
        print(f"{_NONE} {in_shell_words(words)}")
    return 0


def stop() -> int:
    """End every local server of this user; exit status 0, or 1 where one cannot be ended."""
    servers = running_servers()
    if not servers:
        print(_NONE)
    left = [server for server in servers if not end_server(server)]
    for server in servers:
        state = "cannot be ended: it belongs to another user" if server in left else "has ended"
        print(f"{_name(server)} {state}.")
    return 1 if left else 0


def describe(server: LocalServer) -> str:
    """One line: name, process, memory, age, and when it ends by itself."""
    end = (
        f"ends after {_duration(server.idle)} without a question"
        if server.idle
        else "stays until it is stopped"
    )
    memory = f"{server.memory / 1_000_000:,.0f} MB of memory"
    return f"{_name(server)}: {memory}, started {_duration(server.age)} ago, {end}."


def _name(server: LocalServer) -> str:
    model = f"The local server with {server.model}" if server.model else "A local server that is starting"
    return f"{model} (process {server.pid})"


def _duration(seconds: float) -> str:
    for unit, name in ((86_400, "d"), (3600, "h"), (60, "min")):
        if seconds >= unit:
            return f"{seconds / unit:.0f} {name}"
    return f"{seconds:.0f} s"
