// Works out an expression that the server has read into a tree; the twin of `_xpath.py`.
// A tree is a list: what it does, and the trees that it does it with.

import { asNumber, asText, asTruth, isNodes, textOf } from "./convert.js";
import { BadExpression, PLAIN, SEEING } from "./functions.js";

const numbers = (value) =>
  isNodes(value) ? value.map((node) => asNumber(textOf(node))) : [asNumber(value)];
const texts = (value) => (isNodes(value) ? value.map(textOf) : [asText(value)]);
const any = (left, right, holds) => left.some((one) => right.some((other) => holds(one, other)));

const arithmetic = (work) => (left, right) => work(asNumber(left), asNumber(right));
const ordered = (holds) => (left, right) => any(numbers(left), numbers(right), holds);
const equal = (holds) => (left, right) => {
  if (typeof left === "boolean" || typeof right === "boolean")
    return holds(asTruth(left), asTruth(right));
  if (typeof left === "number" || typeof right === "number")
    return any(numbers(left), numbers(right), holds);
  return any(texts(left), texts(right), holds);
};

const OPERATORS = {
  "+": arithmetic((a, b) => a + b),
  "-": arithmetic((a, b) => a - b),
  "*": arithmetic((a, b) => a * b),
  // Python's nought has no sign to divide by
  div: arithmetic((a, b) => (b === 0 ? a / 0 : a / b)),
  mod: arithmetic((a, b) => a % b),
  "<": ordered((a, b) => a < b),
  "<=": ordered((a, b) => a <= b),
  ">": ordered((a, b) => a > b),
  ">=": ordered((a, b) => a >= b),
  "=": equal((a, b) => a === b),
  "!=": equal((a, b) => a !== b),
  and: (left, right) => asTruth(left) && asTruth(right),
  or: (left, right) => asTruth(left) || asTruth(right),
};

const STEPS = {
  name: ([name], { node }) => [...node.children].filter((child) => child.tagName === name),
  any: (_, { node }) => [...node.children],
  self: (_, { node }) => [node],
  parent: (_, { node }) => (node.parentNode ? [node.parentNode] : []),
  root: (_, { world }) => [world.answers],
  path: ([from, to], context) => along(select(from, context), to, context),
  deep: ([from, to], context) => along(select(from, context).flatMap(below), to, context),
  where: ([from, predicate], context) => {
    const found = select(from, context);
    return found.filter((node, at) => {
      const held = evaluate(predicate, { ...context, node, position: at + 1, size: found.length });
      return typeof held === "number" ? held === at + 1 : asTruth(held);
    });
  },
  both: ([one, other], context) => inOrder([...select(one, context), ...select(other, context)]),
};

/** Works out a tree: `context` is the node, what it stands among, and the world. */
export function evaluate([does, ...parts], context) {
  if (does in STEPS) return STEPS[does](parts, context);
  if (does === "value") return parts[0];
  const [name, ...given] = parts;
  const values = given.map((part) => evaluate(part, context));
  if (does === "operator")
    return OPERATORS[name](...(values.length === 1 ? [0, ...values] : values));
  if (does !== "function") throw new BadExpression(does);
  return name in SEEING ? SEEING[name](context, ...values) : PLAIN[name](...values);
}

/** Works out a tree at a node of the answers. */
export function valueAt(tree, node, world) {
  return evaluate(tree, { node, world, current: node, position: 1, size: 1 });
}

function select(tree, context) {
  const found = evaluate(tree, context);
  if (!isNodes(found)) throw new BadExpression("a path leads through what is no question or group");
  return found;
}

function along(nodes, to, context) {
  const found = nodes.flatMap((node, at) =>
    select(to, { ...context, node, position: at + 1, size: nodes.length }),
  );
  return nodes.length > 1 ? inOrder(found) : found;
}

const below = (node) => [node, ...node.querySelectorAll("*")];

function inOrder(nodes) {
  const precedes = (one, other) =>
    one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
  return [...new Set(nodes)].sort(precedes);
}
