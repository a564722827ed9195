// The functions of ODK XForms about dates and times; the twin of `_dates.py`.

import { asNumber, asText, days } from "./convert.js";
import { day, instant, moment } from "./dates.js";

const FIRST = -719162; // days of the years 1 to 9999
const LAST = 2932896;
const TIME = /^(\d\d):(\d\d)(?::(\d\d(?:\.\d+)?))?.*$/;
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const inRange = (number) => FIRST <= number && number < LAST;

export function date(value) {
  const number = asNumber(value);
  if (!inRange(number)) return "";
  return typeof value === "number" ? day(number) : asText(value).slice(0, 10);
}

export function dateTime(value) {
  const text = asText(value);
  if (typeof value === "number" || !/^\d{4}-/.test(text)) {
    const number = asNumber(value);
    return inRange(number) ? moment(number) : "";
  }
  return Number.isNaN(days(text)) ? "" : text;
}

export function decimalTime(value) {
  const text = asText(value);
  const at = text.indexOf("T");
  const found = TIME.exec((at < 0 ? "" : text.slice(at + 1)) || text);
  if (!found) return NaN;
  return (Number(found[1]) * 3600 + Number(found[2]) * 60 + Number(found[3] ?? 0)) / 86400;
}

export function formatDate(value, pattern) {
  const text = typeof value === "number" ? dateTime(value) : asText(value);
  const found = instant(text);
  if (!found) return "";
  const pad = (number, places = 2) => String(number).padStart(places, "0");
  const codes = {
    Y: pad(found.year, 4),
    y: pad(found.year % 100),
    m: pad(found.month),
    n: String(found.month),
    b: MONTHS[found.month - 1],
    d: pad(found.day),
    e: String(found.day),
    H: pad(found.hour),
    h: String(found.hour),
    M: pad(found.minute),
    S: pad(found.second),
    3: pad(Math.floor(found.micros / 1000), 3),
    a: DAYS[found.weekday],
    "%": "%",
  };
  return asText(pattern).replace(/%([^\n])/gu, (all, code) => codes[code] ?? all);
}
