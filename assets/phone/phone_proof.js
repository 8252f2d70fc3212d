/* Photographs and voice notes of a directive on its recipient's phone: each is kept by itself as it is taken, and goes after
   the words. */

import { calledOf, keepProof, useUntold } from "./kept_hand.js";
import { TouchTold } from "./phone_touch.js";
import { may } from "../base/context.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { PhotoField } from "../matters/photo_field.js";
import { VoiceField } from "../matters/voice_field.js";
import { serverTime } from "../offline/offline.js";
import { picturesLine } from "../offline/waiting_pictures.js";
import { Attached, isPicture } from "../shared/brought.js";

/** @import { Brought } from "../offline/picture.js" */
/** @import { DirectiveRow } from "../types/rows.d.ts" */

const { useId, useState } = window.React;

/** @type {(props: { d: DirectiveRow }) => ReactElement | null} */
export function PhoneProof({ d }) {
  const at = `proof:${d.id}`;
  const [taken, take] = useState(/** @type {Brought[]} */ ([]));
  const [failed, fail] = useState(false);
  const untold = useUntold(at);
  const id = useId();
  if (!may("directive.attach")) return null;
  const attached = d.attached || []; /* a board that an older release gave is kept without it */
  const waiting = untold.filter((one) => one.state === "waiting");
  const pictures = [
    ...attached.filter(isPicture),
    ...waiting.flatMap((one) => one.uploads).filter(isPicture).map((one) => ({
      sha256: `upload:${one.id}`,
    })),
  ];
  const fields = {
    set: () => undefined,
    now: serverTime,
    add: (/** @type {Brought} */ one) => {
      fail(false);
      take((was) => was.concat([one]));
      keepProof(d.id, one, at, calledOf(d)).catch(() => fail(true));
    },
  };
  const waits = picturesLine(waiting);
  return h(
    "div",
    { className: "phone-proof" },
    h(
      "div",
      { className: "touches beside" },
      h(PhotoField, { ...fields, field: {}, value: pictures, pictures: taken, place: d.place }),
      h(VoiceField, { ...fields, id, value: null }),
    ),
    h(Attached, { attached }),
    waits ? h("p", { className: "label", role: "status" }, sign("warn"), " ", waits) : null,
    failed
      ? h("p", { className: "told refused", role: "alert" }, sign("urgent"), say("matter.not_kept"))
      : null,
    h(TouchTold, { at }),
  );
}
