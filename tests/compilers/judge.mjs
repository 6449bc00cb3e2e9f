// Judges files by the compilers of their languages: JSON on stdin, a list of {language, text}; on stdout a list with
// what each compiler says, an empty string for a file that it accepts.
import * as angular from "@angular/compiler";
import { compileScript, compileTemplate, parse as parseVue } from "@vue/compiler-sfc";
import { transformSync } from "esbuild";
import { parse as parseHtml } from "parse5";
import { compile as compileSvelte } from "svelte/compiler";

const loaders = {
  javascript: "js", javascriptreact: "jsx", typescript: "ts", typescriptreact: "tsx", css: "css", json: "json",
};
// Errors of parse5 that a fragment of a page has by itself: no doctype, and no body around it.
const harmless = new Set(["missing-doctype"]);

const judges = {
  html(text) {
    const errors = [];
    parseHtml(text, { onParseError: (error) => errors.push(error.code) });
    return errors.filter((code) => !harmless.has(code)).join(", ");
  },
  vue(text) {
    const { descriptor, errors } = parseVue(text, { filename: "a.vue" });
    const said = errors.map((error) => error.message);
    if (!said.length && descriptor.template) {
      const source = descriptor.template.content;
      said.push(...compileTemplate({ id: "a", filename: "a.vue", source }).errors.map((error) => error.message ?? error));
    }
    if (!said.length && (descriptor.script || descriptor.scriptSetup)) compileScript(descriptor, { id: "a" });
    return said.join(", ");
  },
  svelte(text) {
    compileSvelte(text, { filename: "a.svelte" });
    return "";
  },
  angular(text) {
    return (angular.parseTemplate(text, "a.html").errors ?? []).map((error) => error.msg).join(", ");
  },
};

function judge({ language, text }) {
  try {
    if (judges[language]) return judges[language](text);
    transformSync(text, { loader: loaders[language], jsx: "preserve", logLevel: "silent" });
    return "";
  } catch (error) {
    return String(error.message ?? error).split("\n").slice(0, 3).join(" ") || "refused";
  }
}

let given = "";
process.stdin.setEncoding("utf8");
process.stdin.on("data", (part) => (given += part));
process.stdin.on("end", () => process.stdout.write(JSON.stringify(JSON.parse(given).map(judge))));
