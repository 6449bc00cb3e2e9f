"""The values for Kubernetes: the engine's arguments are those that `serve vllm` works out, under fields that exist."""

from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from pydantic import BaseModel, ConfigDict
from viscodex_model.serve.engines.sizing import ModelShape, Request
from viscodex_model.serve.engines.vllm import ENVIRONMENT, IMAGE, vllm_arguments

VALUES = Path(__file__).resolve().parents[3] / "model" / "deploy" / "kubernetes"
# The published config of Qwen2.5-VL-7B; what is asked of the engine does not depend on the card.
SEVEN = ModelShape(16_584_000_000, 28, 28, 4, 128, 128_000, 16, 14, 2)


class Strict(BaseModel):
    """Fields by their names and types, and no others."""

    model_config = ConfigDict(extra="forbid", strict=True)


class VllmConfig(Strict):
    """`servingEngineSpec.modelSpec[].vllmConfig` of the chart's values.schema.json, as far as it is used here."""

    maxModelLen: int  # noqa: N815
    maxNumSeqs: int  # noqa: N815
    tensorParallelSize: int  # noqa: N815
    extraArgs: list[str]  # noqa: N815


class ModelSpec(Strict):
    """`servingEngineSpec.modelSpec[]` of the same."""

    name: str
    repository: str
    tag: str
    modelURL: str  # noqa: N815
    replicaCount: int  # noqa: N815
    requestCPU: int  # noqa: N815
    requestMemory: str  # noqa: N815
    requestGPU: int  # noqa: N815
    pvcStorage: str  # noqa: N815
    pvcAccessMode: list[str]  # noqa: N815
    vllmConfig: VllmConfig  # noqa: N815
    env: list[dict[str, Any]]


def load(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((VALUES / name).read_text())
    return content


@pytest.fixture
def wanted() -> dict[str, str]:
    words = vllm_arguments(SEVEN, Request(), shards=1, streams=16, name="viscodex")
    return {name: value.replace(" ", "") for name, value in zip(words[::2], words[1::2], strict=True)}


def options(words: list[str]) -> dict[str, str]:
    return dict(word.split("=", 1) for word in words)


def test_the_stack_gets_the_arguments_of_serve(wanted: dict[str, str]) -> None:
    """vLLM's production-stack is told the same limits, in the fields of its schema and as further arguments."""
    engine = load("production-stack.yaml")["servingEngineSpec"]
    assert set(engine) == {"runtimeClassName", "vllmApiKey", "modelSpec"}
    assert set(engine["vllmApiKey"]) == {"secretName", "secretKey"}
    (content,) = engine["modelSpec"]
    spec = ModelSpec.model_validate(content)
    assert f"{spec.repository}:{spec.tag}" == IMAGE
    told = options(spec.vllmConfig.extraArgs) | {
        "--max-model-len": str(spec.vllmConfig.maxModelLen),
        "--max-num-seqs": str(spec.vllmConfig.maxNumSeqs),
        "--tensor-parallel-size": str(spec.vllmConfig.tensorParallelSize),
    }
    assert told == {name: value for name, value in wanted.items() if name not in ("--model", "--port")}


def test_kserve_gets_the_arguments_of_serve(wanted: dict[str, str]) -> None:
    """The InferenceService starts vLLM with the same arguments, on a model that is mounted read-only."""
    predictor = load("kserve.yaml")["spec"]["predictor"]
    (container,) = predictor["containers"]
    assert container["image"] == IMAGE
    assert options(container["args"]) == wanted
    (mount,) = container["volumeMounts"]
    assert (mount["mountPath"], mount["readOnly"]) == (wanted["--model"], True)


def test_kserves_pod_is_valid_for_kubernetes() -> None:
    """A predictor is a pod and the bounds of its number: every field of the pod exists and has its type."""
    predictor = load("kserve.yaml")["spec"]["predictor"]
    bounds = {name: predictor.pop(name) for name in ("minReplicas", "maxReplicas")}
    assert all(isinstance(bound, int) for bound in bounds.values())
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "viscodex"}, "spec": predictor}
    kubernetes_validate.validate(pod, kubernetes_validate.latest_version(), strict=True)


def test_the_stacks_environment_is_valid_for_kubernetes() -> None:
    """The chart puts it into a container as it stands."""
    (spec,) = load("production-stack.yaml")["servingEngineSpec"]["modelSpec"]
    container = {"name": "vllm", "image": f"{spec['repository']}:{spec['tag']}", "env": spec["env"]}
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "x"}, "spec": {"containers": [container]}}
    kubernetes_validate.validate(pod, kubernetes_validate.latest_version(), strict=True)


@pytest.mark.parametrize("name", ["production-stack.yaml", "kserve.yaml"])
def test_nothing_is_reported_from_a_cluster(name: str) -> None:
    """Both set what `serve vllm` sets in the engine's environment, and no key in the clear."""
    text = (VALUES / name).read_text()
    assert [variable for variable in ENVIRONMENT if f"name: {variable}, " not in text] == []
    assert "secret" in text.lower()
