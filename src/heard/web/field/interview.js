// One interview, from the moment when the phone is handed over until it is given back.
// What was answered can be gone back to only by whoever answered it in this sitting.

import { button, h, link, once, show } from "./dom.js";
import { wall } from "./engine/dates.js";
import { Filled, codeOf, languageOf } from "./engine/filled.js";
import { drawn, read } from "./fields.js";
import { blank, isNote, questionOf, row, summary, urgent } from "./parts.js";
import { sealedOf } from "./record.js";
import { readable, wordsOf } from "./sentences.js";
import { NoRoom } from "./store.js";

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
    return (
      this.pack.languages.find(({ code }) => code === this.draft.language) ?? this.pack.languages[0]
    );
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
    show({
      title,
      inside,
      languages,
      language,
      back: back && { text: this.say("back"), does: back },
    });
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
    const again = button(this.say("continue"), () => this.keep(() => this.page()));
    this.show(this.say("problem"), [heading, words, again]);
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
      urgent(this.say),
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
    const mine = new Set(this.draft.untouched);
    Object.assign(this, { begun: true, typed: null, mine, seen: [] });
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
    const { say, pack, mine } = this;
    const asked = questionOf({ say, pack, mine, filled, step, typed, problem });
    const inside = [this.inLanguage(filled, drawn(asked)), this.below(asked)];
    const form = h("form", { novalidate: true, "data-question": key }, inside);
    form.addEventListener(
      "submit",
      once(async (event) => {
        event.preventDefault();
        await this.answer(step, read(asked.kind, form), changing);
      }),
    );
    this.typed = () => read(asked.kind, form);
    const wrong = asked.problem && summary(this.say, asked.problem);
    const caption =
      asked.number && h("p", { class: "govuk-caption-l" }, this.say("question", asked));
    const title = asked.problem ? this.say("error_title", { title: asked.heading }) : asked.heading;
    this.show(title, [wrong, caption, form].filter(Boolean), this.back);
    return null;
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
    const longest = kind === "text" && [
      h("p", { class: "govuk-body" }, say("up_to")),
      urgent(this.say),
    ];
    const go = h("button", { class: "govuk-button", type: "submit" }, say("continue"));
    return [longest, h("div", { class: "govuk-button-group" }, go, this.stopLink())];
  }

  check() {
    this.page = () => this.check();
    this.typed = null;
    const { say } = this;
    const filled = this.filled();
    const rows = filled.steps
      .filter((step) => step.question && !isNote(step))
      .map((step) => this.row(filled, step));
    const last = this.seen.at(-1);
    this.back = last ? () => this.question(last) : null;
    const inside = [
      h("h1", { class: "govuk-heading-l" }, say("check")),
      h("dl", { class: "govuk-summary-list" }, rows),
      h("p", { class: "govuk-body" }, say("locks")),
      h(
        "div",
        { class: "govuk-button-group" },
        button(say("send"), () => this.finish()),
        this.stopLink(),
      ),
    ];
    this.show(say("check"), inside, this.back);
  }

  row(filled, step) {
    const words = readable(this.say, this.pack, this.language.tag, filled, step);
    const code = codeOf(filled.language);
    return row({
      say: this.say,
      lang: code === this.draft.language ? null : code,
      label: filled.words(step.question.label, step.key),
      words,
      hidden: words && !this.mine.has(step.key),
      blank: blank(filled, step),
      change: () => this.question(step.key, { changing: true }),
    });
  }

  /** Ends the survey, unless an answer is missing. */
  finish() {
    const [gap] = this.filled().problems();
    return gap ? this.question(gap[0].key, { changing: true }) : this.sent();
  }

  sent() {
    return this.seal();
  }

  /** Seals the answers and forgets them, in one step; the phone can be given back. */
  async seal(equality = null) {
    const ended = this.draft.ended ?? this.clock();
    const record = await sealedOf({ ...this, filled: this.filled(), ended, equality });
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
    Object.assign(this, {
      draft: { language: this.draft.language, said: {}, untouched: [] },
      mine: new Set(),
      seen: [],
      back: null,
    });
    Object.assign(this, { begun: false, typed: null, page: () => this.over(title, lines) });
    const panel = h(
      "div",
      { class: "govuk-panel govuk-panel--confirmation" },
      h("h1", { class: "govuk-panel__title" }, say(title)),
    );
    const words = lines.map((line) => h("p", { class: "govuk-body-l" }, say(line)));
    const officer = button("Officer: go on", () => this.onEnd(), "govuk-button--secondary");
    this.show(say(title), [panel, ...words, h("div", { lang: "en-GB" }, officer)]);
  }
}
