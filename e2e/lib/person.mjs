// Somebody at a screen. Every verb waits for what it does to be done, and every page that comes up is judged by axe.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { keepOrCompare } from './pictures.mjs';
import { pause } from './system.mjs';

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WAIT_MS = 10_000;

export class Person {
  #judged = new Set();
  #underWay = new Set();

  constructor({ called, context, page, house, language }) {
    Object.assign(this, { called, context, page, house, language, wrong: [] });
    page.setDefaultTimeout(WAIT_MS);
    this.#listen();
  }

  #listen() {
    const ours = this.house.system.address;
    this.page.on('pageerror', (error) => this.wrong.push(`${this.page.url()}: ${error.message}`));
    this.page.on('console', (message) => {
      // A refusal is answered 4xx on purpose, and Chromium notes each in the console.
      const expected = /Failed to load resource: the server responded with a status of 4\d\d/.test(message.text());
      if (message.type() === 'error' && !expected) this.wrong.push(`${this.page.url()}: ${message.text()}`);
    });
    this.page.on('response', (answer) => {
      if (answer.status() >= 500) this.wrong.push(`${answer.url()}: ${answer.status()}`);
    });
    for (const end of ['requestfinished', 'requestfailed']) {
      this.page.on(end, (request) => this.#underWay.delete(request));
    }
    this.page.on('request', (request) => {
      const url = request.url();
      // The stream of live parts is always under way.
      if (new URL(url).pathname !== '/events') this.#underWay.add(request);
      if (/^https?:/.test(url) && !url.startsWith(ours)) this.wrong.push(`asked elsewhere: ${url}`);
    });
  }

  /** Opens an address. */
  async visits(path) {
    const answer = await this.page.goto(path, { waitUntil: 'load' });
    assert.ok(answer.status() < 400, `${path}: ${answer.status()}`);
    await this.axeClean();
  }

  /** Opens an address that must not open, and sees this status. */
  async isTurnedAwayFrom(path, status) {
    const answer = await this.page.goto(path, { waitUntil: 'load' });
    assert.equal(answer.status(), status, path);
  }

  /** Presses a button or a link by what it says. */
  async presses(name, { within = this.page } = {}) {
    const control = within.getByRole('button', { name }).or(within.getByRole('link', { name }));
    await this.clicks(control.first());
  }

  /** Presses what was found in another way. */
  async clicks(control) {
    await control.click();
    await this.#settled();
  }

  /** Presses a key, as officers do. */
  async strikes(key) {
    await this.page.keyboard.press(key);
    await this.#settled();
  }

  /** The field with this label, the whole of it: `Thủ tục` is not the search for people and procedures. */
  #field(label) {
    return this.page.getByLabel(label, { exact: typeof label === 'string' }).first();
  }

  /** Types into a field by its label. */
  async fills(label, text) {
    await this.#field(label).fill(text);
  }

  /** Chooses from a list by its label. */
  async chooses(label, option) {
    await this.#field(label).selectOption(option);
  }

  /** Ticks boxes or one of several choices, by what they say. */
  async ticks(...labels) {
    for (const label of labels) await this.#field(label).check();
  }

  /** Sees these words somewhere on the page, now or soon. */
  async reads(...texts) {
    for (const text of texts) {
      await this.page.getByText(text).filter({ visible: true }).first().waitFor({ state: 'visible' }).catch(async () => {
        throw new Error(`${this.called} does not read ${text} on ${await this.whereabouts()}`);
      });
    }
  }

  /** These words are not on the page. */
  async doesNotRead(...texts) {
    for (const text of texts) {
      const there = await this.page.getByText(text).filter({ visible: true }).count();
      assert.equal(there, 0, `${this.called} reads ${text} on ${this.page.url()}`);
    }
  }

  /** All words of the page, or of a part of it. */
  async words(selector = 'body') {
    return (await this.page.locator(selector).first().innerText()).normalize('NFC');
  }

  /** The bytes behind a link, with this person's session. */
  async fetches(name) {
    const link = this.page.getByRole('link', { name }).first();
    const address = await link.getAttribute('href');
    assert.ok(address, `${name} leads nowhere`);
    return this.bytes(address);
  }

  /** The text of the PDF behind a link. */
  async pdf(name) {
    return this.house.pdfText(await this.fetches(name));
  }

  /** The bytes at an address, with this person's session. */
  async bytes(address) {
    const answer = await this.context.request.get(address);
    assert.ok(answer.ok(), `${address}: ${answer.status()}`);
    return answer.body();
  }

  /** Signs in with the demo's one click: `who` is a person (`ha.lt`) or a position (`H49.80/receiver/ha.lt`). */
  async signsInAs(who) {
    await this.visits('/sign-in');
    const button = this.page.locator(`button[name="position"]:is([value="${who}"], [value$="/${who}"])`).first();
    if (!(await button.isVisible())) {
      await this.page.locator('details', { has: button }).locator('summary').click();
    }
    await button.click();
    await this.#settled();
    assert.ok(!this.page.url().includes('/sign-in'), `${who} is still at the door`);
  }

  /**
   * Pictures of the page in both languages, kept as reference or compared with it; at 360, 768 and 1440 px unless told.
   * `ready` opens what is closed when the page has come.
   */
  async showsPictures(name, { widths, height, ready } = {}) {
    await keepOrCompare(this, name, { widths, height, ready });
  }

  /** Reads on in the other language, on the same page. */
  async speaks(language) {
    if (language === this.language) return;
    this.language = language;
    await this.context.addCookies([{ name: 'motcua-lang', value: language, url: this.house.system.address }]);
    await this.page.reload({ waitUntil: 'load' });
    await this.axeClean();
  }

  /** Waits until what was asked for has come and nothing more was asked for meanwhile: pages, parts, redirects. */
  async #settled() {
    const begun = Date.now();
    for (let quiet = 0; quiet < 3 && Date.now() - begun < WAIT_MS; ) {
      await pause(50);
      quiet = this.#underWay.size === 0 ? quiet + 1 : 0;
    }
    await this.page.waitForLoadState('load');
    await this.axeClean();
  }

  /**
   * No violation of WCAG 2.2 A or AA on the page, nor of axe's best practices; the journey goes on and fails at its end, so
   * that one run tells of all. Once for each address without its numbers: the same page with other people on it has the same
   * frame.
   */
  async axeClean() {
    const kind = this.language + new URL(this.page.url()).pathname.replace(/[0-9A-Za-z_.-]*\d[0-9A-Za-z_.-]*/g, '#');
    if (this.#judged.has(kind)) return;
    this.#judged.add(kind);
    // evaluate is not subject to the page's content security policy, a script tag would be.
    await this.page.evaluate(axeSource);
    const found = await this.page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
    for (const rule of found.violations) {
      const where = rule.nodes.map((node) => `\n      ${node.target.join(' ')}\n      ${node.html.slice(0, 160)}`).join('');
      this.wrong.push(`axe on ${this.page.url()} (${this.language}): ${rule.id}: ${rule.help}${where}`);
    }
  }

  /** Where this person stands, for a failure's report. */
  async whereabouts() {
    const title = await this.page.title().catch(() => 'no page');
    const words = await this.page.locator('body').innerText({ timeout: 1000 }).catch(() => '');
    return `${this.called} at ${this.page.url()} (${title})\n${words.split('\n').slice(0, 90).map((line) => `    > ${line}`).join('\n')}`;
  }

  async leaves() {
    await this.context.close();
  }
}
