"""The merge recipe: what is merged, how, and every choice that is not taken in silence."""

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from viscodex_model.core.recipe import Recipe

Method = Literal["linear", "task_arithmetic", "ties", "dare_linear", "dare_ties"]
METHODS: tuple[Method, ...] = ("linear", "task_arithmetic", "ties", "dare_linear", "dare_ties")
SPARSE_METHODS: tuple[Method, ...] = ("ties", "dare_linear", "dare_ties")
Rows = Literal["merge", "keep", "shared_rows"]
Side = Literal["vlm", "coder"]
Weights = tuple[float, float]
Coefficient = float | Weights


def _finite(value: float) -> float:
    if not -100 <= value <= 100:
        raise ValueError("a coefficient must be a number between -100 and 100")
    return value


def _expression(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"{value!r} is not a regular expression: {error}") from error
    return value


Number = Annotated[float, AfterValidator(_finite)]
Expression = Annotated[str, AfterValidator(_expression)]


class SourceRecipe(Recipe):
    """A checkpoint: a local folder or a hub id, with a revision where the default will not do."""

    source: str
    revision: str | None = None


class Ramp(Recipe):
    """Coefficients that change evenly from the first layer to the last."""

    model_config = ConfigDict(populate_by_name=True)
    first: Number | tuple[Number, Number]
    last: Number | tuple[Number, Number]


class TensorRule(Recipe):
    """The coefficient of every tensor whose older name the expression is found in; the first rule that fits rules."""

    match: Expression
    value: Number | tuple[Number, Number]


class MergeRecipe(Recipe):
    """One merge. A single number as coefficient is λ: the vision-language model's share, the coder has the rest.

    A pair is (weight of the vision-language model, weight of the coder), free of each other.
    """

    model_config = ConfigDict(populate_by_name=True)

    vlm: str | SourceRecipe
    coder: str | SourceRecipe
    base: str | SourceRecipe | None = None
    out: Path | None = None
    method: Method = "linear"
    lambda_: Number | tuple[Number, ...] | None = Field(default=None, alias="lambda")
    weights: tuple[Number, Number] | None = None
    layers: tuple[Number | tuple[Number, Number], ...] | Ramp | None = None
    tensors: tuple[TensorRule, ...] = ()
    density: float = Field(default=0.5, gt=0, le=1)
    seed: int = Field(default=0, ge=0)
    embeddings: Rows = "merge"
    lm_head: Rows = "merge"
    norms: Literal["merge", "keep"] = "merge"
    rope_theta: Side | None = None
    rope_scaling: Literal["vlm"] | None = None
    rms_norm_eps: Side | None = None
    keep_vlm: tuple[Expression, ...] = ()
    leave_out: tuple[Expression, ...] = ()
    out_dtype: Literal["bfloat16", "float16", "float32"] | None = None
    allow_nonfinite: bool = False
    shard_gb: float = Field(default=5.0, gt=0)

    @model_validator(mode="after")
    def _one_coefficient(self) -> "MergeRecipe":
        if self.lambda_ is not None and self.weights is not None:
            raise ValueError("give `lambda` or `weights`, not both")
        if isinstance(self.lambda_, tuple):
            if len(set(self.lambda_)) < max(1, len(self.lambda_)):
                raise ValueError("a sweep of `lambda` must name at least one value, and each once")
            if self.layers is not None:
                raise ValueError(
                    "a sweep of `lambda` and `layers` exclude each other: `layers` sets it by layer"
                )
        return self

    @property
    def shard_bytes(self) -> int:
        return round(self.shard_gb * 1e9)

    @property
    def sweep(self) -> tuple[Weights, ...]:
        """The general coefficients, a pair for each folder to be written."""
        if self.weights is not None:
            return (self.weights,)
        values = self.lambda_ if isinstance(self.lambda_, tuple) else (self.lambda_,)
        return tuple(as_weights(0.7 if value is None else value) for value in values)


def as_weights(value: Coefficient) -> Weights:
    """λ as the pair (λ, 1 - λ); a pair as it is."""
    if isinstance(value, tuple):
        return value
    # Rounded so that 1 - 0.85 is 0.15: both forms of one recipe must give the same bytes.
    return (value, round(1 - value, 12))


def source_of(value: str | SourceRecipe) -> SourceRecipe:
    """A source written short, in full."""
    return SourceRecipe(source=value) if isinstance(value, str) else value
