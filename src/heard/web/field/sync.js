// Speaks to the server when it can: who is signed in, what is asked, and what was answered.

import { NoRoom } from "./store.js";

const BATCH = 20;
const LOCK = "heard-field-send";

/** How things stand with the server. */
export const OFFLINE = "offline";
export const SIGNED_OUT = "signed-out";
export const REFUSED = "refused";
export const FAILED = "failed";
export const READY = "ready";

const OTHERWISE = { 401: SIGNED_OUT, 403: REFUSED };

async function ask(path, options = {}) {
  try {
    const answer = await fetch(path, {
      cache: "no-store",
      credentials: "same-origin",
      redirect: "error",
      ...options,
    });
    return {
      answer,
      state: answer.ok || answer.status === 304 ? READY : (OTHERWISE[answer.status] ?? FAILED),
    };
  } catch {
    return { answer: null, state: OFFLINE };
  }
}

/** Fetches who is signed in and what is asked now, and keeps both; tells how things stand. */
export async function refresh(store) {
  const { answer, state } = await ask("me.json");
  if (state !== READY) return { state };
  const told = await answer.json();
  await keep(store, "me", { name: told.name, badge: told.badge });
  await keep(store, "ahead", Date.parse(told.now) - Date.now());
  const fetched = await fetchPack(store);
  return { state: fetched, token: told.token };
}

/** Keeps what was fetched if there is room; if not, what waits here must still be sent. */
async function keep(store, name, value) {
  try {
    await store.put(name, value);
  } catch (error) {
    if (!(error instanceof NoRoom)) throw error;
  }
}

async function fetchPack(store) {
  const known = await store.get("pack");
  const headers = known?.etag ? { "If-None-Match": known.etag } : {};
  const { answer, state } = await ask("pack.json", { headers });
  if (state !== READY) return state;
  const asOf = Date.now();
  const pack =
    answer.status === 304 ? known : { pack: await answer.json(), etag: answer.headers.get("ETag") };
  await keep(store, "pack", { ...pack, asOf });
  return READY;
}

/** Sends what waits; each goes from the device only when the server says that it has it. */
export async function send(store, token) {
  return navigator.locks.request(LOCK, async () => {
    let state = READY;
    let left = await store.waiting();
    let size = BATCH;
    while (left.length && [READY, FAILED].includes(state)) {
      const batch = left.slice(0, size);
      state = await post(store, batch, token);
      if (state === FAILED && batch.length > 1)
        size = 1; // one of them may be what it stumbles over
      else left = left.slice(batch.length);
    }
    return state;
  });
}

async function post(store, batch, token) {
  const items = batch.map(({ instance, sealed, kind }) => ({ instance, sealed, kind }));
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  const { answer, state } = await ask("submissions", {
    method: "POST",
    headers,
    body: JSON.stringify({ items }),
  });
  if (state !== READY) return state;
  try {
    await store.settle((await answer.json()).items);
  } catch {
    return OFFLINE; // the answer was cut off: they are sent again, and then known
  }
  return READY;
}
