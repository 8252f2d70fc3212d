/* Who holds each post now and who comes next, the gaps first: nobody, then a holder who is off site.
   And how well people's contacts are proven, the dead ones first. */

import { text } from "../base/context.js";
import { worst } from "../base/signs.js";
import { turnTaken, verdictAt } from "../base/turns.js";
import { age, day, minuteOrDay, say } from "../base/words.js";
import { site } from "../live/plant.js";

/** @import { ContactRow, ContactSeen, PersonRow, ShiftCount, Sign, Turn } from "../types/rows.d.ts" */
/** @import { Part } from "../live/plant_index.js" */
/** A post of the site: how it is held, by whom, and who comes next.
 * @typedef {{
 *   post: Part, kind: Sign, holder: string | null, here: boolean, words: string,
 *   deputy: {post: string, holder: string | null, here: boolean} | null,
 *   next: ShiftCount["next"][string] | null,
 * }} PostRead */
/** One address of a person, and what became of the last time it was asked for.
 * @typedef {{
 *   channel: ContactSeen["channel"], version: string, masked: string | null, kind: Sign, words: string,
 *   asked: {kind: Sign, words: string} | null,
 * }} ChannelRead */
/** A person's addresses; `oldest` is the day of the oldest proof.
 * @typedef {{
 *   key: string, person: string, key_post: boolean, posts: string[], kind: Sign, channels: ChannelRead[],
 *   oldest: string, revision: number, differs: boolean, erased: string,
 * }} ContactRead */

const DAY_MS = 86400000;
/** @type {Record<Sign, number>} */
const WEIGHT = { urgent: 0, warn: 1, gone: 2, note: 3, plain: 3, good: 3 };

/** @type {Turn} */
const UNKNOWN = [0, "gone", "vacant"];

/* Every post of the site; `count` is undefined while no shift is known. */
/** @type {(people: Record<string, PersonRow | undefined>, count: ShiftCount | undefined, now: number) => PostRead[]} */
export const readPosts = (people, count, now) => {
  /** @type {ShiftCount["posts"]} */
  const held = count ? count.posts : {};
  /** @type {Record<string, ShiftCount["next"][string] | undefined>} */
  const coming = count ? count.next : {};
  /** @type {(person: string | null) => boolean} */
  const here = (person) => Boolean(person && people[person]?.on_site);
  /** @type {(post: Part) => PostRead["deputy"]} */
  const deputy = (post) => {
    const id = post.deputy;
    return id ? { post: id, holder: held[id] || null, here: here(held[id] || null) } : null;
  };
  /** @type {Part[]} */
  const posts = site().posts;
  return posts
    .map((post) => {
      const holder = held[post.id] || null;
      const known = turnTaken((count && count.held[post.id]) || [], now);
      const [, kind, code] = known || UNKNOWN;
      const words = code === "here"
        ? ""
        : say(code === "vacant" ? "ready.vacant" : "ready.on_call");
      return {
        post,
        kind,
        holder,
        here: here(holder),
        words,
        deputy: deputy(post),
        next: coming[post.id] || null,
      };
    })
    .sort((a, b) => WEIGHT[a.kind] - WEIGHT[b.kind]);
};

/** @type {(contact: ContactSeen, now: number) => string} */
const proof = (contact, now) =>
  contact.proven
    ? say("contacts.verified", {
      age: age(Math.max(Date.parse(day(now)) - Date.parse(contact.proven), DAY_MS)),
    })
    : say("contacts.never");

/* What the proof of an address comes to now, in words: its turns are the server's verdict. */
/** @type {(contact: ContactSeen, now: number) => {kind: Sign, words: string}} */
function channel(contact, now) {
  const { kind, code } = verdictAt(contact.turns, now);
  const proven = proof(contact, now);
  const told = { kind, words: proven };
  if (code === "failed" && contact.error) {
    const at = contact.failed_at ? minuteOrDay(contact.failed_at, now) : "–";
    told.words = say("contacts.failed_now", { at, why: say(`error.${contact.error}`), proven });
  } else if (code === "failed") {
    told.words = say("contacts.failed", { why: text(contact.failed), proven });
  } else if (code === "reached" && contact.reached_at) {
    told.words = say("contacts.reached", { at: minuteOrDay(contact.reached_at, now) });
  }
  return told;
}

/* What became of the last time a contact was asked for, in words. */
/** @type {(contact: ContactSeen, now: number) => {kind: Sign, words: string} | null} */
function asked({ asked: last }, now) {
  if (!last) return null;
  const { kind, code } = verdictAt(last.turns, now);
  const why = last.error ? say(`error.${last.error}`) : "";
  const at = day(last.confirmed_at || last.at);
  return { kind, words: say(`contacts.asked.${code}`, { at, why }) };
}

/* A person is as bad as their worst channel. Empty for whoever may see none. */
/** @type {(contacts: Record<string, ContactRow>, now: number) => ContactRead[]} */
export const readContacts = (contacts, now) =>
  Object.entries(contacts)
    .map(([key, row]) => {
      const channels = row.contacts.map((contact) =>
        Object.assign(
          { channel: contact.channel, version: contact.version, masked: contact.masked },
          channel(contact, now),
          { asked: asked(contact, now) },
        )
      );
      return {
        key,
        person: row.person,
        key_post: row.key_post,
        posts: row.holds_now,
        kind: worst(channels.map((c) => c.kind)),
        channels,
        oldest: row.contacts.map((c) => c.proven || "").sort()[0] || "",
        revision: row.revision,
        differs: row.differs,
        erased: row.erased_at ? say("people.erased", { day: day(row.erased_at) }) : "",
      };
    })
    .sort((a, b) =>
      WEIGHT[a.kind] - WEIGHT[b.kind] || Number(b.key_post) - Number(a.key_post) ||
      a.oldest.localeCompare(b.oldest)
    );
