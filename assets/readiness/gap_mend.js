/* The link from a gap to what closes it: an action in its row, a form of this page, or another
   page. */

import { may } from "../base/context.js";
import { h } from "../base/element.js";
import { number, say } from "../base/words.js";
import { commandQueue } from "../hands/command_queue.js";
import { Act, Answer } from "../hands/hands.js";
import { openForm } from "../hands/leads.js";
import { named } from "../live/plant.js";
import { useKind, useTopic } from "../live/react_panels.js";
import { PersonChoice } from "./person_choice.js";

/** @import { Gap } from "../command/readiness.js" */
/** @import { AuthorityGap, Command, KitGap, NoLimits } from "../types/rows.d.ts" */

/* Is there a page of this address for who looks? Pages come and go with what is installed. */
/** @type {(path: string) => boolean} */
const hasPage = (path) => Boolean(document.querySelector(`.menu a[href="${path}"]`));
/** @type {(noun: string, key: string) => string} */
const plant = (noun, row) => `/plant?${new URLSearchParams({ noun, ...(row ? { row } : {}) })}`;

/** @type {(href: string, label: string) => ReactElement} */
const link = (href, label) => h("a", { key: href, className: "act", href }, label);

/* Who delegates to whom is known from the gap: the post that may, and the commanding post that lacks it. */
/** @type {(props: {gap: Gap, row: AuthorityGap}) => ReactElement | null} */
function Delegate({ gap, row }) {
  /** @type {Command | undefined} */
  const commanders = useKind("readiness", "commanders").commanders;
  const [first] = row.asked;
  const to = commanders && commanders.held.find((one) => one.on_site);
  if (!may("authority.delegate") || !first) return null;
  const fill = () =>
    openForm("authority-delegate", {
      capability: row.capability,
      areas: [row.area],
      from_post: first.post,
      to_post: to ? to.post : null,
      hours: "8",
      person: first.person,
      reason: `${gap.name}: ${[gap.detail].flat()[0]}`,
    });
  return h(
    "button",
    { type: "button", className: "act strong", onClick: fill, "data-act": "delegate" },
    say("readiness.mend.delegate"),
  );
}

/* A cabinet that somebody has opened: with whose key. */
/** @type {(props: {store: string}) => ReactElement | null} */
function Unlock({ store }) {
  const people = useKind("people", "");
  const [person, choose] = React.useState("");
  const at = `unlock:${store}`;
  if (!may("custody.attempt")) return null;
  const send = () =>
    commandQueue.send("custody.attempt", { store, result: "opened", by_key: person }, at);
  return h(
    React.Fragment,
    null,
    h(
      "div",
      { className: "unlock" },
      h(PersonChoice, {
        label: say("readiness.unlock_key", { store: named(store) }),
        people,
        value: person,
        set: choose,
      }),
      h(
        "button",
        { type: "button", className: "act strong", disabled: !person, onClick: send },
        say("readiness.unlock"),
      ),
    ),
    h(Answer, { at }),
  );
}

/* The limits that the response time asks for: one touch by whoever may change the plant. */
/** @type {(props: {row: NoLimits}) => ReactElement | null} */
function Accept({ row }) {
  const { h: high, hh } = row.proposed;
  if (high === undefined || hh === undefined || !may("readiness.accept_limits")) return null;
  const at = `accept:${row.pool}`;
  return h(
    React.Fragment,
    null,
    row.proposed.rate_m3_min === null ? null : h(
      "p",
      { className: "bits" },
      say("readiness.mend.rate", { rate: number(row.proposed.rate_m3_min, 1) }),
    ),
    h(Act, {
      kind: "readiness.accept_limits",
      data: { vessel: row.pool, h: high, hh },
      at,
      label: say("readiness.mend.accept", { h: number(high, 2), hh: number(hh, 2) }),
      strong: "strong",
    }),
    h(Answer, { at }),
  );
}

/** @type {(gap: Gap, row: Record<string, unknown> | undefined) => ReactNode[]} */
function ways(gap, row) {
  const [form, name = ""] = gap.key.split(/:(.*)/s);
  const inPlant = hasPage("/plant");
  if (form === "contacts" || form === "channels") {
    return [link("/people", say("readiness.mend.numbers"))];
  }
  if (form === "vacant" || form === "commanders") {
    const people = form === "vacant" ? `/people?${new URLSearchParams({ post: name })}` : "/people";
    return [
      link(inPlant ? plant("roster", "") : people, say("readiness.mend.roster")),
    ];
  }
  if (form === "kit") {
    const kit = /** @type {KitGap | undefined} */ (row);
    return [
      ...(kit ? kit.locked : []).map((store) => h(Unlock, { key: store, store })),
      link(`/resources?${new URLSearchParams({ kit: name })}`, say("readiness.mend.stock")),
    ];
  }
  if (form === "authority") {
    const lacks = /** @type {AuthorityGap | undefined} */ (row);
    return [
      lacks ? h(Delegate, { key: "delegate", gap, row: lacks }) : null,
      inPlant ? link(plant("authority", ""), say("matrix.plant")) : null,
    ];
  }
  if (form === "pool") {
    return [link(inPlant ? plant("pools", name) : gap.page, say("readiness.mend.site"))];
  }
  if (form === "limits") {
    const lacks = /** @type {NoLimits | undefined} */ (row);
    const level = lacks?.level || "";
    return [
      lacks ? h(Accept, { key: "accept", row: lacks }) : null,
      link(inPlant ? plant("tags", level) : gap.page, say("readiness.mend.limits")),
    ];
  }
  if (form === "agreement") {
    return [link(inPlant ? plant("outside", name) : gap.page, say("readiness.mend.site"))];
  }
  if (form === "upkeep" || gap.key === "never:counts") {
    return [link(gap.page, say("readiness.mend.stock"))];
  }
  if (gap.key === "never:reviews") {
    return [link(inPlant ? plant("plans", "") : gap.page, say("readiness.mend.site"))];
  }
  if (form === "unheld") {
    const people = link(inPlant ? plant("roster", "") : "/people", say("readiness.mend.roster"));
    const matter = gap.page.startsWith("/matters/")
      ? [link(gap.page, say("readiness.mend.matter"))]
      : [];
    return gap.key === "unheld:not_opened" ? matter : [people, ...matter];
  }
  if (form === "impaired" || form === "round") {
    return [link(gap.page, say("readiness.mend.matter"))];
  }
  if (form === "source") return [link(gap.page, say("readiness.mend.source"))];
  return [link(gap.page, say("readiness.mend.channels"))];
}

/** @type {(props: {gap: Gap}) => ReactElement} */
export function GapMend({ gap }) {
  const rows = useTopic("readiness");
  const row = /** @type {Record<string, unknown> | undefined} */ (
    /** @type {Record<string, unknown>} */ (rows)[gap.key]
  );
  return h("div", { className: "actions mends" }, ways(gap, row));
}
