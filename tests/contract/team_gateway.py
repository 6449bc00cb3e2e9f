"""The team server's gateway for tests: the real HAProxy on model/deploy/haproxy.cfg, byte for byte, on the loopback.

    async with gateway([replica.url], VISCODEX_STREAMS="2") as running:
        running.add("anna")
        answer = await running.ask("anna")

Only engines.cfg, which lists the replicas, is the test's own. Skipped where HAProxy or openssl is not installed.
"""

import asyncio
import datetime
import io
import json
import os
import shutil
import signal
import ssl
import subprocess
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, redirect_stdout
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
import yaml
from viscodex_model.cli import main
from viscodex_model.team.register import add_person

from tests.contract.served import free_port

DEPLOY = Path(__file__).resolve().parents[2] / "model" / "deploy"
ENGINE_KEY = "engine-key-planted-7c31"
# Far more than anything takes here; a busy machine may need a good part of it.
PATIENCE = 120.0
QUESTION = {"model": "scripted", "messages": [{"role": "user", "content": "draw"}], "stream": True}


@dataclass
class Gateway:
    """A running gateway; `url` without a path."""

    folder: Path
    url: str
    metrics_url: str
    certificate: Path
    process: asyncio.subprocess.Process
    client: httpx2.AsyncClient
    tokens: dict[str, str] = field(default_factory=dict)

    async def logged(self, count: int) -> list[dict[str, Any]]:
        """The access log, one object a request, once it has `count` lines: they are written after the answers."""
        async with asyncio.timeout(PATIENCE):
            while len(lines := self._log_lines()) < count:
                await asyncio.sleep(0.02)
        return [json.loads(line) for line in lines]

    def _log_lines(self) -> list[str]:
        text = (self.folder / "log").read_text()
        return [
            line for line in text.splitlines(keepends=True) if line.startswith("{") and line.endswith("\n")
        ]

    def team(self, *words: str) -> str:
        """`viscodex-model team WORDS`; what it prints on stdout."""
        where = ["--file", str(self.folder / "people.map"), "--socket", str(self.folder / "admin.sock")]
        said = io.StringIO()
        with redirect_stdout(said):
            assert main(["team", *words, *where]) == 0
        return said.getvalue().strip()

    def headers(self, person: str) -> dict[str, str]:
        """What `person` sends along."""
        return {"authorization": f"Bearer {self.tokens[person]}"}

    async def ask(self, person: str, content: Any = QUESTION, **headers: str) -> httpx2.Response:
        """A chat request of `person`, and its whole answer."""
        return await self.client.post(
            "/v1/chat/completions", json=content, headers=self.headers(person) | headers
        )

    @asynccontextmanager
    async def stream(self, person: str) -> AsyncIterator[httpx2.Response]:
        """A chat request of `person` that stays open."""
        async with self.client.stream(
            "POST", "/v1/chat/completions", json=QUESTION, headers=self.headers(person)
        ) as response:
            yield response

    async def command(self, line: str) -> str:
        """What HAProxy's runtime socket answers to `line`."""
        reader, writer = await asyncio.open_unix_connection(self.folder / "admin.sock")
        writer.write(line.encode() + b"\n")
        answer = await reader.read()
        writer.close()
        return answer.decode()

    async def raw(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A TLS connection for bytes of one's own."""
        parts = urlsplit(self.url)
        context = ssl.create_default_context(cafile=self.certificate)
        return await asyncio.open_connection(parts.hostname, parts.port, ssl=context)

    async def reload(self) -> None:
        """Let HAProxy start anew from its files; back when the new process serves."""
        before = await self._worker()
        self.process.send_signal(signal.SIGUSR2)
        async with asyncio.timeout(PATIENCE):
            while await self._worker() == before:
                await asyncio.sleep(0.05)

    async def _worker(self) -> str:
        try:
            told = await self.command("show info")
        except OSError:
            return ""
        return next((line for line in told.splitlines() if line.startswith("Pid:")), "")


@cache
def certificate(folder: Path) -> Path:
    """A certificate of 127.0.0.1 with its key, made here; and beside it the certificate alone, as ca.pem."""
    make = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    names = ["-days", "2", "-subj", "/CN=gateway", "-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "ca.pem")]
    subprocess.run([*make, *names, *files], check=True, capture_output=True)
    both = folder / "tls.pem"
    both.write_text((folder / "ca.pem").read_text() + (folder / "key.pem").read_text())
    return both


@cache
def _certificate_folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="viscodex-tls-"))


def need(*programs: str) -> None:
    """Skip the test where a program is not installed."""
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        pytest.skip(f"needs {' and '.join(missing)}: tests/install_system_packages.sh installs them")


@asynccontextmanager
async def gateway(
    engines: Sequence[str], *people: str, engine_key: str = ENGINE_KEY, **settings: str
) -> AsyncIterator[Gateway]:
    """HAProxy before `engines`, with a token for each of `people`; `settings` are its variables."""
    need("haproxy", "openssl")
    folder = Path(tempfile.mkdtemp(prefix="viscodex-gateway-"))
    tls = certificate(_certificate_folder())
    lines = [f"    server replica{n} {urlsplit(url).netloc}" for n, url in enumerate(engines)]
    (folder / "engines.cfg").write_text("\n".join(["backend engines from replicas", *lines, ""]))
    (folder / "people.map").touch()
    port, metrics_port = free_port(), free_port()
    variables = {
        "VISCODEX_BIND": f"127.0.0.1:{port}",
        "VISCODEX_METRICS_BIND": f"127.0.0.1:{metrics_port}",
        "VISCODEX_CERTIFICATE": str(tls),
        "VISCODEX_PEOPLE": str(folder / "people.map"),
        "VISCODEX_ADMIN_SOCKET": str(folder / "admin.sock"),
        "VISCODEX_ENGINE_KEY": engine_key,
        "GLIBC_TUNABLES": yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]["gateway"][
            "environment"
        ]["GLIBC_TUNABLES"],
    }
    tokens = {name: _add(folder, name) for name in people}
    files = ["-f", str(DEPLOY / "haproxy.cfg"), "-f", str(folder / "engines.cfg")]
    with (folder / "log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            "haproxy", "-W", *files, stdout=log, stderr=log, env=os.environ | variables | settings
        )
    url, metrics_url = f"https://127.0.0.1:{port}", f"http://127.0.0.1:{metrics_port}"
    authority = tls.with_name("ca.pem")
    trust = ssl.create_default_context(cafile=authority)
    try:
        async with httpx2.AsyncClient(
            base_url=url,
            verify=trust,
            timeout=PATIENCE,
            trust_env=False,
            limits=httpx2.Limits(max_connections=None),
        ) as client:
            running = Gateway(folder, url, metrics_url, authority, process, client, tokens)
            await _wait_until_up(running)
            yield running
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
        shutil.rmtree(folder)


def _add(folder: Path, name: str) -> str:
    return add_person(folder / "people.map", name, today=datetime.date(2026, 1, 1))


async def _wait_until_up(running: Gateway) -> None:
    async with asyncio.timeout(PATIENCE):
        while running.process.returncode is None:
            try:
                await running.client.get("/health")
            except httpx2.TransportError:
                await asyncio.sleep(0.02)
            else:
                return
    raise RuntimeError("HAProxy did not start:\n" + (running.folder / "log").read_text())
