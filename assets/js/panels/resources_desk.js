/* The ledger, line by line: what lies where, behind which lock, and how soon it can be had. */
(function (center) {
  "use strict";

  const h = center.h;
  const say = (...given) => center.say(...given);
  const WITHIN = [2, 5, 10, 30, 60]; /* minutes */

  /* The choices of this page, each in its address. */
  function useChoices() {
    const [find, setFind] = center.useAddress("q");
    const [state, setState] = center.useAddress("state");
    const [custody, setCustody] = center.useAddress("custody");
    const [kept, setKept] = center.useAddress("kept");
    const [resource, setResource] = center.useAddress("resource");
    const [within, setWithin] = center.useAddress("within");
    return { find, setFind, state, setState, custody, setCustody, kept, setKept, resource, setResource, within, setWithin };
  }

  /* Where things are wanted: what the address says, else the incident's place, else the first plan's. */
  center.useWanted = () => {
    const { incident } = center.useCurrent();
    const resources = center.useTopic("resources");
    const [asked, ask] = center.useAddress("to");
    const places = React.useMemo(() => center.destinations(resources), [resources]);
    const ids = places.map(([id]) => id);
    const to = ids.includes(asked) ? asked : incident && ids.includes(incident.place) ? incident.place : ids[0] || "";
    return { to, ask, places };
  };

  const words = (rows, id, say_) => [...new Set(rows.map((row) => row[id]))].sort().map((one) => [one, say_(one)]);

  center.panel("resources_desk", function ResourcesDesk({ args, children }) {
    const resources = center.useTopic("resources");
    const now = Math.floor(center.useSecond() / 60000) * 60000;
    const { to, ask, places } = center.useWanted();
    const { find, setFind, state, setState, custody, setCustody, kept, setKept, resource, setResource, within, setWithin } = useChoices();
    const [line, setLine] = center.useAddress("line");
    const all = React.useMemo(() => center.readLedger(resources, to, now), [resources, to, now]);
    const rows = React.useMemo(
      () => center.filterLedger(all, { find, state, custody, kept, resource, within }),
      [all, find, state, custody, kept, resource, within],
    );
    const { api, shown } = center.useGrid(args.grid, rows, "", line);
    center.useChosenRow(api, rows, line, setLine);
    const counts = center.ledgerStates.map((id) => [id, center.signOfState(id), center.wordOfState(id), all.filter((row) => row.states.split(" ").includes(id) || row.stateId === id).length]);
    const choices = [
      h(center.Choice, { key: "within", label: say("resources.within"), value: within, set: setWithin, options: WITHIN.map((n) => [String(n), say("had.minutes", { n })]) }),
      h(center.Choice, { key: "resource", label: say("resources.name"), value: resource, set: setResource, options: words(all, "resourceId", center.named) }),
      h(center.Choice, { key: "custody", label: say("resources.custody"), value: custody, set: setCustody, options: words(all, "custodyId", (id) => say(`custody.${id}`)) }),
      h(center.Choice, { key: "kept", label: say("resources.kept"), value: kept, set: setKept, options: words(all, "keptId", (id) => say(`resources.kept_${id}`)) }),
    ];
    return h(
      React.Fragment,
      null,
      h(center.GridHead, { title: say("resources.title"), shown, of: all.length, find, setFind, api, name: "resources",
        choices: places.length ? h(center.Choice, { label: say("resources.to"), value: to, set: ask, options: places, only: true }) : null,
      }),
      h("div", { className: "grid-choices" }, h(center.Tally, { label: say("resources.state"), counts, value: state, set: setState }), choices),
      h("div", { className: "grid-body" }, children),
    );
  });
})((window.center = window.center || {}));
