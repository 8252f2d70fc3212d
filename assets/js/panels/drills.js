/* The console of a drill: its list and what can be done with each while none is on; the direction
   while one is. */
(function (center) {
  "use strict";

  const h = center.h;
  const LIVE = new Set(["running", "paused", "suspended"]);

  /* Drills as the board has them, the newest first. */
  center.useDrills = () => {
    const rows = center.useReal("drill");
    return React.useMemo(() => {
      const number = (row) => Number(row.id.split("-")[1]);
      return Object.entries(rows).filter(([key]) => !key.includes(":")).map(([, row]) => row).sort((a, b) => number(b) - number(a));
    }, [rows]);
  };

  center.panel("drills", function Drills({ children }) {
    const drills = center.useDrills();
    const ready = center.useReady();
    const live = drills.find((one) => LIVE.has(one.phase));
    return h(
      React.Fragment,
      null,
      h("div", { className: "drills-plotly", "aria-hidden": true }, children),
      !ready ? null : live ? h(center.DrillDirection, { key: live.id, drill: live }) : h(center.DrillList, { drills }),
    );
  });
})((window.center = window.center || {}));
