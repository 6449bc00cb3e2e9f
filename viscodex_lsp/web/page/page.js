// The page's behaviour: takes a picture, sends it, shows what comes back line by line. It stores nothing.

const LARGEST = 20_000_000;
const at = (id) => document.getElementById(id);
const state = { picture: undefined, code: "", file: "", report: "", said: "", asking: undefined };

for (const [id, name] of Object.entries(await (await fetch("languages")).json())) {
  at("language").add(new Option(name, id));
}

at("choose").addEventListener("click", () => at("file").click());
at("drop").addEventListener("click", () => at("file").click());
at("drop").addEventListener("keydown", (event) => {
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    at("file").click();
  }
});
at("file").addEventListener("change", () => take(at("file").files[0]));
at("screen").addEventListener("click", screenshot);
at("make").addEventListener("click", () => ask(""));
at("closer").addEventListener("click", () => ask(state.code));
at("stop").addEventListener("click", () => state.asking?.abort());
at("copy").addEventListener("click", async () => {
  await navigator.clipboard.writeText(state.code);
  say("Copied.");
});
at("download").addEventListener("click", () => save(state.code, state.file));
at("save").addEventListener("click", () => save(state.report, "report.html"));
at("instruction").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !at("make").disabled) {
    ask("");
  }
});

document.addEventListener("paste", (event) => {
  const picture = [...event.clipboardData.files].find(isPicture);
  if (picture) {
    event.preventDefault();
    take(picture);
  } else if (event.target !== at("instruction")) {
    say("There is no picture on the clipboard.", true);
  }
});
for (const name of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(name, (event) => {
    event.preventDefault();
    at("drop").classList.toggle("over", name === "dragover");
    if (name === "drop") {
      const [file] = event.dataTransfer.files;
      take(file);
    }
  });
}

function isPicture(file) {
  return file.type.startsWith("image/");
}

function take(file) {
  if (file === undefined) {
    return;
  }
  if (!isPicture(file)) {
    say(`${file.name} is not a picture.`, true);
  } else if (file.size > LARGEST) {
    say("The picture is larger than 20 MB; choose a smaller one.", true);
  } else {
    state.picture = file;
    at("picture").src = URL.createObjectURL(file);
    at("picture").hidden = false;
    at("hint").hidden = true;
    at("make").disabled = false;
    say("");
  }
}

async function screenshot() {
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia({ video: true });
    const video = Object.assign(document.createElement("video"), { srcObject: stream, muted: true });
    await video.play();
    const canvas = Object.assign(document.createElement("canvas"), { width: video.videoWidth, height: video.videoHeight });
    canvas.getContext("2d").drawImage(video, 0, 0);
    stream.getTracks().forEach((track) => track.stop());
    canvas.toBlob((blob) => take(new File([blob], "screenshot.png", { type: "image/png" })));
  } catch {
    say("No screenshot was taken.", true);
  }
}

async function ask(code) {
  if (state.asking !== undefined) {
    return;
  }
  state.asking = new AbortController();
  busy(true);
  say(code === "" ? "Asking" : "Comparing");
  try {
    const answer = await fetch("make", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        picture: await base64(state.picture),
        language: at("language").value,
        instruction: at("instruction").value,
        code,
      }),
      signal: state.asking.signal,
    });
    await listen(answer);
  } catch (error) {
    say(error.name === "AbortError" ? "Stopped." : "VisCodex does not answer. Is it still running in the terminal?", true);
    showCode(state.code);
  } finally {
    state.asking = undefined;
    busy(false);
  }
}

async function listen(answer) {
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    const lines = (rest + (value ?? "")).split("\n");
    rest = lines.pop();
    lines.filter(Boolean).forEach((line) => hear(JSON.parse(line)));
    if (done) {
      if (rest.trim() !== "") {
        hear(JSON.parse(rest));
      }
      return;
    }
  }
}

function hear(event) {
  if (event.kind === "note") {
    say(event.text);
  } else if (event.kind === "start") {
    state.said = "";
    showCode("");
    say("Writing");
  } else if (event.kind === "text") {
    state.said += event.text;
    showCode(state.said.replace(/^\s*`{3}.*\n/, "").replace(/\n`{1,3}\s*$/, ""));
    at("code").scrollTop = at("code").scrollHeight;
  } else if (event.kind === "refused") {
    say(event.sentence, true);
    showCode(state.code);
  } else if (event.kind === "done") {
    Object.assign(state, { code: event.code, file: event.file, report: event.report });
    showCode(event.code);
    at("code").scrollTop = 0;
    at("sentence").textContent = [event.sentence, ...event.notes].join("; ");
    at("held").textContent = event.held === "" ? "" : `Look at it before you use it: ${event.held}.`;
    at("sentence").hidden = false;
    at("held").hidden = event.held === "";
    at("actions").hidden = false;
    at("report").srcdoc = event.report;
    at("report").hidden = false;
    say("Done.");
  }
}

function showCode(code) {
  at("code").textContent = code;
}

function say(text, bad = false) {
  at("status").textContent = text;
  at("status").classList.toggle("bad", bad);
}

function busy(on) {
  at("make").disabled = on || state.picture === undefined;
  at("closer").disabled = on;
  at("stop").hidden = !on;
}

function save(text, name) {
  const link = Object.assign(document.createElement("a"), {
    href: URL.createObjectURL(new Blob([text], { type: "application/octet-stream" })),
    download: name,
  });
  link.click();
  URL.revokeObjectURL(link.href);
}

function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
