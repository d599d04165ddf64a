import assert from 'node:assert/strict';
import { assigns, officerAtCounter, receives } from '../lib/desk.mjs';

export const ownDemo = ['--quiet', '--days', '1', '--at', '2026-11-24T08:00'];

const NEXT_OPENING = 'Đến giờ mở cửa ngày làm việc sau';
const PEOPLE = [
  { id: '022090001234', name: 'Phạm Thị Thu Ngân', phone: '0911 222 333', address: 'Tổ 2, khu 4, phường Hồng Gai, tỉnh Quảng Ninh' },
  { id: '022092004321', name: 'Đỗ Văn Khải', phone: '0911 444 555', address: 'Tổ 7, khu 1, phường Hà Lầm, tỉnh Quảng Ninh' },
];

export default async function (house) {
  await house.system.filled();
  const officer = await officerAtCounter(house, 2);
  const codes = [];
  for (const applicant of PEOPLE) {
    await officer.visits('/desk');
    const { code } = await receives(house, officer, {
      applicant,
      typed: 'ly lich tu phap',
      procedure: /^Lý lịch tư pháp/,
    });
    codes.push(code);
    await drafts(house, code, applicant.name);
  }
  const [first, second] = codes;

  // Phó trưởng phòng chưa được giao gì.
  const deputy = await house.officer('lam.nh');
  await deputy.visits('/delegations');
  await deputy.reads('Hiện không có việc nào được giao ký thay.');

  // Giám đốc ủy quyền trong hôm nay; quên ngày cuối thì trang nói theo điều nào.
  const director = await house.officer('tuan.ld');
  await director.visits('/delegations/new');
  await director.showsPictures('delegation-new');
  await director.chooses('Giao cho', { label: 'Ngô Hoàng Lâm, Phó Trưởng phòng · Phòng Hành chính tư pháp' });
  await director.fills('Số, ký hiệu văn bản', '12/UQ-STP');
  await director.presses(/^Giao$/, { within: director.page.locator('form.grant') });
  await director.reads('Ủy quyền phải có ngày kết thúc. Hãy ghi ngày cuối cùng.', /30\/2020\/NĐ-CP/);
  assert.equal(await director.page.getByLabel('Số, ký hiệu văn bản').inputValue(), '12/UQ-STP', 'nothing typed is lost');
  await director.fills('Đến hết ngày', '2026-11-24');
  await director.presses(/^Giao$/, { within: director.page.locator('form.grant') });
  await director.reads('Đã giao ký thay.', 'Văn bản ủy quyền số 12/UQ-STP ngày 24/11/2026');
  await director.showsPictures('delegations-given');

  // Người được giao đọc cùng một điều, và ký.
  await deputy.visits('/delegations');
  await deputy.reads('TUQ. Giám đốc Sở', 'Lâm Đức Tuấn, Giám đốc Sở', 'Từ 24/11/2026 đến hết 24/11/2026', 'Đang hiệu lực');
  await deputy.showsPictures('delegations-received');
  await deputy.visits('/sign');
  await deputy.presses(first);
  await deputy.reads(/Văn bản ủy quyền số 12\/UQ-STP/);
  const action = await deputy.page.locator('#pane form[action$="/approve"]').getAttribute('action');
  const dossier = action.split('/')[2];
  await deputy.strikes('a');
  await deputy.reads(`Đã ký duyệt ${first}.`);

  // Vào sổ; văn bản mang đúng khối chữ ký và căn cứ, trang hồ sơ nói cùng điều đó.
  const clerk = await house.officer('my.cu');
  await clerk.visits('/work');
  await clerk.presses(first);
  await clerk.presses(/^Cấp số/);
  await clerk.reads(`Đã cấp số ${first}.`);
  const result = await house.pdfText(await officer.bytes(`/dossiers/${dossier}/result.pdf`));
  for (const words of ['TUQ. GIÁM ĐỐC', 'PHÓ TRƯỞNG PHÒNG', 'Văn bản ủy quyền số 12/UQ-STP ngày 24/11/2026', 'Ngô Hoàng Lâm']) {
    assert.ok(result.replace(/\s+/g, ' ').includes(words), `${words} in ${result}`);
  }
  await officer.visits(`/dossiers/${dossier}`);
  await officer.reads(/TUQ\. Giám đốc Sở · theo Văn bản ủy quyền số 12\/UQ-STP/);

  // Trang ký của hồ sơ thứ hai đã mở sẵn, thì ngày cuối cùng qua.
  await deputy.visits('/sign');
  await deputy.presses(second);
  await deputy.reads(/Văn bản ủy quyền số 12\/UQ-STP/);
  const clock = await house.person('whoever moves the clock');
  await clock.visits('/demo');
  await clock.presses(NEXT_OPENING);
  await clock.reads('25/11/2026');
  const late = await deputy.page.context().request.get('/delegations');
  assert.ok((await late.text()).includes('Hết hiệu lực'), 'over without anybody having done anything');
  await deputy.visits('/delegations');
  await deputy.reads('1 việc giao đã hết hiệu lực hoặc đã thu hồi');
  await deputy.visits('/sign');
  await deputy.doesNotRead(second);

  // Văn bản nối tiếp, rồi thu hồi: trang đang mở vẫn bị từ chối theo điều luật.
  await director.visits('/delegations');
  await director.page.locator('details.ended summary').click();
  await director.presses(/Lập văn bản nối tiếp/);
  await director.fills('Số, ký hiệu văn bản', '13/UQ-STP');
  await director.fills('Đến hết ngày', '2026-12-31');
  await director.presses(/^Giao$/, { within: director.page.locator('form.grant') });
  await director.reads('Đã giao ký thay.');
  await deputy.visits('/sign');
  await deputy.presses(second);
  await deputy.reads(/Văn bản ủy quyền số 13\/UQ-STP/);
  const card = director.page.locator('.grants > li', { hasText: '13/UQ-STP' });
  await card.locator('summary').click();
  await card.getByLabel('Lý do thu hồi').fill('Chuyển công tác');
  await director.presses('Thu hồi ngay', { within: card });
  await director.reads('Đã thu hồi, có hiệu lực ngay.');
  await deputy.page.locator('#pane form[action$="/approve"] button').click();
  await deputy.reads(/Ủy quyền đã bị thu hồi/, /30\/2020\/NĐ-CP, Điều 13/, 'Xem tôi được ký thay những gì');
  await deputy.showsPictures('delegation-refused');
}

/** Head and specialist do their steps: the draft waits for a signature. */
async function drafts(house, code, name) {
  await assigns(await house.officer('khai.dv'), code, 'Ngô Đăng Đạt');
  const specialist = await house.officer('dat.nd');
  await specialist.visits('/work');
  await specialist.presses(code);
  await specialist.strikes('d');
  await specialist.fills('Nội dung kết quả', `Xác nhận ông/bà ${name} không có án tích.`);
  await specialist.presses('Lưu dự thảo');
  await specialist.presses(/^Trình ký/);
  await specialist.reads(`Đã chuyển tiếp ${code}.`);
}
