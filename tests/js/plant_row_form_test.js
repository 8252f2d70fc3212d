/* The form of a row: its fields from a schema, and what two people changed in one row. */

import {
  asNumber,
  at,
  differing,
  fieldsOf,
  rebased,
  same,
  tidy,
  told,
  withValueAt,
} from "../../assets/plant/row_form.js";
import { equal, test } from "./testing.js";

const SCHEMA = {
  $defs: {
    Text: {
      type: "object",
      properties: { zh: { type: "string", maxLength: 200 }, en: { type: "string" } },
    },
    Line: {
      type: "object",
      properties: {
        resource: { type: "string", names: ["resources"] },
        quantity: { type: "number", minimum: 0.001, maximum: 1e9 },
      },
      required: ["resource", "quantity"],
    },
  },
  type: "object",
  properties: {
    id: { type: "string" },
    name: { $ref: "#/$defs/Text" },
    kind: { anyOf: [{ enum: ["fire", "stores"] }, { type: "null" }], default: null },
    on_site: { type: "boolean", default: true },
    lines: { type: "array", items: { $ref: "#/$defs/Line" } },
    at: { anyOf: [{ type: "array", prefixItems: [{}, {}] }, { type: "null" }] },
    contacts: { type: "array", items: {} },
  },
  required: ["id", "name"],
};
const fields = fieldsOf(SCHEMA, ["contacts"]);

test("a schema becomes fields, without what is edited elsewhere", () => {
  equal(fields.map(({ name, kind, needed }) => [name, kind, needed]), [
    ["id", "text", true],
    ["name", "words", true],
    ["kind", "choice", false],
    ["on_site", "truth", false],
    ["lines", "list", false],
    ["at", "point", false],
  ]);
  const [, , , , lines] = fields;
  equal(lines.item?.fields?.map((one) => one.kind), ["reference", "number"]);
  equal(lines.item?.fields?.[0].names, ["resources"]);
});

test("a value is put at a path, and what is empty is left out", () => {
  const row = withValueAt(withValueAt({}, ["name", "zh"], " 泵 "), ["lines", 0, "quantity"], 2);
  equal(at(row, ["lines", 0, "quantity"]), 2);
  equal(tidy({ ...row, kind: null, at: "" }), { name: { zh: "泵" }, lines: [{ quantity: 2 }] });
  equal(same({ a: null, b: { d: 1, c: 2 } }, { b: { c: 2, d: 1 } }), true);
});

test("somebody else's fields are taken over and mine stay mine", () => {
  const base = { id: "p", kind: "fire", on_site: true };
  const mine = { id: "p", kind: "stores", on_site: true };
  equal(rebased(fields, base, mine, { id: "p", kind: "fire", on_site: false }), {
    row: { id: "p", kind: "stores", on_site: false },
    both: [],
  });
  equal(rebased(fields, base, mine, { id: "p", kind: null, on_site: true }).both, ["kind"]);
  equal(differing(fields, base, mine), ["kind"]);
});

test("what is no number stays as it was typed", () => {
  equal([asNumber("1,5"), asNumber("12a"), asNumber("")], [1.5, "12a", ""]);
  equal(
    told([{ zh: "泵", en: "Pump" }, [1, 2]], (/** @type {{en: string}} */ words) => words.en),
    "Pump; 1, 2",
  );
});
