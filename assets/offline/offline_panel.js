/* What this phone stores until it is online: what waits, what was sent, what was refused and why.
   */

import { boardKeptAt, keeping, offline } from "./offline.js";
import { picturesLine } from "./waiting_pictures.js";
import { page } from "../base/context.js";
import { h } from "../base/element.js";
import { more, sign } from "../base/signs.js";
import { number, say, timeOrDay } from "../base/words.js";
import { panel, useLink } from "../live/react_panels.js";
import { clock } from "../live/server_clock.js";

/** @import { KeptItem } from "./sending_queue.js" */

const { useEffect, useState, useSyncExternalStore } = window.React;
const SENT_SHOWN = 5;
const WAITING_SHOWN = 8;

/** @type {Record<KeptItem["state"], ["warn" | "good" | "urgent", Sayable]>} */
const STATES = {
  waiting: ["warn", "offline.waiting"],
  sent: ["good", "offline.sent"],
  refused: ["urgent", "offline.refused"],
};

/* A refused item goes away only by a second touch: nothing is lost by one. */
/** @type {(props: { item: KeptItem }) => ReactElement} */
function RefusedActs({ item }) {
  const [asked, ask] = useState(false);
  return h(
    "div",
    { className: "touches" },
    h("button", {
      type: "button",
      className: "act strong",
      onClick: () => offline.again(item.id),
    }, say("offline.again")),
    h("button", {
      type: "button",
      className: "act",
      onClick: () => (asked ? offline.discard(item.id) : ask(true)),
    }, say(asked ? "offline.discard_sure" : "offline.discard")),
  );
}

/** @type {(props: { item: KeptItem }) => ReactElement} */
function Item({ item }) {
  const [mark, word] = STATES[item.state];
  return h(
    "li",
    { className: `offline-item ${item.state}`, "data-item": item.id },
    h("p", { className: "phone-text" }, item.title),
    h(
      "p",
      { className: "label" },
      sign(mark),
      " ",
      say(word),
      " · ",
      say("offline.made", { at: timeOrDay(item.made_at, clock.real()) }),
      item.uploads.length ? ` · ${say("offline.contents", { n: item.uploads.length })}` : "",
    ),
    item.state === "refused" && item.answer
      ? h(
        "p",
        { className: "told refused", role: "alert" },
        h("b", null, item.answer.text),
        " ",
        item.answer.mend || "",
      )
      : null,
    item.answer && item.answer.conflicts
      ? h(
        "p",
        { className: "told unsent", role: "status" },
        sign("warn"),
        h("span", null, say("offline.conflict", { fields: item.answer.conflicts.join(", ") })),
      )
      : null,
    item.state === "refused" ? h(RefusedActs, { item }) : null,
  );
}

/* Since when nothing new is shown, where the server is away. */
function KeptSince() {
  const lost = useLink() !== "live";
  const [at, set] = useState(/** @type {number | null} */ (null));
  useEffect(() => {
    if (lost) boardKeptAt().then(set, () => null);
  }, [lost]);
  if (!lost) return null;
  return h(
    "p",
    { className: "told unsent", role: "status" },
    sign("warn"),
    h(
      "b",
      null,
      at ? say("offline.shown_as_of", { at: timeOrDay(at, clock.real()) }) : say("offline.no_line"),
    ),
  );
}

/** @type {(items: KeptItem[]) => KeptItem[]} */
const inOrder = (items) => [
  ...items.filter((one) => one.state === "refused"),
  ...items.filter((one) => one.state === "waiting").slice(0, WAITING_SHOWN),
  ...items.filter((one) => one.state === "sent").slice(-SENT_SHOWN).reverse(),
];

panel("offline", function Offline() {
  const { line } = useSyncExternalStore(offline.subscribe, offline.shown);
  const keeps = useSyncExternalStore(keeping.subscribe, keeping.state);
  const mine = offline.mine();
  const others = offline.others();
  const pictures = picturesLine(mine);
  const waiting = mine.filter((one) => one.state === "waiting").length;
  if (!page.role) return null;
  return h(
    "section",
    { className: "phone-offline", "data-line": line },
    h(KeptSince),
    waiting
      ? h(
        "p",
        { className: "told unsent", role: "status" },
        sign("warn"),
        h("b", null, say("offline.waits", { n: number(waiting) })),
        pictures ? h("span", { "data-pictures": "waiting" }, pictures) : null,
        h(
          "span",
          null,
          say(
            line === "signed_out"
              ? "offline.sign_in"
              : line === "sending"
              ? "offline.sending"
              : "offline.goes_by_itself",
          ),
        ),
      )
      : null,
    mine.length
      ? h(
        "ul",
        { className: "offline-items" },
        inOrder(mine).map((item) => h(Item, { key: item.id, item })),
      )
      : null,
    more(waiting - WAITING_SHOWN),
    others ? h("p", { className: "label" }, say("offline.of_others", { n: number(others) })) : null,
    keeps === "no_worker" || (keeps === "may_go" && waiting)
      ? h("p", { className: "label" }, say(`offline.keeps.${keeps}`))
      : null,
  );
});
