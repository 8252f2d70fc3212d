/* One review as GET /api/v1/reviews/ID tells it, asked for anew when anything of any review moves: an action
   of one may be closed by the drill of another. */

import { rememberWhoMay } from "./who_may.js";
import { ask, toSignIn } from "../base/ask.js";
import { useAgain, useRealKind } from "../live/react_panels.js";

/** @import { IncidentRow, ReviewRow } from "../types/rows.d.ts" */
/** @import { ActionStories, ReviewList, ReviewReport } from "../declared/review_answers.d.ts" */
/** The newest answer, null before the first, and whether the last request failed.
 * @template T
 * @typedef {{report: T | null, failed: boolean}} AnswerHeld
 */

const { useEffect, useState } = React;
const RUNNING_MS = 10000; /* what goes on has no review row yet: its draft is asked for so often */

/** @type {(path: string) => Promise<Answered>} */
async function load(path) {
  const answer = await ask(path, { cache: "no-store" });
  if (answer.status === 401) toSignIn();
  if (answer.status === 404) return { missing: true };
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  const told = answer.json();
  rememberWhoMay(told.who_may);
  return told;
}

/* The last answer stays while a newer one is on its way. `moved` asks anew when it changes; `again_ms`, if it is
   not 0, after that time. */
/** @type {(path: string, moved: string, again_ms: number) => AnswerHeld<Answered>} */
function useAsked(path, moved, again_ms) {
  const [state, set] = useState(
    /** @type {AnswerHeld<Answered>} */ ({ report: null, failed: false }),
  );
  const [turn, next] = useState(0);
  useEffect(() => {
    let over = false;
    load(path).then(
      (report) => !over && set({ report, failed: false }),
      () => !over && set((was) => ({ report: was.report, failed: true })),
    );
    return () => {
      over = true;
    };
  }, [path, moved, turn]);
  useEffect(() => {
    if (!again_ms) return undefined;
    const timer = setInterval(() => next((n) => n + 1), again_ms);
    return () => clearInterval(timer);
  }, [again_ms]);
  useAgain(state.failed, () => next((n) => n + 1));
  return state;
}

/* One review; `missing` where there is none of that id. */
/** @type {(id: string) => AnswerHeld<{missing: true} | (ReviewReport & {missing?: undefined})>} */
export const useReview = (id) => {
  const { count } = useRealKind("review", "count");
  /** @type {ReviewRow | undefined} */
  const row = useRealKind("review", "")[id];
  /** @type {IncidentRow | undefined} */
  const incident = useRealKind("incident", "")[id];
  const running = Boolean(!row && incident && incident.status === "open");
  return useAsked(
    `/api/v1/reviews/${encodeURIComponent(id)}`,
    `${count && count.seq}${
      row ? `${row.seq}${row.overdue}${row.unreached}` : `none${incident ? incident.status : ""}`
    }`,
    running ? RUNNING_MS : 0,
  );
};

/* Everything that moves when any review does. */
/** @type {() => string} */
function useMoved() {
  const rows = useRealKind("review", "");
  const { count } = useRealKind("review", "count");
  const incidents = useRealKind("incident", "");
  return [
    count ? count.seq : "",
    ...Object.values(rows).map((r) => `${r.id}${r.seq}${r.overdue}`),
    ...Object.values(incidents).map((i) => `${i.id}${i.status}`),
  ].join(" ");
}

/** @type {() => AnswerHeld<ReviewList>} */
export const useReviews = () => useAsked("/api/v1/reviews", useMoved(), 0);
/** @type {() => AnswerHeld<ActionStories>} */
export const useLineage = () => useAsked("/api/v1/reviews/lineage", useMoved(), 0);
