"""Tables as data: a list of dictionaries in Python, objects in JSON and JavaScript, INSERT statements in SQL."""

import json
import keyword
import re

from viscodex_model.read.tables.table import Table

Value = str | int | float | None
_WHOLE, _DECIMAL = re.compile(r"^[-+−]?(0|[1-9]\d*|[1-9]\d{0,2}(,\d{3})+)$"), re.compile(r"^[-+−]?\d+\.\d+$")


def value_of(text: str) -> Value:
    """A number where a text is plainly one; none where it is empty. Leading zeros and units make it a text."""
    plain = text.strip().replace("−", "-")
    if not plain:
        return None
    if _WHOLE.match(plain):
        return int(plain.replace(",", ""))
    return float(plain) if _DECIMAL.match(plain) else text


def rows_of(table: Table) -> list[dict[str, Value]]:
    """A dictionary for each row below the headings; names that occur twice are numbered."""
    names = _distinct(table.columns_named())
    return [
        {name: value_of(text) for name, text in zip(names, row, strict=True)}
        for row in (table.body() or table.texts())
    ]


def _distinct(names: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return found


def write_python(table: Table) -> str:
    """A list of dictionaries."""
    lines = [f"    {_python_row(row)}," for row in rows_of(table)]
    return "\n".join(["rows = [", *lines, "]"]) + "\n"


def _python_row(row: dict[str, Value]) -> str:
    return "{" + ", ".join(f"{_quoted(name)}: {_python(value)}" for name, value in row.items()) + "}"


def _python(value: Value) -> str:
    return _quoted(value) if isinstance(value, str) else repr(value)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def write_json(table: Table) -> str:
    """A list of objects."""
    rows = [f"  {json.dumps(row, ensure_ascii=False)}" for row in rows_of(table)]
    return "[\n" + ",\n".join(rows) + "\n]\n"


def write_javascript(table: Table) -> str:
    """A constant with a list of objects."""
    return f"const rows = {write_json(table).rstrip()};\n"


def write_sql(table: Table) -> str:
    """One INSERT statement; the table's name is for the person to set."""
    names = _distinct([_identifier(name) for name in table.columns_named()])
    columns = ", ".join(name.replace(" ", "_") for name in names)
    rows = [f"  ({', '.join(_sql(value) for value in row.values())})" for row in rows_of(table)]
    return f"INSERT INTO table_name ({columns}) VALUES\n" + ",\n".join(rows) + ";\n"


def _identifier(name: str) -> str:
    plain = re.sub(r"\W+", "_", name.lower()).strip("_") or "column"
    return f"{plain}_" if keyword.iskeyword(plain) else f"c_{plain}" if plain[0].isdigit() else plain


def _sql(value: Value) -> str:
    if value is None:
        return "NULL"
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else repr(value)
