"""Names that the template of an Angular component shows or calls and its file does not have are told."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

TEXT = """@Component({
  selector: 'app-own',
  template: `
    <h2>{{ title }}</h2>
    ¦
  `,
})
export class Own {
  title = '';
  items: Item[] = [];

  go(): void {}
}
"""


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("<b>{{ total }}</b>", "`total` is"),
        ('<b (click)="stop($event)" [hidden]="!shown">a</b>', "`stop`, `shown` are"),
        ('<b *ngIf="ready; else none">a</b>\n<ng-template #none>b</ng-template>', "`ready` is"),
        ('<input [(ngModel)]="query" />', "`query` is"),
        ("@if (open) {\n  <b>a</b>\n}", "`open` is"),
    ],
)
async def test_names_that_the_file_has_not_are_told(code: str, names: str) -> None:
    told = await told_of("typescript", TEXT, code, "html", file="own.component.ts")
    assert told.after is not None, told.words
    assert f"{names} not defined" in told.words


@pytest.mark.parametrize(
    "code",
    [
        "<b>{{ title | uppercase }} {{ items.length + 1 }} {{ 'total' }}</b>",
        '<li *ngFor="let item of items; let i = index; trackBy: go">{{ i }} {{ item.name }}</li>',
        '@for (item of items; track item.id) {\n  <b (click)="go()">{{ item.id }}</b>\n}',
        '<input #box (input)="title = box.value" [style]="{ color: title }" />',
    ],
)
async def test_names_that_it_has_or_that_the_template_makes_are_not(code: str) -> None:
    told = await told_of("typescript", TEXT, code, "html", file="own.component.ts")
    assert told.after is not None, told.words
    assert "not defined" not in told.words
