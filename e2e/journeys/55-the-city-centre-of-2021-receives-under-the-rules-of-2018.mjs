import assert from 'node:assert/strict';
import { declares, picksProcedure } from '../lib/desk.mjs';

export const ownDemo = ['--quiet', '--days', '1', '--at', '2021-06-29T08:00'];

const APPLICANT = {
  id: '100765432',
  name: 'Đoàn Văn Thắng',
  phone: '0936 222 333',
  address: 'Phường Bạch Đằng, thành phố Hạ Long',
};

export default async function (house) {
  await house.system.filled();
  const officer = await house.officer('khue.dd');
  await officer.visits('/desk');
  const open = officer.page.locator('form[action="/desk/open"] button').first();
  if ((await open.count()) > 0) await officer.clicks(open);
  await declares(officer, APPLICANT);
  await picksProcedure(officer, 'tam ngung ho kinh doanh', /Tạm ngừng hộ kinh doanh/);
  await officer.strikes('0');
  await officer.strikes('Control+Enter');
  await officer.reads('Đã tiếp nhận');
  const code = (await officer.words('.done .code')).trim();
  assert.match(code, /-210629-\d{4}$/);
  const slip = await officer.pdf(/In giấy hẹn/);
  for (const words of [code, APPLICANT.name, 'THÀNH PHỐ HẠ LONG', '2021']) {
    assert.ok(slip.toUpperCase().includes(words.toUpperCase()), `${words} is not on the slip:\n${slip}`);
  }
  // Một cửa hàng nữa, có lệ phí: thu tiền là việc của thủ quỹ ở đây.
  await declares(officer, { ...APPLICANT, id: '100765433', name: 'Bùi Thị Hạnh' });
  await picksProcedure(officer, 'dang ky ho kinh doanh', /Đăng ký hộ kinh doanh/);
  await officer.strikes('0');
  await officer.reads('Nộp tại quầy thu ngân, in trong phiếu.');
  await officer.strikes('Control+Enter');
  await officer.reads('Đã tiếp nhận');
  const second = (await officer.words('.done .code')).trim();
  const cashier = await house.officer('van.db');
  await cashier.visits('/cashier');
  await cashier.reads(second, 'Bùi Thị Hạnh');
  await cashier.showsPictures('cashier');
  await cashier.presses(/^Thu tiền mặt/, { within: cashier.page.locator('tr', { hasText: second }) });
  await cashier.reads(/Đã thu [\d.]+ ₫/);
  const receipt = await cashier.pdf(/^In biên lai/);
  assert.ok(receipt.includes('100.000') && receipt.includes('Bùi Thị Hạnh'), receipt);
}
