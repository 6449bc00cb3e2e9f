/** Which of the server's code actions the lightbulb shows, and which the extension carries out in its own way. */

/** The argument of the command `viscodex.imageToCode`, as far as this extension reads it. */
export interface Question {
  readonly uri: string;
  readonly instruction?: string;
  readonly picture?: { readonly kind: string };
}

/** Whether `value` is the argument of `viscodex.imageToCode`. */
export function isQuestion(value: unknown): value is Question {
  return typeof value === "object" && value !== null && "uri" in value && typeof value.uri === "string";
}

/**
 * The clipboard and the screen can be used on any line: in the menu that is right, but a lightbulb beside every line
 * would only be noise.
 */
export function deservesLightbulb(argument: unknown): boolean {
  const kind = isQuestion(argument) ? argument.picture?.kind : undefined;
  return kind !== "clipboard" && kind !== "screen";
}

/** Only the machine the person sits at has the clipboard, and the server may run elsewhere. */
export function needsClipboardHere(argument: unknown): boolean {
  return isQuestion(argument) && argument.picture?.kind === "clipboard";
}

/** The question with the remembered instruction, unless it has its own. */
export function withInstruction<Asked extends Question>(question: Asked, instruction: string): Asked {
  return instruction === "" || question.instruction !== undefined ? question : { ...question, instruction };
}
