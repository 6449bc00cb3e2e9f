"""Reads a YAML recipe into a validated model; an unknown key is refused with the nearest known one."""

import difflib
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from viscodex_model.core.errors import UserError


class Recipe(BaseModel):
    """Base of every recipe: frozen, and closed to keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


RecipeT = TypeVar("RecipeT", bound=BaseModel)


def read_recipe(path: Path, model: type[RecipeT]) -> RecipeT:
    """Read `path` as a recipe of type `model`.

    Raises:
        UserError: the file is missing, is not YAML, or does not fit `model`; every misfit is named.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UserError(f"Cannot read the recipe {path}: {error.strerror}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UserError(f"{path} is not valid YAML: {error}") from error
    if not isinstance(content, dict):
        raise UserError(f"{path} holds no recipe: a mapping of keys and values is expected at its top.")
    return validate_recipe(content, model, origin=str(path))


def validate_recipe(content: dict[str, Any], model: type[RecipeT], *, origin: str) -> RecipeT:
    """Check `content` against `model`; `origin` names it in the error."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        lines = [_explain(dict(item), model) for item in error.errors()]
        raise UserError(
            f"{origin} is not a valid recipe:\n" + "\n".join(f"  - {line}" for line in lines)
        ) from error


def _explain(item: dict[str, Any], model: type[BaseModel]) -> str:
    place = ".".join(str(part) for part in item["loc"])
    if item["type"] != "extra_forbidden":
        return f"{place}: {item['msg']}"
    key = str(item["loc"][-1])
    nearest = difflib.get_close_matches(key, sorted(_known_keys(model)), n=1)
    hint = f"; did you mean `{nearest[0]}`?" if nearest else ""
    return f"`{place}` is not a known key{hint}"


def _known_keys(annotation: Any) -> set[str]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        keys = {field.alias or name for name, field in annotation.model_fields.items()}
        for field in annotation.model_fields.values():
            keys |= _known_keys(field.annotation)
        return keys
    return set().union(*(_known_keys(part) for part in getattr(annotation, "__args__", ())))
