import assert from 'node:assert/strict';
import { connect, createServer } from 'node:net';
import { officerAtCounter } from '../lib/desk.mjs';

// Three weeks: the hour ahead is counted from days of the same weekday.
export const ownDemo = ['--quiet', '--days', '21', '--at', '2026-11-24T08:00'];

const TEXT = 'Thang máy tầng 1 đang sửa, mời bà con đi cầu thang bên phải.';

async function takesTicket(house, called) {
  const citizen = await house.person(called, { width: 1080, height: 1920 });
  await citizen.visits('/kiosk/H1/field/land');
  await citizen.presses(/Lấy số/);
  await citizen.reads('Số của ông bà');
  const token = citizen.page.url().split('/').pop().split('?')[0];
  return { citizen, token, label: (await citizen.words('.ticket-no')).trim() };
}

/** A network cable to the server that can be pulled out and put back in. */
async function cable(to) {
  const { hostname, port } = new URL(to);
  const ends = new Set();
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const end of [near, far]) {
      ends.add(end);
      end.on('error', () => end.destroy());
      end.on('close', () => ends.delete(end));
    }
    near.pipe(far).pipe(near);
  });
  const plug = (at) => new Promise((done) => server.listen(at, '127.0.0.1', done));
  await plug(0);
  const mine = server.address().port;
  return {
    address: `http://127.0.0.1:${mine}`,
    cut: () => new Promise((done) => {
      server.close(() => done());
      for (const end of ends) end.destroy();
    }),
    mend: () => plug(mine),
  };
}

export default async function (house) {
  await house.system.filled();
  const { token } = await takesTicket(house, 'somebody who comes');
  const officer = await officerAtCounter(house, 5);
  const finish = officer.page.locator('form[action="/desk/finish"] button');
  if ((await finish.count()) > 0) await officer.presses(/Kết thúc lượt/);
  await officer.strikes('F9');
  await officer.strikes('F7');

  const director = await house.officer('anh.hh');
  await director.visits('/floor');
  await director.reads('60 phút tới', /Người tự đến: trung bình \d+ thứ Ba gần đây nhất/);
  await director.showsPictures('floor-ahead');
  await director.visits('/floor');
  await director.clicks(director.page.locator('#counter-5'));

  // Đang có người: không đóng ngay được, chỉ đóng sau lượt này.
  await director.reads('Nếu quầy này ngừng', 'Đóng sau lượt này');
  await director.axeClean();
  await director.showsPictures('floor-counter');
  await director.visits('/floor/counters/05');
  await director.presses('Đóng sau lượt này');
  await director.reads('Quầy 5 sẽ đóng sau lượt này.', /Chờ số .* xong/);
  await officer.reads(/Tiếp xong người này thì quầy đóng/);
  await officer.showsPictures('desk-ordered');
  await officer.visits('/desk');
  await officer.presses(/Kết thúc lượt/);
  await officer.reads(/cho đóng quầy 5 của bạn/, 'Mở quầy nào?');

  // Mở lại cho chính người ấy: trang của cán bộ tự đổi.
  await director.reads(/Mở lại cho/);
  await director.presses(/Mở lại cho/);
  await director.reads('Đã mở quầy 5.');
  await officer.reads(/mở quầy này cho bạn/);

  // Chuyển sang quầy trống rồi đưa về.
  const targets = director.page.locator('#to option');
  assert.ok((await targets.count()) > 0, 'no empty counter to move to');
  await director.page.locator('#to').selectOption({ index: 0 });
  await director.presses('Chuyển sang quầy này');
  await director.reads(/Đã chuyển cán bộ quầy 5/);
  await officer.reads(/chuyển bạn từ quầy 5 sang đây/);
  await director.presses(/về quầy 5/);
  await officer.reads(/sang đây lúc/, 'Quầy 5');

  // Thông báo: màn hình, điện thoại, máy lấy số, quầy.
  const display = await house.person('the hall', { width: 1440 });
  await display.visits('/display/H1');
  await display.presses('Bật tiếng');
  const phone = await house.person('whoever waits', { width: 360, height: 740 });
  await phone.visits(`/t/${token}`);
  const kiosk = await house.person('the kiosk', { width: 1080, height: 1920 });
  await kiosk.visits('/kiosk/H1');
  await director.visits('/floor/announcements');
  await director.fills('Thông báo', TEXT);
  await director.fills('Bằng tiếng Anh, nếu cần', 'The lift is being repaired; please take the stairs on the right.');
  await director.clicks(director.page.locator('#announce'));
  await director.reads('Đã thông báo.', /Đang báo đến/);
  await director.showsPictures('announcements');
  for (const somebody of [display, phone, kiosk, officer]) await somebody.reads(TEXT);
  const told = display.page.locator('[data-call^="told-"]');
  const sound = await display.bytes(await told.getAttribute('data-sound-src'));
  assert.equal(sound.toString('latin1', 0, 4), 'RIFF');
  await display.showsPictures('display-told', { widths: [1080, 1440] });
  await kiosk.showsPictures('kiosk-told', { widths: [360, 768, 1080, 1440] });
  await phone.showsPictures('ticket-told');
  await display.visits('/display/H1');
  await phone.visits(`/t/${token}`);
  await director.visits('/floor/announcements');
  await director.presses(/Rút thông báo/);
  for (const somebody of [display, phone]) {
    await house.eventually('the announcement to be gone', async () =>
      (await somebody.page.getByText(TEXT).filter({ visible: true }).count()) === 0);
  }

  // Mất mạng: màn hình nói ra, có lại thì theo kịp.
  const line = await cable(house.system.address);
  await display.page.goto(`${line.address}/display/H1`, { waitUntil: 'load' });
  await line.cut();
  await house.eventually('the display to say that it hears nothing', async () =>
    (await display.page.locator('[data-live-state].lost').count()) > 0, { withinMs: 25_000 });
  await display.reads(/Mất kết nối/);
  await director.visits('/floor/announcements');
  await director.fills('Thông báo', 'Sảnh đóng cửa sớm lúc 16 giờ.');
  await director.clicks(director.page.locator('#announce'));
  await director.reads('Đã thông báo.');
  await display.doesNotRead('Sảnh đóng cửa sớm lúc 16 giờ.');
  await line.mend();
  await display.reads('Sảnh đóng cửa sớm lúc 16 giờ.');
  await house.eventually('the display to hear again', async () =>
    (await display.page.locator('[data-live-state].lost').count()) === 0);
  await display.page.goto('about:blank');
  await line.cut();
  // What was asked over the cable went elsewhere on purpose, and Chromium notes what it could not fetch.
  display.wrong = display.wrong.filter((one) => !one.includes(line.address) && !/net::ERR_/.test(one));
}
