// Turns the values of XPath 1.0 into each other; the twin of `_conversions.py`.
// A value is a truth, a number, a text, or a list of nodes.

import { instant } from "./dates.js";
import { digits, strip, written } from "./plain.js";

const NUMBER = /^-?(?:\d+(?:\.\d*)?|\.\d+)(?:[Ee][+-]?\d+)?$/;
const BILLION = 1e9;

export const isNodes = Array.isArray;

/** Gives the text inside a node. */
export const textOf = (node) => (node.documentElement ?? node).textContent;

export function asText(value) {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "true" : "false";
  if (typeof value === "number") return written(value);
  return value.length ? textOf(value[0]) : "";
}

/** Gives a value as a number; what is none, as an empty answer, is NaN. */
export function asNumber(value) {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return Number(value);
  const text = digits(strip(asText(value)));
  return NUMBER.test(text) ? Number(text) : days(strip(asText(value)));
}

export function asTruth(value) {
  if (typeof value === "number") return value !== 0 && !Number.isNaN(value);
  if (isNodes(value)) return value.length > 0;
  return Boolean(value);
}

/** Gives the days since 1 January 1970 of a date, with or without a time; NaN for other text. */
export function days(text) {
  const found = instant(text);
  return found ? found.seconds / 86400 : NaN;
}

/** Gives a number without its fraction, for counting: 0 for NaN, a billion for anything more. */
export function whole(value) {
  const number = asNumber(value);
  return Number.isNaN(number) ? 0 : Math.trunc(Math.min(Math.max(number, -BILLION), BILLION));
}
