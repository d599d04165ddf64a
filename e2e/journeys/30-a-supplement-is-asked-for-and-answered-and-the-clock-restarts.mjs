import assert from 'node:assert/strict';
import { assigns, officerAtCounter, receives } from '../lib/desk.mjs';

const APPLICANT = {
  id: '022085001122',
  name: 'Trần Đức Mạnh',
  phone: '0912 345 678',
  address: 'Tổ 1, khu 2, phường Hồng Gai, tỉnh Quảng Ninh',
};

export default async function (house) {
  await house.system.filled();
  const officer = await officerAtCounter(house, 4);
  const { code, due, own } = await receives(house, officer, {
    applicant: APPLICANT,
    typed: 'tam ngung kinh doanh',
    procedure: /Tạm ngừng kinh doanh/,
  });
  await assigns(await house.officer('an.md'), code, 'Đoàn Từ Ân');

  const specialist = await house.officer('an.dt');
  await specialist.visits('/work');
  await specialist.presses(code);
  await specialist.strikes('b');
  const asked = specialist.page.locator('form[action$="/supplement"]');
  await asked.getByLabel('Giấy tờ').first().fill('Nghị quyết của hội đồng thành viên');
  await asked.getByLabel('Vì sao').first().fill('Bản nộp thiếu chữ ký của chủ tịch');
  await specialist.presses('Gửi yêu cầu');
  await specialist.reads(`Đã yêu cầu bổ sung ${code}.`);

  const told = await house.message('sms', (sms) => sms.text.includes(code) && sms.text.includes('bổ sung'));
  assert.equal(told.to, '84912345678');
  const phone = await house.person('citizen at home', { width: 360, height: 740 });
  await phone.visits(own);
  await phone.reads('Nghị quyết của hội đồng thành viên', 'Bản nộp thiếu chữ ký của chủ tịch');

  await officer.visits('/desk/supplements');
  await officer.presses(code);
  await officer.showsPictures('desk-supplement');
  await officer.strikes('1');
  await officer.strikes('t');
  await officer.reads('Đã nhận đủ giấy tờ, ngày hẹn mới ở dưới.');
  await phone.visits(own);
  await phone.reads(/từ lúc nhận đủ giấy tờ bổ sung/);
  assert.ok((await phone.words()).includes(due.slice(0, 5)), 'the limit restarts on the same day, so the day is the same');
}
