/** What is seen of a proposal beside its picture: each test is a promise. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { withButtons } from "../core/comparisonPage";
import { isCompared } from "../core/status";

test("only a proposal that was compared can be seen beside its picture", () => {
  const proposal = { id: "1", uri: "file:///a", summary: "2 lines of HTML", origin: "mock.png" };
  const told = ["92 % like the picture", "not compared", ""].map((words) => isCompared({ ...proposal, told: words }));
  assert.deepEqual([...told, isCompared(proposal)], [true, false, false, false]);
});

test("the page of a comparison runs one script and reaches nothing", () => {
  const html = "<html>\n<head>\n<title>$&</title>\n</head>\n<body>\n<main>code: $1</main>\n</body>\n</html>";
  const page = withButtons({ id: "1", uri: "file:///a", html }, "n0nce");
  assert.ok(page.includes("default-src 'none'; img-src data:;"));
  assert.equal(page.split("<script").length, 2);
  assert.ok(page.includes('<script nonce="n0nce">'));
  assert.deepEqual([...page.matchAll(/data-verb="(\w+)"/g)].map(([, verb]) => verb), ["apply", "closer", "discard"]);
  assert.ok(page.includes("<title>$&</title>") && page.includes("code: $1"));
});
