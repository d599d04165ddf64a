import assert from 'node:assert/strict';

export const ownDemo = ['--quiet', '--days', '1', '--at', '2026-11-24T08:00'];

const SCREENS = [360, 768, 1080, 1440];

export default async function (house) {
  await house.system.filled();
  const phone = await house.person('citizen at home', { width: 360, height: 740 });
  await phone.visits('/book');
  await phone.showsPictures('book-places');
  await phone.presses(/Đất đai/);
  await phone.showsPictures('book');
  await phone.fills('Họ và tên người đến', 'Trần Thị Mẫu');
  await phone.fills('Số điện thoại', '0590 000 123');
  await phone.page.getByRole('radio', { name: /10:30/ }).check();
  await phone.presses('Đặt lịch hẹn');
  await phone.reads('Đã giữ chỗ cho ông bà.', /10:30/);
  await phone.showsPictures('appointment');

  // Đổi sang giờ khác: chỗ cũ được nhường lại trong cùng một lần.
  await phone.presses('Đổi giờ hẹn');
  await phone.reads(/Giờ đang hẹn: .*10:30/);
  await phone.page.getByRole('radio', { name: /11:00/ }).check();
  await phone.presses('Đổi sang giờ này');
  await phone.reads('Đã giữ chỗ cho ông bà.', /11:00/);
  const own = new URL(phone.page.url()).pathname;
  const code = (await phone.words('.atkiosk b')).trim();
  assert.match(code, /^\d{3} 123$/);

  const clock = await house.person('whoever moves the clock');
  await clock.visits('/demo');
  await clock.presses('Thêm 1 giờ');
  await clock.presses('Thêm 1 giờ');

  const kiosk = await house.person('citizen in the hall', { width: 1080, height: 1920 });
  await kiosk.visits('/kiosk/H1');
  await kiosk.presses(/Tôi có lịch hẹn/);
  await kiosk.showsPictures('kiosk-appointment', { widths: SCREENS });
  await kiosk.fills(/Quét mã QR lịch hẹn/, code);
  await kiosk.presses(/Lấy số/);
  await kiosk.reads('Số của ông bà');
  assert.match((await kiosk.words('.ticket-no')).trim(), /^D-\d{3}$/);

  await phone.visits(own);
  await phone.reads('Ông bà đã lấy số theo lịch hẹn này.');
}
