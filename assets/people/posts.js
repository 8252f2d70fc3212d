/* Who holds each post now and who comes next, the gaps first: nobody, then a holder who is off site.
   And how well people's contacts are proven, the dead ones first. */

import { text } from "../base/context.js";
import { worst } from "../base/signs.js";
import { age as ageWords, say, time } from "../base/words.js";
import { site } from "../live/plant.js";

const DAY_MS = 86400000;
const KEY_POST_DAYS = 30; /* a key post's contact unproven for longer is stale, */
const OTHER_DAYS = 90; /* and everybody else's (DOMAIN, "People, headcount, entry") */
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
      const weighty = post.key || post.commands;
      const kind = holder
        ? (here(holder) ? "plain" : weighty ? "warn" : "gone")
        : weighty
        ? "urgent"
        : "warn";
      const words = holder ? (here(holder) ? "" : say("ready.on_call")) : say("ready.vacant");
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

function channel(contact, most, now) {
  const age = contact.verified ? now - Date.parse(contact.verified) : null;
  const proven = age === null
    ? say("contacts.never")
    : say("contacts.verified", { age: ageWords(Math.max(age, DAY_MS)) });
  if (contact.error) {
    return {
      kind: "urgent",
      words: say("contacts.failed_now", {
        at: time(contact.failed_at).slice(0, 5),
        why: say(`error.${contact.error}`),
        proven,
      }),
      age,
    };
  }
  if (contact.reached_at) {
    return {
      kind: "good",
      words: say("contacts.reached", { at: time(contact.reached_at).slice(0, 5) }),
      age: Math.max(0, now - contact.reached_at),
    };
  }
  if (contact.failed) {
    return {
      kind: "urgent",
      words: say("contacts.failed", { why: text(contact.failed), proven }),
      age,
    };
  }
  return { kind: age === null || age > most * DAY_MS ? "warn" : "plain", words: proven, age };
}

/* [{person, posts, key, kind, channels: [{channel, address, kind, words}]}]: a person is as bad as
   their worst channel. Empty for whoever may see none. */
export const readContacts = (people, now) =>
  Object.entries(people)
    .filter(([key]) => key.startsWith("contact:"))
    .map(([key, row]) => {
      const most = row.key_post ? KEY_POST_DAYS : OTHER_DAYS;
      const channels = row.contacts.map((contact) =>
        Object.assign(
          { channel: contact.channel, address: contact.address },
          channel(contact, most, now),
        )
      );
      const oldest = Math.max(...channels.map((c) => (c.age === null ? Infinity : c.age)));
      return {
        key,
        person: row.person,
        key_post: row.key_post,
        posts: row.holds_now,
        kind: worst(channels.map((c) => c.kind)),
        channels,
        oldest,
      };
    })
    .sort((a, b) =>
      WEIGHT[a.kind] - WEIGHT[b.kind] || Number(b.key_post) - Number(a.key_post) ||
      b.oldest - a.oldest
    );
