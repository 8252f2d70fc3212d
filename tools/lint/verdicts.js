/* A rule of `deno lint`: nothing is decided in the browser (docs/domain.md, "Verdicts").

   A script takes verdicts from its rows, as `turns` (assets/base/turns.js) or fields. It may not compare with
   <, <=, > or >= on its own, nor by a detour: equality with what Math made, with the time now or of a field
   with a number, a difference or a Math function as a condition, the browser's own clock. Nor may it have numbers
   of its own, but for drawing and transport: what may stand tools/lint/drawing_and_transport.js says, each with
   its reason. Loop counters, lengths of lists and places found in a list need no reason, unless a time or a
   field of a row is compared.

   What it cannot see: the order of a sort, and a number that stands in an expression without a name. */

import { COMPARISONS, CONSTANTS } from "./drawing_and_transport.js";

const ORDERED = new Set(["<", "<=", ">", ">="]);
const EQUAL = new Set(["===", "!==", "==", "!="]);
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
/* A length or a place in a list, with nothing else but names and numbers beside it. */
const isOnlyCount = (node) =>
  isCount(node) &&
  (node.type !== "BinaryExpression" ||
    [node.left, node.right].every((one) => isPlain(one) || isOnlyCount(one)));
/* A name or a number: no field of a row. */
const isPlain = (node) =>
  node.type === "Identifier" || isNumber(node) ||
  (node.type === "BinaryExpression" && isPlain(node.left) && isPlain(node.right));
const free = (node) => {
  const sides = [node.left, node.right];
  return !sides.some(isTime) &&
    (inLoop(node) ||
      (sides.some(isOnlyCount) && sides.every((one) => isPlain(one) || isOnlyCount(one))));
};

/* A function of Math that chooses between numbers, or takes their sign or steps. */
const isMath = (node) =>
  node.type === "CallExpression" && node.callee.type === "MemberExpression" &&
  nameOf(node.callee.object) === "Math";
const isOfMath = (node) =>
  isMath(node) ||
  (node.type === "BinaryExpression" && [node.left, node.right].some(isOfMath));
const isNow = (node) => [...nodes(node)].some((one) => nameOf(one) === "now");
const isArithmetic = (node) =>
  node.type === "BinaryExpression" && ["-", "+", "*", "/", "%", "|", "&"].includes(node.operator);
/* 0, 1 or -1: none, one, and not found. */
const isFew = (node) =>
  node.type === "UnaryExpression" ? isFew(node.argument) : [0, 1].includes(node.value);
/* Equality that orders: of what Math made, of the time now, or of a field with a number other than 0 and 1.
   A `status` that is a number is one of HTTP. */
const ordersByEquality = (node) => {
  const sides = [node.left, node.right];
  if (!EQUAL.has(node.operator)) return false;
  if (sides.some(isOfMath) || (sides.some(isNow) && sides.every(isTime))) return true;
  return sides.some((one) => isNumber(one) && !isFew(one)) &&
    sides.some((one) =>
      one.type === "MemberExpression" && !isCount(one) && nameOf(one.property) !== "status"
    );
};
/* Whether a value is asked only for whether it is 0: a figure as a condition. */
const asked = (node) => {
  const up = node.parent;
  return (up.type === "IfStatement" || up.type === "ConditionalExpression" ||
      up.type === "WhileStatement")
    ? up.test === node
    : up.type === "LogicalExpression"
    ? up.operator === "&&" && up.left === node
    : up.type === "UnaryExpression" && up.operator === "!";
};
const isOwnClock = (node) =>
  node.type === "CallExpression"
    ? node.callee.type === "MemberExpression" && nameOf(node.callee.object) === "Date" &&
      nameOf(node.callee.property) === "now"
    : node.type === "NewExpression" && nameOf(node.callee) === "Date" && !node.arguments.length;

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
export const plugin = (comparisons, constants) => ({
  name: "verdicts",
  rules: {
    "no-comparison": {
      create(context) {
        const file = fileOf(context);
        const refuse = (node) => {
          if (!file) return;
          const place = `${file}:${placeOf(node)}`;
          const told = `${place}: ${bare(context.sourceCode.getText(node))}`;
          if (Object.hasOwn(comparisons, told) || Object.hasOwn(comparisons, place)) return;
          context.report({
            node,
            message: `decides in the browser: ${told}`,
            hint:
              "Decide it in command_center/domain and carry it in the row as turns or a field (docs/domain.md, Verdicts); if it only draws or carries, name it with its reason in tools/lint/drawing_and_transport.js",
          });
        };
        return {
          BinaryExpression(node) {
            const ordered = ORDERED.has(node.operator) && !free(node);
            if (
              ordered || ordersByEquality(node) ||
              (isArithmetic(node) && asked(node) && !isOnlyCount(node))
            ) {
              refuse(node);
            }
          },
          CallExpression(node) {
            if (
              isOwnClock(node) ||
              (isMath(node) && (asked(node) || nameOf(node.callee.property) === "sign"))
            ) refuse(node);
          },
          NewExpression(node) {
            if (isOwnClock(node)) refuse(node);
          },
        };
      },
    },
    "no-constant": {
      create(context) {
        const file = fileOf(context);
        return {
          VariableDeclarator(node) {
            const name = nameOf(node.id);
            if (!file || !CONSTANT.test(name) || !node.init || !isNumber(node.init)) {
              return;
            }
            const told = `${file}:${name}`;
            if (Object.hasOwn(constants, told)) return;
            context.report({
              node,
              message: `a number of the browser's own: ${told}`,
              hint:
                "A number of the domain comes with the row, the site or command_center/page_server/made_scripts.py; one of drawing or transport is named with its reason in tools/lint/drawing_and_transport.js",
            });
          },
        };
      },
    },
  },
});

export default plugin(COMPARISONS, CONSTANTS);
