"""Repositories in Angular: standalone and modules, tags and attributes, decorators and signals, Angular Material."""

from collections.abc import Iterator
from typing import Final

from benchmarks.reuse.repository import MARK, Repository, package

_PAGE: Final = f"<main>\n  <h1>{{{{ name }}}}</h1>\n  {MARK}\n</main>\n"
_CLASSES: Final = {"button": "ButtonComponent", "card": "CardComponent", "link": "LinkComponent"}


def component(tag: str, name: str, *, signals: bool = False, standalone: bool = True) -> str:
    """A component that shows what is put into it."""
    inputs = (
        "  readonly tone = input<'primary' | 'quiet'>('quiet');\n  readonly href = input('');"
        if signals
        else "  @Input() tone: 'primary' | 'quiet' = 'quiet';\n  @Input() href = '';"
    )
    return (
        f'import {{ Component, {"input" if signals else "Input"} }} from "@angular/core";\n\n/** Of this project. */\n'
        f"@Component({{\n  selector: '{tag}',\n  standalone: {str(standalone).lower()},\n"
        f"  template: `<span><ng-content /></span>`,\n}})\nexport class {name} {{\n{inputs}\n}}\n"
    )


def user(*names: str) -> str:
    """The component whose template has the mark."""
    lines = "".join(
        f'import {{ {name} }} from "./ui/{name.removesuffix("Component").lower()}.component";\n'
        for name in names
    )
    return (
        f'import {{ Component }} from "@angular/core";\n{lines}\n@Component({{\n  selector: "app-page",\n'
        f'  imports: [{", ".join(names)}],\n  templateUrl: "./page.component.html",\n}})\n'
        'export class PageComponent {\n  name = "";\n  save() { this.name = ""; }\n}\n'
    )


def repositories() -> Iterator[Repository]:
    """Eight of them."""
    tags = {"button": "app-button", "card": "app-card", "link": "app-link"}
    files = {f"src/app/ui/{role}.component.ts": component(tag, _CLASSES[role]) for role, tag in tags.items()}
    yield _made("angular-tags", files, user(), tags)
    yield _made("angular-listed", files, user(*_CLASSES.values()), tags)
    signals = {
        f"src/app/ui/{role}.component.ts": component(tag, _CLASSES[role], signals=True)
        for role, tag in tags.items()
    }
    yield _made("angular-signals", signals, user(*_CLASSES.values()), tags)
    marks = {"button": "button[appButton]", "link": "a[appLink]", "card": "app-card"}
    marked = {
        f"src/app/ui/{role}.component.ts": component(tag, _CLASSES[role]) for role, tag in marks.items()
    }
    yield _made(
        "angular-attributes",
        marked,
        user("CardComponent"),
        {"button": "appButton", "link": "appLink", "card": "app-card"},
    )
    acme = {role: tag.replace("app-", "acme-") for role, tag in tags.items()}
    prefixed = {
        f"src/app/ui/{role}.component.ts": component(tag, _CLASSES[role]) for role, tag in acme.items()
    }
    yield _made("angular-prefix", prefixed, user(), acme)
    yield from _in_modules(tags)
    yield _made(
        "angular-material",
        {},
        user(),
        {"button": "matButton", "card": "mat-card"},
        library="@angular/material",
    )


def _in_modules(tags: dict[str, str]) -> Iterator[Repository]:
    """Declared in a module that the page's module lists, or does not."""
    module = "".join(f'import {{ {name} }} from "./{role}.component";\n' for role, name in _CLASSES.items())
    listed = ", ".join(_CLASSES.values())
    modules = {
        "src/app/ui/ui.module.ts": 'import { NgModule } from "@angular/core";\n' + module
        + f"@NgModule({{ declarations: [{listed}], exports: [{listed}] }})\nexport class UiModule {{}}\n",
        "src/app/app.module.ts": 'import { NgModule } from "@angular/core";\n'
        'import { UiModule } from "./ui/ui.module";\n'
        'import { PageComponent } from "./page.component";\n'
        "@NgModule({ imports: [UiModule], declarations: [PageComponent] })\nexport class AppModule {}\n",
    }  # fmt: skip
    old = {
        f"src/app/ui/{role}.component.ts": component(tag, _CLASSES[role], standalone=False)
        for role, tag in tags.items()
    }
    declared = user().replace("  imports: [],\n", "  standalone: false,\n")
    yield _made("angular-modules", old | modules, declared, tags)
    unlisted = modules["src/app/app.module.ts"].replace("imports: [UiModule]", "imports: []")
    unlisted = unlisted.replace('import { UiModule } from "./ui/ui.module";\n', "")
    yield _made(
        "angular-modules-unlisted", old | modules | {"src/app/app.module.ts": unlisted}, declared, tags
    )


def _made(
    name: str, files: dict[str, str], component: str, roles: dict[str, str], *, library: str = ""
) -> Repository:
    own = {
        "package.json": package(name, "@angular/core", *([library] if library else [])),
        "src/app/page.component.ts": component,
        "src/app/page.component.html": _PAGE,
    }
    return Repository(name, "angular", files | own, "src/app/page.component.html", roles, library=library)
