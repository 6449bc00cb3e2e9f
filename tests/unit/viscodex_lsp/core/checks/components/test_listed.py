"""Angular: a component that a template comes to use is imported and listed where the template's listing stands."""

from collections.abc import Mapping

import pytest

from tests.unit.viscodex_lsp.core.checks.components.checking import checked
from viscodex_lsp.core.nouns import CheckedPatch
from viscodex_lsp.core.text.difference import apply_replacements

BUTTON = (
    'import { Component, Input } from "@angular/core";\n'
    '@Component({ selector: "app-button", template: "<ng-content/>"%s })\n'
    'export class ButtonComponent { @Input() tone: "a" | "b" = "a"; }\n'
)
HOME = """import {{ Component }} from '@angular/core';
{imports}
@Component({{
  selector: 'app-home',
  templateUrl: './home.component.html',{options}
}})
export class HomeComponent {{}}
"""
RAW = '<button (click)="save()">Save</button>'
USED = '<app-button (click)="save()">Save</app-button>'
TEMPLATE = "<main>\n  <<<>>>\n</main>\n"
MODULE = """import {{ NgModule }} from "@angular/core";
{imports}
@NgModule({{ declarations: [{declared}], imports: [{imported}], exports: [{exported}] }})
export class {name} {{}}
"""


def home(options: str = "", imports: str = "") -> str:
    """The component of the template."""
    return HOME.format(options=f"\n  {options}" if options else "", imports=imports and f"{imports}\n")


def answered(files: Mapping[str, str], code: str = RAW) -> tuple[str, dict[str, str], CheckedPatch]:
    """The template after an answer, the other files as the edit leaves them, and the edit."""
    after, result = checked(files, "src/app/home.component.html", TEMPLATE, code)
    others = {
        each.document.uri.removeprefix("file:///"): apply_replacements(each.document.text, each.replacements)
        for each in result.companions
    }
    return after, others, result


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("", "  selector: 'app-home',\n  imports: [ButtonComponent],\n", "./ui/button.component"),
        ("imports: [],", "  imports: [ButtonComponent],\n", "./ui/button.component"),
        ("imports: [Other],", "  imports: [Other, ButtonComponent],\n", "./ui/button.component"),
        (
            "imports: [\n    Other,\n  ],",
            "  imports: [\n    Other,\n    ButtonComponent,\n  ],\n",
            "./ui/button.component",
        ),
        (
            "standalone: true,",
            "  standalone: true,\n  imports: [ButtonComponent],\n",
            "./ui/button.component",
        ),
    ],
)
def test_a_standalone_component_lists_what_its_template_uses(before: str, after: str, line: str) -> None:
    """In its `imports`, made where there is none, and by an import as the file writes them."""
    files = {"src/app/ui/button.component.ts": BUTTON % "", "src/app/home.component.ts": home(before)}
    text, others, result = answered(files)
    assert USED in text
    (changed,) = others.values()
    assert after in changed
    assert f"import {{ ButtonComponent }} from '{line}';" in changed
    assert "listed `ButtonComponent` in home.component.ts" in result.notes


def test_what_is_listed_already_stays_listed_once() -> None:
    """No other file is touched."""
    bring = "import { ButtonComponent } from './ui/button.component';"
    files = {
        "src/app/ui/button.component.ts": BUTTON % "",
        "src/app/home.component.ts": home("imports: [ButtonComponent],", bring),
    }
    text, others, _ = answered(files)
    assert USED in text
    assert others == {}


def test_a_module_that_declares_the_template_imports_the_module_of_the_component() -> None:
    """Both belong to modules: the one imports the other, and the component itself is not named."""
    files = {
        "src/app/ui/button.component.ts": BUTTON % ", standalone: false",
        "src/app/ui/ui.module.ts": MODULE.format(
            imports='import { ButtonComponent } from "./button.component";',
            declared="ButtonComponent", imported="", exported="ButtonComponent", name="UiModule",
        ),
        "src/app/home.component.ts": home("standalone: false,"),
        "src/app/app.module.ts": MODULE.format(
            imports='import { HomeComponent } from "./home.component";',
            declared="HomeComponent", imported="", exported="", name="AppModule",
        ),
    }  # fmt: skip
    text, others, _ = answered(files)
    assert USED in text
    changed = others["src/app/app.module.ts"]
    assert 'import { UiModule } from "./ui/ui.module";' in changed
    assert "declarations: [HomeComponent], imports: [UiModule]," in changed


def test_modules_that_reach_the_component_are_left_alone() -> None:
    """Through a module that passes another one on."""
    files = {
        "src/app/ui/button.component.ts": BUTTON % ", standalone: false",
        "src/app/ui/ui.module.ts": MODULE.format(
            imports='import { ButtonComponent } from "./button.component";',
            declared="ButtonComponent", imported="", exported="ButtonComponent", name="UiModule",
        ),
        "src/app/shared.module.ts": MODULE.format(
            imports='import { UiModule } from "./ui/ui.module";',
            declared="", imported="UiModule", exported="UiModule", name="SharedModule",
        ),
        "src/app/home.component.ts": home("standalone: false,"),
        "src/app/app.module.ts": MODULE.format(
            imports='import { HomeComponent } from "./home.component";\n'
            'import { SharedModule } from "./shared.module";',
            declared="HomeComponent", imported="SharedModule", exported="", name="AppModule",
        ),
    }  # fmt: skip
    text, others, _ = answered(files)
    assert USED in text
    assert others == {}


@pytest.mark.parametrize(
    "own",
    [
        home("standalone: false,"),
        home("imports: SHARED,", "const SHARED = [];"),
        home("", "class ButtonComponent {}"),
    ],
)
def test_where_nothing_can_be_listed_the_markup_stays(own: str) -> None:
    """No module declares it, the list is computed, or the name is another's: a template must not use what it lacks."""
    files = {"src/app/ui/button.component.ts": BUTTON % "", "src/app/home.component.ts": own}
    text, others, _ = answered(files)
    assert RAW in text
    assert others == {}


def test_an_older_angular_needs_it_said() -> None:
    """Before version 19 a component is standalone only where it says so."""
    package = {"package.json": '{"dependencies": {"@angular/core": "^17.1.0"}}'}
    files = {"src/app/ui/button.component.ts": BUTTON % ", standalone: true"} | package
    for options, wanted in (("", RAW), ("standalone: true,", USED)):
        assert wanted in answered({**files, "src/app/home.component.ts": home(options)})[0]


def test_tags_that_a_reply_uses_are_listed_or_asked_for() -> None:
    """A known tag is listed, its inputs are checked; an unknown one is a doubt."""
    files = {"src/app/ui/button.component.ts": BUTTON % "", "src/app/home.component.ts": home()}
    text, others, result = answered(files, '<app-button tone="A">Save</app-button>\n<app-gone />')
    assert '<app-button tone="a">Save</app-button>' in text
    assert "imports: [ButtonComponent]" in others["src/app/home.component.ts"]
    assert "<app-gone> is no component of this project" in result.doubt
