"""Names of Python that mean one thing in a file that uses their package, and how they are brought in."""

import re
from collections.abc import Sequence
from typing import Final

_MEMBERS: Final[dict[str, str]] = {
    "flask": "Blueprint Flask Response abort flash g jsonify make_response redirect render_template request "
    "send_file send_from_directory session url_for",
    "fastapi": "APIRouter Body Cookie Depends FastAPI File Form HTTPException Header Path Query Request Response "
    "Security UploadFile WebSocket status",
    "django.shortcuts": "get_list_or_404 get_object_or_404 redirect render",
    "django.urls": "include path re_path reverse reverse_lazy",
    "django.db": "models transaction",
    "django.http": "Http404 HttpResponse HttpResponseRedirect JsonResponse",
    "rest_framework": "generics permissions routers serializers status viewsets",
    "rest_framework.response": "Response",
    "dash": "Dash Input Output State callback dash_table dcc html no_update",
    "tkinter": "colorchooser filedialog messagebox scrolledtext simpledialog ttk",
    "plotly": "graph_objects",
    "sqlalchemy": "Boolean Column DateTime Float ForeignKey Integer String Text create_engine",
    "sqlalchemy.orm": "Mapped declarative_base mapped_column relationship sessionmaker",
    "pydantic": "BaseModel ConfigDict EmailStr Field ValidationError field_validator model_validator",
}
_ALIASES: Final = {
    "go": ("plotly", "import plotly.graph_objects as go"),
    "tk": ("tkinter", "import tkinter as tk"),
    "dbc": ("dash", "import dash_bootstrap_components as dbc"),
}
_CLASS_OF_DATES = re.compile(
    r"(?<![\w.])datetime\.(?:now|today|utcnow|strptime|fromisoformat|fromtimestamp|combine)\(|(?<![\w.])datetime\("
)
_MODULE_OF_DATES = re.compile(r"\bdatetime\.(?:datetime|date|time|timedelta|timezone)\b")


def imports_in_use(names: Sequence[str], text: str) -> dict[str, str]:
    """The statement that brings each of the names in, of those that a package that the text imports has."""
    used = set(re.findall(r"^[ \t]*(?:from|import)[ \t]+(\w+)", text, re.MULTILINE))
    found: dict[str, str] = {}
    for name in names:
        module = next(
            (
                one
                for one, members in _MEMBERS.items()
                if name in members.split() and one.split(".")[0] in used
            ),
            "",
        )
        if name == "timezone" and re.search(r"\btimezone\.(?:now|localtime|make_aware)\(", text):
            found[name] = "django.utils"  # that of the standard library has none of these
        elif module:
            found[name] = module
        elif name in _ALIASES and _ALIASES[name][0] in used:
            found[name] = _ALIASES[name][1]
        elif name == "datetime":
            of_module = _MODULE_OF_DATES.search(text) is not None
            if of_module != (_CLASS_OF_DATES.search(text) is not None):
                found[name] = "import datetime" if of_module else name
    if found.get("datetime") == "datetime":
        found |= {
            name: "datetime" for name in names if name in ("timedelta", "timezone") and name not in found
        }
    statements = {name: module for name, module in found.items() if module.startswith("import ")}
    modules: dict[str, list[str]] = {}
    for name, module in found.items():
        if name not in statements:
            modules.setdefault(module, []).append(name)
    for module, members in modules.items():
        line = f"from {module} import {', '.join(sorted(members))}"
        statements.update(dict.fromkeys(members, line))
    return statements
