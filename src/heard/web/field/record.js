// What is kept of a finished interview: sealed, but for what the officer has to know of it.

import { seal } from "./seals.js";

/** Gives what an officer knows a way in by; packs of before name none. */
export const titleOf = ({ title, programme, area, place }) =>
  title ?? [programme, area, place].filter(Boolean).join(", ");

/** Gives the record of an interview; of the answers only those to what is asked as things stand. */
export async function sealedOf({ draft, way, told, pack, filled, ended, equality }) {
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
    ...(equality && { equality }),
  };
  return {
    instance: draft.instance,
    way: way.code,
    where: titleOf(way),
    sealed: await seal(whole, pack.key),
    state: "waiting",
    why: "",
    at: Date.now(),
  };
}

/** Gives the record of somebody who was registered: nothing of whom stands in the open. */
export async function registrationOf({ typed, at, told, pack }) {
  const instance = `uuid:${crypto.randomUUID()}`;
  const whole = { ...typed, instance, at, badge: told.badge };
  return {
    instance,
    kind: "member",
    where: "Somebody for the community",
    sealed: await seal(whole, pack.key),
    state: "waiting",
    why: "",
    at: Date.now(),
  };
}
