/* The roster: everybody, who is here, what they do now, and when they were last seen. */
(function (center) {
  "use strict";

  const h = center.h;
  const say = (...given) => center.say(...given);

  const words = (rows, id, named) =>
    [...new Map(rows.filter((row) => row[id]).map((row) => [row[id], row[named]])).entries()].sort((a, b) => a[1].localeCompare(b[1], center.page.lang));

  center.panel("people_desk", function PeopleDesk({ args, children }) {
    const people = center.useTopic("people");
    const now = center.useSecond();
    const [find, setFind] = center.useAddress("q");
    const [state, setState] = center.useAddress("state");
    const [team, setTeam] = center.useAddress("team");
    const [area, setArea] = center.useAddress("area");
    const [account] = center.useAddress("account"); /* chosen in the headcount beside it */
    const [counting] = center.useAddress("counted");
    const [person, setPerson] = center.useAddress("person");
    const all = React.useMemo(() => center.readRoster(people, now), [people, now]);
    const counted = all.some((row) => row.accountId); /* else the choice beside it is not there to be taken back */
    const of = all.some((row) => row.accounts[counting]) ? counting : "";
    const rows = React.useMemo(() => center.filterRoster(all, { find, state, team, area, account: counted ? account : "", of }), [all, find, state, team, area, account, counted, of]);
    const { api, shown } = center.useGrid(args.grid, rows, "", person);
    center.useChosenRow(api, rows, person, setPerson);
    const counts = center.rosterStates.map((id) => [id, center.signOfPresence(id), center.wordOfPresence(id), all.filter((row) => row.stateId === id).length]);
    return h(
      React.Fragment,
      null,
      h(center.GridHead, { title: say("people.title"), shown, of: all.length, find, setFind, api, name: "people" }),
      h(
        "div",
        { className: "grid-choices" },
        h(center.Tally, { label: say("people.state"), counts, value: state, set: setState }),
        h(center.Choice, { label: say("people.team"), value: team, set: setTeam, options: words(all, "teamId", "team") }),
        h(center.Choice, { label: say("people.area"), value: area, set: setArea, options: words(all, "areaId", "area") }),
      ),
      h("div", { className: "grid-body" }, children),
    );
  });
})((window.center = window.center || {}));
