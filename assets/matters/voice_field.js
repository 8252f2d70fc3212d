/* A voice note: recorded by the browser, at most as long as the template says, kept with the form. */

import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { number, say } from "../base/words.js";

/** @import { Brought } from "../offline/picture.js" */

const { useEffect, useRef, useState } = window.React;
const TICK_MS = 250;
const USUAL_MS = 60000;

/** @typedef {{ value: any, set: (value: any) => void, add: (one: Brought) => void, now: () => number, longest?: number, id: string }} VoiceProps */

/** @type {(props: VoiceProps) => ReactElement} */
export function VoiceField({ id, value, set, add, now, longest = USUAL_MS }) {
  const recorder = useRef(/** @type {MediaRecorder | null} */ (null));
  const [seconds, count] = useState(0);
  const [recording, record] = useState(false);
  const [failed, fail] = useState("");
  const stop = () =>
    recorder.current && recorder.current.state !== "inactive" && recorder.current.stop();
  useEffect(() => () => void stop(), []);
  const start = async () => {
    fail("");
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const own = new MediaRecorder(stream);
      /** @type {Blob[]} */
      const parts = [];
      let length = 0;
      const clock = setInterval(() => {
        length += TICK_MS;
        count(Math.floor(length / 1000));
      }, TICK_MS);
      const limit = setTimeout(() => own.state !== "inactive" && own.stop(), longest);
      own.addEventListener("dataavailable", (e) => parts.push(e.data));
      own.addEventListener("stop", () => {
        clearInterval(clock);
        clearTimeout(limit);
        stream.getTracks().forEach((one) => one.stop());
        record(false);
        const type = (own.mimeType || "audio/webm").split(";")[0];
        const note = {
          id: crypto.randomUUID(),
          type,
          about: { seconds: length / 1000, added_at: now() },
          content: new Blob(parts, { type }),
        };
        add(note);
        set({ sha256: `upload:${note.id}`, seconds: length / 1000 });
      });
      recorder.current = own;
      count(0);
      own.start();
      record(true);
    } catch (_) {
      fail(say("matter.no_microphone"));
    }
  };
  return h(
    "div",
    { className: "voice-field" },
    h(
      "button",
      {
        id,
        type: "button",
        className: recording ? "act strong recording" : "act",
        "aria-pressed": recording,
        onClick: () => (recording ? stop() : start()),
      },
      say(recording ? "matter.stop_voice" : value ? "matter.again_voice" : "matter.start_voice"),
    ),
    recording
      ? h(
        "span",
        { className: "warn", role: "status" },
        "● ",
        say("matter.voice_seconds", { n: number(seconds), longest: number(longest / 1000) }),
      )
      : value
      ? h(
        "span",
        { className: "good" },
        sign("good"),
        " ",
        say("matter.voice_kept", { n: number(Math.round(value.seconds || 0)) }),
      )
      : null,
    failed ? h("p", { className: "told refused", role: "alert" }, sign("urgent"), failed) : null,
  );
}
