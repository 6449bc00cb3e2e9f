/** The pure rooms: each test is a promise. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { finishedProposals, replaced } from "../core/finished";
import { logLine } from "../core/logLine";
import { deservesLightbulb, needsClipboardHere, withInstruction } from "../core/offers";
import { isPicturePath, isPictureType, pictureUris } from "../core/pictures";
import { isChosen, rectangle, unscaled } from "../core/rectangle";
import { CRASH_WINDOW_MS, mayRestart, nextStep } from "../core/restarts";
import { findServer, type Places, sameCommand, type ServerCommand } from "../core/serverCommand";
import { withSettings } from "../core/settings";
import { type Change, type Place, shifted } from "../core/shift";
import { engineLine, newProposals, type Status, statusBar } from "../core/status";

const LINUX: Places = { setting: [], interpreter: undefined, path: ["/a", "bin", "/b/"], home: "/home/me", windows: false };
const PATH_COMMAND: ServerCommand = { from: "path", program: "/b/viscodex-lsp", args: [] };
const STATUS: Status = { model: "viscodex-nano", engine: "embedded", jobs: [], proposals: [] };

test("the setting goes before all else, with its arguments", () => {
  const found = findServer({ ...LINUX, setting: ["/x/server", "--flag"], interpreter: "/v/bin/python" }, () => true);
  assert.deepEqual(found, { from: "setting", program: "/x/server", args: ["--flag"] });
});

test("the selected Python environment goes before PATH", () => {
  const found = findServer({ ...LINUX, interpreter: "/v/bin/python" }, () => true);
  assert.deepEqual(found, { from: "python", program: "/v/bin/viscodex-lsp", args: [] });
});

test("an environment without the server leaves it to PATH, in the order of PATH", () => {
  const found = findServer({ ...LINUX, interpreter: "/v/bin/python" }, (file) => file === "/b/viscodex-lsp");
  assert.deepEqual(found, PATH_COMMAND);
});

test("a relative folder in PATH is never used: it would be the opened workspace's", () => {
  assert.equal(findServer(LINUX, (file) => file === "bin/viscodex-lsp"), undefined);
});

test("on Windows the folder Scripts of the environment is looked at", () => {
  const places = { ...LINUX, interpreter: "C:\\v\\python.exe", windows: true };
  const found = findServer(places, (file) => file === "C:\\v\\Scripts\\viscodex-lsp.exe");
  assert.equal(found?.program, "C:\\v\\Scripts\\viscodex-lsp.exe");
});

test("last of all the folder of the README is looked at", () => {
  const found = findServer(LINUX, (file) => file === "/home/me/.viscodex/bin/viscodex-lsp");
  assert.deepEqual(found, { from: "home", program: "/home/me/.viscodex/bin/viscodex-lsp", args: [] });
  const places = { ...LINUX, home: "C:\\Users\\me", windows: true };
  const onWindows = findServer(places, (file) => file === "C:\\Users\\me\\.viscodex\\Scripts\\viscodex-lsp.exe");
  assert.equal(onWindows?.from, "home");
});

test("nothing installed is nothing found", () => {
  assert.equal(findServer(LINUX, () => false), undefined);
});

test("commands are equal when all their parts are", () => {
  assert.ok(sameCommand(PATH_COMMAND, { ...PATH_COMMAND }));
  assert.ok(!sameCommand(PATH_COMMAND, { ...PATH_COMMAND, args: ["--x"] }));
  assert.ok(!sameCommand(PATH_COMMAND, undefined));
});

test("the server restarts only when its command or its key changed", () => {
  const running = { command: PATH_COMMAND, keyVersion: 1 };
  assert.equal(nextStep(undefined, undefined, 1), "nothing");
  assert.equal(nextStep(undefined, PATH_COMMAND, 1), "start");
  assert.equal(nextStep(running, { ...PATH_COMMAND }, 1), "keep");
  assert.equal(nextStep(running, { ...PATH_COMMAND, program: "/c" }, 1), "restart");
  assert.equal(nextStep(running, PATH_COMMAND, 2), "restart");
  assert.equal(nextStep(running, undefined, 1), "stop");
});

test("a server that ends three times is started again, at the fourth time it is given up", () => {
  assert.ok(mayRestart([0, 1000, 2000]));
  assert.ok(!mayRestart([0, 1000, 2000, 3000]));
});

test("crashes long ago are forgiven", () => {
  assert.ok(mayRestart([0, 1000, 2000, CRASH_WINDOW_MS + 2500]));
});

test("the environment goes before the editor's settings, and empty ones are left out", () => {
  const environment = { PATH: "/bin", VISCODEX_API_KEY: "mine", VISCODEX_MODEL: "" };
  const known = withSettings(environment, { url: "http://x", model: "" }, "kept");
  assert.deepEqual(known, { PATH: "/bin", VISCODEX_API_KEY: "mine", VISCODEX_SERVER_URL: "http://x" });
});

test("the status bar says what the first job says, and how many more there are", () => {
  assert.equal(statusBar({ kind: "running" }, [], STATUS).text, "$(file-media) VisCodex");
  assert.match(statusBar({ kind: "running" }, ["32 tokens", "preparing"], STATUS).text, /32 tokens \(\+1\)$/);
});

test("a missing server is a warning that can be clicked", () => {
  const shown = statusBar({ kind: "missing" }, [], undefined);
  assert.ok(shown.warning);
  assert.match(shown.tooltip, /not installed/);
});

test("a password in the server's address is never shown", () => {
  const line = engineLine({ model: "qwen", engine: "https://me:secret@host/v1" });
  assert.equal(line, "qwen at https://host/v1");
  assert.equal(engineLine(STATUS), "viscodex-nano on this machine");
});

test("only proposals that were not seen before are new", () => {
  const proposal = { id: "a", uri: "file:///x", summary: "1 line", origin: "mock.png" };
  const status = { ...STATUS, proposals: [proposal, { ...proposal, id: "b" }] };
  assert.deepEqual(newProposals(status, new Set(["a"])).map(({ id }) => id), ["b"]);
});

test("pictures are told from other things by type and by ending", () => {
  assert.ok(isPictureType("image/PNG; charset=binary"));
  assert.ok(!isPictureType("image/svg+xml"));
  assert.ok(!isPictureType("text/plain"));
  assert.ok(isPicturePath("file:///a/Mock%20up.JPEG?x=1"));
  assert.ok(!isPicturePath("/a/png"));
});

test("of a list of URIs the pictures are taken, eight at most", () => {
  assert.deepEqual(pictureUris("# a comment.png\r\nfile:///a.png\r\nfile:///b.txt\r\n"), ["file:///a.png"]);
  assert.equal(pictureUris("file:///a.png\n".repeat(9)).length, 8);
});

test("the lightbulb is for pictures at hand, not for the clipboard and the screen that any line has", () => {
  const offered = (kind: string) => ({ uri: "file:///x", picture: { kind } });
  assert.ok(deservesLightbulb(offered("file")));
  assert.ok(deservesLightbulb(offered("attached")));
  assert.ok(deservesLightbulb(undefined));
  assert.ok(!deservesLightbulb(offered("clipboard")));
  assert.ok(!deservesLightbulb(offered("screen")));
  assert.ok(needsClipboardHere(offered("clipboard")));
  assert.ok(!needsClipboardHere({ picture: { kind: "clipboard" } }));
});

test("the remembered instruction is added, and never replaces one that was given", () => {
  const question = { uri: "file:///x" };
  assert.deepEqual(withInstruction(question, "as Vue"), { ...question, instruction: "as Vue" });
  assert.deepEqual(withInstruction(question, ""), question);
  assert.equal(withInstruction({ ...question, instruction: "as React" }, "as Vue").instruction, "as React");
});

test("a region is the same from either corner, stays inside, and is measured in the picture's pixels", () => {
  const area = rectangle({ x: 90, y: 70 }, { x: -5, y: 20 }, [80, 60]);
  assert.deepEqual(area, { left: 0, top: 20, width: 80, height: 40 });
  assert.deepEqual(area, rectangle({ x: -5, y: 20 }, { x: 90, y: 70 }, [80, 60]));
  assert.deepEqual(unscaled(area, 0.5), { left: 0, top: 40, width: 160, height: 80 });
});

test("neighbouring regions of a scaled picture share their edge, whatever the scale", () => {
  for (let step = 1; step < 60; step += 1) {
    const scale = step / 17;
    const left = unscaled({ left: 0, top: 0, width: step, height: 9 }, scale);
    const right = unscaled({ left: step, top: 0, width: 11, height: 9 }, scale);
    assert.equal(left.left + left.width, right.left);
  }
});

test("a click without dragging chooses no region", () => {
  assert.ok(!isChosen({ left: 3, top: 3, width: 2, height: 40 }));
  assert.ok(isChosen({ left: 3, top: 3, width: 8, height: 8 }));
});

test("a line of the server's log keeps its level and loses its date; anything else is seen as an error", () => {
  const line = "2026-11-22 13:19:40,027 INFO viscodex_lsp.server.service: job-1: checked";
  assert.deepEqual(logLine(line), { level: "info", text: "viscodex_lsp.server.service: job-1: checked" });
  assert.deepEqual(logLine("Traceback (most recent call last):").level, "error");
});

test("a proposal's actions are those before the Discard that names it, though titles be the same", () => {
  const discard = (id: string): unknown => ({ command: "viscodex.discardProposal", arguments: [{ id }] });
  const actions = [
    { title: "Apply", edit: "a1" },
    { title: "Preview", edit: "a2" },
    { title: "Discard", command: discard("a") },
    { title: "Apply", edit: "b1" },
    { title: "Discard", command: discard("b") },
    { title: "Image to code", command: { command: "viscodex.imageToCode", arguments: [{}] } },
  ];
  const found = finishedProposals<string, (typeof actions)[number]>(actions);
  const edits = [...found].map(([id, mine]) => [id, mine.map(({ edit }) => edit)]);
  assert.deepEqual(edits, [
    ["a", ["a1", "a2"]],
    ["b", ["b1"]],
  ]);
});

test("replacements are made from the end, so that offsets stay those of the text", () => {
  const changes = [
    { start: 0, end: 1, text: "long" },
    { start: 2, end: 2, text: "-" },
    { start: 3, end: 4, text: "" },
  ];
  assert.equal(replaced("abcd", changes), "longb-c");
});

const change = (startLine: number, start: number, endLine: number, end: number, text: string): Change => ({
  start: { line: startLine, character: start },
  end: { line: endLine, character: end },
  text,
});

test("a place moves with what is typed before it, and stays where typing is after it", () => {
  const place: Place = { line: 4, character: 2 };
  assert.deepEqual(shifted(place, change(0, 0, 0, 0, "one\r\ntwo\n")), { line: 6, character: 2 });
  assert.deepEqual(shifted(place, change(4, 0, 4, 1, "abc")), { line: 4, character: 4 });
  assert.deepEqual(shifted(place, change(2, 5, 4, 1, "")), { line: 2, character: 6 });
  assert.deepEqual(shifted(place, change(4, 3, 5, 0, "x")), place);
});

test("a place inside what is replaced goes to the end of the new text", () => {
  assert.deepEqual(shifted({ line: 4, character: 2 }, change(3, 1, 5, 0, "a\nbc")), { line: 4, character: 2 });
  assert.deepEqual(shifted({ line: 4, character: 2 }, change(4, 0, 4, 9, "x")), { line: 4, character: 1 });
});

test("a place is where its letter is, whatever is replaced by whatever", () => {
  const text = "ab\ncd\n\nef";
  const offsets = [...Array(text.length + 1).keys()];
  const placeOf = (whole: string, offset: number): Place => {
    const lines = whole.slice(0, offset).split("\n");
    return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  };
  const check = (start: number, end: number, put: string): void => {
    const made = { start: placeOf(text, start), end: placeOf(text, end), text: put };
    const after = text.slice(0, start) + put + text.slice(end);
    const moved = (at: number): number => (at < start ? at : start + put.length + Math.max(at - end, 0));
    offsets.forEach((at) => {
      assert.deepEqual(shifted(placeOf(text, at), made), placeOf(after, moved(at)));
    });
  };
  for (const put of ["", "x", "\n", "y\nz"]) {
    offsets.forEach((start) => {
      offsets.slice(start).forEach((end) => {
        check(start, end, put);
      });
    });
  }
});
