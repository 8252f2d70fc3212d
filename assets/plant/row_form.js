/* A form derived from the JSON schema of a row: its fields, what stands at a path, and what differs between two rows.
   Pure: draws nothing and asks nothing. */

/** @typedef {string | number} Step */
/** @typedef {"text" | "words" | "number" | "truth" | "day" | "time" | "choice" | "reference" | "point" | "part" | "list"} FieldKind */

/** One field. `names` are the nouns whose keys can be chosen, `besides` words that can be chosen too; `item` is what a
 * list is of, `fields` what a part has.
 * @typedef {{ name: string, kind: FieldKind, needed: boolean, whole?: boolean, least?: number, above?: number,
 *   most?: number, longest?: number, choices?: string[], names?: string[], besides?: string[], item?: Field,
 *   fields?: Field[], first?: unknown }} Field */

/** @typedef {Record<string, any>} Row */
/** @typedef {Record<string, any>} Schema */

/** @type {(schema: Schema, root: Schema) => Schema} */
function resolved(schema, root) {
  let here = schema;
  for (let n = 0; n < 8; n++) {
    if (here.$ref) {
      const { $ref, ...beside } = here;
      here = { ...root.$defs[String($ref).split("/").at(-1) || ""], ...beside };
    } else if (here.allOf && here.allOf.length === 1) {
      here = { ...here, ...here.allOf[0], allOf: undefined };
    } else if (here.anyOf) {
      const some = here.anyOf.find((/** @type {Schema} */ one) => one.type !== "null");
      here = { ...here, ...some, anyOf: undefined };
    } else return here;
  }
  return here;
}

/** @type {(schema: Schema) => boolean} */
const isWords = (schema) =>
  schema.type === "object" && Boolean(schema.properties) &&
  Object.keys(schema.properties).sort().join() === "en,zh";

/** @type {(given: Schema, root: Schema, name: string, needed: boolean, deep: number) => Field} */
function fieldOf(given, root, name, needed, deep) {
  const schema = resolved(given, root);
  const first = given.default ?? schema.default;
  const base = { name, needed, first };
  if (schema.names) {
    return { ...base, kind: "reference", names: schema.names, besides: schema.besides || [] };
  }
  if (schema.enum) return { ...base, kind: "choice", choices: schema.enum.map(String) };
  if (schema.const !== undefined) {
    return { ...base, kind: "choice", choices: [String(schema.const)] };
  }
  if (isWords(schema)) {
    return { ...base, kind: "words", longest: resolved(schema.properties.zh, root).maxLength };
  }
  if (schema.type === "object" && schema.properties) {
    return { ...base, kind: "part", fields: deep > 4 ? [] : fieldsIn(schema, root, deep + 1) };
  }
  if (schema.type === "array") {
    if (schema.prefixItems) return { ...base, kind: "point" };
    return { ...base, kind: "list", item: fieldOf(schema.items || {}, root, name, true, deep + 1) };
  }
  if (schema.type === "boolean") return { ...base, kind: "truth" };
  if (schema.type === "number" || schema.type === "integer") {
    return {
      ...base,
      kind: "number",
      whole: schema.type === "integer",
      least: schema.minimum,
      above: schema.exclusiveMinimum,
      most: schema.maximum,
    };
  }
  if (schema.format === "date") return { ...base, kind: "day" };
  if (schema.format === "time") return { ...base, kind: "time" };
  return { ...base, kind: "text", longest: schema.maxLength };
}

/** @type {(schema: Schema, root: Schema, deep: number) => Field[]} */
const fieldsIn = (schema, root, deep) =>
  Object.entries(schema.properties || {}).map(([name, one]) =>
    fieldOf(one, root, name, (schema.required || []).includes(name), deep)
  );

/* The fields of a row. `apart` are edited elsewhere. */
/** @type {(schema: Schema, apart?: string[]) => Field[]} */
export const fieldsOf = (schema, apart = []) =>
  fieldsIn(schema, schema, 0).filter(({ name }) => !apart.includes(name));

/** @type {(row: unknown, path: Step[]) => unknown} */
export const at = (row, path) =>
  path.reduce(
    (here, step) =>
      here === null || here === undefined
        ? undefined
        : /** @type {Record<Step, unknown>} */ (here)[step],
    row,
  );

/* The row with `value` at a path; what lies between is made. */
/** @type {<T>(row: T, path: Step[], value: unknown) => T} */
export function withValueAt(row, path, value) {
  const [step, ...rest] = path;
  if (step === undefined) return /** @type {never} */ (value);
  const here = /** @type {Row | unknown[] | null | undefined} */ (row);
  const below = here === null || here === undefined ? undefined : /** @type {Row} */ (here)[step];
  const next = withValueAt(below, rest, value);
  if (typeof step === "number") {
    const items = Array.isArray(here) ? here.slice() : [];
    items[step] = next;
    return /** @type {never} */ (items);
  }
  return /** @type {never} */ ({ ...(here || {}), [step]: next });
}

/* Without what is empty: blank texts, nothing, parts and lists of nothing but that. A list that was emptied stays. */
/** @type {(value: unknown) => unknown} */
export function tidy(value) {
  if (typeof value === "string") return value.trim() === "" ? undefined : value.trim();
  if (value === null) return undefined;
  if (Array.isArray(value)) return value.map(tidy).filter((one) => one !== undefined);
  if (value && typeof value === "object") {
    const kept = Object.entries(value).map(([name, one]) => [name, tidy(one)]).filter(([, one]) =>
      one !== undefined
    );
    return kept.length ? Object.fromEntries(kept) : undefined;
  }
  return value;
}

/** @type {(value: unknown) => unknown} */
const inOrder = (value) =>
  value && typeof value === "object" && !Array.isArray(value)
    ? Object.fromEntries(
      Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map((
        [name, one],
      ) => [name, inOrder(one)]),
    )
    : Array.isArray(value)
    ? value.map(inOrder)
    : value;
/** @type {(a: unknown, b: unknown) => boolean} */
export const same = (a, b) =>
  JSON.stringify(inOrder(tidy(a)) ?? null) === JSON.stringify(inOrder(tidy(b)) ?? null);

/* The fields in which two rows differ, by name. */
/** @type {(fields: Field[], before: Row | null, after: Row | null) => string[]} */
export const differing = (fields, before, after) =>
  fields.map(({ name }) => name).filter((name) => !same(before?.[name], after?.[name]));

/* Somebody else changed the row meanwhile: `mine` on top of `now`. Fields that only they changed are theirs, those
   that I changed stay mine; `both` are the fields that both changed, to different values. */
/** @type {(fields: Field[], base: Row, mine: Row, now: Row) => { row: Row, both: string[] }} */
export function rebased(fields, base, mine, now) {
  const own = differing(fields, base, mine);
  const theirs = differing(fields, base, now);
  const row = { ...now };
  own.forEach((name) => row[name] = mine[name]);
  return { row, both: own.filter((name) => theirs.includes(name) && !same(mine[name], now[name])) };
}

/* How a value is written in a cell, and read aloud: words in the reader's language. */
/** @type {(value: unknown, words: (value: never) => string) => string} */
export function told(value, words) {
  if (value === null || value === undefined || value === "") return "";
  if (Array.isArray(value)) {
    return value.every((one) => typeof one === "number")
      ? value.join(", ")
      : value.map((one) => told(one, words)).join("; ");
  }
  if (typeof value === "object") {
    if ("zh" in value || "en" in value) return words(/** @type {never} */ (value));
    return Object.values(value).map((one) => told(one, words)).filter(Boolean).join(" · ");
  }
  return String(value);
}

/* A number as it was typed: what is no number stays text, for the server to say what is wrong. */
/** @type {(typed: string) => number | string} */
export const asNumber = (typed) => {
  const text = typed.trim().replace(",", ".");
  return text !== "" && Number.isFinite(Number(text)) ? Number(text) : typed;
};

/* A point, or points, as they are typed. */
/** @type {(typed: string) => (number | string)[]} */
export const asPoint = (typed) => typed.split(/[,，]/).map((one) => asNumber(one.trim()));
