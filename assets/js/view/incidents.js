/* Which incidents are open, the gravest first: by the site's own order of levels, then by age. */
(function (center) {
  "use strict";

  center.openIncidents = (rows) => {
    const rank = center.site().levelRank;
    return Object.values(rows)
      .filter((incident) => incident.status === "open")
      .sort((a, b) => (rank[a.level] ?? 99) - (rank[b.level] ?? 99) || a.t0 - b.t0);
  };
  center.useIncidents = () => center.openIncidents(center.useTopic("incident"));

  /* "night shift leader", or that nobody commands. */
  center.commanderOf = (incident) => {
    const held = incident.commander;
    if (!held) return center.say("incident.nobody_commands");
    const post = held.post ? center.named(held.post) : "";
    return post || center.text(held.name) || center.named(held.person);
  };
})((window.center = window.center || {}));
