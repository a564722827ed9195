// After the survey: the equality questions, which are sealed with it and parted from it by the
// server. Nothing of the survey is shown any more, and whoever does not want to answer them leaves nothing.

import { drawnApart, headingOf, pagesOf, radios, saved, sentenceOf } from "./apart.js";
import { h, once } from "./dom.js";
import { Filled, languageOf } from "./engine/filled.js";
import { Interview } from "./interview.js";
import { summary } from "./parts.js";

const GATE = "answer";

export class Afterwards extends Interview {
  /** Asks for more, if that is wanted here; what was said in the survey is as good as locked. */
  sent() {
    if (!this.way.equality || !this.pack.equality) return this.seal();
    Object.assign(this.draft, { ended: this.clock(), equality: {} });
    return this.keep(() => this.gate());
  }

  /** Whoever is interrupted here has sent their answers: they are locked, with what was said since. */
  resumed() {
    if (!this.draft.equality) return super.resumed();
    Object.assign(this, { begun: true, typed: null, back: null, page: () => this.resumed() });
    return this.seal();
  }

  /** Seals everything once, even if somebody presses a button at the moment when time is up. */
  async seal() {
    if (this.sealing) return;
    this.sealing = true;
    try {
      await super.seal(this.toldApart());
    } finally {
      this.sealing = false;
    }
  }

  about(said = this.draft.equality) {
    const { form } = this.pack.equality;
    const language = languageOf(form, this.draft.language);
    return new Filled(form, said, { now: this.clock(), language });
  }

  /** Gives what was said to what is asked as things stand; null for nothing. */
  toldApart() {
    const said = this.draft.equality ? this.about().counted() : {};
    return Object.keys(said).length ? { version: this.pack.equality.version, said } : null;
  }

  gate(isBlank = false) {
    Object.assign(this, { typed: null, back: null, page: () => this.gate(isBlank) });
    const { say } = this;
    const problem = isBlank && say("gate_blank");
    const list = ["no_difference", "kept_apart", "counted", "leave_out"].map((name) =>
      h("li", {}, say(name)),
    );
    const form = this.sheet("gate", this.gateBox(problem), (fields) => this.decided(fields[GATE]));
    const title = say("equality");
    const inside = [
      problem && summary(say, problem),
      h("h1", { class: "govuk-heading-l" }, title),
      h("p", { class: "govuk-body" }, h("strong", {}, say("locked"))),
      h("p", { class: "govuk-body" }, say("more")),
      h("ul", { class: "govuk-list govuk-list--bullet" }, list),
      form,
    ];
    this.show(problem ? say("error_title", { title }) : title, inside.filter(Boolean));
  }

  gateBox(problem) {
    const { say } = this;
    const look = "govuk-fieldset__legend govuk-fieldset__legend--m";
    const told =
      problem &&
      h(
        "p",
        { id: "answer-error", class: "govuk-error-message" },
        h("span", { class: "govuk-visually-hidden" }, `${say("error")}:`),
        ` ${problem}`,
      );
    const marks = {
      class: "govuk-fieldset",
      "aria-describedby": problem ? "answer-error" : null,
    };
    const options = [
      ["yes", say("gate_yes")],
      ["no", say("gate_no")],
    ];
    const box = radios(GATE, options, "");
    return h(
      "div",
      { class: `govuk-form-group${problem ? " govuk-form-group--error" : ""}` },
      h("fieldset", marks, h("legend", { class: look }, say("gate")), told, box),
    );
  }

  decided(answer) {
    if (!answer) return this.gate(true);
    if (answer === "yes") return this.ask(pagesOf(this.about())[0].key);
    this.draft.equality = {};
    return this.seal();
  }

  ask(key, { sent = null, wrong = null } = {}) {
    const filled = this.about();
    const pages = pagesOf(filled);
    const at = pages.findIndex((page) => page.key === key);
    if (at < 0) return this.gate();
    const page = pages[at];
    this.page = (typed) => this.ask(key, { sent: typed ?? sent, wrong });
    this.back = at ? () => this.ask(pages[at - 1].key) : () => this.gate();
    const { say } = this;
    const problem = wrong ? sentenceOf(say, filled, wrong) : "";
    const heading = headingOf(say, filled, page);
    const asked = { say, filled, page, sent, problem, wrong: wrong?.question.name };
    const inside = [
      this.inLanguage(filled, drawnApart(asked)),
      h("p", { class: "govuk-body" }, say("without")),
    ];
    const form = this.sheet(key, inside, (fields) => this.took(page, fields));
    this.typed = () => Object.fromEntries(new FormData(form));
    const isAlone = form.querySelector("h1") !== null;
    const title = problem ? say("error_title", { title: heading }) : heading;
    const above = [
      problem && summary(say, problem, wrong.question.name),
      h("span", { class: "govuk-caption-l" }, say("equality")),
      !isAlone && h("h1", { class: "govuk-heading-l" }, heading),
    ];
    this.show(title, [...above, form].filter(Boolean), this.back);
    return null;
  }

  took(page, fields) {
    const { said, wrong } = saved(page, fields, this.draft.equality, (told) => this.about(told));
    if (wrong) return this.ask(page.key, { sent: fields, wrong });
    this.draft.equality = said;
    return this.keep(() => {
      const pages = pagesOf(this.about());
      const next = pages[pages.findIndex(({ key }) => key === page.key) + 1];
      return next ? this.ask(next.key) : this.seal();
    });
  }

  sheet(key, inside, does) {
    const go = h("button", { class: "govuk-button", type: "submit" }, this.say("continue"));
    const form = h("form", { novalidate: true, "data-question": key }, inside, go);
    const sent = once(async (event) => {
      event.preventDefault();
      await does(Object.fromEntries(new FormData(form)));
    });
    form.addEventListener("submit", sent);
    return form;
  }
}
