// A form with what was said so far: what is asked next, what counts, and what is wrong; the twin of `filled.py`.

import { asText, asTruth, isNodes } from "./convert.js";
import { CHOOSING, NotOfType, asKept } from "./kept.js";
import { split, strip } from "./plain.js";
import { AGAIN, MOST_REPEATS, Tree } from "./tree.js";

export { AGAIN } from "./tree.js";

function* questionsOf(body) {
  for (const part of body) {
    if (part.body) yield* questionsOf(part.body);
    else yield part;
  }
}

/** Gives the code of a language as XLSForm writes it: 'ur' for 'Urdu (ur)'. */
export function codeOf(language) {
  if (!language.endsWith(")")) return language || "en";
  return language.slice(language.lastIndexOf("(") + 1, -1);
}

/** Gives the form's own name of a language by its code, or that of its first one. */
export const languageOf = (form, code) =>
  form.languages.find((name) => codeOf(name) === code) ?? form.languages[0];

export class Filled {
  /** `now` is what the clock of the place shows, with its offset (`wall` in dates.js). */
  constructor(form, said, { now, language }) {
    Object.assign(this, { form, language, given: said });
    this.tree = new Tree(form, said, now, (tree, path, value) => this.nameOf(tree, path, value));
    this.steps = [...this.stepsOf(form.body, "", 0)];
  }

  step(key) {
    return this.steps.find((step) => step.key === key) ?? null;
  }

  said(step) {
    return step.question ? this.tree.text(step.key) : (this.given[step.key] ?? "");
  }

  /** Gives what was said to all that is asked, by key. */
  counted() {
    const asked = this.steps.filter((step) => step.question && this.said(step));
    return Object.fromEntries(asked.map((step) => [step.key, this.said(step)]));
  }

  /** Gives what was worked out for the places whose type says that they are to be kept. */
  calculated() {
    const kept = this.tree.calculated().filter(([, , rules]) => rules.type !== "string");
    return Object.fromEntries(kept.map(([key, element]) => [key, element.textContent]));
  }

  isRequired(step) {
    if (!step.question) return true;
    const { required } = this.rules(step);
    return Boolean(required) && asTruth(this.tree.value(required, step.key));
  }

  /** Gives every step whose answer would not be taken as things stand: step and problem. */
  problems() {
    return this.steps
      .map((step) => [step, this.take(step, this.said(step)).problem])
      .filter(([, problem]) => problem);
  }

  /** Gives an answer as it is kept, or what is wrong with it and the form's own words for that. */
  take(step, text) {
    if (!step.question) return text === "yes" || text === "no" ? { kept: text } : wrong("choice");
    try {
      const kept = asKept(step.question, text);
      return kept ? this.checked(step, kept) : this.nothing(step);
    } catch (error) {
      if (error instanceof NotOfType) return wrong("type");
      throw error;
    }
  }

  /** Gives the choices that are offered: value and label. */
  choices(step) {
    return step.question ? this.offered(this.tree, step.question, step.key) : [];
  }

  words(words, key) {
    return this.spoken(this.tree, words, key);
  }

  /** Gives what is filled in when somebody begins: the form's defaults that are worked out. */
  begun() {
    const found = this.form.defaults.map(([path, tree]) => [this.tree.keyOf(path), tree]);
    return Object.fromEntries(
      found.filter(([key]) => key).map(([key, tree]) => [key, asText(this.tree.value(tree, key))]),
    );
  }

  rules(step) {
    return this.form.rules[step.question.path];
  }

  *stepsOf(body, within, nth) {
    for (const part of body) {
      if (part.repeats) yield* this.repeated(part);
      else if (part.body) yield* this.stepsOf(part.body, within, nth);
      else if (this.tree.isRelevant(`${within}${part.name}`)) {
        yield { key: `${within}${part.name}`, question: part, group: null, nth };
      }
    }
  }

  *repeated(group) {
    for (let nth = 1; nth <= this.tree.counts[group.path]; nth += 1) {
      const key = `${group.name}/${nth}`;
      if (!this.tree.isRelevant(key)) continue;
      yield* this.stepsOf(group.body, `${key}/`, nth);
      if (!group.count && nth < MOST_REPEATS)
        yield { key: `${key}/${AGAIN}`, question: null, group, nth };
    }
  }

  nothing(step) {
    if (step.question.kind === "note" || !this.isRequired(step)) return { kept: "" };
    return wrong("missing", this.words(this.rules(step).required_message, step.key));
  }

  checked(step, kept) {
    const { constraint, constraint_message: message } = this.rules(step);
    if (CHOOSING.has(step.question.kind) && !this.isOffered(step, kept)) return wrong("choice");
    if (constraint && !this.tree.holds(constraint, step.key, kept)) {
      return wrong("rule", this.words(message, step.key));
    }
    return { kept };
  }

  isOffered(step, kept) {
    const there = new Set(this.choices(step).map(([value]) => value));
    const chosen = split(kept);
    if (new Set(chosen).size !== chosen.length || !chosen.every((one) => there.has(one)))
      return false;
    if (step.question.kind === "choice") return chosen.length === 1;
    return step.question.kind === "choices" || chosen.length === there.size;
  }

  offered(tree, { choices }, key) {
    if (!choices) return [];
    const found = tree.value(choices.nodeset, key);
    return (isNodes(found) ? found : []).map((item) => {
      const label = part(item, choices.label);
      const words = choices.translated
        ? this.spoken(tree, this.form.texts[label] ?? {}, "")
        : label;
      return [part(item, choices.value), words];
    });
  }

  spoken(tree, words, key) {
    const found = words[this.language] ?? [];
    return (found.length ? found : (words[""] ?? []))
      .map((piece) => (typeof piece === "string" ? piece : asText(tree.value(piece, key))))
      .join("");
  }

  nameOf(tree, path, value) {
    const asked = [...questionsOf(this.form.body)].find(
      (question) => question.path === strip(path),
    );
    const found = asked ? this.offered(tree, asked, "") : [];
    return new Map(found).get(value) ?? "";
  }
}

const wrong = (what, message = "") => ({ problem: { wrong: what, message } });

const part = (item, name) =>
  [...item.children].find((child) => child.tagName === name)?.textContent ?? "";
