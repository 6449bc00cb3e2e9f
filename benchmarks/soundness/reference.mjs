// Reads one JSON object a line, {"language", "text"}, and answers each with a line: true if the language's own
// parser takes the text, false if not, null if there is no such parser here.
// NODE_PATH-like: the folder with node_modules is the first argument.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const need = createRequire(process.argv[2] + "/");
const load = async (name) => import(need.resolve(name)).catch(() => need(name));
const loaded = {};
const once = async (name) => {
  const found = (loaded[name] ??= await load(name));
  return found.default && Object.keys(found).every((key) => ["default", "module.exports", "__esModule"].includes(key)) ? found.default : found;
};

const babel = (typescript) => async (text) => {
  const { parse } = await once("@babel/parser");
  parse(text, { sourceType: "unambiguous", plugins: ["jsx", "decorators", ...(typescript ? ["typescript"] : [])], errorRecovery: false });
  return true;
};
const typescript = (name) => async (text) => {
  const found = await once("typescript");
  const ts = found.createSourceFile ? found : found.default;
  return ts.createSourceFile(name, text, ts.ScriptTarget.Latest, false).parseDiagnostics.length === 0;
};
const CHECKS = {
  javascript: babel(false),
  javascriptreact: babel(false),
  typescript: typescript("a.ts"),
  typescriptreact: typescript("a.tsx"),
  css: async (text) => {
    const { transform } = await once("lightningcss");
    transform({ filename: "a.css", code: Buffer.from(text), errorRecovery: false });
    return true;
  },
  json: async (text) => (JSON.parse(text), true),
  jsonc: async (text) => {
    const { parse } = await once("jsonc-parser");
    const errors = [];
    parse(text, errors, { allowTrailingComma: true });
    return errors.length === 0;
  },
  yaml: async (text) => (await once("yaml")).parseAllDocuments(text).every((one) => one.errors.length === 0),
  vue: async (text) => {
    const { parse, compileTemplate, compileScript } = await once("@vue/compiler-sfc");
    const { descriptor, errors } = parse(text, { ignoreEmpty: false });
    if (errors.length || !(descriptor.template || descriptor.script || descriptor.scriptSetup)) return false;
    if (descriptor.template && !descriptor.template.lang) {
      const done = compileTemplate({ source: descriptor.template.content, filename: "a.vue", id: "a", compilerOptions: { expressionPlugins: ["typescript"] } });
      if (done.errors.length) return false;
    }
    for (const script of [descriptor.script, descriptor.scriptSetup]) {
      if (script) await babel(script.lang === "ts" || script.lang === "tsx")(script.content);
    }
    for (const style of descriptor.styles) if (!style.lang) await CHECKS.css(style.content);
    return true;
  },
  svelte: async (text) => {
    const found = await once("svelte/compiler");
    (found.parse ?? found.default.parse)(text, { modern: true });
    return true;
  },
  // As `astro check` does: the compiler makes TSX of it.
  astro: async (text) => {
    const { convertToTSX, teardown } = await once("@astrojs/compiler");
    try {
      const { code, diagnostics } = await convertToTSX(text, { filename: "a.astro" });
      return !diagnostics.some((one) => one.severity === 1) && CHECKS.typescriptreact(code);
    } catch (error) {
      // What made it stop keeps it from answering any more.
      await teardown();
      throw error;
    }
  },
  angular: async (text) => {
    const { parseTemplate } = await once("@angular/compiler");
    return !(parseTemplate(text, "a.html").errors ?? []).length;
  },
  java: async (text) => ((await once("java-parser")).parse(text), true),
  ruby: async (text) => {
    loaded.prism ??= await (await once("@ruby/prism")).loadPrism();
    return loaded.prism(text).errors.length === 0;
  },
  php: async (text) => {
    const found = await once("php-parser");
    const Engine = found.Engine ?? found.default.Engine ?? found.default;
    new Engine({ parser: { extractDoc: false, suppressErrors: false, version: "8.3" } }).parseCode(text, "a.php");
    return true;
  },
  ejs: async (text) => {
    const { compile } = await once("ejs");
    compile(text, { client: true, async: true });
    return true;
  },
  handlebars: async (text) => ((await once("handlebars")).parse(text), true),
  // With what Jekyll adds, as its themes are what there is.
  liquid: async (text) => {
    const { Liquid } = await once("liquidjs");
    const engine = new Liquid({ jekyllInclude: true, dynamicPartials: false });
    for (const name of ["seo", "feed_meta", "link", "post_url", "include_cached"]) engine.registerTag(name, { parse() {}, render() {} });
    engine.parse(text);
    return true;
  },
  go: async (text) => {
    const gofmt = await once("@wasm-fmt/gofmt");
    gofmt.format(text);
    return true;
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { language, text } = JSON.parse(line);
  let answer = null;
  try {
    answer = language in CHECKS ? await CHECKS[language](text) : null;
  } catch (error) {
    answer = error?.code === "MODULE_NOT_FOUND" ? null : false;
  }
  console.log(JSON.stringify(answer));
}
