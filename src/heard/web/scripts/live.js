// Keeps a part of a page as new as what it shows: when the server says that something has changed,
// the same page is asked for again and the part is put in its place. Without this script, or without
// the stream, the page is as it was opened.
const SELDOM = 5_000; // milliseconds between two times that the page is asked for
let place = document.getElementById("live");
const said = document.getElementById("live-said");
const note = document.createElement("span");
const button = document.createElement("button");
const shows = document.createElement("button");
let stopped = false;
let waits = 0;
let last = Date.now() - SELDOM;

// Whoever reads with a keyboard, has opened a table or has marked words is not to lose their place.
function isBusy() {
  const words = getSelection();
  return (
    place.contains(document.activeElement) ||
    place.querySelector("details[open]") !== null ||
    (words !== null && !words.isCollapsed && place.contains(words.anchorNode))
  );
}

async function renew() {
  waits = 0;
  last = Date.now();
  // Nobody need be there: a session that rests is not kept open by it.
  const headers = { "X-Heard-By-Itself": "yes" };
  const answer = await fetch(location.href, { credentials: "same-origin", headers });
  if (!answer.ok || answer.redirected) {
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("live");
  if (fresh !== null) {
    place.replaceWith(fresh);
    place = fresh;
    shows.hidden = true;
    note.textContent = `Brought up to date at ${new Date().toLocaleTimeString("en-GB")}. `;
  }
}

function changed() {
  if (stopped || waits) {
    return;
  }
  waits = setTimeout(
    () => {
      waits = 0;
      if (stopped) {
        return;
      }
      if (isBusy()) {
        shows.hidden = false;
        note.textContent = "There is something new. ";
        return;
      }
      renew().catch(() => {});
    },
    Math.max(0, last + SELDOM - Date.now()),
  );
}

function link(one, words, does) {
  one.type = "button";
  one.className = "heard-link-button";
  one.textContent = words;
  one.addEventListener("click", does);
}

if (place !== null && said !== null) {
  link(button, "Stop bringing it up to date", () => {
    stopped = !stopped;
    button.textContent = stopped ? "Keep it up to date" : "Stop bringing it up to date";
    if (!stopped) {
      changed();
    }
  });
  link(shows, "Show it", () => renew().catch(() => {}));
  shows.hidden = true;
  note.setAttribute("role", "status");
  note.textContent = "This page brings itself up to date. ";
  said.append(note, shows, " ", button);
  const stream = new EventSource(place.dataset.stream, { withCredentials: true });
  for (const name of place.dataset.follows.split(" ")) {
    stream.addEventListener(name, changed);
  }
}
