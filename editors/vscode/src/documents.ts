/** The documents that code can go into: files, new ones, and those of a repository that is only looked at. */

export const SCHEMES = ["file", "untitled", "vscode-vfs"];
export const DOCUMENTS = SCHEMES.map((scheme) => ({ scheme }));
