/* Reads the camera's metadata of a JPEG before it is redrawn: whether a camera took it, when, and
   where. Reads only the needed EXIF 2.3 tags; a picture without valid EXIF claims nothing. */

/** @typedef {{ camera: boolean, taken_at?: number, lat?: number, lon?: number }} CameraClaims */

const MAKE = 0x010f;
const EXIF_PART = 0x8769;
const GPS_PART = 0x8825;
const TAKEN = 0x9003;
const TAKEN_OFFSET = 0x9011;
const SIZES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8];

/** `offsetOf` gives the minutes east of UTC of a local time where the camera wrote none.
 * @type {(content: ArrayBuffer, offsetOf: (local: number) => number) => CameraClaims} */
export function readClaims(content, offsetOf) {
  try {
    return read(new DataView(content), offsetOf);
  } catch (_) {
    return { camera: false }; /* cut short, or no EXIF at all */
  }
}

/** @type {(view: DataView, offsetOf: (local: number) => number) => CameraClaims} */
function read(view, offsetOf) {
  const start = exifStart(view);
  if (start === null) return { camera: false };
  const little = view.getUint16(start) === 0x4949;
  const first = tags(view, start, start + view.getUint32(start + 4, little), little);
  const exif = first[EXIF_PART] ? tags(view, start, start + Number(first[EXIF_PART]), little) : {};
  const gps = first[GPS_PART] ? tags(view, start, start + Number(first[GPS_PART]), little) : {};
  /** @type {CameraClaims} */
  const claims = { camera: Boolean(first[MAKE] && exif[TAKEN]) };
  const taken = moment(String(exif[TAKEN] || ""), String(exif[TAKEN_OFFSET] || ""), offsetOf);
  if (taken !== null) claims.taken_at = taken;
  const [lat, lon] = [degrees(gps[2], gps[1], "S"), degrees(gps[4], gps[3], "W")];
  if (lat !== null && lon !== null) Object.assign(claims, { lat, lon });
  return claims;
}

/* Where the TIFF part of EXIF begins; null where there is none. */
/** @type {(view: DataView) => number | null} */
function exifStart(view) {
  if (view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xda) return null;
    if (marker === 0xe1 && view.getUint32(at + 4) === 0x45786966) return at + 10;
  }
  return null;
}

/** @typedef {string | number | number[]} Tag */
/** @type {(view: DataView, start: number, at: number, little: boolean) => Record<number, Tag>} */
function tags(view, start, at, little) {
  /** @type {Record<number, Tag>} */
  const found = {};
  const many = view.getUint16(at, little);
  for (let n = 0; n !== many; n++) {
    const line = at + 2 + n * 12;
    const [kind, count] = [view.getUint16(line + 2, little), view.getUint32(line + 4, little)];
    const wide = Math.max(0, (SIZES[kind] || 1) * count - 4);
    const where = wide ? start + view.getUint32(line + 8, little) : line + 8;
    found[view.getUint16(line, little)] = value(view, where, kind, count, little);
  }
  return found;
}

/** @type {(view: DataView, at: number, kind: number, count: number, little: boolean) => Tag} */
function value(view, at, kind, count, little) {
  if (kind === 2) {
    const letters = Array.from({ length: count }, (_, n) => view.getUint8(at + n));
    return String.fromCharCode(...letters).replace(/\0.*$/, "");
  }
  if (kind === 5) {
    return Array.from(
      { length: count },
      (_, n) => view.getUint32(at + n * 8, little) / view.getUint32(at + n * 8 + 4, little),
    );
  }
  return kind === 3 ? view.getUint16(at, little) : view.getUint32(at, little);
}

/** @type {(taken: string, offset: string, offsetOf: (local: number) => number) => number | null} */
function moment(taken, offset, offsetOf) {
  const parts = taken.match(/^(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)/);
  if (!parts) return null;
  const [y, mo, d, h, mi, s] = parts.slice(1).map(Number);
  const local = Date.UTC(y, mo - 1, d, h, mi, s);
  const zone = offset.match(/^([+-])(\d\d):(\d\d)/);
  const east = zone
    ? (zone[1] === "-" ? -1 : 1) * (Number(zone[2]) * 60 + Number(zone[3]))
    : offsetOf(local);
  return Number.isFinite(local) ? local - east * 60000 : null;
}

/** @type {(parts: Tag | undefined, side: Tag | undefined, negative: string) => number | null} */
function degrees(parts, side, negative) {
  if (!Array.isArray(parts) || parts.length !== 3 || !parts.every(Number.isFinite)) return null;
  const whole = parts[0] + parts[1] / 60 + parts[2] / 3600;
  return side === negative ? -whole : whole;
}
