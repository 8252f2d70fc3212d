/* The entry board as it reads: who is in and by when they must turn back, who stands by. */

import { worst as gravest } from "../base/signs.js";
import { say, span } from "../base/words.js";

const STANDING_BY = 2; /* two suited standing by (DOMAIN, "Entry board") */
const SOON_MS = 5 * 60000;

/* {inside: [{...one, kind, left}], ready: [person], kind, answer, lacking} worst first. */
export const readEntry = (entry, now) => {
  const inside = ((entry && entry.in) || [])
    .map((one) => {
      const left = one.turn_back_at - now;
      return Object.assign({}, one, {
        left,
        kind: left < 0 ? "urgent" : left < SOON_MS ? "warn" : "note",
      });
    })
    .sort((a, b) => a.left - b.left);
  const ready = (entry && entry.ready) || [];
  const lacking = inside.length ? Math.max(0, STANDING_BY - ready.length) : 0;
  const worst = inside.length
    ? gravest([...inside.map((one) => one.kind), lacking ? "warn" : "note"])
    : "plain";
  let answer = say("entry.none");
  if (inside.length) {
    const { left } = inside[0];
    answer = left < 0
      ? say("entry.board_overdue", { n: inside.length, span: span(-left) })
      : say("entry.board_inside", { n: inside.length, span: span(left) });
  } else if (ready.length) answer = say("entry.board_ready", { n: ready.length });
  return { inside, ready, lacking, kind: worst, answer };
};
