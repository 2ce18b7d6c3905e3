/** What the UI runs play on: the host, the folder with the installed extension, and a temporary folder. Filled in by run.mjs. */
export const stage = { host: undefined, installed: undefined, root: undefined };
