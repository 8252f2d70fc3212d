/* A described thing as YAML: the form writes what a person would write. Keys stand on lines of their own down to
   the second level; what is below stands in braces. */

/* What is no plain word in YAML, or means something else there, is quoted. */
const PLAIN = /^[A-Za-z0-9_\u3400-\u9fff][A-Za-z0-9_\u3400-\u9fff ./%-]*$/;
const ODD = /^(true|false|null|yes|no|on|off|~)$/i;

/** @type {(value: Answered) => string} */
function scalar(value) {
  if (value === null || value === undefined) return "null";
  const text = String(value);
  if (/^(true|false)$/.test(text)) return text;
  return PLAIN.test(text) && !ODD.test(text) && text.trim() === text ? text : JSON.stringify(text);
}

/** @type {(value: Answered) => string} */
export function inline(value) {
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (value && typeof value === "object") {
    return `{${
      Object.entries(value).map(([key, below]) => `${scalar(key)}: ${inline(below)}`).join(", ")
    }}`;
  }
  return scalar(value);
}

const LIST_LINES = new Set([
  "entries",
  "steps",
  "approvals",
  "watch",
  "opens",
]);

/** @type {(data: Answered) => string} */
export function yamlOf(data) {
  /** @type {string[]} */
  const lines = [];
  for (const [key, value] of Object.entries(data)) {
    if (Array.isArray(value) && LIST_LINES.has(key) && value.length) {
      lines.push(`${scalar(key)}:`, ...value.map((one) => `  - ${inline(one)}`));
    } else if (
      value && typeof value === "object" && !Array.isArray(value) &&
      Object.values(value).some((below) => below && typeof below === "object")
    ) {
      lines.push(`${scalar(key)}:`);
      for (const [name, below] of Object.entries(value)) {
        lines.push(`  ${scalar(name)}: ${inline(below)}`);
      }
    } else lines.push(`${scalar(key)}: ${inline(value)}`);
  }
  return `${lines.join("\n")}\n`;
}
