// Keeps a page of the desk as new as what it shows, and says by that that an adviser is there: the
// page is asked for again, what is marked `data-new` is put in its place, and messages that came are
// added. What somebody types, chooses or has opened is left alone. Without this script the page is
// as it was opened.
const EVERY = 4_000; // milliseconds between two times that the page is asked for
const SELDOM = 15_000; // the same while a stream tells of what is new in it
const said = document.getElementById("desk-said");
const alarm = document.createElement("button");
let sounds = false;
let danger = dangers(document);
let failed = false;

function dangers(page) {
  return new Set([...page.querySelectorAll("[data-danger]")].map((one) => one.dataset.danger));
}

// What was said has a place of its own to scroll in; it begins at its end.
function isDown() {
  const log = document.getElementById("log");
  return log === null || log.scrollHeight - log.scrollTop - log.clientHeight < 40;
}

function down() {
  const log = document.getElementById("log");
  if (log !== null) {
    log.scrollTop = log.scrollHeight;
  }
}

function beep() {
  const context = new AudioContext();
  const tone = context.createOscillator();
  tone.connect(context.destination);
  tone.start();
  tone.stop(context.currentTime + 0.6);
  tone.onended = () => context.close();
}

function put(fresh) {
  for (const place of document.querySelectorAll("[data-new]")) {
    const other = fresh.getElementById(place.id);
    const isBusy = place.contains(document.activeElement);
    if (other !== null && !isBusy && other.innerHTML !== place.innerHTML) {
      place.replaceWith(other);
    }
  }
  const log = document.getElementById("said");
  const wasDown = isDown();
  const has = new Set([...(log?.children ?? [])].map((one) => one.id));
  for (const one of fresh.getElementById("said")?.children ?? []) {
    if (!has.has(one.id)) {
      log?.append(one);
    }
  }
  if (wasDown) {
    down();
  }
}

async function renew() {
  // Nobody need be there: a session that rests is not kept open by it.
  const headers = { "X-Heard-By-Itself": "yes" };
  const answer = await fetch(location.href, { credentials: "same-origin", headers });
  if (!answer.ok || answer.redirected) {
    throw new Error("not there any more");
  }
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = dangers(fresh);
  if (sounds && [...now].some((one) => !danger.has(one))) {
    beep();
  }
  danger = now;
  put(fresh);
}

let waits = 0;
let stream = null;
let isAsking = false;
let isNew = false; // whether something came while the page was being asked for

async function again() {
  clearTimeout(waits);
  if (isAsking) {
    isNew = true;
    return;
  }
  isAsking = true;
  isNew = false;
  try {
    await renew();
    failed = false;
    said.textContent = "";
  } catch {
    if (!failed) {
      failed = true;
      said.textContent =
        "This page is not kept new: you may be signed out, or the line is broken. Open it again.";
    }
  }
  isAsking = false;
  waits = setTimeout(again, isNew ? 0 : pause());
}

function pause() {
  return stream?.readyState === EventSource.OPEN ? SELDOM : EVERY;
}

if (said !== null) {
  down();
  const place = document.getElementById("desk-alarm");
  if (place !== null) {
    alarm.type = "button";
    alarm.className = "heard-link-button";
    alarm.textContent = "Sound a tone when danger comes in";
    alarm.addEventListener("click", () => {
      sounds = !sounds;
      alarm.textContent = sounds ? "Sound no tone" : "Sound a tone when danger comes in";
    });
    place.append(alarm);
  }
  if (said.dataset.stream) {
    stream = new EventSource(said.dataset.stream, { withCredentials: true });
    stream.addEventListener("talk", again);
    stream.addEventListener("over", () => {
      stream.close();
      again();
    });
  }
  waits = setTimeout(again, EVERY);
}
