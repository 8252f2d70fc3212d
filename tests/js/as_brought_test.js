/* What a play of a draft makes of pictures, voices and signatures: said with yes, and as the rules expect them. */

import { asSaid, brought, playable } from "../../assets/templates/as_brought.js";
import { equal, test } from "./testing.js";

const FIELDS = {
  seen: { type: "photo", title: "Seen", least: 2 },
  spoken: { type: "voice", title: "Spoken" },
  found: { type: "text", title: "Found" },
  points: {
    type: "list",
    of: { code: { type: "code" }, photo: { type: "photo", title: "Picture" } },
  },
};

test("what a device brings is asked for as a yes or no, in lists too", () => {
  const asked = playable(FIELDS);
  equal(asked.seen.type, "yes_no");
  equal(asked.found.type, "text");
  equal(asked.points.of.photo.type, "yes_no");
  equal(asked.points.of.code.type, "code");
});

test("a yes becomes so many different pictures as the template asks for, and a no nothing", () => {
  const given = brought(
    { seen: true, spoken: false, found: "x", points: [{ code: "A", photo: true }] },
    FIELDS,
  );
  equal(given.seen.length, 2);
  equal(new Set(given.seen.map((/** @type {any} */ one) => one.sha256)).size, 2);
  equal(given.seen.every((/** @type {any} */ one) => /^[0-9a-f]{64}$/.test(one.sha256)), true);
  equal("spoken" in given, false);
  equal(given.points[0].photo.length, 1);
  equal(asSaid(given, FIELDS), { seen: true, found: "x", points: [{ code: "A", photo: true }] });
});
