// Registers somebody whom the officer meets: sealed here at once, and sent when there is a signal.
// Nothing is known here of whose address it is, and nothing of it can be seen again on the phone.

import { button, h, once, show } from "./dom.js";
import { wall } from "./engine/dates.js";
import { summary } from "./parts.js";
import { registrationOf } from "./record.js";
import { wordsOf } from "./sentences.js";
import { NoRoom } from "./store.js";

const TITLE = "Register somebody for the community";
const EMAIL = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;
const PHONE = /^(\+44|0044|0)7\d{9}$/;
const POSTCODE = /^[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}$/;
const SOURCE = /^[a-z0-9-]{0,40}$/;
const bare = (text) => text.replace(/[\s().-]/g, "");

// What is wrong with an entry as far as a phone can tell; the server has the last word.
const RULES = [
  {
    field: "email",
    isWrong: ({ email, phone }) => !email === !phone,
    sentence: "Enter an e-mail address or a mobile number: one of them.",
  },
  {
    field: "email",
    isWrong: ({ email }) => email && !EMAIL.test(email),
    sentence: "Enter an e-mail address in the correct format: name@example.com.",
  },
  {
    field: "phone",
    isWrong: ({ phone }) => phone && !PHONE.test(bare(phone)),
    sentence: "Enter a mobile number of the United Kingdom, like 07700 900 982.",
  },
  {
    field: "postcode",
    isWrong: ({ postcode }) => postcode && !POSTCODE.test(bare(postcode).toUpperCase()),
    sentence: "Enter a full postcode, like B1 1AA, or leave it out.",
  },
  {
    field: "how",
    isWrong: ({ how }) => !how,
    sentence: "How they agreed: choose one of the list",
  },
  {
    field: "where",
    isWrong: ({ where }) => !where,
    sentence: "Where: say where you met them",
  },
  {
    field: "source",
    isWrong: ({ source }) => !SOURCE.test(source),
    sentence: "Source: small letters, digits and hyphens, 40 at most",
  },
];

const SENTENCES = { problem: "There is a problem" };
const say = (name) => SENTENCES[name];
const body = (...inside) => h("p", { class: "govuk-body" }, inside);
const heading = (text) => h("h2", { class: "govuk-heading-m" }, text);

export class Registering {
  constructor({ store, pack, told, onEnd }) {
    Object.assign(this, { store, pack, told, onEnd });
    this.begun = true; // whoever puts the phone down shows nobody what was typed
  }

  back() {
    return this.onEnd();
  }

  resumed() {
    return this.onEnd();
  }

  /** Shows the form; `typed` is what stands in it, `wrong` the field and what is wrong with it. */
  ask(typed = {}, wrong = null) {
    const { address, qr } = this.pack.join;
    const fields = this.fields(typed, wrong);
    const marks = { class: "govuk-button", type: "submit" };
    const go = h("button", marks, "Keep, and send when there is a signal");
    const form = h("form", { novalidate: true, "data-register": true }, fields, go);
    const sent = once(() => this.sent(Object.fromEntries(new FormData(form))));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      sent();
    });
    this.page(wrong ? `Error: ${TITLE}` : TITLE, [
      wrong && summary(say, wrong.sentence, wrong.field),
      h("h1", { class: "govuk-heading-l" }, TITLE),
      heading("On their own phone"),
      body(
        "If their phone has a signal, they point its camera at this code. Without one it opens nothing. Nobody else types their address, so this is better.",
      ),
      drawing(qr, `QR code that leads to ${address}`),
      body(address),
      heading("On this phone"),
      body(
        "Read to them: “We send a link to this address once this phone has a signal. You get messages from us only if you open it and press its button. You can leave at any time.”",
      ),
      form,
    ]);
  }

  fields(typed, wrong) {
    const { languages, how } = this.pack.register;
    const problem = (name) => wrong?.field === name && wrong.sentence;
    const field = (name, label, more = {}) =>
      box(name, label, problem(name), (marks) => {
        const look = `govuk-input ${marks.class}`;
        return h("input", { ...marks, ...more, class: look, type: "text", value: typed[name] ?? "" });
      });
    const choose = (name, label, options, chosen) =>
      box(name, label, problem(name), (marks) => {
        const items = options.map(([value, text]) =>
          h("option", { value, selected: value === chosen }, text),
        );
        return h("select", { ...marks, class: `govuk-select ${marks.class}` }, items);
      });
    return [
      field("email", "E-mail address", { inputmode: "email" }),
      field("phone", "Or mobile number", { inputmode: "tel" }),
      field("postcode", "Postcode, if they want to say"),
      choose("language", "Language of the letter", languages, typed.language ?? "en"),
      choose("how", "How they agreed", [["", "Choose"], ...how], typed.how ?? ""),
      field("where", "Where"),
      field("source", "Code of the drive, if any"),
    ];
  }

  /** Seals an entry and keeps it, or says what is wrong with it. */
  async sent(fields) {
    const typed = Object.fromEntries(
      Object.entries(fields).map(([name, text]) => [name, text.trim()]),
    );
    const broken = RULES.find(({ isWrong }) => isWrong(typed));
    if (broken) return this.ask(typed, broken);
    const at = wall(new Date(Date.now() + this.told.ahead), this.pack.place);
    try {
      await this.store.add(await registrationOf({ typed, at, told: this.told, pack: this.pack }));
    } catch (error) {
      if (!(error instanceof NoRoom)) throw error;
      const sentence = "This phone has no room left, so nothing was kept. Make room first.";
      return this.ask(typed, { field: "email", sentence });
    }
    return this.kept(typed);
  }

  /** Tells the person what comes now, in their language, and the officer how to go on. */
  kept({ language, where, source }) {
    const theirs = wordsOf(this.pack, language);
    const { tag, direction } = this.pack.languages.find(({ code }) => code === language);
    const words = ["link_press", "link_later", "leave"].map((name) => body(theirs(name)));
    const next = button("Register another", () => this.ask({ where, source }));
    const leave = button("Go back", () => this.onEnd(), "govuk-button--secondary");
    this.page("Kept on this phone", [
      h("h1", { class: "govuk-heading-l" }, "Kept on this phone, sealed"),
      body("Show or read this to them:"),
      h("div", { class: "govuk-inset-text", lang: tag, dir: direction }, words),
      body("They are no member yet. Nobody, you neither, can read the address on this phone any more."),
      h("div", { class: "govuk-button-group" }, next, leave),
    ]);
  }

  page(title, inside) {
    const back = { text: "Back", does: () => this.back() };
    show({ title, inside: inside.filter(Boolean), back });
  }
}

function box(name, label, problem, made) {
  const error = `${name}-error`;
  const told =
    problem &&
    h(
      "p",
      { class: "govuk-error-message", id: error },
      h("span", { class: "govuk-visually-hidden" }, "Error:"),
      ` ${problem}`,
    );
  const marks = {
    id: name,
    name,
    class: problem ? "govuk-input--error" : "",
    autocomplete: "off",
    spellcheck: "false",
    "aria-describedby": problem ? error : null,
  };
  return h(
    "div",
    { class: `govuk-form-group${problem ? " govuk-form-group--error" : ""}` },
    h("label", { class: "govuk-label", for: name }, label),
    told,
    made(marks),
  );
}

/** Gives a drawing that came with the pack as an element. */
function drawing(source, words) {
  const made = new DOMParser().parseFromString(source, "image/svg+xml").documentElement;
  const marks = { role: "img", "aria-label": words, width: 240, height: 240 };
  for (const [name, value] of Object.entries(marks)) made.setAttribute(name, value);
  return h("p", {}, document.importNode(made, true));
}
