import assert from 'node:assert/strict';
import { callsUntil, officerAtCounter } from '../lib/desk.mjs';

export const ownDemo = ['--quiet', '--days', '1', '--at', '2026-11-24T08:00'];

/** Writes down what the loudspeaker of this person's machine says, in all its windows: what was asked for, from when until when. */
async function hears(person) {
  await person.context.addInitScript(() => {
    globalThis.spoken = [];
    const play = HTMLMediaElement.prototype.play;
    HTMLMediaElement.prototype.play = function () {
      if (this.src.includes('.wav')) {
        const one = { src: this.src, from: Date.now(), until: 0 };
        globalThis.spoken.push(one);
        this.addEventListener('ended', () => { one.until = Date.now(); });
      }
      return play.call(this);
    };
  });
}

const saidBy = (page) => page.evaluate(() => globalThis.spoken);

/**
 * What these windows said, in order, once the call of this number is over: no two at once, none twice. Others wait in the hall too, and are called before.
 */
async function said(house, label, ...pages) {
  const ticket = label.replace('-', '');
  const all = await house.eventually(`${label} to be said`, async () => {
    const spoken = (await Promise.all(pages.map(saidBy))).flat();
    return spoken.some((one) => one.until > 0 && one.src.includes(`ticket=${ticket}&`)) && spoken;
  }, { withinMs: 60_000 });
  all.sort((one, other) => one.from - other.from);
  for (let at = 1; at < all.length; at += 1) {
    assert.ok(all[at - 1].until > 0 && all[at - 1].until <= all[at].from, `over ${all[at - 1].src} came ${all[at].src}`);
  }
  const calls = all.map((one) => Object.fromEntries(new URL(one.src).searchParams));
  assert.equal(new Set(calls.map((call) => call.ticket)).size, calls.length, JSON.stringify(calls));
  return { calls, of: calls.find((call) => call.ticket === ticket) };
}

const counters = ({ calls }) => [...new Set(calls.map((call) => call.counter))].sort();

export default async function (house) {
  await house.system.filled();

  // Máy lấy số, điện thoại và phiếu in chỉ khu chờ.
  const kiosk = await house.person('citizens at the kiosk', { width: 1080, height: 1920 });
  const takes = async (field, area) => {
    await kiosk.visits(`/kiosk/H1/field/${field}`);
    await kiosk.presses(/Lấy số/);
    await kiosk.reads(area);
    return { label: (await kiosk.words('.ticket-no')).trim(), token: kiosk.page.url().split('/').pop().split('?')[0] };
  };
  const land = await takes('land', 'Xin chờ ở khu Đất đai - Xây dựng');
  const print = await house.pdfText(await kiosk.bytes(`/t/${land.token}/ticket.pdf`));
  assert.match(print.replace(/\s+/g, ' '), /khu Đất đai - Xây dựng/);
  const phone = await house.person('citizen on the way', { width: 360, height: 740 });
  await phone.visits(`/t/${land.token}`);
  await phone.reads('Xin chờ ở khu Đất đai - Xây dựng');
  await phone.showsPictures('ticket-area');
  const business = await takes('business', 'Xin chờ ở khu Doanh nghiệp');
  const landNext = await takes('land', 'Xin chờ ở khu Đất đai - Xây dựng');
  const general = await takes('general', /Gọi đến khu Doanh nghiệp hoặc khu Tư pháp - Xã hội/);
  const landLast = await takes('land', 'Xin chờ ở khu Đất đai - Xây dựng');
  await kiosk.showsPictures('kiosk-ticket-area', { widths: [360, 1080] });
  assert.equal(await kiosk.page.evaluate(() => document.documentElement.scrollHeight), 1920);

  // Sảnh, hai khu; khu đất đai mở hai cửa sổ trên một máy.
  const screen = async (name, address) => {
    const person = await house.person(name, { width: 1920, height: 1080 });
    await hears(person);
    await person.visits(address);
    await person.presses('Bật tiếng');
    return person;
  };
  const hall = await screen('the hall', '/display/H1');
  const landArea = await screen('the area of land', '/display/H1/land');
  const businessArea = await screen('the area of business', '/display/H1/business');
  await landArea.reads('Khu Đất đai - Xây dựng');
  const second = await landArea.context.newPage();
  await second.goto('/display/H1/land');
  await second.getByRole('button', { name: 'Bật tiếng' }).click();
  await second.getByText('Một cửa sổ khác của máy này đang đọc').waitFor();

  // Hai quầy ở hai khu gọi gần như cùng lúc.
  const atFive = await officerAtCounter(house, 5);
  const atThree = await officerAtCounter(house, 3);
  await callsUntil(atFive, land.label);
  await callsUntil(atThree, business.label);
  await hall.reads(land.label, business.label, 'khu Đất đai - Xây dựng', 'khu Doanh nghiệp');
  await landArea.reads(land.label);
  await landArea.doesNotRead(business.label);
  await businessArea.reads(business.label);
  await businessArea.doesNotRead(land.label);
  await phone.reads('đến quầy', 'khu Đất đai - Xây dựng');
  const inHall = await said(house, business.label, hall.page);
  assert.deepEqual([inHall.of.counter, inHall.of.area], ['3', 'business']);
  const landInHall = await said(house, land.label, hall.page);
  assert.deepEqual([landInHall.of.counter, landInHall.of.area], ['5', 'land']);
  const inLand = await said(house, land.label, landArea.page, second);
  assert.deepEqual([counters(inLand), inLand.of.area], [['5'], undefined]);
  assert.equal((await saidBy(second)).length, 0, 'the other window only shows');
  assert.deepEqual(counters(await said(house, business.label, businessArea.page)), ['3']);

  // Khu có loa riêng: sảnh chỉ đọc số không biết trước khu nào.
  const admin = await house.officer('trung.dd');
  await admin.visits('/admin');
  const row = admin.page.locator('details.doorset', { has: admin.page.locator('select[name="speaks"]') });
  const opens = () => row.evaluate((details) => { details.open = true; });
  await admin.showsPictures('admin-zones', { widths: [360, 1440], ready: opens });
  await opens();
  await row.getByLabel('Loa chung của sảnh đọc').selectOption('rest');
  await row.getByRole('button').click();
  await admin.reads('Đã đặt âm lượng');

  // Trình duyệt không cho cửa sổ đang đọc phát tiếng nữa: cửa sổ kia đọc, đúng lời gọi ấy.
  const other = 'Một cửa sổ khác của máy này đang đọc';
  await landArea.page.evaluate(() => {
    globalThis.plays = HTMLMediaElement.prototype.play;
    HTMLMediaElement.prototype.play = () => Promise.reject(new DOMException('sound is refused', 'NotAllowedError'));
  });
  await atFive.strikes('F3');
  await callsUntil(atFive, landNext.label);
  await hall.reads(landNext.label);
  assert.deepEqual(counters(await said(house, landNext.label, second)), ['5']);
  await second.getByText(other).waitFor({ state: 'hidden' });
  await landArea.page.evaluate(() => { HTMLMediaElement.prototype.play = globalThis.plays; });
  await landArea.presses('Bật tiếng');
  await landArea.reads(other);

  // Cửa sổ đang đọc đóng lại: cửa sổ kia đọc tiếp.
  await second.close();
  await landArea.page.getByText(other).waitFor({ state: 'hidden' });
  const atFour = await officerAtCounter(house, 4);
  await callsUntil(atFour, general.label);
  await hall.reads(general.label);
  const rest = await said(house, general.label, hall.page);
  assert.deepEqual([rest.of.counter, rest.of.area], ['4', 'business']);
  assert.ok(!rest.calls.some((call) => call.ticket === landNext.label.replace('-', '')), 'it was said in its area alone');

  await atFive.strikes('F3');
  await callsUntil(atFive, landLast.label);
  await hall.reads(landLast.label);
  const last = await said(house, landLast.label, landArea.page);
  assert.equal(last.of.counter, '5');
  assert.ok(!last.calls.some((call) => call.ticket === landNext.label.replace('-', '')), 'what the other window said is not said again');
  await hall.showsPictures('display-areas', { widths: [1920], height: 1080 });
  await hall.showsPictures('display-areas-standing', { widths: [1080], height: 1920 });
  await businessArea.showsPictures('display-area', { widths: [1920], height: 1080 });
  assert.equal(await hall.page.evaluate(() => document.documentElement.scrollHeight), 1080);
}
