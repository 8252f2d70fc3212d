/* This browser's storage. Where it is not available (private windows, blocked site data, a full
   disk), accessing it throws: then values are kept only until the page is left. */

/** @typedef {{
 *   get: (name: string) => string | null,
 *   set: (name: string, value: string | number) => void,
 * }} BrowserMemory */

/** @type {(storage: () => Storage) => BrowserMemory} */
function memory(storage) {
  /** @type {Map<string, string>} */
  const own = new Map();
  return {
    get: (name) => {
      try {
        const kept = storage().getItem(name);
        if (kept !== null) return kept;
      } catch (_) {
        /* not allowed here */
      }
      return own.get(name) ?? null;
    },
    set: (name, value) => {
      own.delete(name);
      try {
        storage().setItem(name, String(value));
      } catch (_) {
        own.set(name, String(value));
      }
    },
  };
}

/* Across visits, and while this tab is open. */
export const kept = memory(() => window.localStorage);
export const keptInTab = memory(() => window.sessionStorage);
