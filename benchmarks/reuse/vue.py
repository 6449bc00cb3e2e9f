"""Repositories in Vue: script setup and options, typed and not, own components and a library's."""

from collections.abc import Iterator
from typing import Final

from benchmarks.reuse.repository import MARK, Repository, package

NAMES: Final = {"button": "Button", "input": "Input", "card": "Card", "link": "Link"}
_ROOTS: Final = {"Button": "button", "Input": "input", "Card": "section", "Link": "a"}
ALIAS: Final = "export default { resolve: { alias: { '@': path.resolve(__dirname, './src') } } }\n"
THEME: Final = ":root {\n  --color-brand: #2563eb;\n}\n"


def setup(name: str, *, typed: bool) -> str:
    """A component with `<script setup>`."""
    root = _ROOTS[name]
    props = 'defineProps<{ tone?: "primary" | "quiet" }>()' if typed else "defineProps({ tone: String })"
    model = "const model = defineModel()\n" if root == "input" else ""
    inner = '<input v-model="model" />' if root == "input" else f"<{root}><slot /></{root}>"
    lang = ' lang="ts"' if typed else ""
    return f"<script setup{lang}>\n{model}{props}\n</script>\n\n<template>\n  {inner}\n</template>\n"


def options(name: str) -> str:
    """A component with options."""
    root = _ROOTS[name]
    inner = (
        """<input :value="modelValue" @input="$emit('update:modelValue', $event.target.value)" />"""
        if root == "input"
        else f"<{root}><slot /></{root}>"
    )
    props = (
        "props: { modelValue: String }, emits: ['update:modelValue'],"
        if root == "input"
        else "props: { tone: String },"
    )
    script = f"<script>\nexport default {{\n  name: '{name}',\n  {props}\n}};\n</script>\n"
    return f"<template>\n  {inner}\n</template>\n\n{script}"


SETUP_PAGE: Final = """<script setup{lang}>
import {{ ref }} from "vue"
{imports}const name = ref("")
const save = () => {{ name.value = "" }}
</script>

<template>
  <main>
    <h1>{{{{ name }}}}</h1>
    {mark}
  </main>
</template>
"""
OPTIONS_PAGE: Final = """<template>
  <main>
    {mark}
  </main>
</template>

<script>
export default {{
  data: () => ({{ name: "" }}),
  methods: {{ save() {{ this.name = ""; }} }},
}};
</script>
"""


def repositories() -> Iterator[Repository]:
    """Eight of them."""
    typed = {name: setup(name, typed=True) for name in NAMES.values()}
    plain = {name: setup(name, typed=False) for name in NAMES.values()}
    yield _made(
        "vue-setup",
        {f"src/components/{name}.vue": text for name, text in typed.items()} | {"src/a.css": THEME},
    )
    yield _made(
        "vue-javascript", {f"src/components/{name}.vue": text for name, text in plain.items()}, lang=""
    )
    yield _made(
        "vue-alias",
        {f"src/components/{name}.vue": text for name, text in typed.items()}
        | {"vite.config.ts": ALIAS, "src/lib/Thing.vue": typed["Card"]},
        imports='import Thing from "@/lib/Thing.vue"\n',
    )
    barrel = "".join(f'export {{ default as {name} }} from "./{name}.vue";\n' for name in typed)
    yield _made(
        "vue-barrel",
        {f"src/ui/{name}.vue": text for name, text in typed.items()} | {"src/ui/index.ts": barrel},
        imports='import { Card } from "../ui"\n',
    )
    app = {f"src/components/App{name}.vue": text for name, text in typed.items()}
    yield _made("vue-prefix", app, roles={role: f"App{name}" for role, name in NAMES.items()})
    yield from _otherwise(plain)


def _otherwise(plain: dict[str, str]) -> Iterator[Repository]:
    """By options, without a script, and from a library."""
    base = {f"src/base/Base{name}.vue": options(name) for name in NAMES.values()}
    roles = {role: f"Base{name}" for role, name in NAMES.items()}
    yield Repository(
        "vue-options",
        "vue",
        base
        | {
            "package.json": package("vue-options", "vue"),
            "src/pages/Page.vue": OPTIONS_PAGE.format(mark=MARK),
        },
        "src/pages/Page.vue",
        roles,
    )
    yield Repository(
        "vue-no-script",
        "vue",
        {f"src/ui/{name}.vue": text for name, text in plain.items()}
        | {
            "package.json": package("x", "vue"),
            "src/Page.vue": f"<template>\n  <main>\n    {MARK}\n  </main>\n</template>\n",
        },
        "src/Page.vue",
        NAMES,
        style="bare",
    )
    yield Repository(
        "vue-primevue",
        "vue",
        {"package.json": package("x", "vue", "primevue"), "src/Page.vue": _page()},
        "src/Page.vue",
        {"button": "Button", "input": "InputText"},
        library="primevue",
    )


def _page(imports: str = "", lang: str = ' lang="ts"') -> str:
    return SETUP_PAGE.format(imports=imports, mark=MARK, lang=lang)


def _made(
    name: str,
    files: dict[str, str],
    *,
    imports: str = "",
    lang: str = ' lang="ts"',
    roles: dict[str, str] | None = None,
) -> Repository:
    own = {"package.json": package(name, "vue"), "src/pages/Page.vue": _page(imports, lang)}
    token = "--color-brand" if "src/a.css" in files else ""
    return Repository(name, "vue", files | own, "src/pages/Page.vue", roles or NAMES, token=token)
