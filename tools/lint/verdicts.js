/* A rule of `deno lint`: nothing is decided in the browser (docs/domain.md, "Verdicts").

   A script takes verdicts from its rows, as `turns` (assets/base/turns.js) or fields. It may not compare with
   <, <=, > or >= on its own, nor have numbers of its own, but for drawing and transport: what may stand
   tools/lint/drawing_and_transport.js says, each with its reason. Loop counters, lengths of lists and places
   found in a list need no reason, unless a time is compared. */

import { COMPARISONS, CONSTANTS, PENDING } from "./drawing_and_transport.js";

const ORDERED = new Set(["<", "<=", ">", ">="]);
const COUNTS = new Set(["length", "size"]);
const PLACES = new Set(["indexOf", "findIndex", "lastIndexOf", "search", "pressed", "keyPressed"]);
const TIME = /(^|_)(now|at|ts|until|since|by|t0)$|(^|[a-z])(At|Now|Until|Since)$/;
const CONSTANT = /^[A-Z][A-Z0-9_]*$/;

/* Every node under this one, itself first. */
function* nodes(node) {
  yield node;
  for (const key of ["left", "right", "argument", "object", "property", "expression", "callee"]) {
    if (node[key] && typeof node[key].type === "string") yield* nodes(node[key]);
  }
  for (const one of node.arguments || []) yield* nodes(one);
}

const nameOf = (node) => node.type === "Identifier" ? node.name : "";
const isTime = (node) => [...nodes(node)].some((one) => TIME.test(nameOf(one)));
const isCount = (node) =>
  [...nodes(node)].some((one) =>
    (one.type === "MemberExpression" && COUNTS.has(nameOf(one.property))) ||
    (one.type === "CallExpression" &&
      PLACES.has(nameOf(one.callee) || nameOf(one.callee.property || {})))
  );
const inLoop = (node) => node.parent.type === "ForStatement" && node.parent.test === node;
const free = (node) =>
  ![node.left, node.right].some(isTime) &&
  (inLoop(node) || [node.left, node.right].some(isCount));

/* The nearest function or variable with a name that it stands in; "" at the head of the file. */
function placeOf(node) {
  for (let at = node.parent; at; at = at.parent) {
    if (at.type === "FunctionDeclaration" || at.type === "FunctionExpression") {
      if (at.id) return at.id.name;
    }
    if (at.type === "VariableDeclarator" && at.id.type === "Identifier" && at.init) {
      if (/Function/.test(at.init.type)) return at.id.name;
    }
    if (at.type === "Property" && /Function/.test(at.value.type)) return nameOf(at.key);
  }
  return "";
}

/* As it is written but for comments, brackets and breaks of the line. */
const bare = (text) =>
  text.replace(/\/\*.*?\*\//gs, " ").replace(/[()]/g, " ").replace(/\s+/g, " ").trim();

/* Only numbers, as 24 * 3600000. */
const isNumber = (node) =>
  node.type === "Literal"
    ? typeof node.value === "number"
    : node.type === "UnaryExpression"
    ? isNumber(node.argument)
    : node.type === "BinaryExpression" && isNumber(node.left) && isNumber(node.right);

/* Where the file is below assets/, "" elsewhere. */
const fileOf = (context) => (context.filename.match(/\/assets\/(.*)$/) || ["", ""])[1];

/* The plugin with these lists; a test runs it without any, and holds them against what it then finds. */
export const plugin = (comparisons, constants, pending) => ({
  name: "verdicts",
  rules: {
    "no-comparison": {
      create(context) {
        const file = fileOf(context);
        const waits = pending.some((room) => file.startsWith(room));
        return {
          BinaryExpression(node) {
            if (!file || waits || !ORDERED.has(node.operator) || free(node)) return;
            const place = `${file}:${placeOf(node)}`;
            const told = `${place}: ${bare(context.sourceCode.getText(node))}`;
            if (Object.hasOwn(comparisons, told) || Object.hasOwn(comparisons, place)) return;
            context.report({
              node,
              message: `decides in the browser: ${told}`,
              hint:
                "Decide it in command_center/domain and carry it in the row as turns or a field (docs/domain.md, Verdicts); if it only draws or carries, name it with its reason in tools/lint/drawing_and_transport.js",
            });
          },
        };
      },
    },
    "no-constant": {
      create(context) {
        const file = fileOf(context);
        const waits = pending.some((room) => file.startsWith(room));
        return {
          VariableDeclarator(node) {
            const name = nameOf(node.id);
            if (!file || waits || !CONSTANT.test(name) || !node.init || !isNumber(node.init)) {
              return;
            }
            const told = `${file}:${name}`;
            if (Object.hasOwn(constants, told)) return;
            context.report({
              node,
              message: `a number of the browser's own: ${told}`,
              hint:
                "A number of the domain comes with the row, the site or assets/base/decided.js; one of drawing or transport is named with its reason in tools/lint/drawing_and_transport.js",
            });
          },
        };
      },
    },
  },
});

export default plugin(COMPARISONS, CONSTANTS, PENDING);
