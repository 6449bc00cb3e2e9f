/** What does not come, and what is said of it: each test is a promise. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { within } from "../core/patience";
import { sentenceOf } from "../core/said";

test("what comes in time is given, its error too; what does not is an error", async () => {
  assert.equal(await within(60_000, Promise.resolve("here")), "here");
  await assert.rejects(within(60_000, Promise.reject(new Error("refused"))), /^Error: refused$/);
  await assert.rejects(within(1, new Promise(() => undefined)), /^Error: there was no answer in 0.001 seconds$/);
});

test("a connection that is gone is told in a sentence, other errors in their own words", () => {
  const gone = Object.assign(new Error("Pending response rejected since connection got disposed"), { code: -32097 });
  assert.equal(sentenceOf(gone), "The language server ended before it answered. It is started again: try once more.");
  assert.equal(sentenceOf(Object.assign(new Error("No such file"), { code: "ENOENT" })), "No such file");
  assert.equal(sentenceOf("refused"), "refused");
});
