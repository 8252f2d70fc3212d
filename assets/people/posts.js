/* Who holds each post now and who comes next, the gaps first: nobody, then a holder who is off site.
   And how well people's contacts are proven, the dead ones first. */

import { text } from "../base/context.js";
import { worst } from "../base/signs.js";
import { verdictAt } from "../base/turns.js";
import { age, day, say, time } from "../base/words.js";
import { site } from "../live/plant.js";

const DAY_MS = 86400000;
const WEIGHT = { urgent: 0, warn: 1, gone: 2, plain: 3, good: 3 };

/* [{post, kind, holder, here, words, deputies, next}] of every post of the site. */
export const readPosts = (people) => {
  const count = people.count || {};
  const held = count.posts || {};
  const coming = count.next || {};
  const here = (person) => Boolean(people[person] && people[person].on_site);
  const deputy = (post) => {
    const id = post.deputy;
    return id ? { post: id, holder: held[id] || null, here: here(held[id]) } : null;
  };
  return site()
    .posts.map((post) => {
      const holder = held[post.id] || null;
      const [[, kind, code]] = (count.held || {})[post.id] || [[0, "gone", "vacant"]];
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

const proof = (contact, now) =>
  contact.proven
    ? say("contacts.verified", {
      age: age(Math.max(Date.parse(day(now)) - Date.parse(contact.proven), DAY_MS)),
    })
    : say("contacts.never");

/* What the proof of an address comes to now, in words: its turns are the server's verdict. */
function channel(contact, now) {
  const { kind, code } = verdictAt(contact.turns, now);
  const proven = proof(contact, now);
  const told = { kind, words: proven };
  if (code === "failed" && contact.error) {
    const at = time(contact.failed_at).slice(0, 5);
    told.words = say("contacts.failed_now", { at, why: say(`error.${contact.error}`), proven });
  } else if (code === "failed") {
    told.words = say("contacts.failed", { why: text(contact.failed), proven });
  } else if (code === "reached") {
    told.words = say("contacts.reached", { at: time(contact.reached_at).slice(0, 5) });
  }
  return told;
}

/* [{person, posts, key, kind, channels: [{channel, address, kind, words}]}]: a person is as bad as
   their worst channel. Empty for whoever may see none. */
export const readContacts = (people, now) =>
  Object.entries(people)
    .filter(([key]) => key.startsWith("contact:"))
    .map(([key, row]) => {
      const channels = row.contacts.map((contact) =>
        Object.assign(
          { channel: contact.channel, address: contact.address },
          channel(contact, now),
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
      };
    })
    .sort((a, b) =>
      WEIGHT[a.kind] - WEIGHT[b.kind] || Number(b.key_post) - Number(a.key_post) ||
      a.oldest.localeCompare(b.oldest)
    );
