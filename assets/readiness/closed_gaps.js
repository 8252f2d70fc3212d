/* Gaps that are gone: those that were mended while this page was open and wait for their evidence, and those that were
   closed with it. */

import { CloseForm } from "./close_form.js";
import { may, text } from "../base/context.js";
import { h } from "../base/element.js";
import { head, sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { untilWords } from "../command/readiness.js";
import { named } from "../live/plant.js";
import { useKind, useReady } from "../live/react_panels.js";

/** @import { Gap } from "../command/readiness.js" */
/** @import { ClosedRow } from "../types/rows.d.ts" */

const SHOWN = 12;

/* Gaps that stood since this page was opened and stand no more. A gap that comes back is none of them. */
/** @type {(gaps: Gap[]) => Gap[]} */
export function useMended(gaps) {
  const seen = React.useRef(/** @type {Map<string, Gap>} */ (new Map()));
  for (const gap of gaps) seen.current.set(gap.key, gap);
  const now = new Set(gaps.map((gap) => gap.key));
  return [...seen.current.values()].filter((gap) => !now.has(gap.key));
}

/* What a gap was about, by its key alone: the gap itself has no row any more. */
/** @type {(key: string) => string} */
function nameOf(key) {
  const [form, name = ""] = key.split(/:(.*)/s);
  return name ? named(name.split(":")[0]) : form;
}

/** @type {(props: { gap: Gap }) => ReactElement} */
function ToSign({ gap }) {
  const [opened, open] = React.useState(false);
  return h(
    "article",
    { className: "gap-row mended", "data-mended": gap.key },
    sign("good"),
    h(
      "div",
      { className: "what" },
      h("b", null, `${gap.name} · ${[gap.detail].flat()[0]}`),
      h("span", null, say("readiness.mended_now")),
    ),
    h("em", { className: "good" }),
    h(
      "div",
      { className: "hands" },
      opened ? h(CloseForm, { gap: gap.key, mends: null, done: () => open(false) }) : h(
        "div",
        { className: "actions" },
        h(
          "button",
          { type: "button", className: "act", onClick: () => open(true), "data-act": "sign" },
          say("readiness.close_form"),
        ),
      ),
    ),
  );
}

/** @type {(props: { gaps: Gap[] }) => ReactElement | null} */
export function ClosedGaps({ gaps }) {
  /** @type {ClosedRow[]} */
  const closed = Object.values(useKind("readiness", "closed:"));
  const mended = useMended(gaps);
  const ready = useReady();
  /* What was closed when this page was opened; what is signed since is not asked again. */
  const before = React.useRef(/** @type {Map<string, number> | null} */ (null));
  if (ready && !before.current) before.current = new Map(closed.map(({ gap, at }) => [gap, at]));
  const signed = new Set(
    closed.filter(({ gap, at }) => before.current?.get(gap) !== at).map(({ gap }) => gap),
  );
  const waiting = may("readiness.close") ? mended.filter((gap) => !signed.has(gap.key)) : [];
  const standing = new Set(gaps.map((gap) => gap.key));
  const shown = closed.slice().sort((a, b) => b.at - a.at).slice(0, SHOWN);
  if (!waiting.length && !shown.length) return null;
  return h(
    React.Fragment,
    null,
    waiting.map((gap) => h(ToSign, { key: gap.key, gap })),
    shown.length ? head(say("readiness.closed"), String(closed.length)) : null,
    shown.map((one) =>
      h(
        "article",
        { key: one.gap, className: "gap-row closed", "data-closed": one.gap },
        sign(standing.has(one.gap) ? "warn" : "good"),
        h(
          "div",
          { className: "what" },
          h("b", null, nameOf(one.gap), " · ", text(one.evidence)),
          h(
            "span",
            null,
            say("readiness.closed_by", { by: one.by, at: untilWords(one.at), day: one.day }),
          ),
        ),
        h(
          "em",
          { className: standing.has(one.gap) ? "warn" : "good" },
          standing.has(one.gap) ? say("readiness.closed_again") : "",
        ),
      )
    ),
  );
}
