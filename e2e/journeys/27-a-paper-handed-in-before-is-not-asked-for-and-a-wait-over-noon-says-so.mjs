import assert from 'node:assert/strict';
import { declares, officerAtCounter, picksProcedure, receives } from '../lib/desk.mjs';

export const ownDemo = ['--quiet', '--days', '1', '--at', '2026-11-24T11:12'];

const APPLICANT = {
  id: '022079003344',
  name: 'Trịnh Văn Thử',
  phone: '0590 000 456',
  address: 'Tổ 1, khu 2, phường Cao Xanh, tỉnh Quảng Ninh',
};
const LAND = { typed: 'sang ten quyen su dung dat', procedure: /^Sang tên quyền sử dụng đất/ };

/** What keeps the form while one types answers only when the form itself was sent, and then calls for the page anew. */
async function answersLate(page, types) {
  const held = [];
  await page.route('**/desk/form', (route) => {
    if (route.request().headers()['hx-request']) held.push(route);
    else route.continue();
  });
  const keeps = page.waitForRequest((asked) => asked.url().endsWith('/desk/form'));
  await types();
  await keeps;
  page.on('request', (asked) => {
    if (!asked.url().endsWith('/desk/intake')) return;
    const late = { status: 200, headers: { 'hx-refresh': 'true' }, contentType: 'text/html', body: '' };
    for (const route of held.splice(0)) route.fulfill(late).catch(() => {});
  });
}

export default async function (house) {
  await house.system.filled();
  const officer = await officerAtCounter(house, 5);
  const first = await receives(house, officer, { applicant: APPLICANT, ...LAND });
  await officer.presses(/Kết thúc lượt/).catch(() => {});

  // Nhiều người trước, sắp nghỉ trưa: số nói giờ gọi lại.
  const phone = await house.person('citizen', { width: 360, height: 740 });
  for (let taken = 0; taken < 8; taken += 1) {
    await phone.visits('/kiosk/H1/field/land');
    await phone.presses(/^Lấy số/);
  }
  const token = phone.page.url().split('/').pop().split('?')[0];
  await phone.visits(`/t/${token}`);
  await phone.reads(/Nghỉ trưa.*13:30/);
  await phone.showsPictures('ticket-over-noon');

  // Hồ sơ thứ hai của cùng một người: giấy tờ đã có ở hồ sơ trước được nhắc, một lần bấm là lấy.
  await officer.strikes('F9');
  await declares(officer, APPLICANT);
  await officer.strikes('Tab');
  await officer.clicks(officer.page.locator('#known-applicant_ .pick'));
  await picksProcedure(officer, LAND.typed, LAND.procedure);
  const offer = officer.page.locator('button[name="earlier"]').first();
  await offer.waitFor();
  await officer.showsPictures('desk-earlier-paper');
  await officer.clicks(offer);
  await officer.reads(new RegExp(`${first.code}`));
  await officer.showsPictures('desk-earlier-paper-taken');
  await officer.strikes('0');
  // Bấm tiếp nhận khi phần tự lưu chưa trả lời: trang vẫn đi tới nơi cần tới.
  await answersLate(officer.page, () => officer.fills('Nội dung yêu cầu', 'Sang tên cho con'));
  await officer.strikes('Control+Enter');
  await officer.reads('Đã tiếp nhận');
  const second = (await officer.words('.done .code')).trim();
  assert.notEqual(second, first.code);
  const slip = await officer.pdf(/In giấy hẹn/);
  assert.ok(slip.replaceAll(/\s/g, '').includes(first.code), `the slip does not say where the paper is:\n${slip}`);
}
