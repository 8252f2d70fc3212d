/* What a person is told of the server's answer, and what a form makes of what was typed. */

import "../../assets/hands/acts_told.js";
import { readAnswer } from "../../assets/hands/answers.js";
import { dataOf, spanOf } from "../../assets/hands/typed.js";
import { catalogue, equal, test } from "./testing.js";
import { giveWords } from "./fakes/words.js";

const zones = { field: "data.zones", error: "“data.zones” is missing. Fill it in." };
const invalid = (/** @type {{field: string, error: string}[]} */ ...errors) => ({
  status: 422,
  body: { code: "invalid", detail: "?", errors },
});

test("a wrong field is named by its label on the form", () => {
  giveWords(null);
  const told = readAnswer(invalid(zones), { zones: "Areas" });
  equal(told, { ok: false, text: "“Areas” is missing. Fill it in." });
});

test("a wrong field without a label is named as every field of a command is", () => {
  for (const language of /** @type {const} */ (["en", "zh-CN"])) {
    const words = catalogue(language);
    giveWords(words);
    const told = readAnswer(invalid({ field: "data.acts_on.0", error: "“data.acts_on.0”!" }));
    equal(told.text, `“${words["input.acts_on"]}”!`);
  }
  giveWords(null);
});

test("a form sent while no incident is open says what would mend it", () => {
  giveWords(null);
  const incident = { field: "data.incident", error: "“data.incident” is missing." };
  equal(readAnswer(invalid(incident), { incident: "Incident" }), {
    ok: false,
    text: "“Incident” is missing.",
    mend: "command.no_incident",
  });
});

test("whoever is signed out is told so", () => {
  giveWords(null);
  equal(readAnswer({ status: 401, body: { detail: "?" } }).text, "command.signed_out");
});

test("what was accepted is told by its act, as the journal tells it", () => {
  const told = (/** @type {object[]} */ ...facts) =>
    readAnswer({ status: 200, body: { facts } }).text;
  giveWords(catalogue("en"));
  equal(told({ kind: "directive.acknowledged", data: { directive: "D-3" } }), "Acknowledged: D-3");
  equal(
    told({ kind: "directive.done", data: { directive: "D-3" } }),
    "Done, awaiting check: D-3",
  );
  const sent = { place: "T206", kit: "leak", missing: [] };
  equal(told({ kind: "resource.dispatched", data: sent }), "Dispatched to T206: leak");
  const missing = [{ resource: "suit", missing: 2 }];
  equal(
    told({ kind: "resource.dispatched", data: { ...sent, missing } }),
    "Sent short to T206: leak, missing suit 2",
  );
  equal(told(), catalogue("en")["command.accepted"]);
  giveWords(null);
});

const field = (/** @type {string} */ name, reads = "") => ({ name, label: name, reads });
/** @type {(fields: object[], more?: object) => any} */
const about = (fields, more) =>
  Object.assign({ form: "f", fields, incident: true, spoken: false, emptied: {} }, more);
const NOON = Date.UTC(2026, 10, 26, 12);
const page = { incident: "INC-1", own: "p1", now: NOON };

test("fields left empty are not sent, and the incident is the page's", () => {
  const fields = ["to", "place", "due_s", "zones"].map((name) => field(name));
  equal(dataOf(about(fields), ["p1", null, "", []], page), { to: "p1", incident: "INC-1" });
});

test("no incident is named where none is open or none is meant", () => {
  const fields = [field("text")];
  equal(dataOf(about(fields), ["smoke"], { own: "p1", now: NOON }), { text: "smoke" });
  equal(dataOf(about(fields, { incident: false }), ["smoke"], page), { text: "smoke" });
});

test("a span becomes seconds, and what is none stays words", () => {
  const read = (/** @type {string} */ typed) =>
    dataOf(about([field("due_s", "span")]), [typed], page).due_s;
  const spans = ["10", " 1 ", "10.0", "0.5", "１０", "2:30", "２：３０"];
  equal(spans.map(read), [600, 60, 600, 30, 600, 150, 150]);
  const slips = ["soon", "1_0", "+10", "2:75", "9".repeat(19)];
  equal(slips.map(read), slips);
  equal(spanOf("2:75"), null);
});

test("a time of day becomes a moment, and what is none stays words", () => {
  const read = (/** @type {string} */ typed) =>
    dataOf(about([field("at", "moment")]), [typed], page).at;
  equal(["1130", "11:30", "１１：３０"].map(read), Array(3).fill(NOON - 1800000));
  equal(["25:75", "2575"].map(read), ["25:75", "2575"]);
});

test("another person's status is their word by radio, and one's own is not", () => {
  const spoken = about([field("person"), field("status")], { incident: false, spoken: true });
  equal(dataOf(spoken, ["p2", "on_scene"], page), {
    person: "p2",
    status: "on_scene",
    via: "radio",
    speaker: "p2",
  });
  equal(dataOf(spoken, ["p1", "on_scene"], page), { person: "p1", status: "on_scene" });
});
