/* The roster: everybody, who is here, what they do now, and when they were last seen. */

import {
  filterRoster,
  readRoster,
  rosterStates,
  signOfPresence,
  wordOfPresence,
} from "./roster.js";
import { useAddress } from "../base/address.js";
import { page } from "../base/context.js";
import { h } from "../base/element.js";
import { say } from "../base/words.js";
import { panel, useKind, useSecond } from "../live/react_panels.js";
import { Choice, GridHead, Tally, useChosenRow, useGrid } from "../shared/grid.js";

/** @import { Sign } from "../types/rows.d.ts" */
/** @import { RosterLine } from "./roster.js" */

/* What can be chosen of a column: each id once, by its name. */
/** @type {(rows: RosterLine[], id: "teamId" | "areaId", named: "team" | "area") => [id: string, name: string][]} */
const words = (rows, id, named) => {
  const names = new Map(rows.filter((row) => row[id]).map((row) => [row[id], row[named]]));
  return [...names].sort((a, b) => a[1].localeCompare(b[1], page.lang));
};

panel("people_desk", function PeopleDesk({ args, children }) {
  const people = useKind("people", "");
  const positions = useKind("people", "position:");
  const { count } = useKind("people", "count");
  const shift = count && count.shift;
  const now = useSecond();
  const [find, setFind] = useAddress("q");
  const [state, setState] = useAddress("state");
  const [team, setTeam] = useAddress("team");
  const [area, setArea] = useAddress("area");
  const [account] = useAddress("account"); /* chosen in the headcount beside it */
  const [counting] = useAddress("counted");
  const [person, setPerson] = useAddress("person");
  const all = React.useMemo(() => readRoster(people, positions, shift, now), [
    people,
    positions,
    shift,
    now,
  ]);
  const counted = all.some((row) =>
    row.accountId
  ); /* else the choice beside it is not there to be taken back */
  const of = all.some((row) => row.accounts[counting]) ? counting : "";
  const rows = React.useMemo(
    () => filterRoster(all, { find, state, team, area, account: counted ? account : "", of }),
    [all, find, state, team, area, account, counted, of],
  );
  const { api, shown } = useGrid(args.grid, rows, "", person);
  useChosenRow(api, rows, person, setPerson);
  /** @type {[id: string, kind: Sign, word: string, n: number][]} */
  const counts = rosterStates.map((
    id,
  ) => [
    id,
    signOfPresence(id),
    wordOfPresence(id),
    all.filter((row) => row.stateId === id).length,
  ]);
  return h(
    React.Fragment,
    null,
    h(GridHead, {
      title: say("people.title"),
      shown,
      of: all.length,
      find,
      setFind,
      api,
      name: "people",
    }),
    h(
      "div",
      { className: "grid-choices" },
      h(Tally, { label: say("people.state"), counts, value: state, set: setState }),
      h(Choice, {
        label: say("people.team"),
        value: team,
        set: setTeam,
        options: words(all, "teamId", "team"),
      }),
      h(Choice, {
        label: say("people.area"),
        value: area,
        set: setArea,
        options: words(all, "areaId", "area"),
      }),
    ),
    h("div", { className: "grid-body" }, children),
  );
});
