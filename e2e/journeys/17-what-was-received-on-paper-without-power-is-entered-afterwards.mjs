import assert from 'node:assert/strict';
import { declares, officerAtCounter, picksProcedure } from '../lib/desk.mjs';

export const ownDemo = ['--quiet', '--days', '1', '--at', '2026-11-24T08:00'];

const SCREENS = [360, 768, 1440];
const APPLICANT = {
  id: '022091004567',
  name: 'Nguyễn Thị Hải Yến',
  phone: '0590 654 321',
  address: 'Tổ 3, khu 5, phường Bãi Cháy, tỉnh Quảng Ninh',
};

async function enters(officer, slip, time) {
  const part = officer.page.locator('details.by-slip');
  if (!(await part.evaluate((details) => details.open))) await part.locator('summary').click();
  await officer.fills('Số phiếu', slip);
  await officer.fills('Giờ nhận', time);
  await officer.presses('Nhập phiếu, gửi xác nhận');
}

export default async function (house) {
  await house.system.filled();
  const officer = await officerAtCounter(house, 5);

  // In sẵn một tập phiếu.
  await officer.visits('/desk/slips');
  await officer.showsPictures('slips-none', { widths: SCREENS });
  await officer.fills('Số phiếu (1 đến 50)', '80');
  await officer.presses('Tạo tập phiếu');
  await officer.reads('Một tập có từ 1 đến 50 phiếu; nhập 80.');
  await officer.fills('Số phiếu (1 đến 50)', '3');
  await officer.presses('Tạo tập phiếu');
  await officer.reads('Đã tạo tập phiếu. In rồi để ở quầy.');
  const pad = await officer.pdf(/^In/);
  for (const words of ['G001-01', 'G001-03', 'PHIẾU TIẾP NHẬN TẠM', 'Liên 1', 'Liên 2']) assert.ok(pad.includes(words), pad);

  // Mất điện một giờ; có lại thì nhập đúng giờ trên phiếu.
  const clock = await house.person('whoever moves the clock');
  await clock.visits('/demo');
  await clock.presses('Thêm 1 giờ');
  await officer.visits('/desk');
  const finish = officer.page.locator('form[action="/desk/finish"] button');
  if ((await finish.count()) > 0) await officer.presses(/Kết thúc lượt/);
  await declares(officer, APPLICANT);
  await picksProcedure(officer, 'sang ten quyen su dung dat', /^Sang tên quyền sử dụng đất/);
  await officer.strikes('0');
  await enters(officer, 'G009-01', '08:20');
  await officer.reads(/Không có phiếu số này ở sảnh/);
  await enters(officer, 'g1-1', '23:59');
  await officer.reads(/Giờ nhận sau giờ hiện tại/);
  assert.equal(await officer.page.getByLabel('Họ và tên', { exact: true }).first().inputValue(), APPLICANT.name);
  await officer.showsPictures('desk-slip-refused', { widths: SCREENS });
  await enters(officer, 'g1-1', '08:20');
  await officer.reads('Đã nhập phiếu G001-01, chờ xác nhận');
  await officer.visits('/desk/slips');
  await officer.showsPictures('slips', { widths: SCREENS });

  // Lãnh đạo Trung tâm trả lại một lần, rồi xác nhận.
  const director = await house.officer('anh.hh');
  await director.visits('/floor/slips');
  await director.reads('G001-01', APPLICANT.name, /08:20/);
  await director.showsPictures('floor-slips', { widths: SCREENS });
  await director.page.locator('details.purpose summary').first().click();
  await director.page.getByLabel('Lý do').fill('Phiếu ghi 8:40');
  await director.presses('Trả lại', { within: director.page.locator('details.purpose[open] form') });
  await director.reads('Đã trả lại phiếu kèm lý do.');
  await officer.visits('/desk/slips');
  await officer.reads('Phiếu ghi 8:40');
  await officer.presses(/^Nhập lại/);
  await enters(officer, 'G001-01', '08:40');
  await officer.reads('Đã nhập phiếu G001-01, chờ xác nhận');
  await director.visits('/floor/slips');
  await director.page.getByRole('checkbox', { name: /G001-01/ }).check();
  await director.presses('Xác nhận các phiếu đã chọn');
  await director.reads('Đã xác nhận 1 phiếu.');
  await director.showsPictures('floor-slips-confirmed', { widths: SCREENS });

  // Người nộp nhận tin; giấy hẹn và lịch sử ghi giờ trên phiếu.
  const told = await house.message('sms', (sms) => sms.to === '84590654321' && sms.text.includes('đã tiếp nhận hồ sơ'));
  const code = told.text.match(/H49\.[0-9A-Z.]+-\d{6}-\d{4}/)[0];
  await officer.visits('/find');
  await officer.fills('Tìm gì', code);
  await officer.presses('Tìm');
  await officer.presses(code);
  await officer.reads(/Nhận bằng phiếu giấy/, /08:40/);
}
