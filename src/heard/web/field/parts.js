// Parts of an interview's pages: what a question shows, what is wrong, where to turn
// in an emergency, a line of the check.

import { bdi, h, link } from "./dom.js";
import { points } from "./engine/kept.js";
import { sentence } from "./sentences.js";

export const isNote = (step) => step.question?.kind === "note";

/** Gives what the page of a step shows; `mine` are the keys whose answers may be shown. */
export function questionOf({ say, pack, mine, filled, step, typed, problem }) {
  const label = filled.words((step.question ?? step.group).label, step.key);
  const kind = step.question?.kind ?? "again";
  const asked = filled.steps.filter((one) => one.question && !isNote(one)).map(({ key }) => key);
  const said = mine.has(step.key) ? filled.said(step) : "";
  const plain = kind === "note" || filled.isRequired(step);
  return {
    say,
    kind,
    heading: heading(say, kind, label, plain),
    hint: step.question ? filled.words(step.question.hint, step.key) : "",
    problem: problem ? sentence(say, filled, step, problem, typed) : "",
    options: options(say, kind, filled, step),
    text: typed ?? (kind === "time" ? said.slice(0, 5) : said),
    number: asked.indexOf(step.key) + 1,
    total: asked.length,
    wards: pack.wards,
    elsewhere: pack.elsewhere,
  };
}

function heading(say, kind, label, plain) {
  if (kind === "again") return say("again", { group: label });
  return plain ? label : say("optional", { question: label });
}

function options(say, kind, filled, step) {
  if (kind === "again") return ["yes", "no"].map((value) => [value, say(value)]);
  if (kind === "range") return points(step.question).map((point) => [point, point]);
  return filled.choices(step);
}

/** Says at the top of a page what is wrong, and leads to the answer. */
export function summary(say, problem, id = "answer") {
  const to = (event) => {
    event.preventDefault();
    document.getElementById(id).focus();
  };
  const item = h("li", {}, h("a", { href: `#${id}`, onclick: to }, problem));
  const title = h("h2", { class: "govuk-error-summary__title" }, say("problem"));
  const list = h("ul", { class: "govuk-list govuk-error-summary__list" }, item);
  const body = h("div", { class: "govuk-error-summary__body" }, list);
  return h("div", { class: "govuk-error-summary" }, h("div", { role: "alert" }, title, body));
}

/** Says that nobody reads the answers as they come, and where to turn instead. */
export function urgent(say) {
  const [first, ...others] = ["unwatched", "emergency", "relay"].map((name) => say(name));
  const lines = [h("strong", {}, first), ...others].map((line) =>
    h("p", { class: "govuk-body" }, line),
  );
  return h("div", { class: "govuk-inset-text" }, lines);
}

/** Names the words for what was not answered. */
export function blank(filled, step) {
  if (filled.isRequired(step)) return "not_yet";
  return step.question.kind === "text" ? "nothing" : "not_answered";
}

/** Gives a line of the page on which everything is looked over; what is `hidden` stays so. */
export function row({ say, lang, label, words, hidden, blank: none, change }) {
  const what = h(
    "span",
    { class: "govuk-visually-hidden" },
    say("change_what", { question: label }),
  );
  const shown = hidden ? say("before") : lines(words || say(none));
  const language = words && !hidden ? lang : null;
  return h(
    "div",
    { class: "govuk-summary-list__row" },
    h("dt", { class: "govuk-summary-list__key", lang }, bdi(label)),
    h("dd", { class: "govuk-summary-list__value", lang: language }, shown),
    h(
      "dd",
      { class: "govuk-summary-list__actions" },
      !hidden && link([say("change"), what], change),
    ),
  );
}

const lines = (text) => text.split("\n").flatMap((line, at) => (at ? [h("br"), line] : [line]));
