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

  /* The reports among these facts that no incident stands on, the newest first: that of one in error is free
     again, of one that was the same event as another only if that one was in error too. */
  center.freeReports = (facts) => {
    const ledTo = Object.fromEntries(facts.filter((f) => f.kind === "incident.withdrawn").map((f) => [f.incident, f.data.same_as]));
    const slip = (id) => id in ledTo && (ledTo[id] === null || slip(ledTo[id]));
    const used = new Set(facts.filter((f) => f.kind === "incident.opened" && !slip(f.incident)).map((f) => f.data.t0_seq));
    return facts.filter((f) => f.kind === "report.received" && !used.has(f.seq)).sort((a, b) => b.seq - a.seq);
  };

  /* Rows of the people whom its headcount still wants, the missing first: missing there, whatever another says.
     `then` orders equals; without it they stand as they come. */
  const WANTED = ["missing", "not_accounted"];
  const rankIn = (incident, person) => WANTED.indexOf((person.accounts || {})[incident.id]);
  /** @type {(incident: Row | null, people: Rows, then?: (a: Row, b: Row) => number) => Row[]} */
  center.unaccountedIn = (incident, people, then = () => 0) =>
    Object.values(people)
      .filter((person) => incident && rankIn(incident, person) >= 0)
      .sort((a, b) => rankIn(incident, a) - rankIn(incident, b) || then(a, b));

  const saidOf = (id, account, incidents) => {
    const word = center.say(`people.account.${account}`);
    const place = center.whose(id, incidents);
    return place ? center.say("cell.other", { place, words: word }) : word;
  };

  /* Where somebody stands in the headcounts: one word where all say the same, else each by its place. */
  center.accountWords = (person, incidents) => {
    const said = Object.entries(person.accounts || {});
    if (new Set(said.map(([, account]) => account)).size < 2) return person.account ? center.say(`people.account.${person.account}`) : "";
    return said.map(([id, account]) => saidOf(id, account, incidents)).join(" · ");
  };

  /* What the headcounts of other open incidents want of somebody otherwise than this one's does: [{kind, words}]. */
  center.wantedElsewhere = (incident, person, incidents) =>
    Object.entries(person.accounts || {})
      .filter(([id, account]) => id !== incident.id && WANTED.includes(account) && account !== person.accounts[incident.id])
      .map(([id, account]) => ({ kind: account === "missing" ? "urgent" : "warn", words: saidOf(id, account, incidents) }));
})((window.center = window.center || {}));
