/* Names the time zone of displayed times, for readers whose own zone differs from the plant's. */

/** @type {Record<string, Intl.DateTimeFormat>} */
const formats = {};

/* A zone's name with what its clocks are ahead of UTC at these times, "Asia/Shanghai, UTC+08:00", as
   command_center/reports/zone_words.py says it; times of summer and winter give two. */
/** @type {(zone: string, ...times: number[]) => string} */
export function zoneWords(zone, ...times) {
  formats[zone] = formats[zone] ||
    new Intl.DateTimeFormat("en-GB", { timeZone: zone, timeZoneName: "longOffset" });
  const ahead = new Set(times.map((ms) => aheadAt(formats[zone], ms)));
  return [zone, [...ahead].sort((a, b) => minutes(a) - minutes(b)).join(" / ")].filter(Boolean)
    .join(", ");
}

/** @type {(format: Intl.DateTimeFormat, ms: number) => string} */
function aheadAt(format, ms) {
  const part = format.formatToParts(ms).find(({ type }) => type === "timeZoneName");
  return part && part.value !== "GMT" ? part.value.replace("GMT", "UTC") : "UTC+00:00";
}

/* "UTC-03:30" as -210. */
/** @type {(ahead: string) => number} */
function minutes(ahead) {
  const [hours, rest] = ahead.slice(4).split(":").map(Number);
  return (ahead[3] === "-" ? -1 : 1) * (hours * 60 + rest);
}
