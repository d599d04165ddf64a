import assert from 'node:assert/strict';
import { declares, officerAtCounter, picksProcedure } from '../lib/desk.mjs';

export const ownDemo = ['--quiet', '--days', '1', '--at', '2026-11-24T08:00'];

const SCREENS = [360, 768, 1440];
const APPLICANT = {
  id: '022079003344',
  name: 'Phạm Văn Hòa',
  phone: '0590 222 333',
  address: 'Tổ 7, khu 1, phường Bãi Cháy, tỉnh Quảng Ninh',
};

/** Like a scanner: fast, ended by Enter, wherever the focus is. */
async function scans(officer, ...codes) {
  for (const code of codes) {
    await officer.page.keyboard.type(code, { delay: 5 });
    await officer.page.keyboard.press('Enter');
  }
}

export default async function (house) {
  await house.system.filled();
  const officer = await officerAtCounter(house, 5);
  await officer.visits('/desk/post');
  await officer.showsPictures('post-none', { widths: SCREENS });

  // Quét nhanh hơn máy chủ trả lời: không mã nào bị mất, con trỏ luôn ở ô quét.
  await scans(officer, 'EA123456785VN', 'RR473124829VN', 'GHN887766');
  await officer.reads('Hôm nay đã quét 3 bưu gửi', 'GHN887766');
  assert.equal(await officer.page.evaluate(() => document.activeElement.id), 'code');
  await officer.page.evaluate(() => document.activeElement.blur());
  await scans(officer, 'EE000000005VN');
  await officer.reads('Bưu gửi thứ 4 hôm nay, túi 1. Mời quét tiếp.', 'EE000000005VN');
  await officer.showsPictures('post', { widths: SCREENS });
  await officer.visits('/desk/post');
  await scans(officer, 'EA123456785VN');
  await officer.reads(/Đã quét lúc \d\d:\d\d/, 'Hôm nay đã quét 4 bưu gửi');
  await officer.axeClean();
  await officer.showsPictures('post-twice', { widths: [1440] });
  await officer.visits('/desk/post');
  await scans(officer, 'EA123456784VN');
  await officer.reads(/sai chữ số kiểm tra/);
  await officer.axeClean();

  // Dán nhiều mã: mã đúng vào, mã sai ở lại kèm lý do.
  await officer.visits('/desk/post');
  await officer.page.locator('summary', { hasText: 'Dán nhiều mã' }).click();
  await officer.fills('Các mã, mỗi mã một dòng', 'VTP123456\nEA123456784VN\nGHN887766');
  await officer.presses('Ghi nhận các mã');
  await officer.reads('Đã ghi nhận 1 mã.', 'Dòng 2:', 'Dòng 3:');
  assert.equal(await officer.page.getByLabel('Các mã, mỗi mã một dòng').inputValue(), 'EA123456784VN\nGHN887766');
  await officer.showsPictures('post-many', { widths: SCREENS });

  // Quét nhầm thì gạch kèm lý do; chốt túi, in danh sách cho hai bên ký.
  await officer.visits('/desk/post');
  const wrong = officer.page.locator('tr', { hasText: 'GHN887766' });
  await wrong.locator('summary').click();
  await wrong.getByLabel('Lý do').fill('Không phải của Trung tâm');
  await officer.presses(/^Gạch/, { within: wrong.locator('details form') });
  await officer.reads('Đã gạch bưu gửi.', 'Không phải của Trung tâm');
  await officer.presses(/^Chốt túi/);
  await officer.reads('Đã chốt túi. In danh sách để hai bên ký.');
  const list = await officer.pdf(/^In danh sách/);
  for (const words of ['DANH SÁCH BƯU GỬI ĐẾN', '01/241126', 'EA123456785VN', 'Cộng: 4 bưu gửi', 'BÊN GIAO', 'BÊN NHẬN']) assert.ok(list.includes(words), list);

  // Nhập hồ sơ của bưu gửi cũ nhất ở đúng tờ khai của quầy.
  const first = officer.page.locator('tr', { hasText: 'EA123456785VN' });
  await officer.presses(/^Nhập hồ sơ/, { within: first });
  await officer.reads('Hồ sơ của bưu gửi', 'EA123456785VN');
  await officer.showsPictures('desk-from-post', { widths: SCREENS });
  await declares(officer, APPLICANT);
  await picksProcedure(officer, 'sang ten quyen su dung dat', /^Sang tên quyền sử dụng đất/);
  await officer.strikes('0');
  await officer.strikes('Control+Enter');
  await officer.reads('Đã tiếp nhận', APPLICANT.name);
  await officer.presses('Bưu gửi tiếp theo');
  await officer.reads('Đã nhập hôm nay', 'Đã tiếp nhận');
  await house.message('sms', (sms) => sms.to === '84590222333' && sms.text.includes('đã tiếp nhận hồ sơ'));

  // Quá giờ: đỏ ở quầy, và lãnh đạo Trung tâm thấy trước.
  const clock = await house.person('whoever moves the clock');
  await clock.visits('/demo');
  await clock.presses('Thêm 1 ngày');
  await clock.presses('Thêm 1 giờ');
  await officer.visits('/desk/post');
  await officer.reads('3 quá giờ');
  await officer.showsPictures('post-late', { widths: SCREENS });
  const director = await house.officer('anh.hh');
  await director.visits('/floor');
  await director.reads('3 bưu gửi quá giờ chưa nhập');
  await director.presses('Xem bưu gửi');
  await director.reads('RR473124829VN', /Quá hạn/);
  await director.showsPictures('floor-post', { widths: SCREENS });
}
