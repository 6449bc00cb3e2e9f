"""Raw markup in a reply becomes the project's components, in every framework, where that is safe."""

import pytest

from tests.unit.viscodex_lsp.core.checks.components.checking import checked

BUTTON = (
    "export function Button({ variant, children, ...rest }: { variant?: 'primary' | 'danger' } & "
    "React.ButtonHTMLAttributes<HTMLButtonElement>) { return <button {...rest}>{children}</button>; }\n"
)
CLOSED = (
    "export function Button({ label, onPress }: { label: string; onPress?: () => void }) {"
    " return <button onClick={onPress}>{label}</button>; }\n"
)
CARD = (
    "export const Card = ({ children }: { children?: React.ReactNode }) => <section>{children}</section>;\n"
)
HOME = (
    'import { X } from "./X";\n\nexport function Home() {\n  return (\n'
    "    <main>\n      <<<>>>\n    </main>\n  );\n}\n"
)


def inside(code: str, files: dict[str, str], **named: str) -> tuple[str, list[str], str, str]:
    """The imports that were added, the lines in <main>, the notes, and the doubt."""
    after, result = checked(files, "src/Home.tsx", HOME, code, **named)  # type: ignore[arg-type]
    imports = [line for line in after.splitlines() if line.startswith("import") and '"./X"' not in line]
    lines = [
        line.strip()
        for line in after.partition("<main>")[2].partition("</main>")[0].splitlines()
        if line.strip()
    ]
    return "\n".join(imports), lines, " | ".join(result.notes), result.doubt


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ('<button style={{ color: "red" }}>Save</button>', "<Button>Save</Button>"),
        (
            '<button className="btn btn-primary" onClick={save}>Save</button>',
            '<Button variant="primary" onClick={save}>Save</Button>',
        ),
        ('<button className="px-4 bg-blue-600 mt-2">Save</button>', '<Button className="mt-2">Save</Button>'),
        (
            '<button style={{ marginTop: 8, background: "#fff" }} disabled>Save</button>',
            "<Button style={{ marginTop: 8 }} disabled>Save</Button>",
        ),
        (
            '<button type="submit" aria-label="go" {...props} />',
            '<Button type="submit" aria-label="go" {...props} />',
        ),
        ('<div className="card"><p>Hi</p></div>', "<Card><p>Hi</p></Card>"),
    ],
)
def test_a_raw_element_becomes_the_project_s(raw: str, wanted: str) -> None:
    """Look goes, place and behaviour stay, a variant is told by the classes, and the import is added."""
    imports, lines, notes, doubt = inside(raw, {"src/ui/Button.tsx": BUTTON, "src/ui/Card.tsx": CARD})
    name = "Card" if "Card" in wanted else "Button"
    assert (imports, lines) == (f'import {{ {name} }} from "./ui/{name}";', [wanted])
    assert f"used the project's `{name}` for 1 element" in notes
    assert doubt == ""


SIZED = (
    "export function Button({ size, style, children }: { size?: 's' | 'l'; style?: object; children?: any }) "
    "{ return <button>{children}</button>; }\n"
)


@pytest.mark.parametrize(
    ("raw", "wanted", "lost"),
    [
        ('<button data-testid="save">Save</button>', "<Button>Save</Button>", "data-testid"),
        (
            '<button size="xl" style={{ color: "red" }}>Save</button>',
            "<Button>Save</Button>",
            "size and style",
        ),
        (
            "<button style={{ marginTop: 8, top: 0 }}>Save</button>",
            "<Button style={{ marginTop: 8, top: 0 }}>Save</Button>",
            "",
        ),
    ],
)
def test_what_a_component_does_not_take_is_told(raw: str, wanted: str, lost: str) -> None:
    """Every attribute that is left out is named, and none that stays."""
    _, lines, notes, _ = inside(raw, {"src/ui/Button.tsx": SIZED})
    assert lines == [wanted]
    assert (f"left out the {lost} of these" in notes) if lost else ("left out" not in notes)


def test_content_becomes_the_prop_that_is_for_it() -> None:
    """A component without children has its text as a prop, and its handler under its own name."""
    imports, lines, _, doubt = inside(
        "<button onClick={save}>Save it</button>", {"src/ui/Button.tsx": CLOSED}
    )
    assert (imports, lines) == (
        'import { Button } from "./ui/Button";',
        ['<Button onPress={save} label="Save it" />'],
    )
    assert doubt == ""


def test_a_text_that_must_be_given_is_the_content() -> None:
    """Also where a component is known to show what is put into it."""
    props = "{ text, children }: { text: string; children?: any }"
    needing = f"export const Button = ({props}) => <button>{{text}}</button>;\n"
    _, lines, *_ = inside("<button>Save it</button>", {"src/ui/Button.tsx": needing})
    assert lines == ['<Button text="Save it" />']


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("<button onClick={save}><b>Save</b></button>", "it shows no content of its own"),
        ("<button disabled>Save</button>", "it has no prop `disabled`"),
        ("<button {...props}>Save</button>", "it takes no further props"),
        ('<button type="submit">Save</button>', "it has no prop `type`"),
        ("<button onClick={save}></button>", "it needs `label`"),
    ],
)
def test_what_is_not_safe_is_asked_for_and_told(raw: str, why: str) -> None:
    """The element stays as it was; the model is told of the component, the person of the reason."""
    imports, lines, notes, doubt = inside(raw, {"src/ui/Button.tsx": CLOSED})
    assert (imports, lines) == ("", [raw])
    assert f"to look at: the project has `Button` for <button>, but {why}" in notes
    assert 'import { Button } from "./ui/Button"; <Button label="…" />' in doubt


def test_a_doubt_about_the_reply_goes_with_those_about_components() -> None:
    """The model is asked for both at once."""
    raw = "<p>\n  <i>a</i>\n  {/* more cards go here */}\n</p>\n<button disabled>Save</button>"
    *_, notes, doubt = inside(raw, {"src/ui/Button.tsx": CLOSED})
    assert "a placeholder" in notes
    assert "it has the placeholder" in doubt and "it has no prop `disabled`" in doubt


@pytest.mark.parametrize(
    ("mode", "changed", "note"),
    [
        ("off", False, ""),
        ("note", False, "not changed: <button> could be the project's `Button`"),
        ("repair", True, "used"),
    ],
)
def test_the_setting_decides(mode: str, changed: bool, note: str) -> None:
    """off, note, repair."""
    imports, lines, notes, _ = inside("<button>Save</button>", {"src/ui/Button.tsx": BUTTON}, mode=mode)
    assert (bool(imports), lines == ["<Button>Save</Button>"]) == (changed, changed)
    assert note in notes
    assert bool(notes) is (mode != "off")


def test_special_components_and_foreign_names_are_left_alone() -> None:
    """`IconButton` is no plain button; a `Button` of the file's own is not replaced by the project's."""
    raw = "<button>Save</button>"
    assert inside(raw, {"src/ui/IconButton.tsx": BUTTON.replace("Button(", "IconButton(")})[1] == [raw]
    own = HOME.replace("export", "function Button() { return null; }\n\nexport")
    after, _ = checked({"src/ui/Button.tsx": BUTTON}, "src/Home.tsx", own, raw)
    assert raw in after


def test_a_name_in_two_places_is_not_guessed() -> None:
    """Nothing is changed, and the person is told of both."""
    _, lines, notes, _ = inside(
        "<button>x</button>", {"src/a/Button.tsx": BUTTON, "src/b/Button.tsx": BUTTON}
    )
    assert lines == ["<button>x</button>"]
    assert '`Button` ("./a/Button"), `Button` ("./b/Button")' in notes


@pytest.mark.parametrize("export", ["export default Button;\n", "export { Button as default };\n"])
def test_what_a_file_exports_twice_is_one_component(export: str) -> None:
    """By its name and as default, as many files do."""
    imports, lines, *_ = inside("<button>Save</button>", {"src/ui/Button.tsx": BUTTON + export})
    assert (imports, lines) == ('import { Button } from "./ui/Button";', ["<Button>Save</Button>"])


def test_an_input_of_a_type_is_the_component_for_it() -> None:
    """A checkbox becomes the project's checkbox, which is told by its name and not by an attribute."""
    checkbox = (
        "export function Checkbox({ checked }: { checked?: boolean }) { return <input type='checkbox' />; }\n"
    )
    files = {"src/ui/Checkbox.tsx": checkbox}
    _, lines, _, doubt = inside('<input type="checkbox" checked={on} />', files)
    assert (lines, doubt) == (["<Checkbox checked={on} />"], "")


def test_names_of_one_module_come_in_one_import() -> None:
    """An import of the same barrel takes the new names along; several new ones share one."""
    files = {
        "src/ui/Button.tsx": BUTTON,
        "src/ui/Card.tsx": CARD,
        "src/ui/Tag.tsx": CARD.replace("Card", "Tag"),
        "src/ui/index.ts": 'export * from "./Button";\nexport * from "./Card";\nexport * from "./Tag";\n',
    }
    raw = '<div className="card"><button>Save</button></div>'
    home = HOME.replace('"./X"', '"./ui"').replace("{ X }", "{ Tag }")
    after, _ = checked(files, "src/Home.tsx", home, raw)
    assert after.startswith('import { Tag, Card, Button } from "./ui";\n\nexport')


LINK = (
    "export const Link = ({ to, children }: { to: string; children?: any }) => <a href={to}>{children}</a>;\n"
)
VALUED = "export const Input = ({ onChange }: { onChange?: (value: string) => void }) => <input />;\n"
FORM_EVENT = VALUED.replace("value: string", "event: FormEvent<HTMLInputElement>")
PREPENDED = VALUED.replace("(value: string) => void", "Prepend<ChangeEventHandler, [value: string]>")
MENU = "export const Select = ({ children }: { children?: any }) => <div>{children}</div>;\n"


@pytest.mark.parametrize(
    ("file", "raw", "wanted", "why"),
    [
        (LINK, '<a href="/more">More</a>', '<Link to="/more">More</Link>', ""),
        (
            LINK,
            '<a href="https://example.org">More</a>',
            None,
            "its `to` is for places inside of the project",
        ),
        (
            VALUED,
            "<input onChange={(event) => set(event.target.value)} />",
            None,
            "gets the value, not the event",
        ),
        (
            PREPENDED,
            "<input onChange={(event) => set(event.target.value)} />",
            None,
            "gets the value, not the event",
        ),
        (
            FORM_EVENT,
            "<input onChange={(event) => set(event.target.value)} />",
            None,
            "has another `target`",
        ),
        (MENU, "<select><option>a</option></select>", None, ""),
    ],
)
def test_what_means_something_else_stays(file: str, raw: str, wanted: str | None, why: str) -> None:
    """A router's link, a handler of values, a menu that is no `<select>`: the same name is not the same thing."""
    _, lines, notes, _ = inside(raw, {"src/ui/Part.tsx": file})
    assert lines == [wanted or raw]
    assert why in notes


VUE = {
    "src/ui/AppButton.vue": '<script setup lang="ts">\ndefineProps<{ variant?: "primary" | "ghost" }>()\n</script>\n'
    "<template><button><slot /></button></template>\n",
    "src/ui/AppInput.vue": "<script setup>\nconst model = defineModel()\ndefineProps(['label'])\n</script>\n"
    "<template><input v-model='model' /></template>\n",
}


@pytest.mark.parametrize(
    ("file", "raw", "wanted"),
    [
        (
            '<script setup lang="ts">\nimport { ref } from "vue"\nconst a = ref(1)\n</script>\n\n<template>\n  <<<>>>\n'
            "</template>\n",
            '<button class="btn-primary" style="color: red; margin: 4px" v-if="a" @click="a++">Save</button>',
            '<script setup lang="ts">\nimport { ref } from "vue"\nimport AppButton from "./ui/AppButton.vue"\n'
            'const a = ref(1)\n</script>\n\n<template>\n  <AppButton variant="primary" style="margin: 4px" v-if="a" '
            '@click="a++">Save</AppButton>\n</template>\n',
        ),
        (
            "<template>\n  <<<>>>\n</template>\n",
            '<input v-model="name" placeholder="Name">',
            '<script setup>\nimport AppInput from "./ui/AppInput.vue";\n</script>\n\n<template>\n  <AppInput '
            'v-model="name" placeholder="Name" />\n</template>\n',
        ),
        (
            "<template>\n  <<<>>>\n</template>\n\n<script>\nexport default {\n  data: () => ({ a: 1 }),\n};\n"
            "</script>\n",
            "<button>Save</button>",
            "<template>\n  <AppButton>Save</AppButton>\n</template>\n\n<script>\n"
            'import AppButton from "./ui/AppButton.vue";\n\nexport default { components: { AppButton },\n  data: () => '
            "({ a: 1 }),\n};\n</script>\n",
        ),
    ],
)
def test_in_vue(file: str, raw: str, wanted: str) -> None:
    """Script setup, no script, and options, which must register the component."""
    assert checked(VUE, "src/Home.vue", file, raw)[0] == wanted


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ('<input v-model="name">', '<AppInput v-model:value="name" />'),
        ('<input v-model.trim="name">', '<AppInput v-model:value.trim="name" />'),
    ],
)
def test_a_model_of_another_name_is_bound_by_it(raw: str, wanted: str) -> None:
    """Some components of Vue send what was typed as `value`."""
    field = "<script setup>\ndefineProps(['value'])\ndefineEmits(['update:value'])\n</script>\n"
    files = {"src/ui/AppInput.vue": field + "<template><input></template>\n"}
    after, _ = checked(files, "src/Home.vue", "<template>\n  <<<>>>\n</template>\n", raw)
    assert wanted in after


@pytest.mark.parametrize(
    ("script", "wanted"),
    [
        (
            "export default Vue.extend({ a: 1 })",
            "export default Vue.extend({ components: { AppButton }, a: 1 })",
        ),
        ("@Component\nexport default class A extends Vue {}", ""),
        ("const options = { a: 1 }\nexport default options", ""),
    ],
)
def test_a_component_that_vue_would_not_know_is_told(script: str, wanted: str) -> None:
    """It is registered in options of every form; where there are none to be seen, that is left to be done."""
    file = f"<template>\n  <<<>>>\n</template>\n\n<script>\n{script}\n</script>\n"
    after, result = checked(VUE, "src/Home.vue", file, "<button>Save</button>")
    assert (wanted or script) in after
    told = "to look at: `AppButton` must be registered in the component's options" in result.notes
    assert told is (not wanted)


@pytest.mark.parametrize(
    ("button", "raw", "wanted"),
    [
        (
            "<script>\nlet { onclick, children } = $props();\n</script>\n"
            "<button {onclick}>{@render children()}</button>\n",
            '<button style="color: red" onclick={() => n++}>Save</button>',
            "<Button onclick={() => n++}>Save</Button>",
        ),
        (
            "<script>\nexport let kind = 'a';\n</script>\n<button on:click><slot /></button>\n",
            "<button onclick={go}>Save</button>",
            "<Button on:click={go}>Save</Button>",
        ),
        (
            "<script>\nexport let label;\n</script>\n<button>{label}</button>\n",
            "<button onclick={go}>Save</button>",
            "<button onclick={go}>Save</button>",
        ),
    ],
)
def test_in_svelte(button: str, raw: str, wanted: str) -> None:
    """Events under the name that the component has for them; an event that it does not pass on keeps the element."""
    file = "<script>\n  let n = 0;\n</script>\n\n<main>\n  <<<>>>\n</main>\n"
    after, _ = checked(
        {"src/lib/Button.svelte": button, "svelte.config.js": ""}, "src/lib/Home.svelte", file, raw
    )
    assert f"  {wanted}\n" in after
    assert ('  import Button from "./Button.svelte";\n' in after) is wanted.startswith("<Button")


ANGULAR = (
    'import { Component, Input } from "@angular/core";\n@Component({ selector: "%s", template: "<ng-content/>" })\n'
    'export class ButtonComponent { @Input() kind: "a" | "b" = "a"; }\n'
)
USER = (
    'import { Component } from "@angular/core";\n%s@Component({ selector: "app-home", templateUrl: "x" })\n'
    "export class HomeComponent {}\n"
)
BRINGS = 'import { ButtonComponent } from "./ui/button.component";\n'


@pytest.mark.parametrize(
    ("selector", "own", "more", "wanted"),
    [
        ("app-button", BRINGS, {}, '<app-button (click)="save()">Save</app-button>'),
        ("button[appButton]", BRINGS, {}, '<button appButton type="button" (click)="save()">Save</button>'),
        ("app-button", "", {}, '<button type="button" class="btn" (click)="save()">Save</button>'),
        (
            "app-button",
            "",
            {
                "src/app/app.module.ts": 'import { HomeComponent } from "./home.component";\n'
                'import { UiModule } from "./ui/ui.module";\nexport { HomeComponent as H };\n',
                "src/app/ui/ui.module.ts": 'import { ButtonComponent } from "./button.component";\n'
                "export { ButtonComponent as B };\n",
            },
            '<app-button (click)="save()">Save</app-button>',
        ),
    ],
)
def test_in_angular(selector: str, own: str, more: dict[str, str], wanted: str) -> None:
    """By tag or by attribute; only where the template's component or its module has the component."""
    files = {
        "src/app/ui/button.component.ts": ANGULAR % selector,
        "src/app/home.component.ts": USER % own,
    } | more
    raw = '<button type="button" class="btn" (click)="save()">Save</button>'
    after, _ = checked(files, "src/app/home.component.html", "<main>\n  <<<>>>\n</main>\n", raw)
    assert after == f"<main>\n  {wanted}\n</main>\n"


@pytest.mark.parametrize(("handler", "swapped"), [("save()", True), ("save($event)", False)])
def test_an_event_that_a_component_sends_itself_is_no_event_of_the_page(handler: str, swapped: bool) -> None:
    """Who asks what was sent would get something else."""
    button = (ANGULAR % "app-button").replace(
        "export class ButtonComponent {",
        "export class ButtonComponent {\n  @Output() click = new EventEmitter<boolean>();",
    )
    files = {"src/app/ui/button.component.ts": button, "src/app/home.component.ts": USER % BRINGS}
    raw = f'<button (click)="{handler}">Save</button>'
    after, _ = checked(files, "src/app/home.component.html", "<main>\n  <<<>>>\n</main>\n", raw)
    assert ("<app-button" in after) is swapped


@pytest.mark.parametrize(
    ("props", "wanted"),
    [
        (
            "{ type?: 'loud' | 'calm'; htmlType?: string; children?: any }",
            '<Part htmlType="submit">Go</Part>',
        ),
        (
            "{ type?: 'loud' | 'calm'; attrType?: 'button' | 'submit'; children?: any }",
            '<Part attrType="submit">Go</Part>',
        ),
        ("{ type?: 'loud' | 'calm'; children?: any }", '<button type="submit">Go</button>'),
        ("{ type?: 'button' | 'submit'; children?: any }", '<Part type="submit">Go</Part>'),
        ("{ type?: string; children?: any }", '<Part type="submit">Go</Part>'),
    ],
)
def test_the_type_of_a_button_is_not_its_look(props: str, wanted: str) -> None:
    """A component whose `type` is its look takes the element's own by another name, or not at all."""
    files = {
        "src/ui/Button.tsx": f"export const Button = (props: {props}) => <button>{{props.children}}</button>;\n"
    }
    _, lines, *_ = inside('<button type="submit">Go</button>', files)
    assert wanted.replace("Part", "Button") in "\n".join(lines)
