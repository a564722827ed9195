// The evaluator as one thing, as tests ask it.

export { wall } from "./dates.js";
export { Filled, codeOf, languageOf } from "./filled.js";
export { points } from "./kept.js";
export { asText } from "./convert.js";
export { valueAt } from "./xpath.js";
