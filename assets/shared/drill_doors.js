/* The console's REST requests beside the board: the plan of a drill that has begun, recorded
   facts of its direction, and drawing a new drill. */

import { ask as askServer } from "../base/ask.js";
import { say } from "../base/words.js";

const DRAW_MS = 60000; /* a draw tries many situations on the plant before it seals one */
const AGAIN_MS = 2000;

/** Why a request was refused, as the server or this page words it. `status` is 0 where nobody answered.
 * @typedef {{ status: number, title: string, detail: string, mend: string, reasons: Answered[], code: string,
 *   params: Record<string, unknown>, problems: Answered[] }} Problem */

/** @typedef {{ ok: true, body: Answered } | { ok: false, problem: Problem }} Sent */

/** @type {(body: Answered, status: number) => Problem} */
const problem = (body, status) => ({
  status,
  title: (body && body.title) || String(status),
  detail: (body && body.detail) || "",
  mend: (body && body.mend) || "",
  reasons: (body && (body.rejected || body.reasons)) || [],
  code: (body && body.code) || "",
  params: (body && body.params) || {},
  problems: (body && body.problems) || [],
});

/* A request and what came of it. */
/** @type {(method: string, url: string, type: string, content: BodyInit) => Promise<Sent>} */
async function sent(method, url, type, content) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), DRAW_MS);
  try {
    const answer = await fetch(url, {
      method,
      headers: { "Content-Type": type },
      body: content,
      signal: patience.signal,
    });
    const told = await answer.json().catch(() => null);
    return answer.ok
      ? { ok: true, body: told }
      : { ok: false, problem: problem(told, answer.status) };
  } catch (_) {
    return {
      ok: false,
      problem: {
        status: 0,
        title: say("command.no_answer"),
        detail: "",
        mend: say("command.no_answer.mend"),
        reasons: [],
        code: "",
        params: {},
        problems: [],
      },
    };
  } finally {
    clearTimeout(timer);
  }
}

const JSON_TYPE = "application/json";
/** @type {(url: string, body: object) => Promise<Sent>} */
export const post = (url, body) => sent("POST", url, JSON_TYPE, JSON.stringify(body));
/** @type {(url: string, body: object) => Promise<Sent>} */
export const put = (url, body) => sent("PUT", url, JSON_TYPE, JSON.stringify(body));
/** @type {(url: string, body: object) => Promise<Sent>} */
export const patch = (url, body) => sent("PATCH", url, JSON_TYPE, JSON.stringify(body));
/** @type {(url: string) => Promise<Sent>} */
export const remove = (url) => sent("DELETE", url, JSON_TYPE, "");
/** @type {(url: string, type: string, file: Blob) => Promise<Sent>} */
export const postFile = (url, type, file) => sent("POST", url, type, file);

/* GET once per `key`, again while it fails; no address asks nothing. */
/** @type {(url: string | null, key: unknown) => { got: Answered, failed: Problem | null }} */
export function useAsked(url, key) {
  const [state, set] = React.useState(
    /** @type {{got: Answered, failed: Problem | null}} */ ({ got: null, failed: null }),
  );
  React.useEffect(() => {
    if (!url) {
      set({ got: null, failed: null });
      return undefined;
    }
    let gone = false;
    /** @type {number | undefined} */
    let timer;
    const ask = () =>
      askServer(url, { cache: "no-store" }).then(
        (answer) => {
          if (gone) return;
          if (answer.ok) set({ got: answer.json(), failed: null });
          else {
            let body = null;
            try {
              body = answer.json();
            } catch (_) {
              body = null;
            }
            set((was) => ({ got: was.got, failed: problem(body, answer.status) }));
            if (answer.status >= 500) timer = window.setTimeout(ask, AGAIN_MS);
          }
        },
        () => {
          if (!gone) timer = window.setTimeout(ask, AGAIN_MS);
        },
      );
    ask();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [url, key]);
  return state;
}

/** @type {(id: string | null, key: unknown) => { got: Answered, failed: Problem | null }} */
export const useDrillPlan = (id, key) => useAsked(id ? `/api/v1/drills/${id}/plan` : null, key);

/* Facts of one kind or area of a drill, newest first; asked again when `key` changes. */
/** @type {(drill: string | null, kind: string, key: unknown) => Answered[]} */
export const useDrillFacts = (drill, kind, key) => {
  const { got } = useAsked(drill ? `/api/v1/journal/search?limit=1000&kind=${kind}` : null, key);
  /** @type {(fact: { drill: string | null }) => boolean} */
  const ofIt = (fact) => fact.drill === drill;
  return React.useMemo(() => (got ? got.facts.filter(ofIt) : []), [got, drill]);
};
