// Reads dates and times as Python's `datetime.fromisoformat` does, and the clock of a place.

const PARTS =
  /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(Z|([+-])(\d\d)(?::?(\d\d)(?::?(\d\d)(?:\.\d+)?)?)?)?)?$/;

/** Gives the parts of a date or a date with time, and its seconds since 1970; null for neither. */
export function instant(text) {
  const found = PARTS.exec(text);
  if (!found) return null;
  const [year, month, day, hour, minute, second] = found
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const moment = new Date(0);
  moment.setUTCFullYear(year, month - 1, day);
  moment.setUTCHours(hour, minute, second);
  const same = moment.getUTCMonth() === month - 1 && moment.getUTCDate() === day;
  if (!same || year < 1 || hour > 23 || minute > 59 || second > 59) return null;
  const micros = Number((found[7] ?? "").padEnd(6, "0").slice(0, 6));
  const ahead = offset(found);
  if (ahead === null) return null;
  const all = moment.getTime() * 1000 + micros - ahead * 1e6;
  return {
    year,
    month,
    day,
    hour,
    minute,
    second,
    micros,
    weekday: moment.getUTCDay(),
    seconds: all / 1e6,
  };
}

/** Gives how many seconds a clock is ahead of that in Greenwich; 0 where no offset is named. */
function offset(found) {
  const [sign, hours, minutes, seconds] = found.slice(9, 13);
  if (!sign) return 0;
  const ahead = Number(hours) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
  return ahead < 86400 ? (sign === "-" ? -ahead : ahead) : null;
}

const two = (number, places = 2) => String(number).padStart(places, "0");

/** Gives a moment as the clock of a place shows it: 2020-10-12T09:00:00.000+01:00. */
export function wall(moment, place) {
  const clock = new Intl.DateTimeFormat("en-GB-u-nu-latn", {
    timeZone: place,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  const part = Object.fromEntries(
    clock.formatToParts(moment).map(({ type, value }) => [type, value]),
  );
  const shown = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
  const ahead = Math.round((shown - moment.getTime()) / 60000);
  const size = Math.abs(ahead);
  const zone = `${ahead < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
  const date = `${part.year}-${part.month}-${part.day}`;
  return `${date}T${part.hour}:${part.minute}:${part.second}.${two(moment.getMilliseconds(), 3)}${zone}`;
}

/** Gives a number of days since 1970 as a date with time in Greenwich, cut to milliseconds. */
export function moment(number) {
  const whole = Math.trunc(number);
  const seconds = (number - whole) * 86400;
  const full = Math.trunc(seconds);
  const micros = toEven((seconds - full) * 1e6);
  const millis = Math.floor((full * 1e6 + micros) / 1000);
  const iso = new Date(whole * 86400000 + millis).toISOString();
  return iso.replace("Z", "+00:00");
}

/** Gives a number of whole days since 1970 as YYYY-MM-DD. */
export const day = (number) => new Date(Math.floor(number) * 86400000).toISOString().slice(0, 10);

function toEven(number) {
  const low = Math.floor(number);
  const rest = number - low;
  if (rest !== 0.5) return Math.round(number);
  return low % 2 ? low + 1 : low;
}
