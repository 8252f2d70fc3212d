/* Which incidents are open, the gravest first: by the site's own order of levels, then by age; and by
   what words one is told from another while there are several. */
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

  /* Whether this session's own person commands it; a virtual commander of the same post is another. */
  center.commands = ({ commander }) => Boolean(commander) && commander.kind !== "virtual" && commander.person === center.page.person;

  /* "Level II" of "Level II (company)". */
  center.levelWord = (incident) => {
    const level = center.site().by.levels[incident.level];
    return level ? center.text(level.name).split(/[（(]/)[0].trim() : incident.level;
  };

  /* Where it is, the fullest name first. No two open incidents are at one place (domain/incidents/opening.py),
     so it tells them apart wherever there is no room for their titles; a tank is called by its number. */
  center.placesOf = (incident) => {
    const tank = center.site().by.tanks[(incident.source || {}).tank];
    if (tank) return [tank.id];
    return [...new Set([center.named(incident.place), incident.place])];
  };

  /* Its title, with where it is if the title does not say. */
  center.titleAt = (incident) => {
    const [title, [place]] = [center.text(incident.title), center.placesOf(incident)];
    return title.includes(place) ? title : `${title} · ${place}`;
  };

  /* The first of these of an incident known by its id; "" while it is the only one, as then everything is of it. */
  center.whose = (id, incidents) => {
    const incident = incidents.length > 1 && incidents.find((one) => one.id === id);
    return incident ? center.placesOf(incident)[0] : "";
  };

  /* Rows of the people whom its headcount still wants. */
  center.unaccountedIn = (incident, people) =>
    Object.values(people).filter((person) => incident && (person.unaccounted_in || []).includes(incident.id));
})((window.center = window.center || {}));
