/* What a view shows is in its address, so that it can be sent to a colleague: one parameter of the
   query a choice. Changing a choice replaces the address without loading anything. */

const readers = new Set();
const tell = () => readers.forEach((reader) => reader());
window.addEventListener("popstate", tell);

function subscribe(reader) {
  readers.add(reader);
  return () => readers.delete(reader);
}

/* A part of the address as it was before it was written there; what nobody wrote so stays as it is. */
export const decoded = (part) => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

const read = (name, first) => {
  const value = new URLSearchParams(location.search).get(name);
  return value === null ? first : value;
};

/* Several choices at once: {name: value}; an empty value leaves the address. */
function write(choices) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(choices)) {
    if (value === "" || value === null || value === undefined) query.delete(name);
    else query.set(name, value);
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
export const useAddress = (name, first) => {
  const known = first || "";
  const value = React.useSyncExternalStore(subscribe, () => read(name, known));
  const set = React.useCallback((next) => write({ [name]: next === known ? "" : next }), [
    name,
    known,
  ]);
  return [value, set];
};
