import assert from 'node:assert/strict';
import { callsUntil, officerAtCounter, receives } from '../lib/desk.mjs';

/** From the call to the slip: what the fastest intake may ask of a hand. */
const MOST_INTERACTIONS = 12;

const APPLICANT = {
  id: '022085001122',
  name: 'Đỗ Thị Mẫu',
  phone: '0590 000 321',
  address: 'Tổ 2, khu 4, phường Hồng Gai, tỉnh Quảng Ninh',
};

/** A hand at keyboard and mouse: each key, each word typed where one already stands, each click is one interaction. */
class Hand {
  count = 0;

  constructor(officer) {
    this.officer = officer;
  }

  async strikes(key) {
    this.count += 1;
    await this.officer.strikes(key);
  }

  async types(text) {
    this.count += 1;
    await this.officer.page.keyboard.type(text, { delay: 15 });
  }

  async clicks(control) {
    this.count += 1;
    await this.officer.clicks(control);
  }
}

/** Requests of a page, and how long the server took for each. */
function clocked(page) {
  const took = [];
  page.on('requestfinished', (request) => {
    const { pathname } = new URL(request.url());
    const { requestStart, responseStart } = request.timing();
    if (pathname.startsWith('/assets/') || pathname === '/events' || responseStart < 0) return;
    took.push({ path: `${request.method()} ${pathname}`, ms: responseStart - requestStart });
  });
  return took;
}

export default async function (house) {
  await house.system.filled();
  const officer = await officerAtCounter(house, 5);
  const land = { applicant: APPLICANT, typed: 'sang ten quyen su dung dat', procedure: /^Sang tên quyền sử dụng đất/ };
  await receives(house, officer, land);
  await officer.presses(/Kết thúc lượt/).catch(() => {});

  const phone = await house.person('citizen', { width: 360, height: 740 });
  await phone.visits('/kiosk/H1/field/land');
  await phone.presses(/Lấy số/);
  const label = (await phone.words('.ticket-no')).trim();
  await callsUntil(officer, label);

  // Called again, so that the strokes are counted from the call as it happens.
  await officer.strikes('F3');
  await officer.presses('Chờ lại');
  const took = clocked(officer.page);
  const hand = new Hand(officer);
  await hand.strikes('F9');
  assert.equal((await officer.words('.called .ticket')).trim(), label);
  await hand.types(APPLICANT.id);
  const known = officer.page.locator('#known-applicant_ .pick');
  await hand.strikes('Tab');
  await known.waitFor();
  await hand.clicks(known);
  const found = officer.page.waitForResponse((answer) => answer.url().includes('/desk/procedures'));
  await hand.types(land.typed);
  await found;
  await officer.reads(/Sang tên quyền sử dụng đất/);
  await hand.strikes('Enter');
  await officer.page.locator('.picked').waitFor();
  await hand.strikes('0');
  await hand.strikes('Control+Enter');
  await officer.reads('Đã tiếp nhận');
  const slip = officer.page.context().waitForEvent('page');
  await hand.strikes('p');
  await (await slip).close();
  assert.ok((await officer.pdf(/In giấy hẹn/)).includes(APPLICANT.name));
  const sum = took.reduce((all, one) => all + one.ms, 0);
  const slowest = took.reduce((one, other) => (one.ms > other.ms ? one : other));
  console.log(`  ${hand.count} interactions, ${took.length} requests, ${Math.round(sum)} ms of the server in all, the slowest ${slowest.path} ${Math.round(slowest.ms)} ms`);
  assert.ok(hand.count <= MOST_INTERACTIONS, `${hand.count} interactions from the call to the slip`);
}
