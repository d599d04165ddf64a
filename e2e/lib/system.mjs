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
  const system = new System({ binary: resolve(binary), where, engine, folder });
  try {
    await system.start('127.0.0.1:0', extra);
    return system;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

class System {
  #programme;
  #child;
  #lines = [];
  #ended;

  constructor(programme) {
    this.#programme = programme;
    this.engine = programme.engine;
    /** The folder a scanner writes into. */
    this.scanner = join(programme.folder, 'scanner');
  }

  async start(listen, extra) {
    const { binary, where, folder } = this.#programme;
    const words = [...where, 'demo', '--listen', listen, ...extra];
    // In the temporary folder, so that no configuration file of the clone is picked up.
    const env = { ...process.env, MOTCUA_SCANS_TRAY: this.scanner };
    const child = spawn(binary, words, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    this.#lines = [];
    this.#ended = new Promise((done) => {
      child.on('exit', (code, signal) => done({ code, signal }));
      child.on('error', (error) => done({ code: error.message, signal: null }));
    });
    for (const stream of [child.stdout, child.stderr]) this.#listen(stream);
    try {
      await this.#ready();
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
  }

  #listen(stream) {
    let rest = '';
    stream.setEncoding('utf8');
    stream.on('data', (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop();
      this.#lines.push(...lines);
    });
  }

  /** Waits until the address of the service is printed. */
  async #ready() {
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

  /** The page of a stand-in, where what it received can be read: `sms`, `mail` or `printer`. */
  standinPage(which) {
    const line = this.#lines.find((text) => text.startsWith('messages people get'));
    const pages = line?.match(/http:\/\/[^\s,]+/g) ?? [];
    const page = pages[['sms', 'mail', 'printer'].indexOf(which)];
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

  /** Ends it and takes its data away. */
  async stop() {
    try {
      await this.#end();
    } finally {
      await rm(this.#programme.folder, { recursive: true, force: true });
    }
  }

  /** Asks it to end, as an operator does, and holds it to its promise. */
  async #end() {
    this.#child.kill('SIGTERM');
    const late = pause(ENDED_WITHIN_MS).then(() => 'late');
    const end = await Promise.race([this.#ended, late]);
    if (end === 'late') {
      this.#child.kill('SIGKILL');
      throw new Error(`the demo was still there ${ENDED_WITHIN_MS} ms after SIGTERM\n${this.lastWords()}`);
    }
    if (end.code !== 0) throw new Error(`the demo ended with ${end.code ?? end.signal}\n${this.lastWords()}`);
  }
}

export function pause(ms) {
  return new Promise((done) => {
    setTimeout(done, ms).unref();
  });
}
