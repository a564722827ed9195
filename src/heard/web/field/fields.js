// The field of a question: how each kind is drawn, and how what was filled in is read.
// The same elements as in templates/citizen/asked.

import { bdi, h } from "./dom.js";
import { ACKNOWLEDGED } from "./engine/kept.js";
import { digits, strip } from "./engine/plain.js";

const NUMBER = /^\d{1,4}$/;
const idOf = (value, at) => (at ? `answer-${value}` : "answer");

const told = ({ hint, problem, say }) => [
  hint && h("div", { id: "answer-hint", class: "govuk-hint" }, bdi(hint)),
  problem &&
    h(
      "p",
      { id: "answer-error", class: "govuk-error-message" },
      h("span", { class: "govuk-visually-hidden" }, `${say("error")}:`),
      ` ${problem}`,
    ),
];

const described = ({ hint, problem }) =>
  [hint && "answer-hint", problem && "answer-error"].filter(Boolean).join(" ") || null;

const group = (asked, ...inside) =>
  h("div", { class: `govuk-form-group${asked.problem ? " govuk-form-group--error" : ""}` }, inside);

const titled = (asked, ...inside) => {
  const heading = h("h1", { class: "govuk-fieldset__heading" }, bdi(asked.heading));
  const legend = h(
    "legend",
    { class: "govuk-fieldset__legend govuk-fieldset__legend--l" },
    heading,
  );
  return group(
    asked,
    h(
      "fieldset",
      { class: "govuk-fieldset", "aria-describedby": described(asked) },
      legend,
      told(asked),
      inside,
    ),
  );
};

const labelled = (asked, input) => {
  const label = h(
    "label",
    { class: "govuk-label govuk-label--l", for: "answer" },
    bdi(asked.heading),
  );
  return group(asked, h("h1", { class: "govuk-label-wrapper" }, label), told(asked), input);
};

function boxes(asked, type) {
  const look = type === "radio" ? "radios" : "checkboxes";
  const chosen = asked.text.split(" ");
  const items = asked.options.map(([value, name], at) => {
    const marks = {
      class: `govuk-${look}__input`,
      id: idOf(value, at),
      name: "answer",
      type,
      value,
      checked: chosen.includes(value),
    };
    const label = h(
      "label",
      { class: `govuk-label govuk-${look}__label`, for: marks.id },
      bdi(name),
    );
    return h("div", { class: `govuk-${look}__item` }, h("input", marks), label);
  });
  return titled(asked, h("div", { class: `govuk-${look}` }, items));
}

const input =
  (width, mode = null) =>
  (asked) => {
    const look = `govuk-input govuk-input--width-${width}${asked.problem ? " govuk-input--error" : ""}`;
    const marks = {
      id: "answer",
      name: "answer",
      type: "text",
      inputmode: mode,
      spellcheck: "false",
      autocomplete: "off",
    };
    return labelled(
      asked,
      h("input", {
        ...marks,
        class: look,
        value: asked.text,
        "aria-describedby": described(asked),
      }),
    );
  };

function text(asked) {
  const look = `govuk-textarea${asked.problem ? " govuk-textarea--error" : ""}`;
  // Some browsers check what is written on a machine elsewhere.
  const off = { autocomplete: "off", spellcheck: "false" };
  const marks = { class: look, id: "answer", name: "answer", rows: "6", ...off };
  return labelled(
    asked,
    h("textarea", { ...marks, "aria-describedby": described(asked) }, asked.text),
  );
}

function date(asked) {
  const [year = "", month = "", day = ""] =
    asked.text.split("-").length === 3 ? asked.text.split("-") : [];
  const parts = [
    ["day", day.replace(/^0+/, ""), 2],
    ["month", month.replace(/^0+/, ""), 2],
    ["year", year, 4],
  ];
  const items = parts.map(([name, value, width], at) => {
    const id = at ? name : "answer";
    const look = `govuk-input govuk-date-input__input govuk-input--width-${width}${asked.problem ? " govuk-input--error" : ""}`;
    const label = h(
      "label",
      { class: "govuk-label govuk-date-input__label", for: id },
      bdi(asked.say(name)),
    );
    const box = h("input", {
      class: look,
      id,
      name,
      type: "text",
      inputmode: "numeric",
      autocomplete: "off",
      value,
    });
    return h(
      "div",
      { class: "govuk-date-input__item" },
      h("div", { class: "govuk-form-group" }, label, box),
    );
  });
  return titled(asked, h("div", { class: "govuk-date-input" }, items));
}

function rank(asked) {
  const places = asked.text.split(" ");
  const items = asked.options.map(([value, name], at) => {
    const id = idOf(value, at);
    const options = asked.options.map((_, place) =>
      h("option", { value: place + 1, selected: places[place] === value }, String(place + 1)),
    );
    const select = h(
      "select",
      { class: "govuk-select", id, name: `rank-${value}` },
      h("option", { value: "" }, "–"),
      options,
    );
    const label = h("label", { class: "govuk-label", for: id }, bdi(name));
    return h("div", { class: "govuk-form-group heard-rank" }, label, select);
  });
  return titled(asked, items);
}

function place(asked) {
  const districts = new Map();
  for (const [code, name, district] of asked.wards)
    districts.set(district, [...(districts.get(district) ?? []), [code, name]]);
  const option = ([code, name]) =>
    h("option", { value: code, selected: code === asked.text }, name);
  const groups = [...districts]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([district, wards]) => h("optgroup", { label: district }, wards.map(option)));
  const all = [
    h("option", { value: "" }),
    groups,
    option([asked.elsewhere, asked.say("elsewhere")]),
  ];
  return labelled(
    asked,
    h(
      "select",
      { class: "govuk-select", id: "answer", name: "answer", "aria-describedby": described(asked) },
      all,
    ),
  );
}

function acknowledge(asked) {
  const marks = {
    class: "govuk-checkboxes__input",
    id: "answer",
    name: "answer",
    type: "checkbox",
    value: ACKNOWLEDGED,
  };
  const box = h("input", {
    ...marks,
    checked: asked.text === ACKNOWLEDGED,
    "aria-describedby": described(asked),
  });
  const label = h(
    "label",
    { class: "govuk-label govuk-checkboxes__label", for: "answer" },
    asked.say("yes"),
  );
  const item = h("div", { class: "govuk-checkboxes__item" }, box, label);
  return group(
    asked,
    h("h1", { class: "govuk-heading-l" }, bdi(asked.heading)),
    told(asked),
    h("div", { class: "govuk-checkboxes" }, item),
  );
}

const note = (asked) => [
  h("h1", { class: "govuk-heading-l" }, bdi(asked.heading)),
  asked.hint && h("p", { class: "govuk-body" }, asked.hint),
];

const DRAWN = {
  choice: (asked) => boxes(asked, "radio"),
  again: (asked) => boxes(asked, "radio"),
  range: (asked) => boxes(asked, "radio"),
  choices: (asked) => boxes(asked, "checkbox"),
  rank,
  text,
  integer: input(5, "numeric"),
  decimal: input(5, "decimal"),
  time: input(5),
  date,
  place,
  acknowledge,
  note,
};

export const drawn = (asked) => DRAWN[asked.kind](asked);

/** Gives what is filled in, as ODK writes an answer of its kind; '' for nothing. */
export function read(kind, form) {
  const sent = new FormData(form);
  if (kind === "choices") return sent.getAll("answer").join(" ");
  if (kind === "rank") return ranked(sent);
  if (kind === "date") return dated(sent);
  return strip((sent.get("answer") ?? "").replaceAll("\r\n", "\n"));
}

function ranked(sent) {
  const places = [...sent].filter(([name, place]) => name.startsWith("rank-") && place);
  if (new Set(places.map(([, place]) => place)).size !== places.length) return "?";
  return places
    .sort(([, one], [, other]) => one - other)
    .map(([name]) => name.slice(5))
    .join(" ");
}

function dated(sent) {
  const [day, month, year] = ["day", "month", "year"].map((part) =>
    digits(strip(sent.get(part) ?? "")),
  );
  if (!day && !month && !year) return "";
  if (![day, month, year].every((part) => NUMBER.test(part))) return "?";
  const pad = (part, places) => String(Number(part)).padStart(places, "0");
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}
