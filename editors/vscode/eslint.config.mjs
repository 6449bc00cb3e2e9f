// Strict rules with types; a warning is a failure (`npm run lint`).
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist", "node_modules", "build.mjs", "scripts", "eslint.config.mjs"] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "max-lines": ["error", 240],
      "max-lines-per-function": ["error", { max: 50, skipBlankLines: true, skipComments: true }],
      "max-depth": ["error", 3],
    },
  },
  {
    files: ["src/core/**"],
    rules: { "no-restricted-imports": ["error", { paths: ["vscode"], patterns: ["vscode-languageclient*", "../*"] }] },
  },
  {
    files: ["src/test/**"],
    rules: { "max-lines-per-function": "off", "@typescript-eslint/no-floating-promises": "off" },
  },
);
