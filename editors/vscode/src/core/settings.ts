/** The settings of this extension that a server's process is given by its environment (for `doctor`). */

export interface ServerSettings {
  readonly url: string;
  readonly model: string;
}

/** `environment` with the settings and the key added; what the environment has itself goes before. */
export function withSettings(
  environment: Readonly<Record<string, string | undefined>>,
  settings: ServerSettings,
  key: string | undefined,
): Record<string, string> {
  const added = { VISCODEX_SERVER_URL: settings.url, VISCODEX_MODEL: settings.model, VISCODEX_API_KEY: key };
  const all = Object.entries({ ...added, ...present(environment) });
  return Object.fromEntries(all.filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ""));
}

function present(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const entries = Object.entries(environment);
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ""));
}
