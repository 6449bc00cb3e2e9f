/** A finished proposal among the server's code actions, and the text it would leave. Pure. */

/** As much of a code action as is read here, in the protocol's form or the editor's. */
export interface Action<Edit> {
  readonly edit?: Edit;
  readonly command?: unknown;
}

export interface Replacement {
  /** Offsets into the text, the end excluded. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The actions that bear an edit, by the proposal they belong to: Apply first, then Preview. The server lists those of one
 * proposal together, and the Discard that ends them names it.
 */
export function finishedProposals<Edit, Kind extends Action<Edit>>(actions: readonly Kind[]): Map<string, readonly Kind[]> {
  const found = new Map<string, readonly Kind[]>();
  let group: Kind[] = [];
  for (const action of actions) {
    if (action.edit !== undefined) {
      group.push(action);
      continue;
    }
    const id = discards(action.command);
    if (id !== undefined) {
      found.set(id, group);
    }
    group = [];
  }
  return found;
}

/** `text` after replacements that do not overlap, in any order. */
export function replaced(text: string, replacements: readonly Replacement[]): string {
  const fromTheEnd = [...replacements].sort((one, other) => other.start - one.start || other.end - one.end);
  return fromTheEnd.reduce((now, { start, end, text: put }) => now.slice(0, start) + put + now.slice(end), text);
}

function discards(command: unknown): string | undefined {
  const known = command as { command?: unknown; arguments?: { id?: unknown }[] } | undefined;
  const id = known?.command === "viscodex.discardProposal" ? known.arguments?.[0]?.id : undefined;
  return typeof id === "string" ? id : undefined;
}
