// Walks the journeys: starts the built programme, opens Chromium, calls each file of journeys/ and counts.
//
//   node e2e/run.mjs --binary target/debug/motcua --engine sqlite [WORD ...]
//   node e2e/run.mjs --binary target/debug/motcua --engine postgres --db postgres://user@host/empty [WORD ...]
//
// WORDs choose the journeys whose names hold them. --keep-pictures writes the reference pictures anew, --show opens a
// window, --slow waits between actions. `cargo xtask e2e` calls this with everything filled in.

import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { openBrowser } from './lib/browser.mjs';
import { House } from './lib/house.mjs';
import { startSystem } from './lib/system.mjs';

const here = import.meta.dirname;

// Always the same morning: the hall is open, and a page is as long today as when its picture was kept.
const SHARED = ['--quiet', '--days', '3', '--at', '2026-11-24T10:00'];

const { values: flags, positionals: words } = parseArgs({
  allowPositionals: true,
  options: {
    binary: { type: 'string' },
    engine: { type: 'string', default: 'sqlite' },
    db: { type: 'string', multiple: true, default: [] },
    'keep-pictures': { type: 'boolean', default: false },
    show: { type: 'boolean', default: false },
    slow: { type: 'boolean', default: false },
  },
});

if (!flags.binary || !['sqlite', 'postgres'].includes(flags.engine)) {
  console.error('--binary FILE --engine sqlite|postgres');
  process.exit(2);
}

/** The journeys, each file one; the file's name is its sentence. */
async function journeys() {
  const files = (await readdir(join(here, 'journeys'))).filter((file) => file.endsWith('.mjs')).sort();
  const all = await Promise.all(
    files.map(async (file) => {
      const module = await import(join(here, 'journeys', file));
      const name = basename(file, '.mjs').replace(/^\d+-/, '').replaceAll('-', ' ');
      return { name, walk: module.default, ownDemo: module.ownDemo };
    }),
  );
  return all.filter((journey) => words.every((word) => journey.name.includes(word)));
}

/** A demo on an empty store; a journey that asks for its own gets one, the others share. */
async function demo(extra) {
  const address = flags.engine === 'postgres' ? flags.db.shift() : undefined;
  if (flags.engine === 'postgres' && !address) throw new Error('no empty database is left: hand in one more --db');
  return startSystem({ binary: flags.binary, engine: flags.engine, database: address, extra });
}

const wanted = await journeys();
const browser = await openBrowser(flags);
let shared;
let passed = 0;
const failed = [];

for (const journey of wanted) {
  const begun = Date.now();
  let system;
  let house;
  try {
    system = journey.ownDemo ? await demo(journey.ownDemo) : (shared ??= await demo(SHARED));
    house = new House({ system, browser, keepPictures: flags['keep-pictures'] && flags.engine === 'sqlite' });
    await journey.walk(house);
    house.nothingWentWrong();
    passed += 1;
    console.log(`ok ${journey.name} (${seconds(begun)})`);
  } catch (error) {
    failed.push(journey.name);
    console.log(`FAILED ${journey.name} (${seconds(begun)})\n${error.stack ?? error}`);
    await house?.lookAround();
    if (system) console.log(system.lastWords());
  } finally {
    await house?.close();
    if (journey.ownDemo) await system?.stop().catch((error) => failed.push(`the end of ${journey.name}: ${error.message}`));
  }
}

await browser.close();
try {
  await shared?.stop();
} catch (error) {
  failed.push(`the end of the shared demo: ${error.message}`);
  console.log(error.message);
}
for (const name of failed) console.log(`again: cargo xtask e2e --engine ${flags.engine} ${name}`);
console.log(`${passed} passed, ${failed.length} failed`);
process.exitCode = failed.length === 0 && passed > 0 ? 0 : 1;

function seconds(begun) {
  return `${((Date.now() - begun) / 1000).toFixed(1)} s`;
}
