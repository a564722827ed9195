// How an answer of each type is kept, as ODK writes it; the twin of `values.py`.

import { characters, digits, fixed, split, strip } from "./plain.js";
import { instant } from "./dates.js";

export const LONGEST = 1000;
export const ACKNOWLEDGED = "OK";
export const CHOOSING = new Set(["choice", "choices", "rank"]);

const INTEGER = /^[-+]?\d{1,9}$/;
const DECIMAL = /^[-+]?(?:\d{1,15}(?:\.\d{0,15})?|\.\d{1,15})$/;
const TIME = /^(\d{1,2})[:.](\d\d)(?::(\d\d)(?:\.\d+)?)?(?:Z|[-+]\d\d(?::?\d\d)?)?$/;
const WARD = /^[EW]05\d{6}$|^elsewhere$/;
const POINT = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)$/;

/** A text that is no answer of its type. */
export class NotOfType extends Error {}

function integer(text) {
  const plain = digits(text);
  if (!INTEGER.test(plain)) throw new NotOfType();
  return String(BigInt(plain.replace("+", "")));
}

export function decimal(text) {
  const plain = digits(text).replaceAll(",", ".");
  if (!DECIMAL.test(plain)) throw new NotOfType();
  return shortened(fixed(Number(plain), 6)) || "0";
}

const shortened = (text) => text.replace(/0+$/, "").replace(/\.$/, "");

function date(text) {
  const day = characters(text).slice(0, 10).join("");
  const found = day.length === 10 ? instant(day) : null;
  if (!found || found.year < 1900 || found.year > 2100) throw new NotOfType();
  return day;
}

function time(text) {
  const found = TIME.exec(digits(text));
  const [hour, minute, second] = found
    ? found.slice(1, 4).map((part) => Number(part ?? 0))
    : [24, 0, 0];
  if (hour > 23 || minute > 59 || second > 59) throw new NotOfType();
  return `${[hour, minute, second].map((part) => String(part).padStart(2, "0")).join(":")}.000`;
}

function place(text) {
  if (WARD.test(text)) return text;
  const parts = split(text).slice(0, 2);
  if (parts.length !== 2 || !parts.every((part) => POINT.test(digits(part)))) throw new NotOfType();
  const [latitude, longitude] = parts.map((part) => Number(digits(part)));
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) throw new NotOfType();
  return `${fixed(latitude, 2)} ${fixed(longitude, 2)}`;
}

function acknowledged(text) {
  if (text !== ACKNOWLEDGED) throw new NotOfType();
  return text;
}

const even = (number) => (number % 1 === 0.5 ? 2 * Math.round(number / 2) : Math.round(number));

function onRange(text, [low, high, step]) {
  const number = Number(decimal(text));
  const steps = (number - low) / step;
  const off = Math.abs(steps - even(steps));
  const near = Math.max(1e-9 * Math.max(Math.abs(steps), Math.abs(even(steps))), 1e-9);
  if (number < Math.min(low, high) || number > Math.max(low, high) || !(off <= near))
    throw new NotOfType();
  return decimal(text);
}

const WRITERS = { integer, decimal, date, time, place, acknowledge: acknowledged };

/** Gives an answer as it is kept, or NotOfType; the choices and rules are looked at elsewhere. */
export function asKept(question, said) {
  const text = strip(said);
  const { kind } = question;
  if (!text) return "";
  if (CHOOSING.has(kind)) return split(text).join(" ");
  if (kind in WRITERS) return WRITERS[kind](text);
  if (kind === "range") return onRange(text, question.span);
  if (kind === "text" && characters(text).length > LONGEST) throw new NotOfType();
  return text;
}

/** Gives the points of a range as they are kept. */
export function points({ span: [low, high, step] }) {
  const count = Math.trunc(Math.abs((high - low) / step) + 1e-9) + 1;
  return Array.from({ length: count }, (_, at) => decimal(fixed(low + at * step, 9)));
}
