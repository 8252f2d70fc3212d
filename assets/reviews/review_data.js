/* One review as GET /api/v1/reviews/ID tells it, asked for anew when anything of any review moves: an action
   of one may be closed by the drill of another. */

import { ask, toSignIn } from "../base/ask.js";
import { useAgain, useReal } from "../live/react_panels.js";

const { useEffect, useState } = React;
const RUNNING_MS = 10000; /* what goes on has no review row yet: its draft is asked for so often */

async function load(path) {
  const answer = await ask(path, { cache: "no-store" });
  if (answer.status === 401) toSignIn();
  if (answer.status === 404) return { missing: true };
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

/* {report, failed}: the last answer stays while a newer one is on its way. */
function useAsked(path, moved, again_ms) {
  const [state, set] = useState(
    /** @type {{report: Answered, failed: boolean}} */ ({ report: null, failed: false }),
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

export const useReview = (id) => {
  const { [id]: row, count } = useReal("review");
  const incident = useReal("incident")[id];
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
function useMoved() {
  const rows = useReal("review");
  const incidents = useReal("incident");
  return [
    ...Object.values(rows).map((r) => `${r.id}${r.seq}${r.overdue}`),
    ...Object.values(incidents).map((i) => `${i.id}${i.status}`),
  ].join(" ");
}

export const useReviews = () => useAsked("/api/v1/reviews", useMoved(), 0);
export const useLineage = () => useAsked("/api/v1/reviews/lineage", useMoved(), 0);
