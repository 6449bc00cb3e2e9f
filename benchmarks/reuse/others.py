"""Repositories whose components are of other hands: libraries of npm as they are, and projects in ways of their own.

`seen` were looked at while the check was made; `unseen` were written with their roles from each library's own
documentation, and first run when it was finished; `further` were drawn after all of those had been mended, `fourteen`
after those, and `twelve` after those.
"""

from collections.abc import Iterator
from typing import Final

from benchmarks.reuse.angular import user
from benchmarks.reuse.react import page as react_page
from benchmarks.reuse.repository import MARK, Repository, package
from benchmarks.reuse.svelte import page as svelte_page
from benchmarks.reuse.vue import SETUP_PAGE

_CORES: Final = {"react": "react", "vue": "vue", "svelte": "svelte", "angular": "@angular/core"}


def seen() -> Iterator[Repository]:
    """Six libraries."""
    yield _library(
        "@mui/material", "react", {"button": "Button", "card": "Card", "link": "Link", "input": "Input"}
    )
    yield _library(
        "@mantine/core", "react", {"button": "Button", "card": "Card", "link": "Anchor", "input": "Input"}
    )
    yield _library("vuetify", "vue", {"button": "VBtn", "card": "VCard", "input": "VTextField"})
    yield _library(
        "element-plus", "vue", {"button": "ElButton", "card": "ElCard", "link": "ElLink", "input": "ElInput"}
    )
    yield _library(
        "carbon-components-svelte", "svelte", {"button": "Button", "link": "Link", "input": "TextInput"}
    )
    yield _library("primeng", "angular", {"button": "p-button|pButton", "card": "p-card"})


def unseen() -> Iterator[Repository]:
    """Six libraries, and four projects."""
    yield _library("antd", "react", {"button": "Button", "card": "Card", "input": "Input"})
    yield _library("@radix-ui/themes", "react", {"button": "Button", "card": "Card", "link": "Link"})
    yield _library("naive-ui", "vue", {"button": "NButton", "card": "NCard", "input": "NInput"})
    yield _library("quasar", "vue", {"button": "QBtn", "card": "QCard", "input": "QInput"})
    yield _library(
        "@sveltestrap/sveltestrap", "svelte", {"button": "Button", "card": "Card", "input": "Input"}
    )
    yield _library("ng-zorro-antd", "angular", {"button": "nz-button", "card": "nz-card"})
    yield from _projects()


def further() -> Iterator[Repository]:
    """Ten libraries; where a component cannot stand for an element by its documentation, it has no role."""
    yield _library("@chakra-ui/react", "react", {"button": "Button", "link": "Link", "input": "Input"})
    yield _library(
        "@fluentui/react-components",
        "react",
        {"button": "Button", "card": "Card", "link": "Link", "input": "Input"},
    )
    yield _library("@blueprintjs/core", "react", {"button": "Button", "card": "Card", "input": "InputGroup"})
    yield _library("ant-design-vue", "vue", {"button": "Button", "card": "Card", "input": "Input"})
    yield _library("vant", "vue", {"button": "Button", "input": "Field"})
    yield _library(
        "bootstrap-vue-next",
        "vue",
        {"button": "BButton", "card": "BCard", "link": "BLink", "input": "BFormInput|BInput"},
    )
    yield _library("svelte-ux", "svelte", {"button": "Button", "card": "Card", "input": "TextField|Input"})
    yield _library(
        "@svelteuidev/core", "svelte", {"button": "Button", "link": "Anchor", "input": "TextInput|Input"}
    )
    yield _library("@taiga-ui/core", "angular", {"button": "tuiButton", "link": "tuiLink"})
    yield _library("@coreui/angular", "angular", {"button": "cButton", "card": "c-card"})


def fourteen() -> Iterator[Repository]:
    """Fourteen libraries, drawn after the check had been mended on all of the above."""
    yield _library("rsuite", "react", {"button": "Button", "input": "Input"})
    yield _library(
        "grommet", "react", {"button": "Button", "card": "Card", "link": "Anchor", "input": "TextInput"}
    )
    yield _library(
        "@primer/react", "react", {"button": "Button", "card": "Card", "link": "Link", "input": "TextInput"}
    )
    yield _library(
        "evergreen-ui", "react", {"button": "Button", "card": "Card", "link": "Link", "input": "TextInput"}
    )
    yield _library("reactstrap", "react", {"button": "Button", "card": "Card", "input": "Input"})
    yield _library("primereact", "react", {"button": "Button", "card": "Card", "input": "InputText"})
    yield _library("vuestic-ui", "vue", {"button": "VaButton", "card": "VaCard", "input": "VaInput"})
    yield _library(
        "tdesign-vue-next",
        "vue",
        {"button": "Button|TButton", "card": "Card|TCard", "link": "Link|TLink", "input": "Input|TInput"},
    )
    yield _library(
        "@coreui/vue", "vue", {"button": "CButton", "card": "CCard", "link": "CLink", "input": "CFormInput"}
    )
    yield _library("bits-ui", "svelte", {"button": "Button.Root"})
    yield _library("m3-svelte", "svelte", {"button": "Button", "card": "Card"})
    yield _library("@nebular/theme", "angular", {"button": "nbButton", "card": "nb-card", "input": "nbInput"})
    yield _library(
        "carbon-components-angular",
        "angular",
        {"button": "cdsButton|ibmButton", "link": "cdsLink|ibmLink", "input": "cdsText|ibmText"},
    )
    yield _library("@ionic/angular", "angular", {"button": "ion-button", "card": "ion-card"})


def twelve() -> Iterator[Repository]:
    """Twelve more, drawn after it had been mended on those."""
    yield _library("semantic-ui-react", "react", {"button": "Button", "card": "Card", "input": "Input"})
    yield _library("flowbite-react", "react", {"button": "Button", "card": "Card", "input": "TextInput"})
    yield _library("@patternfly/react-core", "react", {"button": "Button", "card": "Card"})
    yield _library("react-aria-components", "react", {"button": "Button", "link": "Link", "input": "Input"})
    yield _library("@carbon/react", "react", {"button": "Button", "link": "Link"})
    yield _library(
        "@arco-design/web-vue", "vue", {"button": "Button", "card": "Card", "link": "Link", "input": "Input"}
    )
    yield _library(
        "@varlet/ui", "vue", {"button": "Button", "card": "Card", "link": "Link", "input": "Input"}
    )
    yield _library("wave-ui", "vue", {"button": "WButton", "card": "WCard", "input": "WInput"})
    yield _library("konsta", "svelte", {"button": "Button", "card": "Card", "link": "Link"})
    yield _library("framework7-svelte", "svelte", {"button": "Button", "card": "Card", "link": "Link"})
    yield _library("@clr/angular", "angular", {"button": "clr-button", "input": "clrInput"})
    yield _library(
        "@fundamental-ngx/core",
        "angular",
        {"button": "fd-button", "card": "fd-card", "link": "fd-link", "input": "fd-form-control"},
    )


def _library(name: str, framework: str, roles: dict[str, str]) -> Repository:
    path, text = _page(framework)
    files = {"package.json": package("x", _CORES[framework], name), **text}
    return Repository(f"of {name}", framework, files, path, roles, library=name)


def _page(framework: str) -> tuple[str, dict[str, str]]:
    """A page with a mark: its path, and the files that it is made of."""
    if framework == "react":
        return "src/Page.tsx", {"src/Page.tsx": react_page()}
    if framework == "vue":
        text = SETUP_PAGE.format(imports="", mark=MARK, lang=' lang="ts"')
        return "src/Page.vue", {"src/Page.vue": text}
    if framework == "svelte":
        return "src/Page.svelte", {"src/Page.svelte": svelte_page()}
    template = f"<main>\n  <h1>{{{{ name }}}}</h1>\n  {MARK}\n</main>\n"
    return "src/app/page.component.html", {
        "src/app/page.component.ts": user(),
        "src/app/page.component.html": template,
    }


def _projects() -> Iterator[Repository]:
    yield _typed_elsewhere()
    yield _folders_with_indexes()
    yield _workspace_of_vue()
    yield _shared_module()


def _typed_elsewhere() -> Repository:
    """React, props in a file of types, components with arrow functions and kebab file names, an alias `~`."""
    types = """import type { AnchorHTMLAttributes, ButtonHTMLAttributes, InputHTMLAttributes, ReactNode } from "react";

export interface PressableProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "color"> {
  intent?: "main" | "calm";
}
export type FieldProps = Partial<InputHTMLAttributes<HTMLInputElement>> & { dense?: boolean };
export type AnchorProps = AnchorHTMLAttributes<HTMLAnchorElement>;
export interface PanelProps { children?: ReactNode; raised?: boolean; className?: string }
"""
    parts = {
        "base-button": (
            "BaseButton",
            "PressableProps",
            "<button {...rest}>{children}</button>",
            "children, intent, ...rest",
        ),
        "base-input": ("BaseInput", "FieldProps", "<input {...rest} />", "dense, ...rest"),
        "base-link": ("BaseLink", "AnchorProps", "<a {...rest}>{children}</a>", "children, ...rest"),
        "base-card": (
            "BaseCard",
            "PanelProps",
            "<section className={className}>{children}</section>",
            "children, className",
        ),
    }
    files = {
        f"app/design/{file}.tsx": f'import type {{ {kind} }} from "~/design/kinds";\n\n'
        f"export const {name} = ({{ {taken} }}: {kind}) => {body};\n"
        for file, (name, kind, body, taken) in parts.items()
    }
    config = '{"compilerOptions": {"jsx": "react-jsx", "paths": {"~/*": ["./app/*"]}}}'
    own = {
        "package.json": package("x", "react"),
        "tsconfig.json": config,
        "app/design/kinds.ts": types,
        "app/routes/home.tsx": react_page('import { useId } from "~/hooks/ids";'),
        "app/hooks/ids.ts": 'export const useId = () => "a";\n',
    }
    roles = {role: f"Base{role.capitalize()}" for role in ("button", "input", "link", "card")}
    return Repository("hand typed elsewhere", "react", files | own, "app/routes/home.tsx", roles)


def _folders_with_indexes() -> Repository:
    """React in JavaScript: a folder a component, default exports, one barrel that renames them."""
    files = {
        f"client/kit/{name}/{name}.jsx": f"const {name} = (props) => <{tag} {{...props}} />;\nexport default {name};\n"
        for name, tag in (("Button", "button"), ("Link", "a"), ("Card", "div"), ("Input", "input"))
    }
    files |= {
        f"client/kit/{name}/index.js": f'export {{ default }} from "./{name}";\n'
        for name in ("Button", "Link", "Card", "Input")
    }
    barrel = "".join(
        f'export {{ default as {name} }} from "./{name}";\n' for name in ("Button", "Link", "Card", "Input")
    )
    own = {
        "package.json": package("x", "react"),
        "client/kit/index.js": barrel,
        "client/views/Settings.jsx": 'import { Button } from "../kit";\n'
        "export const Settings = () => <Button>Go</Button>;\n",
        "client/views/Home.jsx": react_page(),
    }
    roles = {"button": "Button", "link": "Link", "card": "Card", "input": "Input"}
    return Repository("hand folders", "react", files | own, "client/views/Home.jsx", roles)


def _workspace_of_vue() -> Repository:
    """Vue, options and setup mixed, components below a feature, imported by others with their endings."""
    button = (
        "<script setup lang=\"ts\">\nwithDefaults(defineProps<{ kind?: 'solid' | 'ghost' }>(), { kind: 'solid' })\n"
        "defineEmits<{ click: [event: MouseEvent] }>()\n</script>\n\n<template>\n"
        '  <button type="button"><slot /></button>\n</template>\n'
    )
    card = '<template>\n  <article><slot name="head" /><slot /></article>\n</template>\n\n'
    card += "<script>\nexport default { name: 'UiCard' }\n"
    files = {
        "package.json": package("x", "vue"),
        "vite.config.ts": "export default { resolve: { alias: { '#ui': resolve(__dirname, 'source/interface') } } }\n",
        "source/interface/controls/UiButton.vue": button,
        "source/interface/boxes/UiCard.vue": card + "</script>\n",
        "source/interface/boxes/UiLink.vue": "<template>\n  <a><slot /></a>\n</template>\n",
        "source/pages/Old.vue": '<script setup>\nimport UiCard from "../interface/boxes/UiCard.vue"\n</script>\n\n'
        "<template><UiCard>a</UiCard></template>\n",
        "source/pages/Home.vue": SETUP_PAGE.format(imports="", mark=MARK, lang=""),
    }
    roles = {"button": "UiButton", "card": "UiCard", "link": "UiLink"}
    return Repository("hand vue", "vue", files, "source/pages/Home.vue", roles)


def _shared_module() -> Repository:
    """Angular 16 with modules: a shared module that passes on, signals nowhere, the new files' short names."""
    parts = {
        "button": ("xy-button", "XyButton"),
        "card": ("xy-card", "XyCard"),
        "link": ("xy-link", "XyLink"),
    }
    files = {
        f"src/app/kit/{role}.ts": 'import { Component, Input } from "@angular/core";\n\n@Component({\n'
        f"  selector: '{tag}',\n  standalone: false,\n  template: '<ng-content></ng-content>',\n}})\n"
        f"export class {name} {{\n"
        "  @Input() look = 'plain';\n  @Input() href?: string;\n}\n"
        for role, (tag, name) in parts.items()
    }
    names = ", ".join(name for _, name in parts.values())
    imports = "".join(f"import {{ {name} }} from './{role}';\n" for role, (_, name) in parts.items())
    files |= {
        "package.json": '{"dependencies": {"@angular/core": "~16.2.0"}}',
        "src/app/kit/kit-module.ts": f"import {{ NgModule }} from '@angular/core';\n{imports}\n@NgModule({{\n"
        f"  declarations: [{names}],\n  exports: [{names}],\n}})\nexport class KitModule {{}}\n",
        "src/app/shared-module.ts": "import { NgModule } from '@angular/core';\n"
        "import { KitModule } from './kit/kit-module';\n\n"
        "@NgModule({\n  exports: [\n    KitModule,\n  ],\n})\nexport class SharedModule {}\n",
        "src/app/home/home-module.ts": "import { NgModule } from '@angular/core';\nimport { Home } from './home';\n\n"
        "@NgModule({\n  declarations: [\n    Home,\n  ],\n})\nexport class HomeModule {}\n",
        "src/app/home/home.ts": "import { Component } from '@angular/core';\n\n@Component({\n  standalone: false,\n"
        "  selector: 'xy-home',\n  templateUrl: './home.html',\n})\n"
        "export class Home {\n  name = '';\n  save() {}\n}\n",
        "src/app/home/home.html": f"<main>\n  <h1>{{{{ name }}}}</h1>\n  {MARK}\n</main>\n",
    }
    roles = {role: tag for role, (tag, _) in parts.items()}
    return Repository("hand angular", "angular", files, "src/app/home/home.html", roles)
