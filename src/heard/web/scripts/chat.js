// Keeps a conversation as it is while its page is open: what is said comes by a stream, what is typed
// goes by itself. Each message is shown once, by its position, and taken once, by its key. Without
// this script the same page works by its forms.
import { ExitThisPage } from "govuk-frontend/dist/govuk/components/exit-this-page/exit-this-page.mjs";

const SLOWEST = 8_000; // milliseconds between two tries to send
const POLL = 4_000; // milliseconds between two looks while there is no stream
const AFTER = 120_000; // milliseconds for which a page listens after the end
const chat = document.getElementById("chat");
const framed = window.parent !== window;
let widget = null; // the origin of the page around our frame, once it has greeted

// The page around a frame hears that Escape was pressed, and where to come back to: never what was said.
function tell(what) {
  if (framed && widget !== null) {
    window.parent.postMessage(what, widget);
  }
}

if (framed) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      tell({ heard: "close" });
    }
  });
}

function begin() {
  const log = document.getElementById("log");
  const list = document.getElementById("said");
  const state = document.getElementById("state");
  const form = document.getElementById("say");
  const field = document.getElementById("text");
  const exit = document.getElementById("chat-exit");
  const note = document.getElementById("chat-note");
  const problem = document.getElementById("chat-problem");
  const { again, empty, framed: place, news, stream } = chat.dataset;
  const unsent = []; // what was typed and is not known to have arrived, each with its key
  let last = Number(chat.dataset.last);
  let ended = form.hidden;
  let shown = ""; // how it stood when that was last told
  let leaves = false; // whether the button to leave at once is there
  let isSending = false;
  let source = null;
  let poll = 0;

  function key() {
    if (crypto.randomUUID) {
      return crypto.randomUUID();
    }
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  // What was said last is in sight; of the panel of 999 its beginning.
  function down() {
    const item = list.lastElementChild;
    const isDanger = item?.classList.contains("heard-said--danger");
    log.scrollTop = isDanger ? item.offsetTop - list.offsetTop : log.scrollHeight;
  }

  function said(html) {
    const made = document.createElement("template");
    made.innerHTML = html;
    const item = made.content.firstElementChild;
    const position = Number(item.id.slice(1));
    if (document.getElementById(item.id) !== null) {
      return;
    }
    const later = [...list.children].find((one) => Number(one.id.slice(1)) > position);
    list.insertBefore(item, later ?? null);
    last = Math.max(last, position);
    down();
  }

  function offerExit() {
    if (leaves) {
      return;
    }
    leaves = true;
    exit.hidden = false;
    const button = exit.querySelector('[data-module="govuk-exit-this-page"]');
    if (button !== null) {
      document.body.classList.add("js-enabled", "govuk-frontend-supported");
      new ExitThisPage(button);
    }
    tell({ heard: "forget" });
  }

  function stands(now) {
    if (shown !== now.html) {
      shown = now.html;
      const had = state.contains(document.activeElement);
      state.innerHTML = now.html;
      if (had && !now.ended) {
        field.focus();
      }
    }
    if (now.exit) {
      offerExit();
    }
    form.hidden = now.ended;
    if (now.ended && !ended) {
      // What comes after the end, as the survey does, is still shown.
      setTimeout(() => {
        source?.close();
        clearInterval(poll);
      }, AFTER);
      tell({ heard: "forget" });
    }
    ended = now.ended;
  }

  function take(events) {
    for (const one of events) {
      if (one.name === "said") {
        said(one.html);
      } else if (one.name === "state") {
        stands(one);
      }
    }
  }

  async function look() {
    const answer = await fetch(`${news}?after=${last}`, { credentials: "same-origin" });
    if (answer.ok) {
      take((await answer.json()).events);
    }
  }

  function wrong(words) {
    problem.textContent = words;
    problem.hidden = !words;
  }

  async function post(one) {
    const body = new FormData(form);
    body.delete("choice");
    body.set("text", one.text);
    body.set("key", one.key);
    const headers = { Accept: "application/json" };
    const options = { method: "POST", body, headers, credentials: "same-origin" };
    const answer = await fetch(`${form.getAttribute("action")}?after=${last}`, options);
    if (answer.status >= 500) {
      throw new Error("not now");
    }
    if (!answer.ok) {
      location.reload();
      return;
    }
    const told = await answer.json();
    take(told.events);
    if (told.problem) {
      wrong(told.problem);
      field.value = field.value ? `${one.text}\n${field.value}` : one.text;
    }
  }

  async function send() {
    if (isSending) {
      return;
    }
    isSending = true;
    let pause = 500;
    while (unsent.length > 0) {
      try {
        await post(unsent[0]);
        unsent.shift();
        note.textContent = "";
        pause = 500;
      } catch {
        note.textContent = again;
        await new Promise((done) => setTimeout(done, pause));
        pause = Math.min(2 * pause, SLOWEST);
      }
    }
    isSending = false;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const choice = event.submitter?.name === "choice" ? event.submitter.value : "";
    const text = choice || field.value.trim();
    if (!text) {
      wrong(empty);
      field.focus();
      return;
    }
    wrong("");
    if (choice) {
      // Pressed twice, it is said once: it can be chosen again when the answer offers it again.
      state.querySelectorAll("button").forEach((button) => button.setAttribute("disabled", ""));
    } else {
      field.value = "";
    }
    unsent.push({ text, key: key() });
    field.focus();
    send();
  });

  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });

  function listen() {
    if (ended) {
      return;
    }
    source = new EventSource(`${stream}?after=${last}`, { withCredentials: true });
    source.addEventListener("said", (event) => said(JSON.parse(event.data).html));
    source.addEventListener("state", (event) => stands(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      look().catch(() => {});
      if (source.readyState === EventSource.CLOSED && !ended) {
        setTimeout(listen, POLL);
      }
    });
  }

  if (framed) {
    window.addEventListener("message", (event) => {
      if (event.source === window.parent && event.data?.heard === "hello") {
        widget = event.origin;
        tell(ended || leaves ? { heard: "forget" } : { heard: "here", place });
      }
    });
  }
  if (!exit.hidden) {
    offerExit();
  }
  down();
  if (ended || document.querySelector('meta[http-equiv="refresh"]') !== null) {
    return;
  }
  if (stream) {
    listen();
  } else {
    poll = setInterval(() => look().catch(() => {}), POLL);
  }
}

if (chat !== null) {
  begin();
} else if (framed) {
  window.addEventListener("message", (event) => {
    if (event.source === window.parent && event.data?.heard === "hello") {
      widget = event.origin;
    }
  });
}
