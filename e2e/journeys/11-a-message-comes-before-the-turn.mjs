import assert from 'node:assert/strict';
import { officerAtCounter } from '../lib/desk.mjs';

export const ownDemo = ['--quiet', '--days', '1', '--at', '2026-11-24T08:00'];

export default async function (house) {
  await house.system.filled();
  const phone = await house.person('citizen with a phone', { width: 360, height: 740 });
  // Bốn người lấy số trước.
  for (let before = 0; before <= 4; before += 1) {
    await phone.visits('/kiosk/H1/field/business');
    await phone.presses(/Lấy số/);
  }
  const label = (await phone.words('.ticket-no')).trim();
  await phone.visits(`/t/${phone.page.url().split('/').pop().split('?')[0]}`);
  await phone.reads(label, 'Nhắn tin cho tôi khi còn 3 người.');
  await phone.showsPictures('ticket-notice');
  await phone.fills('Số điện thoại', '059');
  await phone.presses('Nhắn tôi');
  await phone.reads(/số điện thoại/i);
  await phone.fills('Số điện thoại', '0590 000 177');
  await phone.presses('Nhắn tôi');
  await phone.reads('Đã ghi số điện thoại');
  await phone.showsPictures('ticket-notice-asked');

  const officer = await officerAtCounter(house, 3);
  // Ai đến trước buổi sáng cũng được gọi, cho đến khi chỉ còn ba người.
  for (let calls = 0; calls < 4; calls += 1) {
    await officer.strikes('F9');
    await officer.strikes('F3');
  }
  const told = await house.message('sms', (sms) => sms.text.includes(label.replace('-', '')));
  assert.match(told.text, /còn [0-3] người trước ông bà|người tiếp theo/);
  assert.ok(told.to.endsWith('590000177'), told.to);
  await house.eventually('the page to say so', async () => {
    await phone.visits(phone.page.url());
    return (await phone.words()).includes('Đã nhắn tới');
  });
  await phone.showsPictures('ticket-notice-given');

  // Màn hình vừa mở, đường nghe tới chậm: lượt gọi ở giữa không mất.
  const display = await house.person('a display on a slow line', { width: 1440 });
  let listen;
  const slow = new Promise((resolve) => { listen = resolve; });
  await display.page.route(/\/events\?/, async (route) => {
    await slow;
    await route.continue();
  });
  await display.visits('/display/H1');
  await officer.strikes('F9');
  const called = (await officer.words('.called .ticket')).trim();
  await display.doesNotRead(called);
  listen();
  await display.reads(called);
}
