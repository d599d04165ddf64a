import assert from 'node:assert/strict';
import { declares, picksProcedure } from '../lib/desk.mjs';

export const ownDemo = ['--days', '1', '--at', '2021-06-29T08:00'];

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
}
