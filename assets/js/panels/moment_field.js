/* A day, or a day and a time, as it is written everywhere else on these pages: 2026-11-26 02:13. A
   browser's own field writes both as its maker set it, 11/26/2026, whatever the page's language; only
   on a phone it stays, whose wheels are in the language of who holds it. */
(function (center) {
  "use strict";

  const h = React.createElement;
  const WRITTEN = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[\sT]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;
  const phone = window.matchMedia("(max-width: 60rem)");
  const two = (n) => String(n).padStart(2, "0");

  /* What was typed, as "2026-11-26" or "2026-11-26T02:13:00"; "" for what is none, or no day of a calendar. */
  function read(words, withTime) {
    const [found, year, month, day, hour, minute, second] = WRITTEN.exec(words.trim()) || [];
    if (!found || Boolean(hour) !== withTime) return "";
    const date = `${year}-${two(month)}-${two(day)}`;
    const at = withTime ? `T${two(hour)}:${minute}:${second || "00"}` : "";
    const known = new Date(`${date}${at || "T00:00:00"}Z`);
    return !Number.isNaN(known.getTime()) && known.toISOString().startsWith(date) ? date + at : "";
  }
  const written = (value) => value.replace("T", " ");

  /* `value` and what `set` is given are as a browser's field has them; "" while nothing of use is typed.
     `seconds`: it tells them. More is for the input itself. */
  center.MomentField = function MomentField({ value, set, withTime, seconds, ...more }) {
    const [typed, type] = React.useState(null);
    const native = Object.assign({ type: withTime ? "datetime-local" : "date", step: seconds ? 1 : undefined, value, onChange: (event) => set(event.target.value) }, more);
    if (phone.matches) return h("input", Object.assign(native, { className: "text" }));
    const text = typed !== null && read(typed, Boolean(withTime)) === value ? typed : written(value); /* a value from elsewhere wins */
    const change = (event) => {
      type(event.target.value);
      set(read(event.target.value, Boolean(withTime)));
    };
    const form = center.say(withTime ? "moment.form" : "moment.form_day");
    const wrong = text !== "" && !value;
    return h("input", Object.assign({ type: "text", className: "text moment", value: text, autoComplete: "off", spellCheck: false, placeholder: form, title: form, "aria-invalid": wrong || undefined, onChange: change }, more));
  };
})((window.center = window.center || {}));
