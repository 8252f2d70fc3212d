/* A field for a day, or a day and a time, in the format used on all pages: 2026-11-26 02:13. A
   browser's own field uses its own format, 11/26/2026, whatever the page's language; it is used
   only on a phone, whose wheels are in the user's language. At a desk its calendar opens from a
   button beside the text. */

import { h } from "../base/element.js";
import { say } from "../base/words.js";

const WRITTEN = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[\sT]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;
const phone = window.matchMedia("(max-width: 60rem)");
/** @type {(n: string) => string} */
const two = (n) => n.padStart(2, "0");

/* What was typed, as "2026-11-26" or "2026-11-26T02:13:00"; "" for what is none, or no day of a calendar. */
/** @type {(words: string, withTime: boolean) => string} */
function read(words, withTime) {
  const [found, year, month, day, hour, minute, second] = WRITTEN.exec(words.trim()) || [];
  if (!found || Boolean(hour) !== withTime) return "";
  const date = `${year}-${two(month)}-${two(day)}`;
  const at = withTime ? `T${two(hour)}:${minute}:${second || "00"}` : "";
  const known = new Date(`${date}${at || "T00:00:00"}Z`);
  return !Number.isNaN(known.getTime()) && known.toISOString().startsWith(date) ? date + at : "";
}
/** @type {(value: string) => string} */
const written = (value) => value.replace("T", " ");

/* The browser's own calendar, over a field that is not seen: what is chosen there is typed here. */
/** @type {(props: {native: object}) => ReactElement} */
function Calendar({ native }) {
  const field = React.useRef(/** @type {HTMLInputElement | null} */ (null));
  const words = say("moment.calendar");
  return h(
    "span",
    { className: "calendar" },
    h("input", Object.assign({}, native, { ref: field, tabIndex: -1, "aria-hidden": true })),
    h(
      "button",
      {
        type: "button",
        title: words,
        "aria-label": words,
        "aria-haspopup": "dialog",
        onClick: () => field.current?.showPicker(),
      },
      h(
        "svg",
        { viewBox: "0 0 16 16", "aria-hidden": true },
        h("path", {
          d: "M2 3.5h12v10.5H2zM2 6.5h12M5 1.5v3M11 1.5v3M5 9.5h1M8 9.5h1M11 9.5h1M5 11.8h1M8 11.8h1",
        }),
      ),
    ),
  );
}

/* `value` and what `set` is given are as a browser's field has them; "" while nothing of use is typed.
   `seconds`: it tells them. More is for the input itself. */
/** @type {(props: {value: string, set: (value: string) => void, withTime?: boolean, seconds?: boolean,
 *   [more: string]: unknown}) => ReactElement} */
export function MomentField({ value, set, withTime, seconds, ...more }) {
  const [typed, type] = React.useState(/** @type {string | null} */ (null));
  const native = {
    type: withTime ? "datetime-local" : "date",
    step: seconds ? 1 : undefined,
    value,
    onChange: (/** @type {ReactInputEvent} */ event) => set(event.target.value),
  };
  if (phone.matches) return h("input", Object.assign(native, { className: "text" }, more));
  const text = typed !== null && read(typed, Boolean(withTime)) === value
    ? typed
    : written(value); /* a value from elsewhere wins */
  /** @type {(event: ReactInputEvent) => void} */
  const change = (event) => {
    type(event.target.value);
    set(read(event.target.value, Boolean(withTime)));
  };
  const form = say(withTime ? "moment.form" : "moment.form_day");
  const wrong = text !== "" && !value;
  return h(
    "span",
    { className: "moment-field" },
    h(
      "input",
      Object.assign({
        type: "text",
        className: "text moment",
        value: text,
        autoComplete: "off",
        spellCheck: false,
        placeholder: form,
        title: form,
        "aria-invalid": wrong || undefined,
        onChange: change,
      }, more),
    ),
    h(Calendar, { native }),
  );
}
