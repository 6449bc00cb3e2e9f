/// <reference lib="dom" />
/** Runs in the panel of `region.ts`: follows the mouse, and posts the chosen part as PNG in base64. */

import { isChosen, type Point, type Rectangle, rectangle, unscaled } from "../core/rectangle";

declare function acquireVsCodeApi(): { postMessage(message: string | undefined): void };

const editor = acquireVsCodeApi();
const shot = element("shot", HTMLImageElement);
const frame = element("frame", HTMLDivElement);
let corner: Point | undefined;

shot.addEventListener("pointerdown", (event) => {
  corner = placeOf(event);
  shot.setPointerCapture(event.pointerId);
});

shot.addEventListener("pointermove", (event) => {
  if (corner !== undefined) {
    draw(areaTo(corner, event));
  }
});

shot.addEventListener("pointerup", (event) => {
  const area = corner === undefined ? undefined : areaTo(corner, event);
  corner = undefined;
  frame.style.display = "none";
  if (area !== undefined && isChosen(area)) {
    send(unscaled(area, shot.clientWidth / shot.naturalWidth));
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    editor.postMessage(undefined);
  } else if (event.key === "Enter") {
    send({ left: 0, top: 0, width: shot.naturalWidth, height: shot.naturalHeight });
  }
});

function send(area: Rectangle): void {
  const canvas = document.createElement("canvas");
  canvas.width = area.width;
  canvas.height = area.height;
  const { left, top, width, height } = area;
  canvas.getContext("2d")?.drawImage(shot, left, top, width, height, 0, 0, width, height);
  editor.postMessage(canvas.toDataURL("image/png").split(",")[1]);
}

function draw(area: Rectangle): void {
  const { left, top, width, height } = area;
  Object.assign(frame.style, {
    display: "block",
    left: `${left}px`,
    top: `${top}px`,
    width: `${width}px`,
    height: `${height}px`,
  });
}

function areaTo(from: Point, event: PointerEvent): Rectangle {
  return rectangle(from, placeOf(event), [shot.clientWidth, shot.clientHeight]);
}

function placeOf(event: PointerEvent): Point {
  const box = shot.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

function element<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) {
    throw new Error(`the page has no ${id}`);
  }
  return found;
}
