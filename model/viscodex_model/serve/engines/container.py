"""Builds the argument lists for `docker`, never a shell's words, and reads what it and nvidia-smi print.

The engines' network does not translate addresses: what runs in it answers on this machine's loopback, and gets no
answer from anywhere else, so that no picture can be fetched from an address.
"""

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from viscodex_model.core.errors import UserError
from viscodex_model.serve.engines.sizing import Gpu, Replica

NETWORK = "viscodex-engines"
_PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Container:
    """One engine in a container: `port` on the loopback, `environment` without secrets, `key_variable` for the key.

    The key itself is in the environment of the `docker` process, and on no command line.
    """

    name: str
    image: str
    folder: Path
    port: int
    replica: Replica
    arguments: tuple[str, ...]
    key_variable: str
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where it answers, from this machine."""
        return f"http://127.0.0.1:{self.port}"

    def command(self) -> list[str]:
        """The whole `docker run`: in the foreground, gone when it ends, nothing in the model's folder to be written."""
        cards = ",".join(str(gpu.index) for gpu in self.replica.gpus)
        settings = [f"--env={name}={value}" for name, value in self.environment.items()]
        return [
            *("docker", "run", "--rm", "--name", self.name, "--network", NETWORK),
            *("--publish", f"127.0.0.1:{self.port}:8000", "--gpus", f'"device={cards}"', "--shm-size", "1g"),
            *("--mount", f"type=bind,source={self.folder},target=/model,readonly"),
            *("--security-opt", "no-new-privileges"),
            *settings,
            *(f"--env={self.key_variable}", self.image, *self.arguments),
        ]


def check_docker(image: str) -> None:
    """Refuse to start where Docker, its service or the image is missing; make the engines' network.

    Raises:
        UserError: what is missing, and what to do.
    """
    if shutil.which("docker") is None:
        raise UserError(
            "There is no `docker` here. Install Docker, or serve with `viscodex-model serve embedded`."
        )
    answer = _ask("docker", "version", "--format", "{{.Server.Version}}")
    if answer.returncode:
        raise UserError(
            f"Docker's service does not answer ({_last_line(answer.stderr)}). Start it, then try again."
        )
    if _ask("docker", "image", "inspect", image).returncode:
        raise UserError(f"The image {image} is not here. Fetch it first: docker pull {image}")
    if _ask("docker", "network", "inspect", NETWORK).returncode:
        closed = "com.docker.network.bridge.enable_ip_masquerade=false"
        made = _ask("docker", "network", "create", "--opt", closed, NETWORK)
        if made.returncode:
            raise UserError(f"Docker cannot make the network {NETWORK}: {_last_line(made.stderr)}")


def find_gpus(wanted: Sequence[int] | None, *, memory: int | None) -> tuple[Gpu, ...]:
    """The cards with the numbers `wanted` (None: all), as nvidia-smi lists them; `memory` in bytes where it is known.

    Raises:
        UserError: nvidia-smi is missing or fails, or there is no such card.
    """
    if memory is not None:
        return tuple(Gpu(index, memory) for index in (wanted or (0,)))
    if shutil.which("nvidia-smi") is None:
        raise UserError(
            "There is no nvidia-smi here, so no GPU is known. Serve on a machine with one, or, to see the arguments "
            "only, state --gpus and --gpu-memory with --print."
        )
    query = "--query-gpu=index,memory.total", "--format=csv,noheader,nounits"
    answer = _ask("nvidia-smi", *query)
    if answer.returncode:
        raise UserError(
            f"nvidia-smi fails ({_last_line(answer.stdout or answer.stderr)}). Mend the driver first."
        )
    return _chosen(read_gpus(answer.stdout), wanted)


def read_gpus(listing: str) -> tuple[Gpu, ...]:
    """The cards in nvidia-smi's list of index and MiB."""
    rows = [line.split(",") for line in listing.splitlines() if line.count(",") == 1]
    return tuple(
        Gpu(int(index), int(mebibytes) * 2**20)
        for index, mebibytes in ((index.strip(), rest.strip()) for index, rest in rows)
        if index.isdecimal() and mebibytes.isdecimal()
    )


def _chosen(found: tuple[Gpu, ...], wanted: Sequence[int] | None) -> tuple[Gpu, ...]:
    missing = sorted(set(wanted or ()) - {gpu.index for gpu in found})
    if missing or not found:
        has = ", ".join(str(gpu.index) for gpu in found) or "none"
        raise UserError(f"GPU {', '.join(map(str, missing)) or '0'} is not here; nvidia-smi lists {has}.")
    return tuple(gpu for gpu in found if wanted is None or gpu.index in wanted)


def stop(container: Container) -> None:
    """Let the engine finish what it can within ten seconds, and end it."""
    _ask("docker", "stop", "--time", "10", container.name)


def _ask(*command: str) -> "subprocess.CompletedProcess[str]":
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=_PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 1, "", f"no answer within {_PATIENCE_SECONDS} s")
    except OSError as error:
        raise UserError(f"{command[0]} cannot be run: {error.strerror}.") from error


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1] if lines else "no reason given"
