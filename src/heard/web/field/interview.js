// One interview, from the moment when the phone is handed over until it is given back.
// What was answered can be gone back to only by whoever answered it in this sitting.

import { bdi, button, h, link, once, show } from "./dom.js";
import { wall } from "./engine/dates.js";
import { Filled, codeOf, languageOf } from "./engine/filled.js";
import { points } from "./engine/kept.js";
import { drawn, read } from "./fields.js";
import { seal } from "./seals.js";
import { readable, sentence, wordsOf } from "./sentences.js";
import { NoRoom } from "./store.js";

const isNote = (step) => step.question?.kind === "note";

export class Interview {
  /** `draft` is what is kept of it; `told` what only its end needs: device, badge, ahead. */
  constructor({ store, pack, way, form, told, draft, onEnd }) {
    Object.assign(this, { store, pack, way, form, told, draft, onEnd });
    this.mine = new Set(draft.untouched); // keys whose answers may be shown
    this.seen = []; // keys in the order of this sitting, for the way back
    this.page = () => this.welcome();
  }

  get say() {
    return wordsOf(this.pack, this.draft.language);
  }

  get language() {
    return this.pack.languages.find(({ code }) => code === this.draft.language) ?? this.pack.languages[0];
  }

  clock() {
    return wall(new Date(Date.now() + this.told.ahead), this.pack.place);
  }

  filled() {
    const language = languageOf(this.form, this.draft.language);
    return new Filled(this.form, this.draft.said, { now: this.clock(), language });
  }

  /** Shows a page in the language of whoever answers, with the others to choose from. */
  show(title, inside, back = null) {
    const turned = (code) => async () => {
      const typed = this.typed?.();
      this.draft.language = code;
      await this.keep(() => this.page(typed));
    };
    const languages = this.pack.languages.map((one) => ({ ...one, does: turned(one.code) }));
    const language = { ...this.language, word: this.say("language"), skip: this.say("skip") };
    show({ title, inside, languages, language, back: back && { text: this.say("back"), does: back } });
  }

  /** Keeps the draft, and goes on only if that succeeded. */
  async keep(next) {
    try {
      if (this.begun) await this.store.saveDraft(this.draft);
    } catch (error) {
      if (!(error instanceof NoRoom)) throw error;
      return this.full();
    }
    return next();
  }

  full() {
    const heading = h("h1", { class: "govuk-heading-l" }, this.say("problem"));
    const words = h("p", { class: "govuk-body" }, this.say("full"));
    this.show(this.say("problem"), [heading, words, button(this.say("continue"), () => this.keep(() => this.page()))]);
  }

  welcome() {
    this.page = () => this.welcome();
    this.back = null;
    const { say } = this;
    const list = ["private", "free", "stop_any_time"].map((name) => h("li", {}, say(name)));
    this.show(say("tell"), [
      h("h1", { class: "govuk-heading-xl" }, say("tell")),
      h("p", { class: "govuk-body-l" }, say("asks")),
      h("ul", { class: "govuk-list govuk-list--bullet" }, list),
      this.urgent(),
      button(say("start"), () => this.begin()),
    ]);
  }

  async begin() {
    this.begun = true;
    this.draft.started = this.clock();
    const begun = this.filled().begun();
    Object.assign(this.draft, { said: begun, untouched: Object.keys(begun) });
    this.mine = new Set(this.draft.untouched);
    await this.keep(() => this.next(this.filled().steps));
  }

  /** Says that it was interrupted; what was answered before stays, and is shown to nobody. */
  resumed() {
    Object.assign(this, { begun: true, typed: null, mine: new Set(this.draft.untouched), seen: [] });
    this.page = () => this.resumed();
    this.back = null;
    const { say } = this;
    this.show(say("interrupted"), [
      h("h1", { class: "govuk-heading-l" }, say("interrupted")),
      h("p", { class: "govuk-body" }, say("only_you")),
      button(say("continue"), () => this.next(this.unanswered())),
      this.stopLink(),
    ]);
  }

  /** Gives the steps from the first on that nobody has gone through. */
  unanswered() {
    const filled = this.filled();
    const over = filled.steps.findIndex(({ key }) => key === this.draft.last);
    return filled.steps.slice(over + 1);
  }

  next(steps) {
    return steps.length ? this.question(steps[0].key) : this.check();
  }

  question(key, { changing = false, typed = null, problem = null } = {}) {
    const filled = this.filled();
    const step = filled.step(key);
    if (!step) return this.check();
    this.page = (kept) => this.question(key, { changing, typed: kept ?? typed, problem });
    this.back = changing ? () => this.check() : this.wayBack(key);
    const asked = this.asked(filled, step, typed, problem);
    const form = h("form", { novalidate: true, "data-question": key }, this.inLanguage(filled, drawn(asked)), this.below(asked));
    form.addEventListener("submit", once(async (event) => {
      event.preventDefault();
      await this.answer(step, read(asked.kind, form), changing);
    }));
    this.typed = () => read(asked.kind, form);
    const summary = asked.problem && this.summary(asked.problem);
    const caption = asked.number && h("p", { class: "govuk-caption-l" }, this.say("question", asked));
    const title = asked.problem ? this.say("error_title", { title: asked.heading }) : asked.heading;
    this.show(title, [summary, caption, form].filter(Boolean), this.back);
    return null;
  }

  asked(filled, step, typed, problem) {
    const { say, pack } = this;
    const label = filled.words((step.question ?? step.group).label, step.key);
    const kind = step.question?.kind ?? "again";
    const keys = filled.steps.filter((one) => one.question && !isNote(one)).map((one) => one.key);
    const yesNo = [["yes", say("yes")], ["no", say("no")]];
    const spread = step.question?.span && points(step.question).map((point) => [point, point]);
    const plain = kind === "note" || filled.isRequired(step) ? label : say("optional", { question: label });
    return {
      say,
      kind,
      heading: kind === "again" ? say("again", { group: label }) : plain,
      hint: step.question ? filled.words(step.question.hint, step.key) : "",
      problem: problem ? sentence(say, filled, step, problem, typed) : "",
      options: kind === "again" ? yesNo : (spread ?? filled.choices(step)),
      text: typed ?? (this.mine.has(step.key) ? this.fit(kind, filled.said(step)) : ""),
      number: keys.indexOf(step.key) + 1,
      total: keys.length,
      wards: pack.wards,
      elsewhere: pack.elsewhere,
    };
  }

  fit(kind, said) {
    return kind === "time" ? said.slice(0, 5) : said;
  }

  /** Gives the way back to what was shown before in this sitting; to nothing else. */
  wayBack(key) {
    const at = this.seen.indexOf(key);
    if (at < 0) this.seen.push(key);
    const before = at < 0 ? this.seen.at(-2) : this.seen[at - 1];
    return before ? () => this.question(before) : null;
  }

  async answer(step, text, changing) {
    const filled = this.filled();
    const { kept, problem } = filled.take(step, isNote(step) ? "" : text);
    if (problem) return this.question(step.key, { changing, typed: text, problem });
    this.mine.add(step.key);
    const { draft } = this;
    draft.untouched = draft.untouched.filter((key) => key !== step.key);
    draft.said = { ...draft.said, [step.key]: kept };
    if (!changing) draft.last = step.key;
    return this.keep(() => {
      const now = this.filled();
      if (changing) return this.next(now.problems().map(([one]) => one));
      return this.next(now.steps.slice(now.steps.findIndex(({ key }) => key === step.key) + 1));
    });
  }

  /** Marks the questions with their language where it is not that of the page. */
  inLanguage(filled, ...inside) {
    const code = codeOf(filled.language);
    return h("div", { lang: code === this.draft.language ? null : code }, inside);
  }

  below({ kind }) {
    const { say } = this;
    const longest = kind === "text" && [h("p", { class: "govuk-body" }, say("up_to")), this.urgent()];
    const go = h("button", { class: "govuk-button", type: "submit" }, say("continue"));
    return [longest, h("div", { class: "govuk-button-group" }, go, this.stopLink())];
  }

  summary(problem) {
    const to = (event) => {
      event.preventDefault();
      document.getElementById("answer").focus();
    };
    const item = h("li", {}, h("a", { href: "#answer", onclick: to }, problem));
    const title = h("h2", { class: "govuk-error-summary__title" }, this.say("problem"));
    const list = h("ul", { class: "govuk-list govuk-error-summary__list" }, item);
    const inside = h("div", { role: "alert" }, title, h("div", { class: "govuk-error-summary__body" }, list));
    return h("div", { class: "govuk-error-summary" }, inside);
  }

  urgent() {
    const [first, ...others] = ["unwatched", "emergency", "relay"].map((name) => this.say(name));
    const lines = [h("strong", {}, first), ...others].map((line) => h("p", { class: "govuk-body" }, line));
    return h("div", { class: "govuk-inset-text" }, lines);
  }

  check() {
    this.page = () => this.check();
    this.typed = null;
    const { say } = this;
    const filled = this.filled();
    const rows = filled.steps.filter((step) => step.question && !isNote(step)).map((step) => this.row(filled, step));
    const last = this.seen.at(-1);
    this.back = last ? () => this.question(last) : null;
    const inside = [
      h("h1", { class: "govuk-heading-l" }, say("check")),
      h("dl", { class: "govuk-summary-list" }, rows),
      h("p", { class: "govuk-body" }, say("locks")),
      h("div", { class: "govuk-button-group" }, button(say("send"), () => this.finish()), this.stopLink()),
    ];
    this.show(say("check"), inside, this.back);
  }

  row(filled, step) {
    const { say } = this;
    const code = codeOf(filled.language);
    const lang = code === this.draft.language ? null : code;
    const label = filled.words(step.question.label, step.key);
    const words = readable(say, this.pack, this.language.tag, filled, step);
    const hidden = words && !this.mine.has(step.key);
    const optional = step.question.kind === "text" ? "nothing" : "not_answered";
    const blank = filled.isRequired(step) ? "not_yet" : optional;
    const change = [say("change"), h("span", { class: "govuk-visually-hidden" }, say("change_what", { question: label }))];
    return h(
      "div",
      { class: "govuk-summary-list__row" },
      h("dt", { class: "govuk-summary-list__key", lang }, bdi(label)),
      h("dd", { class: "govuk-summary-list__value", lang: words && !hidden ? lang : null }, hidden ? say("before") : this.lines(words || say(blank))),
      h("dd", { class: "govuk-summary-list__actions" }, !hidden && link(change, () => this.question(step.key, { changing: true }))),
    );
  }

  lines(text) {
    return text.split("\n").flatMap((line, at) => (at ? [h("br"), line] : [line]));
  }

  /** Seals the answers and forgets them, in one step; the phone can be given back. */
  async finish() {
    const filled = this.filled();
    const [gap] = filled.problems();
    if (gap) return this.question(gap[0].key, { changing: true });
    const { draft, way, told } = this;
    const sealed = await seal(
      {
        instance: draft.instance,
        way: way.code,
        questionnaire: way.questionnaire,
        version: way.version,
        language: draft.language,
        said: draft.said,
        started: draft.started,
        ended: this.clock(),
        device: told.device,
        ward: draft.ward,
        badge: told.badge,
      },
      this.pack.key,
    );
    const where = [way.programme, way.area, way.place].filter(Boolean).join(", ");
    const record = { instance: draft.instance, way: way.code, where, sealed, state: "waiting", why: "", at: Date.now() };
    try {
      await this.store.finish(record);
    } catch (error) {
      if (!(error instanceof NoRoom)) throw error;
      return this.full();
    }
    return this.over("thanks", ["locked", "give_back"]);
  }

  stopLink() {
    return link(this.say("stop"), () => this.askToStop());
  }

  askToStop() {
    const before = this.page;
    const { say } = this;
    this.back = before;
    this.typed = null;
    this.page = () => this.askToStop();
    this.show(say("stop_sure"), [
      h("h1", { class: "govuk-heading-l" }, say("stop_sure")),
      h("div", { class: "govuk-button-group" }, [
        button(say("stop"), () => this.stop(), "govuk-button--warning"),
        button(say("go_on"), () => before(), "govuk-button--secondary"),
      ]),
    ]);
  }

  async stop() {
    await this.store.dropDraft();
    this.over("stopped", ["give_back"]);
  }

  /** Shows the last page; nothing of what was said is left to go back to. */
  over(title, lines) {
    const { say } = this;
    Object.assign(this, { draft: { language: this.draft.language, said: {}, untouched: [] }, mine: new Set(), seen: [], back: null });
    Object.assign(this, { begun: false, typed: null, page: () => this.over(title, lines) });
    const panel = h("div", { class: "govuk-panel govuk-panel--confirmation" }, h("h1", { class: "govuk-panel__title" }, say(title)));
    const words = lines.map((line) => h("p", { class: "govuk-body-l" }, say(line)));
    const officer = button("Officer: go on", () => this.onEnd(), "govuk-button--secondary");
    this.show(say(title), [panel, ...words, h("div", { lang: "en-GB" }, officer)]);
  }
}
