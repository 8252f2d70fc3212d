/* The list of matters: what the address asks the server for, filtered and ordered further in the grid; views that are kept
   on this device; and a workbook of exactly the rows that are shown. */

import { MattersIn } from "./matters_in.js";
import { months } from "./past_head.js";
import { address, useAddress } from "../base/address.js";
import { ask, toSignIn } from "../base/ask.js";
import { kept } from "../base/browser_memory.js";
import { may, text } from "../base/context.js";
import { giveFile } from "../base/csv.js";
import { h } from "../base/element.js";
import { none, sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { named } from "../live/plant.js";
import { panel, useAgain, useKind } from "../live/react_panels.js";
import { Choice, GridHead, useGrid } from "../shared/grid.js";

const { useCallback, useEffect, useMemo, useState } = window.React;
const VIEWS = "matters-views";
const DUTY = "duty"; /* what the clockwork opens */
/* What the server is asked by; the rest of the address is the grid's own. */
const ASKED = [
  "template",
  "state",
  "area",
  "place",
  "category",
  "holder",
  "hour",
  "month",
  "figure",
  "scored",
  "again",
  "open",
  "late",
  "mine",
];

/** @type {(search: string) => string} */
function asked(search) {
  const given = new URLSearchParams(search);
  const query = new URLSearchParams();
  for (const name of ASKED) {
    const value = given.get(name);
    if (value !== null) query.set(name, value);
  }
  return query.toString();
}

/** @type {(one: Answered) => GridRow} */
const rowOf = (one) => ({
  key: one.id,
  id: one.id,
  kind: one.sign,
  number: one.number,
  numberHref: `/matters/${encodeURIComponent(one.id)}`,
  what: one.what || text(one.title),
  whatHref: `/matters/${encodeURIComponent(one.id)}`,
  template: text(one.title),
  place: one.place ? named(one.place) : "",
  category: text(one.category_words),
  state: text(one.state_words),
  due: one.due_at,
  missed: one.missed || null,
  holders: one.holders.map(named).join(" · "),
  opener: one.opener === DUTY ? say("role.duty") : named(one.opener),
  opened: one.opened_at,
  ended: one.ended_at,
  oldNumber: one.old_number || "",
});

/** @type {() => Record<string, string>} */
function views() {
  try {
    return JSON.parse(kept.get(VIEWS) || "{}");
  } catch (_) {
    return {};
  }
}

/* Views by name: each is an address of this page. Choosing one opens it; a new one is what is shown now. */
/** @type {() => ReactElement} */
function Views() {
  const [known, set] = useState(views);
  const [name, setName] = useState("");
  /** @type {(next: Record<string, string>) => void} */
  const keep = (next) => {
    kept.set(VIEWS, JSON.stringify(next));
    set(next);
  };
  const here = Object.entries(known).find(([, search]) => search === location.search)?.[0] || "";
  return h(
    "span",
    { className: "matters-views" },
    h(Choice, {
      label: say("matters.view"),
      value: here,
      set: (value) => location.assign(`/matters${known[value] || ""}`),
      any: say("matters.all"),
      options: Object.keys(known).map((one) => [one, one]),
    }),
    h("input", {
      className: "text",
      value: name,
      placeholder: say("matters.view_name"),
      "aria-label": say("matters.view_name"),
      onChange: (/** @type {ReactInputEvent} */ event) => setName(event.target.value),
    }),
    h("button", {
      type: "button",
      className: "act",
      disabled: !name.trim(),
      onClick: () => {
        keep({ ...known, [name.trim()]: location.search });
        setName("");
      },
    }, say("matters.view_keep")),
    here
      ? h("button", {
        type: "button",
        className: "act",
        onClick: () =>
          keep(Object.fromEntries(Object.entries(known).filter(([one]) => one !== here))),
      }, say("matters.view_drop"))
      : null,
  );
}

/* A workbook of the rows that the grid shows, in its order. */
/** @type {(api: GridApi) => Promise<boolean>} */
async function exported(api) {
  /** @type {string[]} */
  const ids = [];
  api.forEachNodeAfterFilterAndSort((/** @type {GridColumn} */ node) => ids.push(node.data.id));
  const answer = await fetch("/api/v1/past/matters.xlsx", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ matters: ids }),
  });
  if (answer.status === 401) toSignIn();
  if (!answer.ok) return false;
  giveFile("matters.xlsx", await answer.blob());
  return true;
}

panel("matters", function Matters({ args, children }) {
  const moved = /** @type {Answered} */ (useKind("matters", "changed")).changed;
  const [find, setFind] = useAddress("q");
  const [month] = useAddress("month");
  const [open] = useAddress("open");
  const [late] = useAddress("late");
  const [figure] = useAddress("figure");
  const [told, set] = useState(/** @type {Answered} */ (null));
  const [failed, fail] = useState("");
  const [importing, setImporting] = useState(false);
  const search = asked(location.search);
  const get = useCallback(async () => {
    try {
      const answer = await ask(`/api/v1/past/matters?${search}`, { cache: "no-store" });
      if (answer.status === 401) toSignIn();
      fail(answer.ok ? "" : "past.failed");
      if (answer.ok) set(answer.json());
    } catch (_) {
      fail("past.failed");
    }
  }, [search]);
  useEffect(() => {
    get();
  }, [get, moved ? moved.seq : 0]);
  useAgain(failed === "past.failed", get);
  /** @type {GridRow[]} */
  const rows = useMemo(() => (told ? told.matters.map(rowOf) : []), [told]);
  const { api, shown } = useGrid(args.grid, rows, find);
  const of = told ? told.total : 0;
  /** @type {[string, string][]} */
  const openOptions = [["1", say("matters.open")], ["0", say("matters.ended_ones")]];
  return h(
    window.React.Fragment,
    null,
    h(GridHead, {
      title: figure
        ? say("matters.of_figure", {
          figure: say(`past.figure.${/** @type {"cycle"} */ (figure)}`),
          month: month || months()[0],
        })
        : say("matters.title"),
      shown,
      of,
      find,
      setFind,
      api,
      name: "matters",
      times: [...rows.slice(0, 1), ...rows.slice(-1)].map((row) => row.opened),
      choices: h(
        "span",
        { className: "matters-choices" },
        h(Choice, {
          label: say("past.month"),
          value: month,
          set: (value) => address.write({ month: value }),
          options: months().map((one) => [one, one]),
        }),
        h(Choice, {
          label: say("matters.which"),
          value: open,
          set: (value) => address.write({ open: value }),
          options: openOptions,
        }),
        h(
          "label",
          { className: "inline" },
          h("input", {
            type: "checkbox",
            checked: late === "1",
            onChange: () => address.write({ late: late === "1" ? "" : "1" }),
          }),
          h("span", null, say("matters.late_ones")),
        ),
        h("button", {
          type: "button",
          className: "act",
          disabled: !api,
          onClick: async () =>
            api && fail((await exported(api).catch(() => false)) ? "" : "matters.no_file"),
        }, say("matters.excel")),
        may("matter.import")
          ? h("button", {
            type: "button",
            className: "act",
            "aria-expanded": importing,
            onClick: () => setImporting(!importing),
          }, say("import.open"))
          : null,
        h(Views),
      ),
    }),
    importing ? h(MattersIn, { done: get, close: () => setImporting(false) }) : null,
    failed
      ? h(
        "p",
        { className: "notice", role: "alert" },
        sign("urgent"),
        " ",
        say(
          failed === "past.failed" ? "past.failed" : "matters.no_file",
        ),
      )
      : null,
    told && told.cut
      ? h("p", { className: "notice" }, sign("note"), " ", say("matters.most", { n: told.most }))
      : null,
    told && !rows.length ? none(say("matters.none")) : null,
    h("div", { className: "grid-body" }, children),
  );
});
