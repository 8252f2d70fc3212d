/* The person's position, with their consent. The consent is a switch that stays until revoked; of
   the position the server stores only the distance from the place. */

import { kept } from "../base/browser_memory.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { number, say } from "../base/words.js";

const { useEffect, useState } = window.React;
const CONSENT = "phone.position_consent";
const PATIENCE_MS = 15000;
const APART_M = 150;
const EARTH_M = 6371000;

/** @typedef {{ lat: number | null, lon: number | null }} Degrees */

/* Metres between two positions on the earth. */
/** @type {(one: Degrees, other: Degrees) => number | null} */
export function metresBetween(one, other) {
  if (one.lat === null || one.lon === null || other.lat === null || other.lon === null) return null;
  const turn = Math.PI / 180;
  const north = (other.lat - one.lat) * turn;
  const east = (other.lon - one.lon) * turn * Math.cos((one.lat + other.lat) / 2 * turn);
  return Math.hypot(north, east) * EARTH_M;
}

/** `to` is where the point lies, if that is known; `within` so many metres it should be.
 * @type {(props: { id: string, value: any, set: (value: any) => void, to?: Degrees | null, within?: number }) => ReactElement} */
export function PositionField({ id, value, set, to = null, within = APART_M }) {
  const [agreed, agree] = useState(kept.get(CONSENT) === "1");
  const [failed, fail] = useState("");
  useEffect(() => {
    if (!agreed || value) return;
    if (!navigator.geolocation) return fail(say("matter.no_position"));
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        set({ lat: coords.latitude, lon: coords.longitude, accuracy_m: coords.accuracy }),
      () => fail(say("matter.no_position")),
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: PATIENCE_MS },
    );
  }, [agreed, Boolean(value)]);
  const away = value && to ? metresBetween(value, to) : null;
  const elsewhere = away !== null && away - value.accuracy_m > within;
  return h(
    "div",
    { className: "position-field" },
    h("button", {
      id,
      type: "button",
      role: "switch",
      "aria-checked": agreed,
      className: agreed ? "act strong" : "act",
      onClick: () => {
        kept.set(CONSENT, agreed ? "0" : "1");
        agree(!agreed);
        fail("");
        if (agreed) set(null);
      },
    }, say(agreed ? "matter.position_on" : "matter.position_off")),
    value
      ? h(
        "p",
        { className: elsewhere ? "warn" : "good" },
        sign(elsewhere ? "warn" : "good"),
        " ",
        away === null
          ? say("matter.position_known", { m: number(Math.round(value.accuracy_m)) })
          : say("matter.position_away", { m: number(Math.round(away)) }),
        elsewhere ? ` · ${say("matter.position_elsewhere")}` : "",
      )
      : null,
    failed ? h("p", { className: "label", role: "status" }, sign("warn"), " ", failed) : null,
    h("p", { className: "label" }, say("matter.position_about")),
  );
}
