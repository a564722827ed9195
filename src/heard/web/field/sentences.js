// What is said of an answer: what is wrong with it, and how a person would read it.

import { characters } from "./engine/plain.js";

/** Gives the words of a language by their names; what stands in brackets is filled in. */
export const wordsOf =
  (pack, code) =>
  (name, values = {}) =>
    (pack.words[code] ?? pack.words.en)[name].replace(
      /%\((\w+)\)s/g,
      (all, key) => values[key] ?? all,
    );

/** Says in one sentence what is wrong: in the form's own words, if it has any. */
export function sentence(say, filled, step, { wrong, message }, text) {
  if (message) return message;
  const kind = step.question?.kind ?? "again";
  if (kind === "again") return say("bad_again");
  if (wrong === "rule") return say("bad_rule");
  if (wrong === "type")
    return kind === "text"
      ? say("too_long", { written: characters(text).length })
      : say(`bad_${kind}`);
  if (wrong === "choice" && kind === "rank") return say("bad_places");
  return (
    inARow(
      say,
      filled.choices(step).map(([value]) => value),
    ) || say(`bad_${kind}`)
  );
}

/** Names the ends where the choices are numbers in a row, as of a scale from 0 to 10. */
function inARow(say, values) {
  const row = values.length && /^\d+$/.test(values[0]) ? Number(values[0]) : NaN;
  const holds = values.every((value, at) => /^\d+$/.test(value) && Number(value) === row + at);
  return values.length && holds ? say("bad_number", { first: values[0], last: values.at(-1) }) : "";
}

/** Gives what was said to a step as a person would read it. */
export function readable(say, pack, tag, filled, step) {
  const said = filled.said(step);
  const kind = step.question?.kind;
  if (!said) return "";
  if (kind === "date") {
    const day = new Date(`${said}T12:00:00Z`);
    return new Intl.DateTimeFormat(`${tag}-u-nu-latn`, {
      dateStyle: "long",
      timeZone: "UTC",
    }).format(day);
  }
  if (kind === "time") return said.slice(0, 5);
  if (kind === "acknowledge") return say("yes");
  if (kind === "place") {
    const ward = pack.wards.find(([code]) => code === said);
    return ward ? `${ward[1]}, ${ward[2]}` : say("elsewhere");
  }
  const names = new Map(filled.choices(step));
  return names.size
    ? said
        .split(" ")
        .map((value) => names.get(value) ?? value)
        .join(", ")
    : said;
}
