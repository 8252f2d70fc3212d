/* AG Grid fed from the live board: only rows that differ travel into it, so that scroll position,
   selection and focus stay where they are. Its filter and order are in the address of the page. */

import { filterModel } from "./grid_filter.js";
import { ZoneOfTimes } from "./zone_of_times.js";
import { address } from "../base/address.js";
import { page } from "../base/context.js";
import { fileName, harmless, marked } from "../base/csv.js";
import { h } from "../base/element.js";
import { head, sign } from "../base/signs.js";
import { age, day, moment, number, say, time } from "../base/words.js";
import { pressed as keyPressed } from "../hands/shortcuts.js";
import { clock } from "../live/server_clock.js";

/** @import { Sign } from "../types/rows.d.ts" */

const { useEffect, useRef, useState } = React;

/** What a column of a grid is given in the layout: its least width in px, and whether it is `hidden`, `essential`
 * (it stays on a phone) or `occasional` (it is there only when some row says something in it).
 * @typedef {{ least: number, hidden: boolean, essential: boolean, occasional: boolean }} ColumnGiven */

const phone = window.matchMedia("(max-width: 60rem)");

/** @type {(value: unknown) => value is null | undefined} */
const missing = (value) => value === null || value === undefined;

/* How the columns of layouts/components/grid.py say raw values. */
/** @type {Record<string, (value: number | null | undefined) => string>} */
const VALUES = {
  said_number: (value) => (missing(value) ? "" : number(value)),
  said_minute: (value) => (value ? moment(value) : ""),
  said_moment: (value) => (value ? `${day(value)} ${time(value)}` : ""),
  said_age: (value) => (missing(value) ? "" : age(value)),
};
/* The formatters of times: a table that leaves the page says of which zone they are. */
const TIMES = /^said_(minute|moment)\(/;
/* How they say what stands in several fields of a row; there is none while a row is being made. */
/** @type {Record<string, (row: GridRow | undefined) => unknown>} */
const ROWS = {
  said_seen: (row) => (row ? row.seenWords : ""),
  said_had: (row) => (row ? row.had : ""),
  said_line: (row) =>
    !row ? "" : phone.matches && row.stateId !== "ready" ? `${row.name} · ${row.state}` : row.name,
};
window.dashAgGridFunctions = Object.assign(window.dashAgGridFunctions || {}, VALUES, ROWS, {
  /** @type {(value: string | null | undefined) => string} */
  said_day: (value) => value || "",
  /** @type {(value: number | null | undefined, row: { unit: string }) => string} */
  said_measured: (value, row) => (missing(value) ? "" : `${number(value)} ${row.unit}`.trim()),
});

/** @type {(a: GridRow, b: GridRow) => boolean} */
const differs = (a, b) => {
  for (const name in b) if (a[name] !== b[name]) return true;
  return Boolean(a.chosen) !== Boolean(b.chosen);
};

/* What must be done to a grid that holds `held` (key -> row) to show `rows`. */
/** @type {(held: Map<string, GridRow>, rows: GridRow[]) =>
 *   { done: { add: GridRow[], update: GridRow[], remove: GridRow[] }, next: Map<string, GridRow> }} */
function changes(held, rows) {
  /** @type {{add: GridRow[], update: GridRow[], remove: GridRow[]}} */
  const done = { add: [], update: [], remove: [] };
  const next = new Map();
  for (const row of rows) {
    const known = held.get(row.key);
    next.set(row.key, known && !differs(known, row) ? known : row);
    if (!known) done.add.push(row);
    else if (differs(known, row)) done.update.push(row);
  }
  for (const [key, row] of held) if (!next.has(key)) done.remove.push(row);
  return { done, next };
}

/* What the address says about a grid: `f` its filter model, `s` its order (column.asc|desc). */
/** @type {(api: GridApi) => void} */
function restore(api) {
  try {
    const model = filterModel(
      JSON.parse(address.read("f", "null")),
      /** @param {string} id */
      (id) => Boolean(api.getColumn(id)?.getColDef().filter),
    );
    if (model) api.setFilterModel(model);
  } catch (_) {
    address.write({ f: "" }); /* a mangled address filters nothing */
  }
  const [colId, sort] = address.read("s", "").split(".");
  if (sort === "asc" || sort === "desc") {
    api.applyColumnState({ state: [{ colId, sort }], defaultState: { sort: null } });
  }
}

/** @type {(api: GridApi) => void} */
function remember(api) {
  api.addEventListener("filterChanged", () => {
    const model = api.getFilterModel();
    address.write({ f: Object.keys(model).length ? JSON.stringify(model) : "" });
  });
  api.addEventListener("sortChanged", () => {
    const sorted = api.getColumnState().find((c) => c.sort);
    address.write({ s: sorted ? `${sorted.colId}.${sorted.sort}` : "" });
  });
}

/* On a phone only the columns that matter most, and they share what room there is; elsewhere all of
   them, none narrower than its widest word: what layouts/components/grid.py gives is for a root of
   16 px, and on a larger screen the words have grown with the root. */
const PHONE_SHARE = 0.65; /* of a least width: on a phone words wrap */
/** @type {(api: GridApi, given: Record<string, ColumnGiven>, said: Set<string>) => void} */
function fit(api, given, said) {
  const asked = api.getFilterModel();
  const root = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  /** @type {(id: string) => boolean} */
  const silent = (id) => given[id].occasional && !said.has(id) && !asked[id];
  /** @type {(id: string) => { minWidth: number, hide: boolean }} */
  const wanted = (id) => {
    const { least, hidden, essential } = given[id];
    return phone.matches
      ? { minWidth: Math.round(least * PHONE_SHARE), hide: hidden || !essential }
      : { minWidth: Math.round(least * root), hide: hidden || silent(id) };
  };
  const columns = api.getColumns() || [];
  /** @type {(c: GridColumn, as: { minWidth: number, hide: boolean }) => boolean} */
  const fits = (c, { minWidth, hide }) => c.getMinWidth() === minWidth && c.isVisible() === !hide;
  if (columns.every((c) => fits(c, wanted(c.getColId())))) return;
  api.setGridOption(
    "columnDefs",
    api.getColumnDefs().map((def) => Object.assign({}, def, wanted(def.colId))),
  );
}
/* The columns as the layout gives them, by their ids. Where none is essential, all are. */
/** @type {(api: GridApi) => Record<string, ColumnGiven>} */
const asGiven = (api) => {
  /** @type {[id: string, column: GridColumn, context: Partial<ColumnGiven>][]} */
  const columns = (api.getColumns() || []).map((c) => [
    c.getColId(),
    c,
    c.getColDef().context || {},
  ]);
  const some = columns.some(([, , context]) => context.essential);
  return Object.fromEntries(columns.map(([id, column, context]) => [id, {
    least: column.getMinWidth(),
    hidden: Boolean(column.getColDef().hide),
    essential: Boolean(context.essential) || !some,
    occasional: Boolean(context.occasional),
  }]));
};

/* The row that is looked at: a click, Enter or the space bar chooses it, and `chosen` (its key) is
   in the address. AG Grid's own selection is Dash's, which empties it when the grid is ready. */
/** @type {(api: GridApi | null, rows: GridRow[], chosen: string, choose: (key: string) => void) => void} */
export const useChosenRow = (api, rows, chosen, choose) => {
  useEffect(() => {
    if (!api || api.isDestroyed()) return undefined;
    /** @type {(event: GridColumn) => void} */
    const clicked = (event) => choose(event.node.id);
    /** @type {(event: GridColumn) => void} */
    const pressed = (event) => {
      if (!event.event || keyPressed(event.event, "row") < 0) return;
      event.event.preventDefault();
      choose(event.node.id);
    };
    api.addEventListener("rowClicked", clicked);
    api.addEventListener("cellKeyDown", pressed);
    return () => {
      if (api.isDestroyed()) return;
      api.removeEventListener("rowClicked", clicked);
      api.removeEventListener("cellKeyDown", pressed);
    };
  }, [api, choose]);
  const known = rows.length > 0;
  useEffect(() => {
    const node = api && !api.isDestroyed() && chosen ? api.getRowNode(chosen) : undefined;
    if (api && node && node.displayed) api.ensureNodeVisible(node);
  }, [api, chosen, known]);
};

/* The panel of what is chosen comes into view on a phone, where it stands above a long page. */
/** @type {(chosen: unknown) => { current: HTMLElement | null }} */
export const useIntoView = (chosen) => {
  const here = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    if (chosen && phone.matches && here.current) here.current.scrollIntoView({ block: "start" });
  }, [chosen]);
  return here;
};

/* Whatever its heads ask, the grid shows every row that it is given, in the order of `rank`. */
/** @type {(api: GridApi, rank: { current: Map<string, number> }) => void} */
function asServed(api, rank) {
  /** @type {(node: GridColumn) => number} */
  const at = (node) => rank.current.get(node.id) ?? 0;
  api.setGridOption("alwaysPassFilter", () => true);
  api.setGridOption(
    "postSortRows",
    /** @param {{ nodes: GridColumn[] }} all */
    ({ nodes }) => void nodes.sort((a, b) => at(a) - at(b)),
  );
}

/* Shows `rows` ({key, kind, ...}) in the grid of that id; `find` is what the search box says, and
   `chosen` the key of the row that is looked at. With `served` the server has filtered the rows and put them in order:
   the grid shows all of them as they come, whatever its heads say.
   Returns {api, shown}: the grid's own api once it is there, and how many rows pass its filters. */
/** @type {(id: string, rows: GridRow[], find?: string, chosen?: string, served?: boolean) =>
 *   { api: GridApi | null, shown: number }} */
export const useGrid = (id, rows, find, chosen, served) => {
  const held = useRef(/** @type {Map<string, GridRow>} */ (new Map()));
  const rank = useRef(/** @type {Map<string, number>} */ (new Map()));
  const [api, setApi] = useState(/** @type {GridApi | null} */ (null));
  const [shown, setShown] = useState(rows.length);
  const said = useRef(
    /** @type {Set<string>} */ (new Set()),
  ); /* the occasional columns in which some row says something */
  const refit = useRef(/** @type {((all: GridRow[]) => void) | null} */ (null));
  useEffect(() => {
    let gone = false;
    const ended = new AbortController();
    window.dash_ag_grid.getApiAsync(id).then((found) => {
      if (gone) return;
      if (served) asServed(found, rank);
      restore(found);
      remember(found);
      const given = asGiven(found);
      const again = () => found.isDestroyed() || fit(found, given, said.current);
      refit.current = (all) => {
        const now = Object.keys(given).filter((id) =>
          given[id].occasional && !said.current.has(id) && all.some((row) => row[id])
        );
        now.forEach((id) => said.current.add(id)); /* what came stays, whatever is filtered */
        if (now.length) again();
      };
      again();
      phone.addEventListener(
        "change",
        () => {
          again();
          if (!found.isDestroyed()) found.refreshCells({ force: true });
        },
        { signal: ended.signal },
      );
      window.addEventListener("resize", again, { signal: ended.signal });
      found.addEventListener("modelUpdated", () => setShown(found.getDisplayedRowCount()));
      setApi(found);
    });
    return () => {
      gone = true;
      ended.abort();
    };
  }, [id]);
  useEffect(() => {
    if (api && !api.isDestroyed() && refit.current) refit.current(rows);
  }, [api, rows]);
  useEffect(() => {
    if (!api || api.isDestroyed()) return;
    rank.current = new Map(rows.map((row, n) => [row.key, n]));
    const marked = rows.map((
      row,
    ) => (row.key === chosen ? Object.assign({}, row, { chosen: true }) : row));
    const { done, next } = changes(held.current, marked);
    held.current = next;
    if (done.add.length || done.update.length || done.remove.length) api.applyTransaction(done);
  }, [api, rows, chosen]);
  useEffect(() => {
    const body = document.getElementById(id);
    if (body && body.parentElement) {
      body.parentElement.style.setProperty(
        "--rows",
        String(shown),
      ); /* a phone gives a short list no empty room */
    }
  }, [id, api, shown]);
  useEffect(() => {
    if (api && !api.isDestroyed() && !served) api.setGridOption("quickFilterText", find || "");
  }, [api, find]);
  return { api, shown };
};

/* Gives the person exactly what the grid shows: its columns, filtered and in its order. Every line
   of an exercise says so, in its first cell. */
/** @type {(api: GridApi, name: string) => void} */
export const exportGrid = (api, name) => {
  const first = api.getAllDisplayedColumns()[0];
  api.exportDataAsCsv({
    fileName: fileName(`${name}-${day(clock.now())}.csv`),
    processHeaderCallback: /** @param {GridColumn} given */ ({ column }) => {
      const { headerName, valueFormatter } = column.getColDef();
      const told = valueFormatter && TIMES.test(valueFormatter.function);
      return harmless(told ? `${headerName} (${page.zone})` : headerName);
    },
    processCellCallback: /** @param {GridColumn} cell */ (cell) => {
      const text = harmless(cell.formatValue ? cell.formatValue(cell.value) : cell.value);
      return cell.column === first ? marked(text) : text;
    },
  });
};

/* The head of a grid's panel: title, count, search box, choices, export. `choices` are elements; with `times`, the first
   and the last that the grid shows, the head says by which clocks they are. `of` is null while it is counted. `before` an export it is waited whether the
   grid has all that is to be in the file. */
/** @type {(props: { title: string, shown: number | null, of: number | null, find: string, setFind: (find: string) => void,
 *   choices?: unknown, api: GridApi | null, name: string, times?: number[],
 *   before?: (api: GridApi) => Promise<boolean> }) => ReactElement} */
export const GridHead = ({ title, shown, of, find, setFind, choices, api, name, times, before }) =>
  h(
    "div",
    { className: "grid-head" },
    head(
      title,
      of === null
        ? ""
        : shown === of
        ? say("grid.count", { n: of })
        : say("grid.count_of", { n: shown, of }),
    ),
    h(
      "div",
      { className: "grid-tools" },
      h("input", {
        type: "search",
        className: "text",
        value: find,
        placeholder: say("grid.search"),
        "aria-label": say("grid.search"),
        onChange: /** @param {{ target: HTMLInputElement }} event */ (event) =>
          setFind(event.target.value),
      }),
      choices,
      h("button", {
        type: "button",
        className: "act",
        disabled: !api,
        onClick: async () => {
          if (api && (!before || await before(api))) exportGrid(api, name);
        },
      }, say("grid.export")),
      times ? h(ZoneOfTimes, { times }) : null,
    ),
  );

/* How many rows are in each state, each a switch that shows only those: [[id, sign, word, count]]. */
/** @type {(props: { label: string, counts: [id: string, kind: Sign, word: string, n: number][], value: string,
 *   set: (id: string) => void }) => ReactElement} */
export const Tally = ({ label, counts, value, set }) =>
  h(
    "div",
    { className: "tally", role: "group", "aria-label": label },
    counts.map(([id, kind, word, n]) =>
      h(
        "button",
        {
          type: "button",
          key: id,
          className: "chip",
          "aria-pressed": value === id,
          onClick: () => set(value === id ? "" : id),
        },
        sign(n ? kind : "plain"),
        h("span", null, word),
        h("b", null, number(n)),
      )
    ),
  );

/* One choice of the head: a labelled select whose value is in the address; `only` the options. */
/** @type {(props: { label: string, value: string, set: (value: string) => void,
 *   options: [value: string, word: string][], any?: string, only?: boolean }) => ReactElement} */
export const Choice = ({ label, value, set, options, any, only }) =>
  h(
    "label",
    { className: "inline" },
    h("span", null, label),
    h(
      "select",
      {
        value,
        onChange: /** @param {{ target: HTMLSelectElement }} event */ (event) =>
          set(event.target.value),
      },
      only ? null : h("option", { value: "" }, any || say("grid.any")),
      options.map(([key, word]) => h("option", { key, value: key }, word)),
    ),
  );

/* A cell that leads somewhere: its row says where, under the field's name and `Href`; if nowhere, its words alone. */
/** @type {(props: { data: GridRow, colDef: { field: string }, value?: string, valueFormatted?: string | null }) => ReactNode} */
function LinkedCell(props) {
  const href = props.data[`${props.colDef.field}Href`];
  const words = props.valueFormatted || props.value || null;
  return href && words ? React.createElement("a", { className: "thing", href }, words) : words;
}
window.dashAgGridComponentFunctions = Object.assign(window.dashAgGridComponentFunctions || {}, {
  LinkedCell,
});
