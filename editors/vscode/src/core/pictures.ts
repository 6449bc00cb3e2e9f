/** Which pasted, dropped or chosen things are pictures. Pure: names and media types in, answers out. */

export const EXTENSIONS = ["png", "jpg", "jpeg", "webp", "gif", "bmp"] as const;
export const MOST_PICTURES = 8;

const TYPES = new Set(["image/png", "image/jpeg", "image/webp", "image/gif", "image/bmp"]);

/** Whether a media type is one that the server reads (SVG is text, and is not). */
export function isPictureType(type: string): boolean {
  return TYPES.has(type.toLowerCase().split(";")[0]?.trim() ?? "");
}

/** Whether a path or URI names a picture. */
export function isPicturePath(path: string): boolean {
  const ending = /\.([a-z0-9]+)$/i.exec(path.split(/[?#]/)[0] ?? "")?.[1]?.toLowerCase();
  return EXTENSIONS.some((extension) => extension === ending);
}

/** The pictures of a list of URIs (RFC 2483: a line each, `#` starts a comment), the first eight. */
export function pictureUris(list: string): string[] {
  const lines = list.split(/\r?\n/).map((line) => line.trim());
  return lines.filter((line) => line !== "" && !line.startsWith("#") && isPicturePath(line)).slice(0, MOST_PICTURES);
}
