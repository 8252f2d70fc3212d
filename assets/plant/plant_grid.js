/* The rows of the chosen noun in one grid, whose columns are those of the noun. AG Grid draws only what is in sight. */

import { choiceWord, fieldWord } from "./plant_data.js";
import { fieldsOf, told } from "./row_form.js";
import { text } from "../base/context.js";
import { say } from "../base/words.js";
import { useChosenRow } from "../shared/grid.js";

/** @import { Noun, RowTold } from "./plant_data.js" */
/** @import { Option } from "./row_fields.js" */
/** @import { Field, Row } from "./row_form.js" */

const { useEffect, useMemo, useState } = React;
/* The first columns, which tell rows apart. */
const ON_PHONE = new Set([0, 1, 2]);
const phone = window.matchMedia("(max-width: 60rem)");

/** @type {(field: Field, value: unknown, named: (nouns: string[], id: string) => string) => string | number | null} */
function cellOf(field, value, named) {
  if (value === null || value === undefined) return null;
  if (field.kind === "number" && typeof value === "number") return value;
  if (field.kind === "truth") return say(value ? "plant.yes" : "plant.no");
  if (field.kind === "choice") return choiceWord(String(value));
  if (field.kind === "reference") return named(field.names || [], String(value));
  if (field.kind === "time") return String(value).slice(0, 5);
  if (field.kind === "list" && Array.isArray(value)) {
    const { item } = field;
    return item && item.kind === "part"
      ? String(value.length || "")
      : value.map((one) => item ? String(cellOf(item, one, named) ?? "") : String(one)).join("; ");
  }
  return told(value, text);
}

/* Puts rows and columns into the grid of that id. */
/** @type {(id: string, noun: Noun | null, rows: RowTold[] | null, options: Record<string, Option[]>, find: string,
 *   chosen: string, choose: (key: string) => void) => number} */
export function usePlantGrid(id, noun, rows, options, find, chosen, choose) {
  const [api, setApi] = useState(/** @type {GridApi | null} */ (null));
  const [shown, setShown] = useState(0);
  useEffect(() => {
    let gone = false;
    window.dash_ag_grid.getApiAsync(id).then((found) => {
      if (gone) return;
      found.addEventListener("modelUpdated", () => setShown(found.getDisplayedRowCount()));
      setApi(found);
    });
    return () => {
      gone = true;
    };
  }, [id]);
  const fields = useMemo(() => noun ? fieldsOf(noun.schema) : [], [noun]);
  useEffect(() => {
    if (!api || api.isDestroyed() || !noun) return;
    api.setGridOption(
      "columnDefs",
      fields.map((field, n) => ({
        field: field.name,
        headerName: fieldWord(field.name),
        filter: field.kind === "number" ? "agNumberColumnFilter" : "agTextColumnFilter",
        type: field.kind === "number" ? "rightAligned" : undefined,
        minWidth: field.kind === "words" ? 150 : 96,
        flex: field.kind === "words" || field.kind === "list" ? 2 : 1,
        tooltipField: field.name,
        hide: phone.matches && !ON_PHONE.has(n),
      })),
    );
  }, [api, fields]);
  const lines = useMemo(() => {
    const words = new Map(
      Object.entries(options).map((
        [name, all],
      ) => [name, new Map(all.map((one) => [one.value, one.label]))]),
    );
    /** @type {(nouns: string[], one: string) => string} */
    const named = (nouns, one) => {
      for (const name of nouns) {
        const word = words.get(name)?.get(one);
        if (word) return word;
      }
      return one;
    };
    return (rows || []).map(({ key, row }) => {
      /** @type {Row} */
      const line = { key, kind: "plain", chosen: key === chosen };
      fields.forEach((field) =>
        line[field.name === "key" ? "key_" : field.name] = cellOf(field, row[field.name], named)
      );
      return /** @type {GridRow} */ (/** @type {unknown} */ (line));
    });
  }, [rows, fields, options, chosen]);
  useEffect(() => {
    if (api && !api.isDestroyed()) api.setGridOption("rowData", lines);
  }, [api, lines]);
  useEffect(() => {
    if (api && !api.isDestroyed()) api.setGridOption("quickFilterText", find);
  }, [api, find]);
  useChosenRow(api, lines, chosen, choose);
  return shown;
}
