// What Python means by a blank, a digit and a number written out, so that both evaluators mean the same.

const BLANKS =
  "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const EDGES = new RegExp(`^[${BLANKS}]+|[${BLANKS}]+$`, "gu");
const BETWEEN = new RegExp(`[${BLANKS}]+`, "u");
const SMALL = 1e-6;

/** Gives a text without the blanks at its ends. */
export const strip = (text) => text.replace(EDGES, "");

/** Gives the words of a text. */
export const split = (text) => (strip(text) ? strip(text).split(BETWEEN) : []);

/** Gives a text by its characters, of which some take two places in a JavaScript text. */
export const characters = (text) => [...text];

/** Gives a text with the digits of every script as those that we write: '٣٤' is '34'. */
export const digits = (text) =>
  text.replace(/\p{Nd}/gu, (found) => {
    let code = found.codePointAt(0);
    let before = 0;
    while (/\p{Nd}/u.test(String.fromCodePoint(code - 1))) [code, before] = [code - 1, before + 1];
    return String(before % 10);
  });

/** Gives a number with so many decimals; a half goes to the even digit. */
export function fixed(number, places) {
  const sign = number < 0 || Object.is(number, -0) ? "-" : "";
  const size = Math.abs(number);
  if (size >= 1e21) return `${sign}${BigInt(size)}.${"0".repeat(places)}`;
  const exact = size.toFixed(60);
  const cut = exact.length - 60 + places;
  if (!/^50*$/.test(exact.slice(cut))) return sign + size.toFixed(places);
  const kept = BigInt(exact.slice(0, cut).replace(".", ""));
  const even = String(kept + (kept % 2n)).padStart(places + 1, "0");
  return `${sign}${even.slice(0, -places)}.${even.slice(-places)}`;
}

/** Gives a number as text, as Python's `_number_as_text` does. */
export function written(number) {
  if (Number.isNaN(number)) return "NaN";
  if (!Number.isFinite(number)) return number > 0 ? "Infinity" : "-Infinity";
  if (Number.isInteger(number)) return String(BigInt(number));
  if (Math.abs(number) >= SMALL) return fixed(number, 6).replace(/0+$/, "");
  return String(number).replace(/e-(\d)$/, "e-0$1");
}

/** Adds numbers without a loss in between, as Python's `math.fsum` does. */
export function sum(numbers) {
  if (!numbers.every(Number.isFinite)) return numbers.reduce((one, other) => one + other, 0);
  const parts = [];
  for (let add of numbers) {
    let kept = 0;
    for (let part of parts) {
      if (Math.abs(add) < Math.abs(part)) [add, part] = [part, add];
      const high = add + part;
      const low = part - (high - add);
      if (low) parts[kept++] = low;
      add = high;
    }
    parts.length = kept;
    if (!Number.isFinite(add)) return add; // more than a number can hold
    parts.push(add);
  }
  return rounded(parts);
}

function rounded(parts) {
  let at = parts.length;
  let high = at ? parts[--at] : 0;
  let low = 0;
  while (at > 0 && !low) {
    const before = high;
    const part = parts[--at];
    high = before + part;
    low = part - (high - before);
  }
  if (at > 0 && Math.sign(low) === Math.sign(parts[at - 1]) && low) {
    const other = high + low * 2;
    if (other - high === low * 2) high = other;
  }
  return high;
}
