/* Counting many people at once: a whole area can be ticked, and one button checks in everybody
   ticked. Each is a command of its own, answered in that person's row. */

import { byArea, placeOfPerson, tickedWith } from "./count_groups.js";
import { h } from "../base/element.js";
import { say } from "../base/words.js";
import { commandQueue } from "../hands/command_queue.js";
import { named } from "../live/plant.js";

/** @import { PersonRow } from "../types/rows.d.ts" */

/* `open` are the people who can be checked in; of `ticked` only those count. */
/** @type {(props: {open: PersonRow[], ticked: string[], tick: (ticked: string[]) => void, muster: string}) =>
 *   ReactElement} */
export function CountTogether({ open, ticked, tick, muster }) {
  const all = open.map(({ person }) => person);
  const chosen = all.filter((one) => ticked.includes(one));
  const checkIn = () => {
    for (const person of chosen) {
      commandQueue.send("person.check_in", { person, muster }, placeOfPerson(person));
    }
    tick([]);
  };
  /** @type {(key: string, words: string, persons: string[]) => ReactElement} */
  const box = (key, words, persons) =>
    h(
      "label",
      { key, className: "inline" },
      h("input", {
        type: "checkbox",
        checked: persons.every((one) => ticked.includes(one)),
        onChange: (/** @type {{target: HTMLInputElement}} */ event) =>
          tick(tickedWith(ticked, persons, event.target.checked)),
      }),
      h("span", null, say("command.count_of", { who: words, n: persons.length })),
    );
  return h(
    "div",
    { className: "count-together" },
    box("all", say("command.count_all"), all),
    byArea(open).map(([area, persons]) =>
      box(area || "none", area ? named(area) : say("command.count_no_area"), persons)
    ),
    h(
      "button",
      { type: "button", className: "act strong", disabled: !chosen.length, onClick: checkIn },
      say("command.count_check_in", { n: chosen.length, muster: named(muster) }),
    ),
  );
}
