/** What is said to the person: how severe it is, and what an error has to say. Pure. */

export type Severity = "error" | "warning" | "info";

export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
