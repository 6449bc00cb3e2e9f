/** Where a place of a text is after the text was changed. Pure: a range and the changes in, the range out. */

export interface Place {
  readonly line: number;
  readonly character: number;
}

/** What was typed or deleted: this range of the earlier text was replaced by `text`. */
export interface Change {
  readonly start: Place;
  readonly end: Place;
  readonly text: string;
}

/** `place` after `change`; inside what was replaced, it is where the new text ends. */
export function shifted(place: Place, { start, end, text }: Change): Place {
  if (isBefore(place, start)) {
    return place;
  }
  const lines = text.split(/\r\n|\r|\n/);
  const last = lines.at(-1) ?? "";
  const line = start.line + lines.length - 1;
  const put = { line, character: lines.length === 1 ? start.character + last.length : last.length };
  if (isBefore(place, end)) {
    return put;
  }
  const sameLine = place.line === end.line;
  return {
    line: place.line - end.line + put.line,
    character: sameLine ? place.character - end.character + put.character : place.character,
  };
}

function isBefore(one: Place, other: Place): boolean {
  return one.line < other.line || (one.line === other.line && one.character < other.character);
}
