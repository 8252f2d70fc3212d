/* A signature by another person on this screen: who signs, as which party, and their PIN or
   badge. The proof is sent once and stored nowhere; the server checks it
   (web/doors/matters/signatures_api.py). */

import { text } from "../base/context.js";
import { ask } from "../base/ask.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { named } from "../live/plant.js";

/** @import { Words } from "../types/rows.d.ts" */

const { useState } = window.React;

/** @typedef {{ move: string, title: Words | string, party: string, called: Words | string, people: { id: string, name: Words | string }[],
 *   proofs: string[], at: string | null }} SpotOffered */

/** @type {(props: { matter: string, version: number, spot: SpotOffered, done: () => void }) => ReactElement} */
export function SpotSignature({ matter, version, spot, done }) {
  const [person, choose] = useState(spot.people.length === 1 ? spot.people[0].id : "");
  const [proof, prove] = useState(spot.proofs[0]);
  const [secret, write] = useState("");
  const [told, tell] = useState("");
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const answer = await ask(`/api/v1/matters/${matter}/signatures`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({
        move: spot.move,
        party: spot.party,
        person,
        [proof]: secret,
        base: version,
        ...(spot.at ? { place: spot.at } : {}),
      }),
    }).catch(() => null);
    write("");
    if (answer && answer.ok) {
      tell("");
      done();
    } else {
      tell(answer ? answer.json().detail : say("matter.not_sent"));
    }
  };
  return h(
    "form",
    { className: "mine-move spot", "data-spot": spot.party, onSubmit: submit },
    h("b", null, say("matter.spot", { party: text(spot.called) })),
    spot.at ? h("p", null, say("matter.spot_at", { place: named(spot.at) })) : null,
    h(
      "label",
      null,
      say("matter.spot_person"),
      h(
        "select",
        {
          name: "person",
          required: true,
          value: person,
          onChange: (/** @type {any} */ event) => choose(event.target.value),
        },
        h("option", { value: "" }, "–"),
        spot.people.map((one) => h("option", { key: one.id, value: one.id }, text(one.name))),
      ),
    ),
    spot.proofs.length > 1
      ? h(
        "label",
        null,
        say("matter.spot_proof"),
        h(
          "select",
          {
            name: "proof",
            value: proof,
            onChange: (/** @type {any} */ event) => prove(event.target.value),
          },
          spot.proofs.map((one) =>
            h("option", { key: one, value: one }, say(`matter.proof.${one}`))
          ),
        ),
      )
      : null,
    h(
      "label",
      null,
      say(`matter.proof.${proof}`),
      h("input", {
        name: "secret",
        type: "password",
        required: true,
        inputMode: proof === "pin" ? "numeric" : "text",
        autoComplete: "off",
        value: secret,
        onChange: (/** @type {any} */ event) => write(event.target.value),
      }),
    ),
    told ? h("p", { className: "told refused", role: "alert" }, sign("urgent"), told) : null,
    h(
      "button",
      { type: "submit", className: "act strong", disabled: !person || !secret },
      say("matter.spot_sign"),
    ),
  );
}
