/** The rectangle between two corners of a scaled picture, in the picture's own pixels. Pure. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export const SMALLEST_SIDE = 8;

/** Both corners in either order, kept inside a picture of `size` (width, height). */
export function rectangle(one: Point, other: Point, size: readonly [number, number]): Rectangle {
  const left = clamp(Math.min(one.x, other.x), size[0]);
  const top = clamp(Math.min(one.y, other.y), size[1]);
  const right = clamp(Math.max(one.x, other.x), size[0]);
  const bottom = clamp(Math.max(one.y, other.y), size[1]);
  return { left, top, width: right - left, height: bottom - top };
}

/** `area`, measured on a picture shown at `scale`, in the picture's pixels, whole ones. */
export function unscaled(area: Rectangle, scale: number): Rectangle {
  const left = Math.round(area.left / scale);
  const top = Math.round(area.top / scale);
  const right = Math.round((area.left + area.width) / scale);
  const bottom = Math.round((area.top + area.height) / scale);
  return { left, top, width: right - left, height: bottom - top };
}

/** A click without dragging chooses nothing. */
export function isChosen(area: Rectangle): boolean {
  return area.width >= SMALLEST_SIDE && area.height >= SMALLEST_SIDE;
}

function clamp(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most);
}
