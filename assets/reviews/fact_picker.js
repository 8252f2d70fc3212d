/* A field that takes facts: searched by their words, their time or their number, and picked from the log of
   the review. */

import { factLines, keptAs, pickedOf, searchFacts } from "./fact_search.js";
import { h } from "../base/element.js";
import { say } from "../base/words.js";
import { useAsked } from "../shared/drill_doors.js";
import { rememberDirectives, rememberDrills, rememberMatters } from "../shared/facts.js";

const { useMemo, useState } = React;

/** @import { FactLine } from "./fact_search.js" */

/** @typedef {{ review: string, label: string, id: string, value: string, set: (value: string) => void,
 *   single?: boolean }} FactPickerProps */

/* The lines of a review's log; null until it was read. */
/** @type {(review: string, open: boolean) => FactLine[] | null} */
function useFactLines(review, open) {
  const { got } = useAsked(
    open && review ? `/api/v1/reviews/${encodeURIComponent(review)}/facts` : null,
    "",
  );
  return useMemo(() => {
    if (!got) return null;
    rememberDirectives(got.directives);
    rememberDrills(got.drills);
    rememberMatters(got.matters);
    return factLines(got.facts);
  }, [got]);
}

/** @type {(props: FactPickerProps) => ReactElement} */
export function FactPicker({ review, label, id, value, set, single }) {
  const [typed, type] = useState("");
  const [open, setOpen] = useState(false);
  const lines = useFactLines(review, open);
  const picked = pickedOf(value);
  const found = lines && searchFacts(lines, typed, picked);
  /** @type {(seq: number) => string} */
  const sentence = (seq) => lines?.find((line) => line.seq === seq)?.text || "";
  /** @type {(seq: number) => void} */
  const pick = (seq) => {
    set(keptAs(single ? [seq] : [...picked, seq].sort((a, b) => a - b)));
    type("");
  };
  return h(
    "div",
    { className: "field fact-picker" },
    h("label", { htmlFor: id }, label),
    picked.length
      ? h(
        "ul",
        { className: "picked-facts" },
        picked.map((seq) =>
          h(
            "li",
            { key: seq, "data-picked": seq },
            h("span", null, `#${seq} ${sentence(seq)}`),
            h("button", {
              type: "button",
              className: "quiet",
              "aria-label": say("review.unpick_fact", { seq: String(seq) }),
              onClick: () => set(keptAs(picked.filter((one) => one !== seq))),
            }, "×"),
          )
        ),
      )
      : null,
    h("input", {
      id,
      className: "text",
      type: "search",
      autoComplete: "off",
      disabled: !review,
      placeholder: say(review ? "review.search_facts" : "review.search_which"),
      value: typed,
      onFocus: () => setOpen(true),
      onChange: (/** @type {ReactInputEvent} */ event) => type(event.target.value),
      onKeyDown: (/** @type {ReactKeyEvent} */ event) => {
        if (event.key !== "Enter") return;
        event.preventDefault(); /* picks the first, and sends nothing */
        if (found && found.shown.length) pick(found.shown[0].seq);
      },
    }),
    open && review
      ? h(
        "ul",
        { className: "found-facts", "aria-label": label },
        !found
          ? h("li", { className: "gone" }, say("review.loading"))
          : found.shown.length
          ? found.shown.map((line) =>
            h(
              "li",
              { key: line.seq },
              h(
                "button",
                {
                  type: "button",
                  className: "fact-line",
                  "data-fact": line.seq,
                  onClick: () => pick(line.seq),
                },
                h("b", null, `#${line.seq}`),
                h("time", null, line.at),
                h("span", null, line.text),
              ),
            )
          )
          : h("li", { className: "gone" }, say("review.no_fact_fits")),
        found && found.more
          ? h("li", { className: "gone" }, say("review.facts_left", { n: found.more }))
          : null,
      )
      : null,
  );
}
