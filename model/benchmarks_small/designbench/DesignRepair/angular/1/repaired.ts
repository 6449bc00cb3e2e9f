import { Component } from "@angular/core";

@Component({
  selector: "app-new",
  standalone: true,
  templateUrl: "./new.component.html",
  styles: `main{font-family:sans-serif;margin:32px;max-width:640px}.card{border:1px solid #bbb;padding:16px 20px;margin-top:16px}.price{color:#7a2e1d;font-weight:bold}`,
})
export class NewComponent {
  rows = [
    { name: "Loaf", text: "Rye and wheat, baked at five.", price: "4.20" },
    { name: "Bun", text: "With poppy seeds.", price: "0.90" },
  ];
}
