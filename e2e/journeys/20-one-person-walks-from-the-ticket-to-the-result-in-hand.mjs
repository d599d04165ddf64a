import assert from 'node:assert/strict';
import { assigns, callsUntil, officerAtCounter, receives } from '../lib/desk.mjs';

const APPLICANT = {
  id: '022091004567',
  name: 'Nguyễn Thị Hải Yến',
  phone: '0987 654 321',
  address: 'Tổ 3, khu 5, phường Bãi Cháy, tỉnh Quảng Ninh',
  email: 'hai.yen@vidu.example',
};

export default async function (house) {
  await house.system.filled();

  // Lấy số, gọi.
  const citizen = await house.person('citizen', { width: 1080, height: 1920 });
  await citizen.visits('/kiosk/H1/field/business');
  await citizen.presses(/Lấy số/);
  const label = (await citizen.words('.ticket-no')).trim();
  const officer = await officerAtCounter(house, 3);
  await callsUntil(officer, label);

  // Tiếp nhận, thu phí, giấy hẹn, tin nhắn.
  const { code, due, own, told } = await receives(house, officer, {
    applicant: APPLICANT,
    typed: 'thanh lap doanh nghiep tu nhan',
    procedure: /Thành lập doanh nghiệp tư nhân/,
  });
  assert.equal(told.to, '84987654321');
  const slip = await officer.pdf(/In giấy hẹn/);
  for (const words of [code, APPLICANT.name, due, 'GIẤY TIẾP NHẬN', 'thành lập doanh nghiệp tư nhân']) {
    assert.ok(slip.includes(words), `${words} is not on the slip:\n${slip}`);
  }
  const receipt = await officer.pdf(/^Biên lai/);
  assert.ok(receipt.includes('150.000') && receipt.includes(APPLICANT.name), receipt);

  // Ở nhà, trên điện thoại: tra cứu ở từng bước.
  const phone = await house.person('citizen at home', { width: 360, height: 740 });
  const tracks = async (...words) => {
    await phone.visits(own);
    await phone.reads(code, ...words);
  };
  await tracks(due, 'Phân công xử lý');
  await phone.showsPictures('own-dossier');

  // Ba người, ba bước.
  await assigns(await house.officer('an.md'), code, 'Phạm Yến Trinh');
  const specialist = await house.officer('trinh.py');
  await specialist.visits('/work');
  await specialist.presses(code);
  await specialist.showsPictures('work-dossier');
  await specialist.strikes('d');
  await specialist.fills('Nội dung kết quả', 'Cấp Giấy chứng nhận đăng ký doanh nghiệp cho Doanh nghiệp tư nhân Hải Yến.');
  await specialist.presses('Lưu dự thảo');
  await specialist.presses(/^Trình ký/);
  await specialist.reads(`Đã chuyển tiếp ${code}.`);
  await specialist.visits('/find');
  await specialist.fills('Tìm gì', code);
  await specialist.presses('Tìm');
  await specialist.presses(code);
  await specialist.showsPictures('dossier');
  await tracks('Phê duyệt, ký');

  // Ký, vào sổ.
  const leader = await house.officer('chau.ph');
  await leader.visits('/sign');
  await leader.presses(code);
  await leader.reads('Doanh nghiệp tư nhân Hải Yến');
  await leader.showsPictures('sign');
  await leader.strikes('a');
  await leader.reads(`Đã ký duyệt ${code}.`);
  const clerk = await house.officer('minh.ph');
  await clerk.visits('/work');
  await clerk.presses(code);
  await clerk.presses(/^Cấp số/);
  await clerk.reads(`Đã cấp số ${code}.`);

  // Có kết quả, trả kết quả.
  const ready = await house.message('sms', (sms) => sms.text.includes(code) && sms.text.includes('kết quả') && !sms.text.includes('tiếp nhận hồ sơ'));
  assert.equal(ready.to, '84987654321');
  await tracks();
  const desk = await officerAtCounter(house, 9);
  await desk.visits('/desk/returns');
  await desk.presses(code);
  await desk.reads(APPLICANT.name);
  await desk.showsPictures('returns');
  await desk.ticks(/Căn cước/);
  await desk.presses(/^Trả kết quả/, { within: desk.page.locator('.ways') });
  await desk.reads(`Đã trả kết quả ${code}.`);
  await tracks();
  const person = await house.person('anybody', { width: 360, height: 740 });
  await person.visits(`/track?code=${code}`);
  await person.reads('100%');
  await person.doesNotRead(APPLICANT.name);
}
