// In which ward the phone is, and nothing finer: the point itself is not kept.

const WAIT = { timeout: 20_000, maximumAge: 300_000 };

/** Gives the ward where the phone is; '' where it may not or cannot tell. */
export function wardHere({ wards, elsewhere }) {
  return new Promise((resolve) => {
    if (!navigator.geolocation) resolve("");
    else
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => resolve(wardOf(wards, elsewhere, coords)),
        () => resolve(""),
        WAIT,
      );
  });
}

/** Of the boxes around a point, gives that with the nearest middle, as the server does. */
export function wardOf(wards, elsewhere, { latitude, longitude }) {
  const wide = Math.cos((latitude * Math.PI) / 180);
  const away = ([west, south, east, north]) =>
    Math.hypot(((west + east) / 2) * wide - longitude * wide, (south + north) / 2 - latitude);
  const around = wards
    .filter(
      ([, , , [west, south, east, north]]) =>
        west <= longitude && longitude <= east && south <= latitude && latitude <= north,
    )
    .map(([code, , , box]) => [away(box), code]);
  return around.length
    ? around.reduce((one, other) => (other[0] < one[0] ? other : one))[1]
    : elsewhere;
}
