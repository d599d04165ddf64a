import assert from 'node:assert/strict';
import { officerAtCounter, receives } from '../lib/desk.mjs';

export const ownDemo = ['--quiet', '--days', '1', '--at', '2026-11-24T14:00'];

const SCREENS = [360, 768, 1440];
const LAND_OFFICE = /Văn phòng Đăng ký đất đai/;

async function brings(house, officer, name, id) {
  const applicant = { id, name, phone: '0905 111 222', address: 'Tổ 7, khu 1, phường Bãi Cháy, tỉnh Quảng Ninh' };
  const { code } = await receives(house, officer, {
    applicant,
    typed: 'sang ten quyen su dung dat',
    procedure: /^Sang tên quyền sử dụng đất/,
  });
  return code;
}

export default async function (house) {
  await house.system.filled();
  const officer = await officerAtCounter(house, 5);
  const there = await brings(house, officer, 'Phạm Văn Hòa', '022079003344');
  const lost = await brings(house, officer, 'Nguyễn Thị Hải Yến', '022091004567');

  // Trước 15 giờ: chuyển trong ngày. Một lần bấm là có danh sách.
  await officer.visits('/desk/handover');
  await officer.presses(LAND_OFFICE);
  await officer.reads(there, lost, 'Chuyển hôm nay');
  await officer.doesNotRead('Phạm Văn Hòa');
  await officer.showsPictures('handover-counter', { widths: SCREENS });
  await officer.presses(/^Lập danh sách/);
  await officer.reads('Đã lập danh sách.', /Cần xác nhận trước/);
  const list = (await officer.words('.pane h2')).match(/\d+\/\d{6}/)[0];
  await officer.showsPictures('handover-drawn', { widths: SCREENS });
  const before = await officer.pdf(/^In danh sách/);
  for (const words of ['DANH SÁCH BÀN GIAO HỒ SƠ', 'BÊN GIAO', 'BÊN NHẬN', there, lost]) assert.ok(before.includes(words), before);

  // Bên nhận đếm: một hồ sơ không có trong túi.
  const clerk = await house.officer('hoang.lt');
  await clerk.visits('/work/handover');
  await clerk.presses(list);
  await clerk.reads(there, lost);
  await clerk.showsPictures('handover-department', { widths: SCREENS });
  const row = clerk.page.locator('.pane tr', { hasText: lost });
  await row.locator('summary').click();
  await row.getByLabel('Lý do').fill('Không có trong túi hồ sơ');
  await clerk.presses('Không có', { within: row.locator('form') });
  await clerk.reads('Đã ghi thiếu.', 'Chưa được bàn giao', /Không có trong túi hồ sơ/);
  await clerk.presses(/^Nhận hồ sơ đã chọn/);
  await clerk.reads('Đã nhận.');
  await clerk.showsPictures('handover-missing', { widths: SCREENS });
  const after = await clerk.pdf(/^In danh sách/);
  assert.ok(after.includes('Đã nhận') && after.includes('Không có:'), after);

  // Quầy thấy hồ sơ thiếu, màu đỏ, và tìm lại được.
  await officer.visits('/desk/handover');
  await officer.presses(LAND_OFFICE);
  await officer.reads('Thiếu khi bàn giao', 'Không có trong túi hồ sơ');
  await officer.showsPictures('handover-missed', { widths: SCREENS });
}
