import assert from 'node:assert/strict';
import { assigns, officerAtCounter, receives } from '../lib/desk.mjs';

export const ownDemo = ['--quiet', '--days', '1', '--at', '2026-11-24T08:00'];

const APPLICANT = {
  id: '022088004455',
  name: 'Vũ Thị Minh Nguyệt',
  phone: '0977 666 444',
  address: 'Tổ 2, khu 4, phường Hà Khánh, tỉnh Quảng Ninh',
  email: 'minh.nguyet@example.vn',
};
const REASONS = [
  'Doanh nghiệp đã bị thu hồi Giấy chứng nhận đăng ký doanh nghiệp từ ngày 02/11/2026',
  'Thông báo không do người đại diện theo pháp luật ký',
];

export default async function (house) {
  await house.system.filled();
  const officer = await officerAtCounter(house, 4);
  const { code, own } = await receives(house, officer, {
    applicant: APPLICANT,
    typed: 'tam ngung kinh doanh',
    procedure: /Tạm ngừng kinh doanh/,
  });
  await assigns(await house.officer('an.md'), code, 'Đoàn Từ Ân');

  // Chuyên viên thẩm định, đề xuất từ chối thay cho dự thảo; để trống thì trang nói thiếu gì.
  const specialist = await house.officer('an.dt');
  await specialist.visits('/work');
  await specialist.presses(code);
  const proposal = specialist.page.locator('form[action$="/refuse"]');
  const opens = () => specialist.page.locator('details', { has: proposal }).locator('summary').click();
  await specialist.showsPictures('work-refuse', { ready: opens });
  await specialist.strikes('r');
  await specialist.presses('Trình đề xuất từ chối', { within: proposal });
  await specialist.reads('Cần ghi lý do');
  await proposal.getByLabel('Các lý do, mỗi dòng một lý do').fill(REASONS[0]);
  await specialist.presses('Trình đề xuất từ chối', { within: proposal });
  await specialist.reads(`Đã trình đề xuất từ chối ${code}.`);

  // Người ký đọc đề xuất, thêm một lý do và ký; không có nút ký duyệt cho hồ sơ không có dự thảo.
  const leader = await house.officer('chau.ph');
  await leader.visits('/sign');
  await leader.presses(code);
  await leader.reads('Đề xuất từ chối giải quyết', REASONS[0]);
  assert.equal(await leader.page.locator('form[action$="/approve"]').locator('visible=true').getByText('Ký duyệt', { exact: true }).count(), 0);
  await leader.showsPictures('sign-refuse');
  const refusal = leader.page.locator('form[action$="/refuse"]');
  const reasons = refusal.getByLabel('Các lý do, mỗi dòng một lý do');
  assert.equal(await reasons.inputValue(), REASONS[0], 'what was proposed stands in the form');
  await reasons.fill('x'.repeat(501));
  await leader.presses('Ký từ chối', { within: refusal });
  await leader.reads('Một ô có 501 chữ; nhiều nhất được 500 chữ.');
  assert.equal((await reasons.inputValue()).length, 501, 'nothing typed is lost');
  await reasons.fill(REASONS.join('\n'));
  await leader.presses('Ký từ chối', { within: refusal });
  await leader.reads(`Đã ký từ chối giải quyết ${code}.`);

  // Người nộp được nhắn, đọc vì sao, ai ký, khiếu nại ở đâu, và phiếu từ chối có đủ hai lý do.
  const sms = await house.message('sms', (sms) => sms.text.includes(code) && sms.text.includes('từ chối'));
  assert.equal(sms.to, '84977666444');
  const mail = await house.message('mail', (mail) => JSON.stringify(mail).includes(code) && JSON.stringify(mail).includes('từ chối'));
  assert.ok(mail, 'a letter');
  const phone = await house.person('citizen at home', { width: 360, height: 740 });
  await phone.visits(own);
  await phone.reads(/Hồ sơ bị từ chối giải quyết lúc/, ...REASONS, /khiếu nại đến Sở Tài chính trong 90 ngày/, /02\/2011\/QH13, Điều 9/);
  await phone.showsPictures('own-dossier-refused');
  const slip = await house.pdfText(await phone.bytes(`${own}/refusal.pdf`));
  for (const words of [code, 'Vũ Thị Minh Nguyệt', ...REASONS]) {
    assert.ok(slip.replace(/\s+/g, ' ').includes(words), `${words} in ${slip}`);
  }
  await officer.visits('/find');
  await officer.page.locator('#q').fill(code);
  await officer.strikes('Enter');
  await officer.reads('Từ chối giải quyết', 'Phiếu từ chối');
}
