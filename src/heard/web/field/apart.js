// The equality questions: their pages, how each is drawn, and how what was filled in is read.
// The same elements as in templates/citizen/equality, and the twin of `form.py` and `give.py` there.

import { bdi, h } from "./dom.js";
import { digits, strip } from "./engine/plain.js";

const NUMBER = /^\d{1,4}$/;
const PARTS = [
  ["day", 2],
  ["month", 2],
  ["year", 4],
];

/** Gives the pages that are asked as things stand: a question, or a group of them. */
export const pagesOf = (filled) =>
  filled.form.body
    .map((part) => (part.body ? part.body.filter((one) => !one.body) : [part]))
    .filter(([first]) => filled.step(first.name))
    .map((questions) => ({ key: questions[0].name, questions }));

/**
 * Gives what was said once a page was filled in, or what is wrong with which question of it.
 * `fill` makes the form with what was said so far.
 */
export function saved({ questions }, fields, before, fill) {
  const said = { ...before };
  for (const question of questions) {
    delete said[question.name];
    const filled = fill(said);
    const step = filled.step(question.name);
    const { kept, problem } = step ? filled.take(step, read(question, fields)) : { kept: "" };
    if (problem) return { wrong: { question, problem } };
    if (kept) said[question.name] = kept;
  }
  return { said };
}

/** Gives what was filled in: of a date of birth the year, and nothing else. */
function read({ kind, name }, fields) {
  if (kind !== "integer") return strip(fields[name] ?? "");
  const [day, month, year] = PARTS.map(([part]) => digits(strip(fields[part] ?? "")));
  if (!day && !month && !year) return "";
  const given = [day, month, year].filter(Boolean);
  if (!given.every((part) => NUMBER.test(part)) || (day && !month)) return "?";
  return dated(Number(year), Number(month || 1), Number(day || 1));
}

function dated(year, month, day) {
  const made = new Date(0);
  made.setUTCFullYear(year, month - 1, day);
  const holds = made.getUTCMonth() === month - 1 && made.getUTCDate() === day;
  return year && holds ? String(year) : "?";
}

/** Says in one sentence what is wrong with an answer. */
export function sentenceOf(say, filled, { question, problem }) {
  if (question.kind === "integer" && problem.wrong === "type") return say("bad_birth");
  const { constraint_message: rule } = filled.rules({ question });
  return filled.words(rule, question.name) || say("bad_choice");
}

const isText = ({ kind }) => kind === "text";
const isAlone = ({ questions }) => questions.filter((one) => !isText(one)).length === 1;

/** Gives the heading of a page. */
export const headingOf = (say, filled, page) =>
  isAlone(page) ? filled.words(page.questions[0].label, page.key) : say("sex_and_gender");

/** Draws the questions of a page; `sent` is what was filled in, where it was not taken. */
export function drawnApart({ say, filled, page, sent, problem, wrong }) {
  return page.questions.map((question) => {
    const step = filled.step(question.name) ?? { key: question.name, question };
    const asked = {
      say,
      alone: isAlone(page),
      name: question.name,
      label: filled.words(question.label, question.name),
      hint: filled.words(question.hint, question.name),
      problem: wrong === question.name ? problem : "",
      text: sent ? (sent[question.name] ?? "") : filled.said(step),
      sent,
    };
    if (isText(question)) return written(asked);
    if (question.kind === "integer") return born(asked);
    return chosen(asked, filled.choices(step));
  });
}

const group = ({ problem }, ...inside) =>
  h("div", { class: `govuk-form-group${problem ? " govuk-form-group--error" : ""}` }, inside);

const described = ({ name, hint, problem }) =>
  [hint && `${name}-hint`, problem && `${name}-error`].filter(Boolean).join(" ") || null;

const told = ({ say, name, hint, problem }) => [
  hint && h("div", { id: `${name}-hint`, class: "govuk-hint" }, bdi(hint)),
  problem &&
    h(
      "p",
      { id: `${name}-error`, class: "govuk-error-message" },
      h("span", { class: "govuk-visually-hidden" }, `${say("error")}:`),
      ` ${problem}`,
    ),
];

function titled(asked, inside) {
  const size = asked.alone ? "l" : "m";
  const words = asked.alone
    ? h("h1", { class: "govuk-fieldset__heading" }, bdi(asked.label))
    : bdi(asked.label);
  const legend = h(
    "legend",
    { class: `govuk-fieldset__legend govuk-fieldset__legend--${size}` },
    words,
  );
  const marks = { class: "govuk-fieldset", "aria-describedby": described(asked) };
  return group(asked, h("fieldset", marks, legend, told(asked), inside));
}

function written(asked) {
  const { say, name, label, text, problem } = asked;
  const words = bdi(say("optional", { question: label }));
  const look = `govuk-input govuk-input--width-20${problem ? " govuk-input--error" : ""}`;
  const marks = { class: look, id: name, name, type: "text", value: text, autocomplete: "off" };
  return group(
    asked,
    h("label", { class: "govuk-label", for: name }, words),
    told(asked),
    h("input", { ...marks, "aria-describedby": described(asked) }),
  );
}

function born(asked) {
  const items = PARTS.map(([part, width]) => {
    const id = part === "day" ? asked.name : part;
    const kept = part === "year" ? asked.text : "";
    const look = `govuk-input govuk-date-input__input govuk-input--width-${width}${asked.problem ? " govuk-input--error" : ""}`;
    const marks = {
      class: look,
      id,
      name: part,
      type: "text",
      inputmode: "numeric",
      autocomplete: "off",
      value: asked.sent ? (asked.sent[part] ?? "") : kept,
    };
    const label = h(
      "label",
      { class: "govuk-label govuk-date-input__label", for: id },
      bdi(asked.say(part)),
    );
    const inside = h("div", { class: "govuk-form-group" }, label, h("input", marks));
    return h("div", { class: "govuk-date-input__item" }, inside);
  });
  return titled(asked, h("div", { class: "govuk-date-input" }, items));
}

const chosen = (asked, options) =>
  titled(
    asked,
    radios(asked.name, options, asked.text, (value) =>
      value === "skip" ? h("div", { class: "govuk-radios__divider" }, asked.say("or")) : null,
    ),
  );

/** Draws choices of one; `before` gives what stands before a choice. */
export function radios(name, options, text, before = () => null) {
  const items = options.map(([value, words], at) => {
    const id = at ? `${name}-${value}` : name;
    const marks = { class: "govuk-radios__input", id, name, type: "radio", value };
    const label = h("label", { class: "govuk-label govuk-radios__label", for: id }, bdi(words));
    const box = h("input", { ...marks, checked: value === text });
    return [before(value), h("div", { class: "govuk-radios__item" }, box, label)];
  });
  return h("div", { class: "govuk-radios" }, items);
}
