"""Every setting: typed, defaulted, one sentence each. Its JSON schema is what editors show.

Where a value comes from is decided by `resolve`: command line, environment, editor, default, in this order.
"""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic.alias_generators import to_camel

from viscodex_lsp.core.errors import UsageError
from viscodex_lsp.core.nouns import Companion


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, alias_generator=to_camel, populate_by_name=True)


def _listed(value: object) -> object:
    """In a shell a list is written with commas."""
    return list(filter(None, map(str.strip, value.split(",")))) if isinstance(value, str) else value


class ServerSettings(_Section):
    """Where the model is."""

    url: str = Field(
        "",
        description="Base URL of an OpenAI-compatible server; empty uses the local server, on this machine.",
    )
    model: str = Field(
        "",
        description="Name of the model on that server; empty takes the first one that takes pictures.",
    )
    ca_file: str = Field(
        "", description="PEM file of a company's certificate authority; empty trusts the system's."
    )


class EmbeddedSettings(_Section):
    """The local server, which answers on this machine where no server is set."""

    folder: str = Field(
        "",
        description="Checkpoint folder or GGUF file that the local server serves; empty: the reader, which copies"
        " pictures.",
    )
    idle_seconds: int = Field(
        900,
        ge=0,
        description="Seconds without a request after which the local server ends; 0 keeps it running.",
    )
    threads: int = Field(
        0, ge=0, description="CPU threads that the local server may use; 0 leaves the choice to it."
    )


class RequestSettings(_Section):
    """How the model is asked."""

    timeout_seconds: float = Field(120, gt=0, description="Seconds one request may take in all.")
    connect_seconds: float = Field(10, gt=0, description="Seconds to wait for a connection.")
    first_token_seconds: float = Field(60, gt=0, description="Seconds to wait for the first token.")
    stall_seconds: float = Field(30, gt=0, description="Seconds to wait between two tokens.")
    max_tokens: int = Field(2048, gt=0, description="Longest reply, in tokens.")
    thinking: Literal["off", "model"] = Field(
        "off", description="off asks models that reason to answer at once; model leaves it to them."
    )
    temperature: float = Field(0, ge=0, le=2, description="0 is repeatable; higher values vary the reply.")


class PictureSettings(_Section):
    """How pictures are prepared."""

    max_pixels: int = Field(
        1_605_632,
        ge=56 * 56,
        description="Pictures with more pixels are scaled down to this (1605632: 2048 tokens).",
    )


class ContextSettings(_Section):
    """What is told about the open file."""

    max_tokens: int = Field(
        1500, ge=0, description="Most tokens of the open file that are sent; 0 sends none."
    )
    component_tokens: int = Field(
        800,
        ge=0,
        description="Most tokens about the project's components and design tokens that are sent; 0 sends none.",
    )
    read_text: int = Field(
        0,
        ge=0,
        description="Most tokens of the text read in a picture that a model server gets beside it; 0 sends none.",
    )


class DeliverySettings(_Section):
    """How a result arrives."""

    mode: Literal["apply", "propose"] = Field(
        "apply", description="Apply a checked edit at once, or keep it as a proposal."
    )


class CheckSettings(_Section):
    """What happens to a reply that fails a check."""

    repair_attempts: int = Field(
        1, ge=0, le=3, description="How often the model is asked again with the error."
    )


class ComponentSettings(_Section):
    """How the project's own components and design tokens are asked for."""

    check: Literal["off", "note", "repair"] = Field(
        "repair",
        description=(
            "repair: raw markup and values become the project's components and design tokens where that is safe; note: "
            "they are only named; off: nothing is looked for."
        ),
    )


class FilesSettings(_Section):
    """What an edit brings beside the code in the open file, where the editor lets edits create files."""

    cut_outs: bool = Field(
        False, description="Save photos, logos and icons of the picture as files, and refer to them."
    )
    companions: list[Companion] = Field(
        [],
        description="What to ask for beside a component: its styles, types, test or story, each a file of its own.",
    )

    _split = field_validator("companions", mode="before")(_listed)


class TruthSettings(_Section):
    """How an edit is compared with the picture it was made from, and what follows."""

    mode: Literal["apply", "propose", "refuse", "tell", "off"] = Field(
        "apply",
        description=(
            "apply: what is like the picture is applied, what is doubtful waits as a proposal, what shows something "
            "else is refused. propose: both wait. refuse: both are refused. tell: everything is applied, and the "
            "likeness is told. off: nothing is compared."
        ),
    )
    apply_from: float = Field(
        0.6,
        ge=0,
        le=1,
        description="Least likeness to the picture, from 0 to 1, at which an edit is applied.",
    )
    refuse_below: float = Field(
        0.4, ge=0, le=1, description="Likeness below which an edit is taken to show something else."
    )
    rounds: Literal["auto", 0, 1, 2, 3, 4, 5, 6, 7, 8] = Field(
        "auto",
        description=(
            "How often the model is asked, after its answer, to bring the code closer to the picture. auto: once for a "
            "model that runs on this machine and has answered within 20 s, never for a model server."
        ),
    )
    candidates: int = Field(
        1, ge=1, le=8, description="How many answers are asked for; the one most like the picture is taken."
    )
    run_programs: bool = Field(
        False,
        description=(
            "Run programs that draw, in a sandbox without network and files, to compare what they draw with the "
            "picture."
        ),
    )

    @field_validator("rounds", mode="before")
    @classmethod
    def _counted(cls, value: object) -> object:
        """In a shell a number is written as text."""
        return int(value) if isinstance(value, str) and value.isdecimal() else value


ProjectFact = Literal["components", "props", "documentation", "tokens", "assets"]


class PrivacySettings(_Section):
    """What is covered in a picture before it leaves this machine, where the reader is installed, and what of the
    project may leave it."""

    mask_secrets: bool = Field(
        True,
        description="Cover keys, tokens, passwords and card numbers in pictures that are sent to another machine.",
    )
    mask_addresses: bool = Field(False, description="Cover mail and IP addresses in them, too.")
    project_facts: list[ProjectFact] = Field(
        ["components", "props", "documentation", "tokens", "assets"],
        description="What may be sent of other files of the project; only names and signatures, never their code.",
    )

    _split = field_validator("project_facts", mode="before")(_listed)


class LogSettings(_Section):
    """What is written to the log; never pictures, code or keys."""

    level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="Least severe level to log."
    )


class Settings(_Section):
    """Everything under `viscodex`."""

    server: ServerSettings = Field(default_factory=ServerSettings)
    embedded: EmbeddedSettings = Field(default_factory=EmbeddedSettings)
    request: RequestSettings = Field(default_factory=RequestSettings)
    picture: PictureSettings = Field(default_factory=PictureSettings)
    context: ContextSettings = Field(default_factory=ContextSettings)
    delivery: DeliverySettings = Field(default_factory=DeliverySettings)
    checks: CheckSettings = Field(default_factory=CheckSettings)
    components: ComponentSettings = Field(default_factory=ComponentSettings)
    files: FilesSettings = Field(default_factory=FilesSettings)
    truth: TruthSettings = Field(default_factory=TruthSettings)
    privacy: PrivacySettings = Field(default_factory=PrivacySettings)
    log: LogSettings = Field(default_factory=LogSettings)


ENVIRONMENT = {"VISCODEX_SERVER_URL": ("server", "url"), "VISCODEX_MODEL": ("server", "model")}


def resolve(
    *,
    editor: Mapping[str, Any],
    environment: Mapping[str, str],
    command_line: Mapping[str, Any] | None = None,
) -> Settings:
    """Merge the sources; `editor` and `command_line` are nested objects with the names of the schema.

    Raises:
        UsageError: a value is of the wrong type or out of range; all of them are named.
    """
    merged: dict[str, dict[str, Any]] = {}
    _lay_over(merged, editor)
    for name, (section, key) in ENVIRONMENT.items():
        if environment.get(name):
            merged.setdefault(section, {})[key] = environment[name]
    _lay_over(merged, command_line or {})
    try:
        return Settings.model_validate(merged)
    except ValidationError as error:
        faults = [f"viscodex.{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors()]
        raise UsageError("These settings are not usable: " + "; ".join(faults) + ".") from error


def _lay_over(merged: dict[str, dict[str, Any]], source: Mapping[str, Any]) -> None:
    for section, values in source.items():
        if isinstance(values, Mapping):
            merged.setdefault(section, {}).update({k: v for k, v in values.items() if v is not None})


def setting_names() -> frozenset[str]:
    """Every setting's name below `viscodex`, like "request.maxTokens"."""
    return frozenset(
        f"{section}.{field.alias or key}"
        for section, outer in Settings.model_fields.items()
        if isinstance(outer.annotation, type) and issubclass(outer.annotation, BaseModel)
        for key, field in outer.annotation.model_fields.items()
    )


def json_schema() -> dict[str, Any]:
    """The JSON schema of `Settings`, with the names that editors use."""
    return Settings.model_json_schema(by_alias=True)
