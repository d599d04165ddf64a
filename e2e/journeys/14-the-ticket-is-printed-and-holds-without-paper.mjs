import assert from 'node:assert/strict';
import { callsUntil, officerAtCounter } from '../lib/desk.mjs';

export const ownDemo = ['--quiet', '--days', '1', '--at', '2026-11-24T08:00'];

const SCREENS = [360, 768, 1080, 1440];

export default async function (house) {
  await house.system.filled();
  const citizen = await house.person('citizen', { width: 1080, height: 1920 });
  const takes = async (field) => {
    await citizen.visits('/kiosk/H1');
    await citizen.presses(field);
    await citizen.presses(/Lấy số/);
    await citizen.reads('Số của ông bà');
    return (await citizen.words('.ticket-no')).trim();
  };
  await takes(/Đất đai/);
  await citizen.reads('Phiếu đã in xong. Mời ông bà lấy phiếu.');
  await citizen.showsPictures('kiosk-paper', { widths: SCREENS });
  const [paper] = await house.received('printer');
  assert.equal(paper.width, 576);
  assert.equal(paper.not_understood, 0);
  assert.equal(Buffer.from(paper.png, 'base64').toString('latin1', 1, 4), 'PNG');

  // Ai đó lấy cuộn giấy ra.
  await house.handsOn('printer', 'no_paper');
  const label = await takes(/Đất đai/);
  await citizen.reads(/Máy in hết giấy: không có phiếu giấy\. Số vẫn được giữ/);
  await citizen.showsPictures('kiosk-no-paper', { widths: SCREENS });
  assert.equal((await house.received('printer')).length, 1);
  await citizen.visits('/kiosk/H1');
  await citizen.reads(/Máy in hết giấy: sẽ không có phiếu giấy/);
  await citizen.showsPictures('kiosk-no-paper-ahead', { widths: SCREENS });

  const director = await house.officer('anh.hh');
  await director.visits('/floor');
  await director.reads('Máy in hết giấy', /1 số đã lấy không có phiếu giấy/);
  await director.showsPictures('floor-no-paper');

  const officer = await officerAtCounter(house, 5);
  await callsUntil(officer, label);
  await officer.reads('Đang gọi');

  // Cuộn mới: phiếu đầu tiên in ra cho biết máy in đã chạy lại.
  await house.handsOn('printer', 'new_roll');
  await takes(/Đất đai/);
  await citizen.reads('Phiếu đã in xong. Mời ông bà lấy phiếu.');
  await citizen.visits('/kiosk/H1');
  await citizen.doesNotRead(/không có phiếu giấy/);
  await director.visits('/floor');
  await director.doesNotRead('Máy in hết giấy');
}
