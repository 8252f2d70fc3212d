/* Parses the output of `gateway browse`, one JSON object a line, and makes a tag of the plant
   from it that a person then edits. */

/** A variable, topic or column that a connection offers.
 * @typedef {{ connection: string, address: string, name: string, value: unknown, unit: string | null, kind: string | null }} Offered */

/** @type {(value: unknown) => string} */
const asText = (value) => (value === null || value === undefined ? "" : String(value));

/* The lines that can be read, and the numbers of those that cannot. */
/** @type {(pasted: string) => { offered: Offered[], wrong: number[] }} */
export const readBrowsed = (pasted) => {
  /** @type {Offered[]} */
  const offered = [];
  /** @type {number[]} */
  const wrong = [];
  pasted.split(/\r?\n/).forEach((line, n) => {
    if (!line.trim()) return;
    try {
      const told = JSON.parse(line);
      if (typeof told.address !== "string") throw new TypeError("no address");
      offered.push({
        connection: asText(told.connection),
        address: told.address,
        name: asText(told.name) || told.address,
        value: told.value ?? null,
        unit: told.unit ? String(told.unit) : null,
        kind: told.kind ? String(told.kind) : null,
      });
    } catch (_) {
      wrong.push(n + 1);
    }
  });
  return { offered, wrong };
};

/* An id that the plant takes (letters, figures, dots, dashes), as near to the name as may be. */
/** @type {(name: string) => string} */
export const idOf = (name) =>
  name.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[^A-Za-z0-9]+|-+$/g, "").slice(0, 40);

/** @type {Record<string, string>} */
const KIND_OF_UNIT = {
  m: "level",
  mm: "level",
  cm: "level",
  m3: "level",
  "m³": "level",
  "m3/h": "flow",
  "m³/h": "flow",
  "l/s": "flow",
  ppm: "gas",
  "mg/m3": "gas",
  "%LEL": "gas",
  "m/s": "wind_speed",
  "mm/h": "rain",
};
/** The unit that a kind is kept in, and the ends of a range to begin with.
 * @type {Record<string, [unit: string, low: number, high: number]>} */
export const KEPT_IN = {
  level: ["m", 0, 10],
  flow: ["m3/h", 0, 100],
  gas: ["ppm", 0, 100],
  valve: ["1", 0, 1],
  pump: ["1", 0, 1],
  contact: ["1", 0, 1],
  wind_speed: ["m/s", 0, 60],
  wind_from: ["deg", 0, 360],
  rain: ["mm/h", 0, 300],
  other: ["", 0, 100],
};

/** A tag as the form of the wizard holds it: numbers as they are typed. `from` is the unit that the instrument's system
 * gives, `vessel` the tank or pool whose level it is (`tanks:T201`, nothing where it is none's).
 * @typedef {{ id: string, kind: string, from: string, unit: string, source: string, low: string, high: string,
 *   period: string, vessel: string }} Draft */

/** A tank or pool as the plant's description has it, and by what the server knows that nobody changed it meanwhile.
 * @typedef {{ noun: string, key: string, was: string, row: Record<string, unknown> }} Vessel */

/* A first proposal for what is offered; a person corrects it. */
/** @type {(one: Offered, source: string) => Draft} */
export const draftOf = (one, source) => {
  const boolean = one.kind === "bool" || one.kind === "boolean" || typeof one.value === "boolean";
  const kind = boolean ? "contact" : KIND_OF_UNIT[one.unit || ""] || "other";
  const [unit, low, high] = KEPT_IN[kind];
  return {
    id: idOf(one.name),
    kind,
    from: one.unit || "",
    unit: kind === "other" ? one.unit || "1" : unit,
    source,
    low: String(low),
    high: String(high),
    period: "1",
    vessel: "",
  };
};

/* The changes of the plant that add it: its source too, where the plant lists sources and has not this one, and the vessel
   whose level it is. */
/** @type {(draft: Draft, sources: { id: string }[], vessel?: Vessel | null) => object[]} */
export const changesOf = (draft, sources, vessel = null) => {
  const known = !sources.length || sources.some((one) => one.id === draft.source);
  const row = {
    id: draft.id.trim(),
    kind: draft.kind,
    unit: draft.unit.trim(),
    source: draft.source.trim(),
    low: Number(draft.low),
    high: Number(draft.high),
    period_s: Number(draft.period),
  };
  const name = { zh: draft.source.trim(), en: draft.source.trim() };
  return [
    ...(known ? [] : [{ noun: "sources", row: { id: draft.source.trim(), name }, was: null }]),
    { noun: "tags", row, was: null },
    ...(vessel
      ? [{
        noun: vessel.noun,
        key: vessel.key,
        was: vessel.was,
        row: { ...vessel.row, level: row.id },
      }]
      : []),
  ];
};

/* The line of the gateway's file that reads it. */
/** @type {(one: Offered, draft: Draft) => string} */
export const fileLine = (one, draft) => {
  const [topic, path] = one.address.split("#");
  const quoted = JSON.stringify(one.address);
  const there = draft.from.trim();
  const from = there && there !== draft.unit
    ? `, from: ${JSON.stringify(there)}, to: ${draft.unit}`
    : "";
  if (/^(nsu=|ns=|[isgb]=)/.test(one.address)) return `${draft.id}: {node: ${quoted}${from}}`;
  if (path && !path.startsWith("$")) {
    /* a Sparkplug device and its metric */
    return `${draft.id}: {device: ${JSON.stringify(topic)}, metric: ${
      JSON.stringify(path)
    }${from}}`;
  }
  if (topic.includes("/")) {
    const value = path ? `, value: {path: ${JSON.stringify(path)}}` : "";
    return `${JSON.stringify(topic)}: {tag: ${draft.id}${value}${from}}`;
  }
  return `${draft.id}: {name: ${quoted}${from}}`;
};
