/* The ledger, line by line: what lies where, behind which lock, and how soon it can be had. */

import { destinations } from "./availability.js";
import { filterLedger, ledgerStates, readLedger, signOfState, wordOfState } from "./ledger.js";
import { useAddress } from "../base/address.js";
import { h } from "../base/element.js";
import { say } from "../base/words.js";
import { named } from "../live/plant.js";
import { panel, useKind, useSecond } from "../live/react_panels.js";
import { useCurrent } from "../shared/current.js";
import { Choice, GridHead, Tally, useChosenRow, useGrid } from "../shared/grid.js";

/** @import { Sign } from "../types/rows.d.ts" */
/** @import { LedgerLine, LedgerRows } from "./ledger.js" */

const WITHIN = [2, 5, 10, 30, 60]; /* minutes */

/* The choices of this page, each in its address. */
function useChoices() {
  const [find, setFind] = useAddress("q");
  const [state, setState] = useAddress("state");
  const [custody, setCustody] = useAddress("custody");
  const [kept, setKept] = useAddress("kept");
  const [resource, setResource] = useAddress("resource");
  const [within, setWithin] = useAddress("within");
  return {
    find,
    setFind,
    state,
    setState,
    custody,
    setCustody,
    kept,
    setKept,
    resource,
    setResource,
    within,
    setWithin,
  };
}

/* The rows that the ledger is read from; they change together. */
/** @type {() => LedgerRows} */
export const useLedgerRows = () => {
  const stock = useKind("resources", "stock:");
  const stores = useKind("resources", "store:");
  const sums = useKind("resources", "resource:");
  const impaired = useKind("readiness", "impaired:");
  return React.useMemo(() => ({ stock, stores, sums, impaired }), [stock, stores, sums, impaired]);
};

/* Where things are wanted: what the address says, else the incident's place, else the first plan's. */
/** @type {() => {to: string, ask: (place: string) => void, places: [place: string, name: string][]}} */
export const useWanted = () => {
  const { incident } = useCurrent();
  const stores = useKind("resources", "store:");
  const [asked, ask] = useAddress("to");
  const places = React.useMemo(() => destinations(stores), [stores]);
  const ids = places.map(([id]) => id);
  const to = ids.includes(asked)
    ? asked
    : incident && ids.includes(incident.place)
    ? incident.place
    : ids[0] || "";
  return { to, ask, places };
};

/* What can be chosen of a column: each id once, by its words. */
/** @type {(rows: LedgerLine[], id: "resourceId" | "custodyId" | "keptId", said: (one: string) => string) =>
 *   [id: string, word: string][]} */
const words = (rows, id, said) =>
  [...new Set(rows.map((row) => row[id]))].sort().map((one) => [one, said(one)]);

panel("resources_desk", function ResourcesDesk({ args, children }) {
  const ledger = useLedgerRows();
  const now = Math.floor(useSecond() / 60000) * 60000;
  const { to, ask, places } = useWanted();
  const {
    find,
    setFind,
    state,
    setState,
    custody,
    setCustody,
    kept,
    setKept,
    resource,
    setResource,
    within,
    setWithin,
  } = useChoices();
  const [line, setLine] = useAddress("line");
  const all = React.useMemo(() => readLedger(ledger, to, now), [ledger, to, now]);
  const rows = React.useMemo(
    () => filterLedger(all, { find, state, custody, kept, resource, within }),
    [all, find, state, custody, kept, resource, within],
  );
  const { api, shown } = useGrid(args.grid, rows, "", line);
  useChosenRow(api, rows, line, setLine);
  /** @type {[id: string, kind: Sign, word: string, n: number][]} */
  const counts = ledgerStates.map((
    id,
  ) => [
    id,
    signOfState(id),
    wordOfState(id),
    all.filter((row) => row.states.split(" ").includes(id) || row.stateId === id).length,
  ]);
  const choices = [
    h(Choice, {
      key: "within",
      label: say("resources.within"),
      value: within,
      set: setWithin,
      options: WITHIN.map((n) => [String(n), say("had.minutes", { n })]),
    }),
    h(Choice, {
      key: "resource",
      label: say("resources.name"),
      value: resource,
      set: setResource,
      options: words(all, "resourceId", named),
    }),
    h(Choice, {
      key: "custody",
      label: say("resources.custody"),
      value: custody,
      set: setCustody,
      options: words(all, "custodyId", (id) => say(`custody.${id}`)),
    }),
    h(Choice, {
      key: "kept",
      label: say("resources.kept"),
      value: kept,
      set: setKept,
      options: words(all, "keptId", (id) => say(`resources.kept_${id}`)),
    }),
  ];
  return h(
    React.Fragment,
    null,
    h(GridHead, {
      title: say("resources.title"),
      shown,
      of: all.length,
      find,
      setFind,
      api,
      name: "resources",
      choices: places.length
        ? h(Choice, {
          label: say("resources.to"),
          value: to,
          set: ask,
          options: places,
          only: true,
        })
        : null,
    }),
    h(
      "div",
      { className: "grid-choices" },
      h(Tally, { label: say("resources.state"), counts, value: state, set: setState }),
      choices,
    ),
    h("div", { className: "grid-body" }, children),
  );
});
