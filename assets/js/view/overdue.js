/* What a person who cannot see the screen is told once it can wait for the end of a sentence: which
   directives have run past their time. Each has a key for each time that it is late. */
(function (center) {
  "use strict";

  /* The late directives of open incidents, in the order of the lists: [[key, reading]]. Whoever works in the
     field hears their own. */
  center.readOverdue = (directives, incidents, now, own) => {
    const open = new Set(center.openIncidents(incidents).map((incident) => incident.id));
    const mine = own && new Set(own.map((directive) => directive.id));
    return center
      .liveDirectives(directives, now)
      .filter(({ directive, late }) => late > 0 && open.has(directive.incident) && (!mine || mine.has(directive.id)))
      .map((reading) => [`${reading.directive.id} ${reading.directive.state === "issued" ? reading.directive.ack_by : reading.directive.due_at}`, reading]);
  };

  /* One sentence for however many of them. */
  center.overdueWords = (readings) => {
    if (!readings.length) return "";
    const { directive } = readings[0];
    const told = { what: center.text(directive.text), who: center.recipientOf(directive), state: center.stateOf(directive) };
    return center.marked(center.say(readings.length > 1 ? "heard.overdue_many" : "heard.overdue", Object.assign(told, { n: readings.length })));
  };
})((window.center = window.center || {}));
