// What the device keeps, in IndexedDB: the pack, the interview under way (locked), and those that
// are finished (sealed) until the server has said that it has them.

import { openDB } from "idb";
import { lock, ownKey, unlock } from "./seals.js";

const STRICT = { durability: "strict" };
const ROOM = 5_000_000; // bytes that must be free before an interview begins
const BLOCK = 65_536; // bytes of chance that can be had at once
const BLOCKS = 16;

/** The device has no room left: nothing was changed. */
export class NoRoom extends Error {}

const isFull = (error) =>
  error?.name === "QuotaExceededError" || error?.inner?.name === "QuotaExceededError";

export async function openStore() {
  const db = await openDB("heard-field", 1, {
    upgrade(made) {
      made.createObjectStore("kept");
      made.createObjectStore("draft");
      made.createObjectStore("sealed", { keyPath: "instance" });
    },
  });
  return new Store(db);
}

class Store {
  constructor(db) {
    this.db = db;
  }

  get(name) {
    return this.db.get("kept", name);
  }

  put(name, value) {
    return this.write(["kept"], (kept) => kept.put(value, name));
  }

  /** Gives this device's own name, drawn once. */
  async device() {
    const known = await this.get("device");
    if (known) return known;
    const drawn = crypto.randomUUID();
    await this.put("device", drawn);
    return drawn;
  }

  /** Tells whether there is room for an interview, as far as the browser says. */
  async hasRoom() {
    const { quota, usage } = await navigator.storage.estimate();
    return quota === undefined || quota - usage > ROOM;
  }

  /**
   * Tells whether an interview can be kept, by keeping a megabyte for a moment: so as not to tell
   * phones apart, some browsers say that there is room where there is none.
   */
  async canKeep() {
    const trial = Array.from({ length: BLOCKS }, () =>
      crypto.getRandomValues(new Uint8Array(BLOCK)),
    );
    try {
      await this.put("trial", trial);
      await this.write(["kept"], (kept) => kept.delete("trial"));
      return await this.hasRoom();
    } catch (error) {
      if (error instanceof NoRoom) return false;
      throw error;
    }
  }

  /** Keeps the interview under way, locked. NoRoom. */
  async saveDraft(draft) {
    const key = (await this.db.get("draft", "key")) ?? (await ownKey());
    const box = await lock(draft, key);
    await this.write(["draft"], (kept) => [kept.put(key, "key"), kept.put(box, "box")]);
  }

  /** Gives the interview under way; null if there is none, or none that opens. */
  async loadDraft() {
    const [key, box] = await Promise.all([
      this.db.get("draft", "key"),
      this.db.get("draft", "box"),
    ]);
    try {
      return key && box ? await unlock(box, key) : null;
    } catch {
      return null;
    }
  }

  dropDraft() {
    return this.write(["draft"], (kept) => kept.clear());
  }

  /** Keeps a finished interview and forgets the draft of it: both or neither. NoRoom. */
  finish(sealed) {
    return this.write(["sealed", "draft"], (kept, draft) => [kept.put(sealed), draft.clear()]);
  }

  /** Keeps what is sealed beside an interview under way, if there is one. NoRoom. */
  add(sealed) {
    return this.write(["sealed"], (kept) => kept.put(sealed));
  }

  /** Forgets what the server refused and nobody can mend: only who was registered, no interview. */
  async dropRefused() {
    const tx = this.db.transaction("sealed", "readwrite", STRICT);
    for (const { instance, kind, state } of await tx.store.getAll())
      if (kind === "member" && state === "refused") await tx.store.delete(instance);
    await tx.done;
  }

  sealed() {
    return this.db.getAll("sealed");
  }

  async waiting() {
    return (await this.sealed()).filter(({ state }) => state === "waiting");
  }

  /** Forgets what the server has, and notes why it refused the others. */
  async settle(outcomes) {
    const tx = this.db.transaction("sealed", "readwrite", STRICT);
    for (const { instance, state, why } of outcomes) {
      const kept = await tx.store.get(instance);
      if (state === "taken" || state === "known") await tx.store.delete(instance);
      else if (kept && state === "refused") await tx.store.put({ ...kept, state, why });
      else if (kept && state === "later") await tx.store.put({ ...kept, why });
    }
    await tx.done;
  }

  /** Lets what was refused be sent once more. */
  async tryAgain() {
    const tx = this.db.transaction("sealed", "readwrite", STRICT);
    for (const kept of await tx.store.getAll())
      await tx.store.put({ ...kept, state: "waiting", why: "" });
    await tx.done;
  }

  async write(names, does) {
    const tx = this.db.transaction(names, "readwrite", STRICT);
    try {
      await Promise.all([does(...names.map((name) => tx.objectStore(name))), tx.done].flat());
    } catch (error) {
      throw isFull(error) || isFull(tx.error) ? new NoRoom() : error;
    }
  }
}
