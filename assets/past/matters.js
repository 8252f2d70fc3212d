/* The list of matters: what the address and the heads of the grid ask the server for, in windows; views that are kept on
   this device; and files of the rows that are shown. */

import { useMatterList } from "./list_windows.js";
import { MattersIn } from "./matters_in.js";
import { months } from "./past_head.js";
import { address, useAddress } from "../base/address.js";
import { toSignIn } from "../base/ask.js";
import { kept } from "../base/browser_memory.js";
import { may, text } from "../base/context.js";
import { giveFile } from "../base/csv.js";
import { h } from "../base/element.js";
import { none, sign } from "../base/signs.js";
import { turnTaken } from "../base/turns.js";
import { say } from "../base/words.js";
import { named } from "../live/plant.js";
import { panel, useKind } from "../live/react_panels.js";
import { clock } from "../live/server_clock.js";
import { filterModel } from "../shared/grid_filter.js";
import { Choice, GridHead, useGrid } from "../shared/grid.js";

const { useEffect, useMemo, useState } = window.React;
const VIEWS = "matters-views";
const DUTY = "duty"; /* what the clockwork opens */
/* What the address may ask the server by, under the same names. */
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
const AHEAD = 40; /* rows before the end of what is there at which the next are asked for */
/* The columns that the server filters, and those that it puts in order. */
const FILTERED = [
  "number",
  "what",
  "template",
  "place",
  "category",
  "state",
  "holders",
  "opener",
  "oldNumber",
];
const SORTED = [...FILTERED, "due", "opened", "ended"];
const TESTS = [
  "contains",
  "notContains",
  "equals",
  "notEqual",
  "startsWith",
  "endsWith",
  "blank",
  "notBlank",
];

/** @type {(given: string | null) => string} */
function filters(given) {
  try {
    const model = filterModel(JSON.parse(given || "null"), (id) => FILTERED.includes(id));
    const good = Object.entries(model || {}).filter(([, one]) => {
      const { conditions, type } = /** @type {Answered} */ (one);
      return (conditions ? conditions.map((/** @type {Answered} */ each) => each.type) : [type])
        .every((/** @type {string} */ each) => TESTS.includes(each));
    });
    return good.length ? JSON.stringify(Object.fromEntries(good)) : "";
  } catch (_) {
    return ""; /* a mangled address filters nothing */
  }
}

/* What the server is asked: the address, with the grid's own filter (f), order (s) and search (q) in it. */
/** @type {(search: string) => string} */
function asked(search) {
  const given = new URLSearchParams(search);
  const query = new URLSearchParams();
  for (const name of ASKED) {
    const value = given.get(name);
    if (value !== null) query.set(name, value);
  }
  const [column, way] = (given.get("s") || "").split(".");
  const sorted = SORTED.includes(column) && ["asc", "desc"].includes(way);
  query.set("sort", sorted ? `${column}.${way}` : "opened.desc");
  const found = (given.get("q") || "").trim();
  if (found) query.set("find", found);
  const filtered = filters(given.get("f"));
  if (filtered) query.set("filter", filtered);
  return query.toString();
}

/** @type {(one: Answered, now: number) => GridRow} */
function rowOf(one, now) {
  const [, kind, missed] = turnTaken(
    /** @type {[at: number, sign: string, missed: number][]} */ (one.turns),
    now,
  ) || [0, one.sign, one.missed];
  return {
    key: one.id,
    id: one.id,
    kind,
    number: one.number,
    numberHref: `/matters/${encodeURIComponent(one.id)}`,
    what: one.what || text(one.title),
    whatHref: `/matters/${encodeURIComponent(one.id)}`,
    template: text(one.title),
    place: one.place ? named(one.place) : "",
    category: text(one.category_words),
    state: text(one.state_words),
    due: one.due_at,
    missed: missed || null,
    holders: one.holders.map(named).join(" · "),
    opener: one.opener === DUTY ? say("role.duty") : named(one.opener),
    opened: one.opened_at,
    ended: one.ended_at,
    oldNumber: one.old_number || "",
  };
}

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

/* A workbook of the rows that the grid shows, in its order, at most so many. */
/** @type {(api: GridApi, most: number) => Promise<boolean>} */
async function exported(api, most) {
  /** @type {string[]} */
  const ids = [];
  api.forEachNodeAfterFilterAndSort((/** @type {GridColumn} */ node) => ids.push(node.data.id));
  const answer = await fetch("/api/v1/past/matters.xlsx", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ matters: ids.slice(0, most) }),
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
  useAddress("f"); /* drawn again when the grid's filter or its order changes */
  useAddress("s");
  const [noFile, setNoFile] = useState(false);
  const [importing, setImporting] = useState(false);
  const search = asked(location.search);
  const seq = moved ? moved.seq : 0;
  const { list, failed, goOn, upTo, catchUp, lines } = useMatterList(search, seq);
  /** @type {GridRow[]} */
  const rows = useMemo(() => (list ? list.rows.map((one) => rowOf(one, clock.now())) : []), [
    list,
    seq,
  ]);
  const { api } = useGrid(args.grid, rows, find, undefined, true);
  useEffect(() => {
    if (!api || api.isDestroyed() || !list || list.whole) return undefined;
    const near = () => {
      if (!api.isDestroyed() && api.getLastDisplayedRowIndex() >= list.rows.length - AHEAD) goOn();
    };
    near();
    api.addEventListener("viewportChanged", near);
    return () => {
      if (!api.isDestroyed()) api.removeEventListener("viewportChanged", near);
    };
  }, [api, list]);
  useEffect(() => {
    if (api && !api.isDestroyed() && api.getDisplayedRowCount()) api.ensureIndexVisible(0, "top");
  }, [api, search]);
  /* A file has the first rows of the list, whether somebody scrolled to them or not. */
  /** @type {(grid: GridApi) => Promise<boolean>} */
  const filled = async (grid) => {
    if (!list) return false;
    const answered = await upTo(list.most);
    /* A change may take lines out meanwhile. */
    while (!grid.isDestroyed() && grid.getDisplayedRowCount() < lines()) {
      await new Promise((drawn) => setTimeout(drawn, 20));
    }
    return answered;
  };
  const of = list ? list.total : 0;
  const cut = list && of !== null && of > list.most;
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
      shown: of,
      of,
      find,
      setFind,
      api,
      name: "matters",
      before: filled,
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
            api &&
            setNoFile(
              !((await filled(api)) &&
                (await exported(api, list ? list.most : 0).catch(() => false))),
            ),
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
    importing ? h(MattersIn, { done: catchUp, close: () => setImporting(false) }) : null,
    failed || noFile
      ? h(
        "p",
        { className: "notice", role: "alert" },
        sign("urgent"),
        " ",
        say(failed ? "past.failed" : "matters.no_file"),
      )
      : null,
    list && cut
      ? h("p", { className: "notice" }, sign("note"), " ", say("matters.most", { n: list.most }))
      : null,
    list && !rows.length ? none(say("matters.none")) : null,
    h("div", { className: "grid-body" }, children),
  );
});
