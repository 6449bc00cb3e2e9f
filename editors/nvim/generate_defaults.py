"""The settings' JSON schema in (`viscodex-lsp settings`), lua/viscodex/defaults.lua out.

viscodex-lsp settings | python editors/nvim/generate_defaults.py > editors/nvim/lua/viscodex/defaults.lua
"""

import json
import sys
from textwrap import wrap
from typing import Any

WIDTH = 100

HEAD = """--- Generated from `viscodex-lsp settings` by generate_defaults.py: change the settings there.

return {
"""


def lua_table(schema: dict[str, Any]) -> str:
    """The module's text: a table of sections, each setting with its sentence and its default."""
    sections = []
    for name, field in sorted(schema["properties"].items()):
        section = schema["$defs"][field["$ref"].rpartition("/")[2]]
        lines = [
            f"{comment(setting['description'])}\n    {key} = {lua_value(setting['default'])},"
            for key, setting in section["properties"].items()
        ]
        sections.append(f"  {name} = {{\n" + "\n".join(lines) + "\n  },\n")
    return HEAD + "".join(sections) + "}\n"


def comment(sentence: str) -> str:
    """The sentence above its setting, on as many lines as it needs."""
    return "\n".join(wrap(sentence, WIDTH, initial_indent="    -- ", subsequent_indent="    -- "))


def lua_value(value: Any) -> str:
    """A default as Lua writes it: lists in braces, the rest as in JSON."""
    return f"{{ {', '.join(map(json.dumps, value))} }}" if isinstance(value, list) else json.dumps(value)


if __name__ == "__main__":
    sys.stdout.write(lua_table(json.load(sys.stdin)))
