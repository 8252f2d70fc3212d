/* Pictures, voices and signatures in a play of a draft: they count as brought, so a form asks for them with a yes or no,
   and the rules get a hash that nothing has. */

import { text } from "../base/context.js";
import { say } from "../base/words.js";

/** @typedef {{ type: string, title?: any, least?: number, of?: any }} Field */

/* What stands for a picture, a voice or a signature: a hash that nothing has. */
const BROUGHT = { sha256: "0".repeat(64) };
/** @type {Record<string, (field: Field) => unknown>} */
const AS_BROUGHT = {
  photo: (field) =>
    Array.from({ length: Math.max(1, field.least || 1) }, (_, n) => ({
      sha256: String(n).repeat(64).slice(0, 64),
    })),
  voice: () => BROUGHT,
  signature: () => BROUGHT,
};

/* The fields as a play asks for them: what a device brings is a yes or no. */
/** @type {(fields: Record<string, Field>) => Record<string, Field>} */
export const playable = (fields) =>
  Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      field && field.type in AS_BROUGHT
        ? {
          type: "yes_no",
          title: `${text(field.title) || name} (${say("templates.try_brought")})`,
        }
        : field && field.type === "list"
        ? { ...field, of: playable(field.of) }
        : field,
    ]),
  );

/* What was said of them, as the rules expect it. */
/** @type {(values: any, fields: Record<string, Field>) => any} */
export const brought = (values, fields) =>
  Object.fromEntries(
    Object.entries(values).filter(([name, value]) =>
      !(fields[name] && fields[name].type in AS_BROUGHT && value === false)
    ).map(([name, value]) => {
      const field = fields[name];
      if (field && field.type in AS_BROUGHT) return [name, AS_BROUGHT[field.type](field)];
      if (field && field.type === "list" && Array.isArray(value)) {
        return [name, value.map((line) => brought(line, field.of))];
      }
      return [name, value];
    }),
  );

/* The values of a matter as its playable fields say them. */
/** @type {(values: any, fields: Record<string, Field>) => any} */
export const asSaid = (values, fields) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const field = fields[name];
      if (field && field.type in AS_BROUGHT) return [name, true];
      if (field && field.type === "list" && Array.isArray(value)) {
        return [name, value.map((line) => asSaid(line, field.of))];
      }
      return [name, value];
    }),
  );
