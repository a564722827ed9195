// The functions of ODK XForms, and XPath's own; the twin of `_functions.py`.

import { date, dateTime, decimalTime, formatDate } from "./calendar.js";
import { asNumber, asText, asTruth, isNodes, textOf, whole } from "./convert.js";
import { characters, split, strip, sum } from "./plain.js";

const PLACES = 15;

/** An expression that cannot be worked out. */
export class BadExpression extends Error {}

const texts = (values) =>
  values.flatMap((value) => (isNodes(value) ? value.map(textOf) : [asText(value)]));
const filled = (values) => texts(values).filter(Boolean).map(asNumber);
const most =
  (pick) =>
  (...values) => {
    const numbers = filled(values);
    return numbers.length ? numbers.reduce(pick) : NaN;
  };

/** Reads an answer as a truth: in texts, 'false' and '0' are not. */
const said = (value) =>
  isNodes(value) || typeof value === "string"
    ? !["", "false", "0", "NaN"].includes(asText(value))
    : asTruth(value);

function within(found, least, utmost) {
  const [low, high] = [asNumber(least), asNumber(utmost)];
  return (low < 0 || found >= low) && (high < 0 || found <= high);
}

function weighted(least, utmost, ...pairs) {
  if (pairs.length % 2) throw new BadExpression("each answer needs a weight");
  const held = pairs.filter((_, at) => at % 2 && said(pairs[at - 1]));
  return within(sum(held.map(asNumber)), least, utmost);
}

function round(value, places = 0) {
  const number = asNumber(value);
  const shift = Math.min(Math.max(whole(places), -PLACES), PLACES);
  if (!Number.isFinite(number)) return number;
  const factor = Number(`1e${shift}`);
  const moved = number * factor + 0.5;
  return Number.isFinite(moved) ? Math.floor(moved) / factor : number; // has no such places
}

function translate(value, before, after) {
  const other = characters(asText(after));
  const table = new Map(characters(asText(before)).map((one, at) => [one, other[at] ?? ""]));
  return characters(asText(value))
    .map((one) => table.get(one) ?? one)
    .join("");
}

function substring(value, start, length) {
  const first = asNumber(start);
  const last = length === undefined ? Infinity : first + asNumber(length);
  return characters(asText(value))
    .filter((_, at) => first <= at + 1 && at + 1 < last)
    .join("");
}

function cut(value, mark) {
  const at = asText(value).indexOf(asText(mark));
  return at < 0
    ? null
    : [asText(value).slice(0, at), asText(value).slice(at + asText(mark).length)];
}

/** Lets a function of numbers take any values; what it cannot do is NaN. */
const worked =
  (work) =>
  (...values) => {
    const numbers = values.map(asNumber);
    const found = work(...numbers);
    return numbers.every(Number.isFinite) && !Number.isFinite(found) ? NaN : found;
  };

function power(base, exponent) {
  if (base === 1 || (base === -1 && Math.abs(exponent) === Infinity)) return 1;
  return base ** exponent;
}

const edge = (work) => worked((number) => (Number.isFinite(number) ? work(number) : NaN));

function nodes(value) {
  if (!isNodes(value)) throw new BadExpression("it asks for a question or group, not a value");
  return value;
}

function indexedRepeat(wanted, group, index) {
  const at = asNumber(index);
  if (!(at >= 1 && at <= nodes(group).length)) return [];
  const chosen = group[Math.trunc(at) - 1];
  return nodes(wanted).filter((node) => node !== chosen && chosen.contains(node));
}

export const PLAIN = {
  selected: (value, wanted) => split(asText(value)).includes(strip(asText(wanted))),
  "selected-at": (value, index) => {
    const [chosen, at] = [split(asText(value)), asNumber(index)];
    return at >= 0 && at < chosen.length ? chosen[Math.trunc(at)] : "";
  },
  "count-selected": (value) => split(asText(value)).length,
  if: (condition, then, other) => (asTruth(condition) ? then : other),
  coalesce: (...values) => values.map(asText).find(Boolean) ?? "",
  regex: (value, pattern) => new RegExp(`^(?:${asText(pattern)})$`, "u").test(asText(value)),
  string: asText,
  concat: (...values) => texts(values).join(""),
  join: (mark, ...values) => texts(values).join(asText(mark)),
  contains: (value, part) => asText(value).includes(asText(part)),
  "starts-with": (value, part) => asText(value).startsWith(asText(part)),
  "ends-with": (value, part) => asText(value).endsWith(asText(part)),
  substr: (value, start, end) =>
    characters(asText(value))
      .slice(whole(start), end === undefined ? undefined : whole(end))
      .join(""),
  substring,
  "substring-before": (value, mark) => cut(value, mark)?.[0] ?? "",
  "substring-after": (value, mark) => cut(value, mark)?.[1] ?? "",
  translate,
  "string-length": (value) => characters(asText(value)).length,
  "normalize-space": (value) => split(asText(value)).join(" "),
  number: asNumber,
  int: (value) => Math.trunc(asNumber(value)),
  round,
  floor: edge(Math.floor),
  ceiling: edge(Math.ceil),
  sum: (...values) => sum(filled(values)),
  max: most((one, other) => (other > one ? other : one)),
  min: most((one, other) => (other < one ? other : one)),
  pow: worked(power),
  abs: worked(Math.abs),
  sqrt: worked(Math.sqrt),
  exp: worked(Math.exp),
  log: worked(Math.log),
  log10: worked(Math.log10),
  pi: () => Math.PI,
  true: () => true,
  false: () => false,
  not: (value) => !asTruth(value),
  boolean: asTruth,
  "boolean-from-string": (value) => ["true", "1"].includes(asText(value).toLowerCase()),
  checklist: (least, utmost, ...answers) => within(answers.filter(said).length, least, utmost),
  "weighted-checklist": weighted,
  date,
  "date-time": dateTime,
  "decimal-date-time": asNumber,
  "decimal-time": decimalTime,
  "format-date": formatDate,
  "format-date-time": formatDate,
  count: (found) => nodes(found).length,
  "count-non-empty": (found) => nodes(found).map(textOf).filter(Boolean).length,
  "indexed-repeat": indexedRepeat,
};

function position(context, found) {
  if (found === undefined) return context.position;
  const first = nodes(found)[0];
  if (
    !first?.parentNode ||
    (first.parentNode.documentElement && first.ownerDocument !== context.world.answers)
  ) {
    return NaN;
  }
  const same = [...first.parentNode.children].filter((node) => node.tagName === first.tagName);
  return same.indexOf(first) + 1;
}

function instance({ world }, name) {
  const found = world.lists.get(asText(name));
  if (!found) throw new BadExpression(`there is no list of choices called ${asText(name)}`);
  return [found];
}

// What sees where it is: it gets the context first.
export const SEEING = {
  today: ({ world }) => world.now.slice(0, 10),
  now: ({ world }) => world.now,
  position,
  last: ({ size }) => size,
  instance,
  current: ({ current }) => [current],
  "choice-name": ({ world }, value, question) => world.nameOf(asText(question), asText(value)),
  once: ({ current }, value) => textOf(current) || asText(value),
  version: ({ world }) => world.version,
};
