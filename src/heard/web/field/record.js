// What is kept of a finished interview: sealed, but for what the officer has to know of it.

import { seal } from "./seals.js";

/** Gives the record of an interview; of the answers only those to what is asked as things stand. */
export async function sealedOf({ draft, way, told, pack, filled, ended }) {
  const asked = filled.steps.map((step) => [step.key, filled.said(step)]);
  const whole = {
    instance: draft.instance,
    way: way.code,
    questionnaire: way.questionnaire,
    version: way.version,
    language: draft.language,
    said: Object.fromEntries(asked.filter(([, text]) => text)),
    started: draft.started,
    ended,
    device: told.device,
    ward: draft.ward,
    badge: draft.badge ?? told.badge, // a draft of an earlier app has none
  };
  return {
    instance: draft.instance,
    way: way.code,
    where: [way.programme, way.area, way.place].filter(Boolean).join(", "),
    sealed: await seal(whole, pack.key),
    state: "waiting",
    why: "",
    at: Date.now(),
  };
}
