/* The players of a drill, and whether people move in the plant: chosen before the start of a
   drill, or for a window of the year while its day is hidden. */

import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { say } from "../base/words.js";
import { named, site } from "../live/plant.js";
import { useRealKind } from "../live/react_panels.js";

/** @import { PersonRow, Words } from "../types/rows.d.ts" */

const { useMemo } = React;

/** @type {(posts: string[]) => string} */
export const postsOf = (posts) => posts.map((post) => named(post)).join(", ");
/* The place of each post in the site's order. */
/** @type {() => Record<string, number>} */
export const orderOfPosts = () => {
  /** @type {{ id: string }[]} */
  const posts = site().posts;
  return Object.fromEntries(posts.map((post, n) => [post.id, n]));
};

/* Those who hold a post now, in the order of posts; of the others only who was `cast` before. */
/** @type {(props: { chosen: string[], choose: ReactSet<string[]>, cast: string[] }) => ReactElement} */
export function CastChoices({ chosen, choose, cast }) {
  const people = useRealKind("people", "");
  const order = useMemo(orderOfPosts, []);
  const rows = useMemo(() => {
    /** @type {(row: PersonRow) => number} */
    const place = (row) => Math.min(...row.posts.map((post) => order[post] ?? 999), 1000);
    return Object.values(people).sort((a, b) =>
      place(a) - place(b) || a.person.localeCompare(b.person)
    );
  }, [people, order]);
  /** @type {(id: string) => void} */
  const toggle = (id) =>
    choose((was) => (was.includes(id) ? was.filter((one) => one !== id) : [...was, id]));
  const shown = rows.filter((row) => row.posts.length || cast.includes(row.person));
  return h(
    React.Fragment,
    null,
    h(
      "fieldset",
      { className: "cast-choices" },
      h("legend", { className: "unseen" }, say("cast.title")),
      shown.map((row) =>
        h(
          "label",
          { key: row.person, className: "inline" },
          h("input", {
            type: "checkbox",
            name: row.person,
            checked: chosen.includes(row.person),
            onChange: () => toggle(row.person),
          }),
          h(
            "span",
            null,
            h("b", null, postsOf(row.posts) || text(row.name)),
            row.posts.length ? ` ${text(row.name)}` : "",
          ),
        )
      ),
    ),
    rows.length > shown.length
      ? h("p", { className: "aside" }, say("cast.more", { n: rows.length - shown.length }))
      : null,
  );
}

/* With people in the plant somebody is named who may stop them. */
/** @type {(props: {
 *   inPlant: boolean, setInPlant: (moves: boolean) => void, officer: string, setOfficer: (person: string) => void,
 * }) => ReactElement} */
export function PeopleInPlant({ inPlant, setInPlant, officer, setOfficer }) {
  /** @type {{ id: string, name: Words }[]} */
  const people = site().people;
  return h(
    "div",
    { className: "pair in-plant" },
    h(
      "label",
      { className: "inline" },
      h("input", {
        type: "checkbox",
        checked: inPlant,
        onChange: (/** @type {ReactInputEvent} */ event) => setInPlant(event.target.checked),
      }),
      h("span", null, say("drills.people_move")),
    ),
    inPlant
      ? h(
        "label",
        { className: "field" },
        h("span", null, say("drills.officer")),
        h(
          "select",
          {
            className: "officer",
            value: officer,
            required: true,
            onChange: (/** @type {ReactSelectEvent} */ event) => setOfficer(event.target.value),
          },
          h("option", { value: "" }, say("drills.officer_choose")),
          people.map((one) => h("option", { key: one.id, value: one.id }, text(one.name))),
        ),
      )
      : null,
  );
}
