// The evaluator as one thing, and where a phone is, as tests ask them.

export { wardOf } from "../place.js";
export { wall } from "./dates.js";
export { Filled, codeOf, languageOf } from "./filled.js";
export { points } from "./kept.js";
export { asText } from "./convert.js";
export { valueAt } from "./xpath.js";
