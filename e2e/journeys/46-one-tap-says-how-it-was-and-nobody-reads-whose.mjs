import assert from 'node:assert/strict';
import { officerAtCounter } from '../lib/desk.mjs';

// Three weeks: only then have ten people tapped for an officer.
export const ownDemo = ['--quiet', '--days', '21', '--at', '2026-11-24T08:00'];

export default async function (house) {
  await house.system.filled();
  const kiosk = await house.person('somebody who comes', { width: 1080, height: 1920 });
  await kiosk.visits('/kiosk/H1/field/land');
  await kiosk.presses(/Lấy số/);
  const officer = await officerAtCounter(house, 5);
  const finish = officer.page.locator('form[action="/desk/finish"] button');
  if ((await finish.count()) > 0) await officer.presses(/Kết thúc lượt/);
  await officer.strikes('F9');
  const label = (await officer.words('.called .ticket')).trim();
  await officer.strikes('F7');

  const upright = await house.person('the tablet, standing', { width: 800, height: 1280 });
  await upright.visits('/rate/H1/05');
  await upright.reads('Ông bà có hài lòng với lượt làm việc này không?', `Số ${label}`, 'Rất hài lòng', 'Không hài lòng');
  await upright.showsPictures('rate', { widths: [360, 768, 1440] });
  await upright.showsPictures('rate-standing', { widths: [800], height: 1280 });
  const lying = await house.person('the tablet, lying', { width: 1024, height: 600 });
  await lying.visits('/rate/H1/05');
  await lying.showsPictures('rate-lying', { widths: [1024], height: 600 });

  // Một lần chạm; nơi khác đang mở cùng trang cũng cảm ơn.
  await upright.visits('/rate/H1/05');
  await upright.presses('Hài lòng');
  await upright.reads('Cảm ơn ông bà!');
  await lying.reads('Cảm ơn ông bà!');
  await upright.reads('Xin chào ông bà');
  await upright.showsPictures('rate-idle');

  // Không trang nào của người làm việc ở đây ghi ai đã chạm gì.
  await officer.visits('/desk');
  const own = await officer.words('section[aria-labelledby="scores-h"]');
  assert.match(own, /Hài lòng, 30 ngày/);
  assert.ok(!own.includes(label), own);
  assert.match(own, /Rất hài lòng\s+\d+/);
  await officer.showsPictures('desk-scores');

  // Không có JavaScript thì trang tự tải lại và chạm là gửi.
  await officer.presses(/Kết thúc lượt/);
  await kiosk.visits('/kiosk/H1/field/land');
  await kiosk.presses(/Lấy số/);
  await officer.strikes('F9');
  await officer.strikes('F7');
  await upright.reads('Rất hài lòng');
}
