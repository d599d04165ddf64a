import assert from 'node:assert/strict';
import { callsUntil, officerAtCounter } from '../lib/desk.mjs';

// What stands in a hall, upright ones too; a kiosk page is also opened on a phone.
const SCREENS = [360, 768, 1080, 1440];

export default async function (house) {
  await house.system.filled();
  const citizen = await house.person('citizen', { width: 1080, height: 1920 });
  await citizen.visits('/kiosk/H1');
  await citizen.showsPictures('kiosk', { widths: SCREENS });
  assert.equal(await citizen.page.evaluate(() => document.documentElement.scrollHeight), 1920);
  await citizen.presses('Tìm theo tên việc');
  await citizen.fills('Tên thủ tục hoặc việc cần làm', 'thanh lap doanh nghiep');
  await citizen.strikes('Enter');
  await citizen.presses(/Thành lập doanh nghiệp tư nhân/);
  await citizen.presses(/Lấy số/);
  await citizen.reads('Số của ông bà', 'Trước ông bà');
  const label = (await citizen.words('.ticket-no')).trim();
  assert.match(label, /^B-\d{3}$/);
  await citizen.showsPictures('kiosk-ticket', { widths: SCREENS });

  const phone = await house.person('citizen on the way', { width: 360, height: 740 });
  await phone.visits(`/t/${citizen.page.url().split('/').pop().split('?')[0]}`);
  await phone.reads(label);
  await phone.showsPictures('ticket');

  const print = await phone.pdf(/In số/);
  assert.ok(print.includes(label), print);

  const hall = await house.person('the hall', { width: 1440 });
  await hall.visits('/display/H1');
  await hall.presses('Bật tiếng');

  const officer = await officerAtCounter(house, 3);
  await callsUntil(officer, label);
  await officer.reads('Đang gọi');

  await hall.reads(label, 'đến quầy');
  const call = hall.page.locator('[data-call]').last();
  await house.eventually('the call to be spoken', async () => (await call.getAttribute('data-sound-src')) ?? false);
  const sound = await hall.bytes(await call.getAttribute('data-sound-src'));
  assert.equal(sound.toString('latin1', 0, 4), 'RIFF');
  assert.ok(sound.length > 20_000, `${sound.length} bytes are no sentence`);
  await hall.showsPictures('display', { widths: SCREENS });
  // As it hangs in the hall: nothing of it lies below the edge.
  await hall.page.setViewportSize({ width: 1920, height: 1080 });
  assert.equal(await hall.page.evaluate(() => document.documentElement.scrollHeight), 1080);
  await hall.showsPictures('display-hanging', { widths: [1920], height: 1080 });
}
