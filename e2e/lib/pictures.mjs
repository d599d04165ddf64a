// Reference pictures: every screen at 360, 768 and 1440 px. Kept by --keep-pictures; otherwise only size and emptiness are
// compared, since clocks and numbers differ from run to run. The eye that judges them is a person's.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';

const WIDTHS = [360, 768, 1440];
// A phone, the kiosk that stands upright, a window on a desk.
const HEIGHTS = { 360: 740, 1080: 1920 };
const LANGUAGES = ['vi', 'en'];
const FOLDER = join(import.meta.dirname, '../../docs/pictures');
// A page may grow with the day's crowd, but not by this factor.
const GROWS_AT_MOST = 2.5;
const COLOURS_AT_LEAST = 12;

/** The page at these widths (and, for what hangs or stands somewhere, at that height), in both languages, in the light: kept, or compared with what is kept. */
export async function keepOrCompare(person, name, { widths = WIDTHS, height, ready = async () => {} }) {
  const { page } = person;
  const [before, spoken] = [page.viewportSize(), person.language];
  for (const language of LANGUAGES) {
    await person.speaks(language);
    await ready();
    for (const width of widths) {
      await page.setViewportSize({ width, height: height ?? HEIGHTS[width] ?? 900 });
      await one(person, `${name}-${language}-${width}`, width);
    }
    await page.setViewportSize(before);
  }
  await person.speaks(spoken);
}

async function one(person, name, width) {
  const { page, house } = person;
  // With the fallback face lines are wider than anybody will see them.
  await page.evaluate(() => document.fonts.ready.then(() => true));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  if (wide > width) person.wrong.push(`${name} scrolls sideways: ${wide} px\n      ${(await beyond(page, width)).join('\n      ')}`);
  // As high as the page, so that what sticks to an edge sticks to the page's edge.
  const high = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.max(high, page.viewportSize().height) });
  const picture = await page.screenshot({ fullPage: true, animations: 'disabled' });
  const now = look(picture);
  assert.ok(now.colours >= COLOURS_AT_LEAST, `${name} is empty: ${now.colours} colours`);
  const file = join(FOLDER, `${name}.webp`);
  if (house.keepPictures) {
    await mkdir(FOLDER, { recursive: true });
    await writeFile(file, await small(page));
    return;
  }
  assert.ok(existsSync(file), `${name} has no picture yet: --keep-pictures, then look at it`);
  const kept = heightOf(await readFile(file));
  const ratio = now.height / kept;
  assert.ok(
    ratio < GROWS_AT_MOST && ratio > 1 / GROWS_AT_MOST,
    `${name} is ${now.height} px high, its picture ${kept}: look, then --keep-pictures`,
  );
}

/** The page as WebP, less than half the bytes of a PNG: pictures are made anew again and again, and a clone carries them all. */
async function small(page) {
  const devtools = await page.context().newCDPSession(page);
  const { data } = await devtools.send('Page.captureScreenshot', { format: 'webp', quality: 80 });
  await devtools.detach();
  return Buffer.from(data, 'base64');
}

/** The height of a WebP as Chromium writes it (RFC 9649: lossy, alone or in the extended layout). */
function heightOf(webp) {
  const kind = webp.toString('latin1', 12, 16);
  if (kind === 'VP8 ') return webp.readUInt16LE(28) & 0x3fff;
  assert.equal(kind, 'VP8X', 'a WebP of another kind: --keep-pictures');
  return webp.readUIntLE(27, 3) + 1;
}

/** The innermost elements that reach beyond the right edge. */
function beyond(page, width) {
  return page.evaluate((edge) => {
    const reaches = (element) => element.getBoundingClientRect().right > edge || element.scrollWidth > edge;
    const all = [...document.querySelectorAll('body *')].filter(reaches);
    return all.filter((one) => ![...one.children].some(reaches)).slice(0, 4).map((one) => one.outerHTML.slice(0, 140));
  }, width);
}

/** Width, height and the number of different colours of a PNG (8 bit, RGB or RGBA: what Chromium writes), at most 64. */
export function look(png) {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const bytes = png[25] === 6 ? 4 : 3;
  const rows = unfiltered(inflateSync(pixels(png)), width * bytes, height, bytes);
  const colours = new Set();
  for (let at = 0; at < rows.length && colours.size < 64; at += bytes) {
    colours.add((rows[at] << 16) | (rows[at + 1] << 8) | rows[at + 2]);
  }
  return { width, height, colours: colours.size };
}

function pixels(png) {
  const parts = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return Buffer.concat(parts);
}

/** Undoes the five filters of PNG (ISO/IEC 15948, 9.2). */
function unfiltered(data, stride, height, bytes) {
  const out = Buffer.alloc(stride * height);
  for (let row = 0; row < height; row += 1) {
    const filter = data[row * (stride + 1)];
    for (let at = 0; at < stride; at += 1) {
      const left = at >= bytes ? out[row * stride + at - bytes] : 0;
      const up = row > 0 ? out[(row - 1) * stride + at] : 0;
      const corner = row > 0 && at >= bytes ? out[(row - 1) * stride + at - bytes] : 0;
      const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      out[row * stride + at] = data[row * (stride + 1) + 1 + at] + predicted;
    }
  }
  return out;
}

function paeth(left, up, corner) {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}
