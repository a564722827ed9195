// The officer's own pages: what to ask and where, what waits to be sent, and what was refused.

import { button, h, show } from "./dom.js";
import { titleOf } from "./record.js";
import { FAILED, OFFLINE, READY, REFUSED, SIGNED_OUT } from "./sync.js";

const body = (...inside) => h("p", { class: "govuk-body" }, inside);
const heading = (text) => h("h2", { class: "govuk-heading-m" }, text);
const time = (moment) =>
  new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    timeZone: "Europe/London",
  }).format(moment);
const dated = (moment) =>
  new Intl.DateTimeFormat("en-GB", {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone: "Europe/London",
  }).format(moment);
const plural = (count, one, more) => `${count} ${count === 1 ? one : more}`;

const STATES = {
  [READY]: "Connected.",
  [OFFLINE]: "No signal. Everything works, and what is finished is sent later.",
  [FAILED]: "The server has a fault. What is finished stays on this phone and is sent later.",
  [REFUSED]:
    "The server did not let you in. Ask an administrator whether your account may ask in the field.",
};

/** Gives how many are known of by each way in: those at the server, and those that wait here. */
export function counted(pack, sealed) {
  return new Map(
    pack.ways.map(({ code, received }) => [
      code,
      received + sealed.filter(({ way }) => way === code).length,
    ]),
  );
}

/** Shows the first page. `acts` are what its buttons do. */
export function home({ pack, asOf, me, state, sealed, full, tight, quiet, acts }) {
  const waiting = sealed.filter((one) => one.state === "waiting");
  const refused = sealed.filter((one) => one.state === "refused");
  const inside = [
    h("h1", { class: "govuk-heading-l" }, "In the field"),
    h("div", { role: "status" }, status(state, me)),
    (full || tight) &&
      warning(
        "This phone has hardly any room left. Make room before you ask anybody else. What is kept here stays.",
      ),
    queue(waiting, sealed, acts),
    refused.length > 0 && refusals(refused, acts),
    pack
      ? asking({ pack, asOf, sealed, full, acts })
      : body("This phone has nothing to ask yet. Connect it, and sign in."),
    pack?.register && [
      heading("The community"),
      body("Somebody wants messages from their neighbourhood team? It works without a signal."),
      button("Register somebody", acts.register, "govuk-button--secondary"),
    ],
  ];
  show({ title: "In the field", inside: inside.flat().filter(Boolean), quiet });
}

/** Says that the app is open already, in another window of this phone. */
export function openElsewhere() {
  const inside = [
    h("h1", { class: "govuk-heading-l" }, "In the field"),
    body(
      "The app is open in another window on this phone. Close that one, and load this page again.",
    ),
  ];
  show({ title: "In the field", inside });
}

function status(state, me) {
  const signIn = h("a", { class: "govuk-link", href: "../sign-in?next=/staff/field/" }, "Sign in");
  if (state === SIGNED_OUT)
    return body(
      "You are not signed in any more. ",
      signIn,
      " to send what is finished; it stays on this phone until then.",
    );
  return body(me ? `${me.name}. ` : "", STATES[state] ?? "Looking for the server.");
}

function warning(text) {
  const icon = h("span", { class: "govuk-warning-text__icon", "aria-hidden": "true" }, "!");
  const mark = h("span", { class: "govuk-visually-hidden" }, "Warning");
  return h(
    "div",
    { class: "govuk-warning-text" },
    icon,
    h("strong", { class: "govuk-warning-text__text" }, mark, ` ${text}`),
  );
}

function queue(waiting, sealed, acts) {
  const members = waiting.filter(({ kind }) => kind === "member").length;
  const interviews = waiting.length - members;
  const words = [
    !waiting.length && "Nothing waits to be sent.",
    interviews && `${plural(interviews, "interview waits", "interviews wait")} to be sent.`,
    members && `${plural(members, "sign-up waits", "sign-ups wait")} to be sent.`,
    ...new Set(waiting.map(({ why }) => why && `The server said: ${why}.`)),
  ];
  const save =
    sealed.length > 0 && button("Save a sealed file", acts.save, "govuk-button--secondary");
  const buttons = [button("Send now", acts.send, "govuk-button--secondary", "send"), save];
  return h("div", {}, body(words.filter(Boolean).join(" ")), h("div", { class: "govuk-button-group" }, buttons));
}

function refusals(refused, acts) {
  const rows = refused.map(({ at, why, where }) =>
    h(
      "div",
      { class: "govuk-summary-list__row" },
      h("dt", { class: "govuk-summary-list__key" }, `${dated(at)}: ${where}`),
      h("dd", { class: "govuk-summary-list__value" }, why),
    ),
  );
  return h(
    "div",
    {},
    heading("The server did not take these"),
    body(
      "They stay on this phone, sealed. Tell an administrator, and try again; or save them into a file.",
    ),
    h("dl", { class: "govuk-summary-list" }, rows),
    h(
      "div",
      { class: "govuk-button-group" },
      button("Try again", acts.again, "govuk-button--secondary"),
      refused.some(({ kind }) => kind === "member") &&
        button("Delete refused sign-ups", acts.drop, "govuk-button--secondary"),
    ),
  );
}

function asking({ pack, asOf, sealed, full, acts }) {
  const counts = counted(pack, sealed);
  const form = h("form", { novalidate: true, "data-start": true });
  const ways = radios(
    "way",
    "What do you ask, and where?",
    pack.ways.map((way) => wayIn(way, counts.get(way.code), asOf)),
  );
  const languages = select(
    "language",
    "In which language to begin",
    pack.languages.map(({ code, name }) => [code, name]),
  );
  const place = h(
    "div",
    { class: "govuk-form-group" },
    h(
      "div",
      { class: "govuk-checkboxes govuk-checkboxes--small" },
      h(
        "div",
        { class: "govuk-checkboxes__item" },
        h("input", {
          class: "govuk-checkboxes__input",
          id: "ward",
          name: "ward",
          type: "checkbox",
        }),
        h(
          "label",
          { class: "govuk-label govuk-checkboxes__label", for: "ward" },
          "Note the ward where we are, and nothing finer",
        ),
      ),
    ),
  );
  const go = h(
    "button",
    { class: "govuk-button", type: "submit", disabled: full },
    "Hand the phone over",
  );
  form.append(ways, languages, place, go);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const sent = new FormData(form);
    acts.start({
      way: sent.get("way"),
      language: sent.get("language"),
      ward: sent.get("ward") !== null,
    });
  });
  const left = pack.left_out.length > 0 && [
    heading("What cannot be asked on a phone"),
    h(
      "ul",
      { class: "govuk-list govuk-list--bullet" },
      pack.left_out.map((line) => h("li", {}, line)),
    ),
  ];
  return h(
    "div",
    {},
    pack.ways.length ? form : body("No survey is open for officers today."),
    left,
  );
}

/** Gives a way in as a box to choose: with its target, it is no more than is known here. */
function wayIn(way, count, asOf) {
  const { code, target } = way;
  const label = titleOf(way);
  if (target === null) return { value: code, label, hint: "", disabled: false };
  const known = `as known at ${time(asOf)}; other devices may have added`;
  const reached = count >= target;
  const hint = reached
    ? `Enough: ${count} of ${target}, ${known}.`
    : `${count} of ${target}, ${known}.`;
  return { value: code, label, hint, disabled: reached };
}

function radios(name, title, items) {
  const legend = h(
    "legend",
    { class: "govuk-fieldset__legend govuk-fieldset__legend--m" },
    h("h2", { class: "govuk-fieldset__heading" }, title),
  );
  const open = items.filter((item) => !item.disabled);
  const drawn = items.map(({ value, label, hint, disabled }, at) => {
    const id = `${name}-${at}`;
    const described = hint ? `${id}-hint` : null;
    const marks = {
      class: "govuk-radios__input",
      id,
      name,
      type: "radio",
      value,
      disabled,
      checked: open.length === 1 && open[0].value === value,
    };
    return h(
      "div",
      { class: "govuk-radios__item" },
      h("input", { ...marks, "aria-describedby": described }),
      h("label", { class: "govuk-label govuk-radios__label", for: id }, label),
      hint && h("div", { class: "govuk-hint govuk-radios__hint", id: described }, hint),
    );
  });
  const group = h(
    "fieldset",
    { class: "govuk-fieldset" },
    legend,
    h("div", { class: "govuk-radios" }, drawn),
  );
  return h("div", { class: "govuk-form-group" }, group);
}

function select(name, title, options) {
  const label = h("label", { class: "govuk-label", for: name }, title);
  const items = options.map(([value, text]) => h("option", { value }, text));
  return h(
    "div",
    { class: "govuk-form-group" },
    label,
    h("select", { class: "govuk-select", id: name, name }, items),
  );
}
