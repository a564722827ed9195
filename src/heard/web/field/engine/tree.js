// The answers to a form as the XML that its rules are worked out on; the twin of `_tree.py`.

import { asText, asTruth, whole } from "./convert.js";
import { valueAt } from "./xpath.js";

export const MOST_REPEATS = 50;
export const AGAIN = "add-another";
const ROUNDS = 25;
const JAVAROSA = "http://openrosa.org/javarosa";

const parse = (xml) => new DOMParser().parseFromString(xml, "text/xml");
const sameCounts = (one, other) =>
  Object.keys(one).length === Object.keys(other).length &&
  Object.keys(one).every((key) => one[key] === other[key]);

/** Gives all groups of a form that repeat. */
export function* repeats(body) {
  for (const part of body) {
    if (part.repeats) yield part;
    if (part.body) yield* repeats(part.body);
  }
}

/** What was said, in its places, and what follows: what is relevant, what is calculated. */
export class Tree {
  constructor(form, said, now, nameOf) {
    Object.assign(this, { form, said, now, nameOf, counts: {} });
    this.lists = new Map(
      Object.entries(form.lists).map(([name, xml]) => [name, parse(xml).documentElement]),
    );
    this.grow();
    for (let rounds = 0; rounds < ROUNDS; rounds += 1) {
      const counts = this.timesOfAll();
      if (sameCounts(counts, this.counts)) break;
      this.counts = counts;
      this.grow();
    }
  }

  text(key) {
    return this.elements.get(key) ? leaf(this.elements.get(key)) : "";
  }

  isRelevant(key) {
    return this.relevant.get(key) ?? false;
  }

  value(tree, key = "") {
    return this.at(tree, this.elements.get(key) ?? this.root);
  }

  /** Tells whether a rule would hold if this text stood at its place. */
  holds(tree, key, text) {
    const element = this.elements.get(key);
    const before = element.textContent;
    element.textContent = text;
    try {
      return asTruth(this.at(tree, element));
    } finally {
      element.textContent = before;
    }
  }

  /** Gives the places that are worked out and not asked: key, what they come to, and rules. */
  calculated() {
    return this.places.filter(
      ([key, element, rules]) => rules.calculate && element.textContent && this.isRelevant(key),
    );
  }

  keyOf(path) {
    for (const [key, found] of this.paths) if (found === path) return key;
    return null;
  }

  /** Makes the empty answers with as many of each repeat as there are, fills and settles them. */
  grow() {
    const answers = parse(this.form.template);
    this.root = answers.documentElement;
    this.elements = new Map();
    this.paths = new Map();
    this.places = [];
    this.spread(this.root, `/${this.root.tagName}`, "");
    this.world = {
      answers,
      lists: this.lists,
      now: this.now,
      version: this.form.version,
      nameOf: (path, value) => this.nameOf(this, path, value),
    };
    this.settle();
  }

  /** Gives each element its key, and puts as many copies as there are in a repeat's place. */
  spread(parent, path, within) {
    const templates = [...parent.children].filter((child) =>
      child.hasAttributeNS(JAVAROSA, "template"),
    );
    const repeated = new Set(templates.map((child) => child.tagName));
    for (const tag of repeated) repeat(parent, tag, this.counts[`${path}/${tag}`] ?? 1);
    const seen = {};
    for (const child of [...parent.children]) {
      const tag = child.tagName;
      if (repeated.has(tag)) {
        seen[tag] = (seen[tag] ?? 0) + 1;
        this.place(`${tag}/${seen[tag]}`, `${path}/${tag}`, child);
        this.spread(child, `${path}/${tag}`, `${tag}/${seen[tag]}/`);
      } else {
        this.place(`${within}${tag}`, `${path}/${tag}`, child);
        this.spread(child, `${path}/${tag}`, within);
      }
    }
  }

  place(key, path, element) {
    this.elements.set(key, element);
    this.paths.set(key, path);
    const rules = this.form.rules[path];
    if (rules) this.places.push([key, element, rules]);
    if (!element.children.length) element.textContent = this.said[key] ?? element.textContent;
  }

  /** Works out what is relevant and what is calculated until nothing changes any more. */
  settle() {
    const leaves = this.places.filter(([, element]) => !element.children.length);
    const kept = new Map(leaves.map(([key, element]) => [key, element.textContent]));
    for (let rounds = 0; this.changed(kept) && rounds < ROUNDS;) rounds += 1;
  }

  changed(kept) {
    const before = this.places.map(([, element]) => leaf(element));
    this.hide(kept);
    for (const [key, element, rules] of this.places) {
      if (rules.calculate && this.isRelevant(key))
        element.textContent = asText(this.at(rules.calculate, element));
    }
    return this.places.some(([, element], at) => leaf(element) !== before[at]);
  }

  /** Blanks what is not relevant, and brings back what is again. */
  hide(kept) {
    const hidden = this.places
      .filter(([, element, rules]) => rules.relevant && !asTruth(this.at(rules.relevant, element)))
      .map(([, element]) => element);
    const under = (element) => hidden.some((one) => one.contains(element));
    this.relevant = new Map([...this.elements].map(([key, element]) => [key, !under(element)]));
    for (const [key, element, rules] of this.places) {
      if (element.children.length) continue;
      if (!this.isRelevant(key)) element.textContent = "";
      else if (kept.has(key) && !rules.calculate) element.textContent = kept.get(key);
    }
  }

  timesOfAll() {
    return Object.fromEntries(
      [...repeats(this.form.body)].map((group) => [group.path, this.times(group)]),
    );
  }

  times(group) {
    if (group.count)
      return Math.min(Math.max(whole(this.at(group.count, this.root)), 0), MOST_REPEATS);
    let times = 1;
    while (this.said[`${group.name}/${times}/${AGAIN}`] === "yes" && times < MOST_REPEATS)
      times += 1;
    return times;
  }

  at(tree, element) {
    return valueAt(tree, element, this.world);
  }
}

const leaf = (element) => (element.children.length ? "" : element.textContent);

function repeat(parent, tag, times) {
  const [first, ...others] = [...parent.children].filter((child) => child.tagName === tag);
  others.forEach((copied) => copied.remove());
  for (const name of first.getAttributeNames()) first.removeAttribute(name);
  for (let nth = 0; nth < times; nth += 1) parent.insertBefore(first.cloneNode(true), first);
  first.remove();
}
