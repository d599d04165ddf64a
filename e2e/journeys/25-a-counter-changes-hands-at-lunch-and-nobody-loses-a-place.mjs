import assert from 'node:assert/strict';
import { callsUntil, declares, officerAtCounter } from '../lib/desk.mjs';

// A quarter of an hour before the hall's break.
export const ownDemo = ['--quiet', '--days', '1', '--at', '2026-11-24T11:10'];

async function takesTicket(house, called) {
  const citizen = await house.person(called, { width: 1080, height: 1920 });
  await citizen.visits('/kiosk/H1/field/land');
  await citizen.presses(/Lấy số/);
  await citizen.reads('Số của ông bà');
  return (await citizen.words('.ticket-no')).trim();
}

/** Somebody who leaves her own counter and is free for another. */
async function whoIsFree(house) {
  const colleague = await officerAtCounter(house, 4);
  if ((await colleague.page.locator('form[action="/desk/finish"] button').count()) > 0) await colleague.presses(/Kết thúc lượt/);
  if ((await colleague.page.locator('[data-key="F3"]').count()) > 0) await colleague.strikes('F3');
  await colleague.presses('Đóng quầy');
  await colleague.reads('Mở quầy nào?');
  return colleague;
}

export default async function (house) {
  await house.system.filled();
  const label = await takesTicket(house, 'who sits at the counter');
  const next = await takesTicket(house, 'who waits');
  const officer = await officerAtCounter(house, 5);
  const colleague = await whoIsFree(house);
  await callsUntil(officer, label);
  await officer.strikes('F7');
  await declares(officer, { id: '022085001122', name: 'Đỗ Thị Mẫu', phone: '0590 000 321', address: 'Tổ 2, phường Hồng Gai' });
  await officer.reads(/Tự lưu/);

  // Giao quầy: cả người đang tiếp và tờ đang nhập dở.
  await officer.strikes('F10');
  await officer.reads('Giao quầy 5 cho đồng nghiệp', 'Hết giờ nghỉ trưa, 13:30', `Số ${label} đang ở quầy`);
  await officer.axeClean();
  await officer.showsPictures('desk-stand-in');
  await officer.visits('/desk/stand-in');
  const choice = officer.page.locator(`#officer option[value="${colleague.called}"]`);
  const name = (await choice.textContent()).trim();
  await officer.page.locator('#officer').selectOption(colleague.called);
  await officer.ticks('Giao cả người đang tiếp và tờ đang nhập dở');
  await officer.presses('Nhờ trực thay');
  await officer.reads(`Đã nhờ ${name} trực thay đến 13:30, đang chờ trả lời.`);

  // Đồng nghiệp nhận bằng một phím.
  await colleague.visits('/desk');
  await colleague.reads(/nhờ bạn trực thay quầy 5 đến 13:30/, /tờ đang nhập dở chuyển sang bạn/);
  await colleague.axeClean();
  await colleague.showsPictures('desk-stand-in-asked');
  await colleague.visits('/desk');
  await colleague.strikes('n');
  await colleague.reads(/Bạn trực thay .* đến 13:30/);
  assert.equal((await colleague.words('.called .ticket')).trim(), label, 'whoever sits there stays there');
  assert.equal(await colleague.page.getByLabel('Họ và tên').first().inputValue(), 'Đỗ Thị Mẫu', 'nothing is typed twice');
  await colleague.axeClean();
  await colleague.showsPictures('desk-standing-in');
  await officer.reads(`${name} đang trực thay bạn ở quầy 5 đến 13:30.`, 'Nhận lại quầy');

  // Giám đốc thấy ai ngồi thay ai.
  const director = await house.officer('anh.hh');
  await director.visits('/floor');
  await director.reads(/^thay /);
  await director.showsPictures('floor-stand-in');
  await director.visits('/floor/counters/05');
  await director.reads(new RegExp(`${name} trực thay .* đến 13:30`));
  await director.showsPictures('floor-counter-stand-in');

  // Người đang chờ không mất chỗ; xong thì trả quầy.
  await colleague.visits('/desk');
  await colleague.strikes('F9');
  assert.equal((await colleague.words('.called .ticket')).trim(), next, 'nobody loses a place');
  await colleague.strikes('F7');
  await colleague.strikes('F10');
  await colleague.reads(/Tiếp xong người này thì quầy trả lại cho/);
  await colleague.presses(/Kết thúc lượt/);
  await colleague.reads('Mở quầy nào?');
  await officer.reads('Quầy đang trống', 'Giao quầy');
}
