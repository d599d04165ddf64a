// The running system: `motcua demo` in a process of its own, on an empty store.

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const READY_WITHIN_MS = 60_000;
// The promise of the command line: SIGTERM drains and ends within five seconds. One more for a machine that is busy.
const ENDED_WITHIN_MS = 6_000;

/** Starts the demo and waits for the address it prints. */
export async function startSystem({ binary, engine, database, extra }) {
  const folder = await mkdtemp(join(tmpdir(), 'motcua-journey-'));
  const where = engine === 'postgres' ? ['--db', database] : ['--data', join(folder, 'data')];
  const words = [...where, 'demo', '--listen', '127.0.0.1:0', ...extra];
  // In the temporary folder, so that no configuration file of the clone is picked up.
  const child = spawn(resolve(binary), words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const system = new System(child, engine, folder);
  try {
    await system.ready();
    return system;
  } catch (error) {
    child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

class System {
  #child;
  #lines = [];
  #ended;
  #folder;

  constructor(child, engine, folder) {
    this.#child = child;
    this.#folder = folder;
    this.engine = engine;
    this.#ended = new Promise((done) => {
      child.on('exit', (code, signal) => done({ code, signal }));
      child.on('error', (error) => done({ code: error.message, signal: null }));
    });
    for (const stream of [child.stdout, child.stderr]) {
      let rest = '';
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        const lines = (rest + text).split('\n');
        rest = lines.pop();
        this.#lines.push(...lines);
      });
    }
  }

  /** Waits until the address of the service is printed. */
  async ready() {
    const begun = Date.now();
    const gone = this.#ended.then(({ code }) => {
      throw new Error(`the demo ended (${code}) before it was ready\n${this.lastWords()}`);
    });
    gone.catch(() => {});
    while (Date.now() - begun < READY_WITHIN_MS) {
      const address = this.#address();
      if (address) {
        this.address = address;
        this.readyAfterMs = Date.now() - begun;
        return;
      }
      await Promise.race([pause(50), gone]);
    }
    throw new Error(`the demo printed no address within ${READY_WITHIN_MS / 1000} s\n${this.lastWords()}`);
  }

  /** The address of the service; the stand-ins' pages stand in a line of their own. */
  #address() {
    const line = this.#lines.find((text) => text.includes('http://') && !text.startsWith('messages people get'));
    return line?.match(/http:\/\/[^\s/]+/)?.[0];
  }

  /** The page of a stand-in, where what it received can be read: `sms` or `mail`. */
  standinPage(which) {
    const line = this.#lines.find((text) => text.startsWith('messages people get'));
    const pages = line?.match(/http:\/\/\S+/g) ?? [];
    const page = pages[which === 'sms' ? 0 : 1];
    if (!page) throw new Error(`no line names the page of ${which}\n${this.lastWords()}`);
    return page;
  }

  /** Waits until the crowd has worked through its days: from then on nobody but the journey's people acts. */
  async filled(withinMs = 180_000) {
    const begun = Date.now();
    while (!this.#lines.some((text) => text.startsWith('filled:'))) {
      if (Date.now() - begun > withinMs) throw new Error(`the crowd is not done\n${this.lastWords()}`);
      await pause(100);
    }
  }

  /** The end of what it printed. */
  lastWords() {
    return this.#lines.slice(-30).map((line) => `  demo | ${line}`).join('\n');
  }

  /** Asks it to end, as an operator does, and holds it to its promise. */
  async stop() {
    this.#child.kill('SIGTERM');
    const late = pause(ENDED_WITHIN_MS).then(() => 'late');
    const end = await Promise.race([this.#ended, late]);
    if (end === 'late') this.#child.kill('SIGKILL');
    await rm(this.#folder, { recursive: true, force: true });
    if (end === 'late') throw new Error(`the demo was still there ${ENDED_WITHIN_MS} ms after SIGTERM\n${this.lastWords()}`);
    if (end.code !== 0) throw new Error(`the demo ended with ${end.code ?? end.signal}\n${this.lastWords()}`);
  }
}

export function pause(ms) {
  return new Promise((done) => {
    setTimeout(done, ms).unref();
  });
}
