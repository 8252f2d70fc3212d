/* A function of the plant, such as the safety officer, in words. */

import { say } from "../base/words.js";

/** @type {(name: string) => string} */
export const functionWords = (name) => say(`templates.function.${name.replaceAll("-", "_")}`);
