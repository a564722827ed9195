// Makes elements, and shows one page after the other in the frame that the server drew.

/** Makes an element; what is null or false is left out, in its attributes as in what is in it. */
export function h(tag, attributes = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false)
      made.setAttribute(name, value === true ? "" : value);
  }
  made.append(
    ...inside.flat(3).filter((part) => part !== null && part !== undefined && part !== false),
  );
  return made;
}

export const bdi = (text) => h("bdi", {}, text);

/** Makes a button; it works once until what it does is done. */
export function button(text, does, look = "", id = null) {
  const made = h("button", { class: `govuk-button ${look}`.trim(), type: "button", id }, text);
  made.addEventListener("click", once(does));
  return made;
}

/** Makes a link that does something here. */
export function link(text, does, attributes = {}) {
  const run = once(does);
  const go = (event) => {
    event.preventDefault();
    run();
  };
  return h("a", { class: "govuk-link", href: "#", ...attributes, onclick: go }, text);
}

/** Lets nothing run twice at a time: a double click is one. */
export function once(does) {
  let busy = false;
  return async (...given) => {
    if (busy) return;
    busy = true;
    try {
      await does(...given);
    } finally {
      busy = false;
    }
  };
}

const place = (id) => document.getElementById(id);

/**
 * Shows a page: its title, what is in it, the way back, and the languages to choose from.
 * The heading has the focus, or the summary of what is wrong; of a page that is only drawn anew
 * (`quiet`), neither.
 */
export function show({
  title,
  inside,
  back = null,
  languages = [],
  language = null,
  quiet = false,
}) {
  const force = document.querySelector(".heard-header__force").textContent;
  document.title = `${title} – ${force}`;
  turn(language);
  place("back").replaceChildren(
    ...(back ? [link(back.text, back.does, { class: "govuk-back-link" })] : []),
  );
  const chosen = languages.map((one) => h("li", {}, choice(one, one.code === language?.code)));
  const list = h("ul", { class: "heard-languages" }, chosen);
  place("languages").replaceChildren(
    ...(languages.length ? [h("nav", { "aria-label": language.word }, list)] : []),
  );
  place("page").replaceChildren(...inside);
  if (quiet) return;
  scrollTo(0, 0);
  const first =
    place("page").querySelector(".govuk-error-summary") ?? place("page").querySelector("h1");
  first?.setAttribute("tabindex", "-1");
  first?.focus();
}

function choice(one, current) {
  const marks = {
    lang: one.tag,
    dir: one.direction,
    hreflang: one.tag,
    "aria-current": current ? "true" : null,
  };
  return link(one.name, one.does, marks);
}

/** Turns the page to a language: what it is called, where it begins, and how it looks. */
function turn(language) {
  const direction = language?.direction ?? "ltr";
  const root = document.documentElement;
  root.lang = language?.tag ?? "en-GB";
  if (direction === "rtl") root.dir = "rtl";
  else root.removeAttribute("dir");
  const sheet = document.querySelector("link[rel=stylesheet]");
  const wanted = place("languages").dataset[direction];
  if (sheet.getAttribute("href") !== wanted) sheet.setAttribute("href", wanted);
  const skip = document.querySelector(".govuk-skip-link");
  skip.dataset.english ??= skip.textContent;
  skip.textContent = language?.skip ?? skip.dataset.english;
}
