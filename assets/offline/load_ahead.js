/* Prefetches what a shift offline needs: this person's tasks, each of those matters with the
   points of its round, and the forms and lists they refer to. The service worker stores every
   answer (assets/worker/). */

const REPORT = "hazard";
const MOST = 40; /* matters of one person */

/** @type {(path: string) => Promise<Answered>} */
const asked = (path) => fetch(path).then((told) => (told.ok ? told.json() : null), () => null);

/** @type {(fields: Record<string, any>) => string[]} */
const listsIn = (fields) =>
  Object.values(fields).flatMap((field) =>
    field.type === "taxonomy" || field.type === "checklist"
      ? [field.of]
      : field.type === "list"
      ? listsIn(field.of)
      : []
  );

/** Asks for all of it, one after another: a thin line is not blocked by it. */
export async function loadAhead() {
  const mine = await asked("/api/v1/mine");
  const report = await asked(`/api/v1/templates/${REPORT}`);
  const names = new Set(report && report.described ? listsIn(report.described.fields) : []);
  const matters = (mine ? mine.owed : []).filter((/** @type {Answered} */ one) =>
    one.kind === "matter"
  );
  for (const one of matters.slice(0, MOST)) {
    const told = await asked(`/api/v1/mine/${one.id}`);
    if (told) listsIn(told.fields).forEach((name) => names.add(name));
  }
  for (const name of names) await asked(`/api/v1/templates/${encodeURIComponent(name)}`);
}
