/* Keeps what a view shows in the page's address (one query parameter for each choice), so that
   the address can be sent to a colleague. Changing a choice replaces the address without loading
   anything. */

/** @type {Set<() => void>} */
const readers = new Set();
const tell = () => readers.forEach((reader) => reader());
window.addEventListener("popstate", tell);

/** @type {(reader: () => void) => () => void} */
function subscribe(reader) {
  readers.add(reader);
  return () => readers.delete(reader);
}

/* A part of the address as it was before it was written there; what nobody wrote so stays as it is. */
/** @type {(part: string) => string} */
export const decoded = (part) => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

/** @type {(name: string, first: string) => string} */
const read = (name, first) => {
  const value = new URLSearchParams(location.search).get(name);
  return value === null ? first : value;
};

/* Several choices at once: {name: value}; an empty value leaves the address. */
/** @type {(choices: Record<string, string | number | null | undefined>) => void} */
function write(choices) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(choices)) {
    if (value === "" || value === null || value === undefined) query.delete(name);
    else query.set(name, String(value));
  }
  const written = query.toString();
  history.replaceState(
    history.state,
    "",
    location.pathname + (written ? `?${written}` : "") + location.hash,
  );
  tell();
}

export const address = { read, write };

/* React state that lives in the address under `name`. */
/** @type {(name: string, first?: string) => [string, (next: string) => void]} */
export const useAddress = (name, first) => {
  const known = first || "";
  const value = React.useSyncExternalStore(subscribe, () => read(name, known));
  /** @type {(next: string) => void} */
  const choose = (next) => write({ [name]: next === known ? "" : next });
  const set = React.useCallback(choose, [name, known]);
  return [value, set];
};
