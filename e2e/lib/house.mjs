// What a journey has in hand: people at screens, the messages that reached them, and pictures.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Person } from './person.mjs';
import { pause } from './system.mjs';

const run = promisify(execFile);

export class House {
  #people = [];
  #browser;

  constructor({ system, browser, keepPictures }) {
    this.system = system;
    this.#browser = browser;
    this.keepPictures = keepPictures;
  }

  /** Somebody at a screen of their own, signed out. `width` in CSS pixels; `language` is `vi` or `en`. */
  async person(called, { width = 1440, height = 900, language = 'vi', dark = false } = {}) {
    const context = await this.#browser.newContext({
      baseURL: this.system.address,
      viewport: { width, height },
      locale: language === 'vi' ? 'vi-VN' : 'en-GB',
      timezoneId: 'Asia/Ho_Chi_Minh',
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
    });
    await context.addCookies([{ name: 'motcua-lang', value: language, url: this.system.address }]);
    const person = new Person({ called, context, page: await context.newPage(), house: this, language });
    this.#people.push(person);
    return person;
  }

  /** Somebody who works here, signed in by the demo's one click. */
  async officer(who, settings) {
    const person = await this.person(who, settings);
    await person.signsInAs(who);
    return person;
  }

  /** Looks again until something true comes back; the last reason is told when it never does. */
  async eventually(what, look, { withinMs = 15_000 } = {}) {
    const begun = Date.now();
    let reason = 'never true';
    while (Date.now() - begun < withinMs) {
      try {
        const found = await look();
        if (found) return found;
        reason = 'never true';
      } catch (error) {
        reason = error.message;
      }
      await pause(150);
    }
    throw new Error(`not within ${withinMs / 1000} s: ${what} (${reason})`);
  }

  /** What a stand-in received so far. */
  async received(standin) {
    const page = this.system.standinPage(standin);
    const answer = await fetch(new URL('/messages.json', page));
    if (!answer.ok) throw new Error(`${page}: ${answer.status}`);
    return answer.json();
  }

  /** What a hand does to the thing a stand-in stands in for: takes out its paper, opens its cover. */
  async handsOn(standin, act) {
    const page = this.system.standinPage(standin);
    const answer = await fetch(new URL(`/hands/${act}`, page), { method: 'POST' });
    if (!answer.ok) throw new Error(`${page}: ${act}: ${answer.status}`);
  }

  /** Waits for a message whose words fit, at the stand-in of the telecom or of the mail server. */
  async message(standin, fits) {
    return this.eventually(`a fitting message at ${standin}`, async () => (await this.received(standin)).find(fits));
  }

  /** The text of a PDF, as a person would read it. */
  async pdfText(bytes) {
    const child = run('pdftotext', ['-layout', '-enc', 'UTF-8', '-', '-'], { maxBuffer: 8 << 20 });
    child.child.stdin.end(bytes);
    return (await child).stdout.normalize('NFC');
  }

  /** Fails on what nobody asked for: errors in a console, answers 5xx, requests to elsewhere. */
  nothingWentWrong() {
    const wrong = this.#people.flatMap((person) => person.wrong.map((what) => `${person.called}: ${what}`));
    if (wrong.length > 0) throw new Error(`it went on, but:\n  ${wrong.join('\n  ')}`);
  }

  /** After a failure: where everybody stands. */
  async lookAround() {
    for (const person of this.#people) console.log(await person.whereabouts());
  }

  async close() {
    await Promise.all(this.#people.map((person) => person.leaves()));
  }
}
