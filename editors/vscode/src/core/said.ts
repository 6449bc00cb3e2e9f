/** What is said to the person: how severe it is, and what an error has to say. Pure. */

export type Severity = "error" | "warning" | "info";

const LOST = "The language server ended before it answered. It is started again: try once more.";
/** JSON-RPC's errors of a connection that is gone, as the client library numbers them. */
const LOST_CODES: readonly unknown[] = [-32099, -32098, -32097, -32096];

export function sentenceOf(error: unknown): string {
  if (error instanceof Error) {
    return "code" in error && LOST_CODES.includes(error.code) ? LOST : error.message;
  }
  return String(error);
}
