// The officer's phone: begins here, and goes from the officer's pages to an interview and back.

import { Afterwards } from "./afterwards.js";
import { counted, home, openElsewhere } from "./officer.js";
import { wardHere } from "./place.js";
import { Registering } from "./register.js";
import { NoRoom, openStore } from "./store.js";
import { READY, refresh, send } from "./sync.js";

const EVERY = 60_000; // milliseconds after which the server is tried again
const IDLE = 300_000; // milliseconds without a touch after which answers are not shown any more
const ONE = "heard-field-app"; // the lock of the one window that may be open
const PATIENCE = 3_000; // milliseconds that a window which is just being closed may take

class App {
  constructor(store) {
    this.store = store;
    this.state = "";
    this.interview = null;
    this.tight = false; // there was no room when somebody was to be asked
  }

  async begin() {
    navigator.storage.persist?.();
    addEventListener("online", () => this.connect());
    addEventListener("popstate", () => this.goneBack());
    document.addEventListener("visibilitychange", () => document.hidden || this.connect());
    setInterval(() => this.connect(), EVERY);
    this.watch();
    history.pushState(null, "");
    const [draft, asking] = await Promise.all([this.store.loadDraft(), this.store.get("asking")]);
    if (draft && asking) await this.resume(asking, draft);
    else await this.home();
    await this.connect();
    await navigator.serviceWorker?.register("sw.js", { scope: "./" });
  }

  /** Hides what was answered once nobody has touched the phone for a while. */
  watch() {
    let touched = Date.now();
    for (const event of ["pointerdown", "keydown"])
      addEventListener(event, () => (touched = Date.now()));
    setInterval(() => {
      if (this.interview?.begun && Date.now() - touched > IDLE) this.interview.resumed();
    }, EVERY / 2);
  }

  /** The phone's own way back goes to the question before, and never out of an interview. */
  goneBack() {
    if (!this.interview) return history.back();
    history.pushState(null, "");
    return this.interview.back?.();
  }

  /** Fetches and sends what there is, if it can be done now; an interview is not disturbed. */
  async connect() {
    const { state, token } = await refresh(this.store);
    this.state = state === READY ? await send(this.store, token) : state;
    if (!this.interview) await this.home();
  }

  async home() {
    this.interview = null;
    const [known, me, sealed, room] = await Promise.all([
      this.store.get("pack"),
      this.store.get("me"),
      this.store.sealed(),
      this.store.hasRoom(),
    ]);
    const before = document.querySelector("form[data-start]");
    const chosen = before && new FormData(before);
    const focus = document.activeElement?.id;
    const shown = {
      pack: known?.pack,
      asOf: known?.asOf,
      me,
      state: this.state,
      sealed,
      full: !room,
      tight: this.tight,
    };
    home({ ...shown, quiet: this.isHome, acts: this.acts() });
    if (this.isHome && chosen) restore(chosen, focus);
    this.isHome = true;
  }

  acts() {
    return {
      send: () => this.connect(),
      again: async () => {
        await this.store.tryAgain();
        await this.connect();
      },
      save: () => this.save(),
      start: (chosen) => this.start(chosen),
      register: () => this.register(),
      drop: async () => {
        await this.store.dropRefused();
        await this.home();
      },
    };
  }

  /** Registers somebody for the community; the phone stays in the officer's hands. */
  async register() {
    const [{ pack }, told] = await Promise.all([this.store.get("pack"), this.told()]);
    this.interview = new Registering({ store: this.store, pack, told, onEnd: () => this.ended() });
    this.isHome = false;
    this.interview.ask();
  }

  /** Hands the phone over, if there is room, and if more answers are wanted there. */
  async start({ way: code, language, ward }) {
    const [{ pack }, me] = await Promise.all([this.store.get("pack"), this.store.get("me")]);
    const way = pack.ways.find((one) => one.code === code);
    const count = way && counted(pack, await this.store.sealed()).get(code);
    const isEnough = way && way.target !== null && count >= way.target;
    const asking = way && { pack: { ...pack, forms: {} }, way, form: pack.forms[way.form] };
    this.tight = !(await this.store.canKeep()) || !(await this.keeps("asking", asking));
    if (!way || isEnough || this.tight) return this.home();
    const draft = {
      instance: `uuid:${crypto.randomUUID()}`,
      language,
      said: {},
      untouched: [],
      ward: "",
      last: "",
      badge: me?.badge ?? "", // of whoever asks, even if somebody else signs in meanwhile
    };
    this.interview = await this.made(asking, draft);
    this.isHome = false;
    this.interview.welcome();
    if (ward) draft.ward = await wardHere(pack);
    return null;
  }

  async keeps(name, value) {
    try {
      await this.store.put(name, value);
      return true;
    } catch (error) {
      if (error instanceof NoRoom) return false;
      throw error;
    }
  }

  async resume(asking, draft) {
    this.interview = await this.made(asking, draft);
    this.interview.resumed();
  }

  /** Gives what stands in all that is sealed here: the device, whose badge, how far its clock is behind. */
  async told() {
    const [me, ahead, device] = await Promise.all([
      this.store.get("me"),
      this.store.get("ahead"),
      this.store.device(),
    ]);
    return { device, badge: me?.badge ?? "", ahead: ahead ?? 0 };
  }

  async made(asking, draft) {
    const told = await this.told();
    return new Afterwards({ store: this.store, ...asking, told, draft, onEnd: () => this.ended() });
  }

  async ended() {
    this.interview = null;
    await this.home();
    await this.connect();
  }

  /** Saves what is still here into a file, as sealed as it is here. */
  async save() {
    const items = (await this.store.sealed()).map(({ instance, sealed, kind, why }) => ({
      instance,
      sealed,
      kind,
      why,
    }));
    const address = URL.createObjectURL(
      new Blob([JSON.stringify({ items }, null, 1)], { type: "application/json" }),
    );
    Object.assign(document.createElement("a"), {
      href: address,
      download: "heard-sealed-interviews.json",
    }).click();
    setTimeout(() => URL.revokeObjectURL(address), EVERY);
  }
}

/** Chooses again what was chosen before the page was drawn anew, and goes on from there. */
function restore(chosen, focus) {
  for (const box of document.querySelectorAll("form[data-start] [name]")) {
    if (box.type === "radio") box.checked = !box.disabled && chosen.get("way") === box.value;
    else if (box.type === "checkbox") box.checked = chosen.has(box.name);
    else box.value = chosen.get(box.name) ?? box.value;
  }
  if (focus) document.getElementById(focus)?.focus();
}

/** Begins, unless the app is open in another window already: there is one interview at a time. */
async function begin() {
  const store = await openStore();
  const run = async () => {
    await new App(store).begin();
    await new Promise(() => {}); // the lock is held until the window is closed
  };
  await navigator.locks.request(ONE, { signal: AbortSignal.timeout(PATIENCE) }, run);
}

begin().catch((error) => {
  if (error.name !== "TimeoutError") throw error;
  openElsewhere();
});
