/* The ledger, line by line: what lies where, behind which lock, until when. */
(function (center) {
  "use strict";

  const h = center.h;
  const say = (...given) => center.say(...given);
  const STATES = { urgent: "resources.expired", warn: "resources.short", gone: "resources.locked", plain: "resources.ready" };

  function kindOf(row, today) {
    if (row.expires && row.expires < today) return "urgent";
    if (row.custody === "locked") return "gone";
    return row.minimum && row.available < row.minimum ? "warn" : "plain";
  }

  /* Rows of topic `resources` as flat rows of the grid. */
  center.readLedger = (resources, today) =>
    Object.entries(resources)
      .filter(([key]) => key.startsWith("stock:"))
      .map(([key, row]) => {
        const kind = kindOf(row, today);
        const holder = row.key_post && [center.named(row.key_post), row.key_holder ? center.named(row.key_holder) : say("directive.nobody_holds")].join(" · ");
        return {
          key, kind,
          name: center.named(row.resource), store: center.named(row.store), state: say(STATES[kind]),
          available: row.available, quantity: row.quantity, committed: row.committed, minimum: row.minimum,
          custody: say(`custody.${row.custody}`), custodyId: row.custody, storeId: row.store, holder,
          expires: row.expires, inspection: row.inspection_due, counted: row.counted,
        };
      });

  center.panel("resources_desk", function ResourcesDesk({ args, children }) {
    const resources = center.useTopic("resources");
    const today = center.day(center.useSecond());
    const [find, setFind] = center.useAddress("q");
    const [custody, setCustody] = center.useAddress("custody");
    const all = React.useMemo(() => center.readLedger(resources, today), [resources, today]);
    const rows = React.useMemo(() => all.filter((row) => !custody || row.custodyId === custody), [all, custody]);
    const { api, shown } = center.useGrid(args.grid, rows, find);
    const custodies = [...new Set(all.map((row) => row.custodyId))].sort().map((id) => [id, say(`custody.${id}`)]);
    return h(
      React.Fragment,
      null,
      h(center.GridHead, {
        title: say("resources.title"), shown, of: all.length, find, setFind, api, name: "resources",
        choices: h(center.Choice, { label: say("resources.custody"), value: custody, set: setCustody, options: custodies }),
      }),
      h("div", { className: "grid-body" }, children),
    );
  });
})((window.center = window.center || {}));
