import assert from 'node:assert/strict';
import { officerAtCounter, receives } from '../lib/desk.mjs';

const APPLICANT = {
  id: '022079003344',
  name: 'Phạm Văn Hoà',
  phone: '0905 111 222',
  address: 'Tổ 7, khu 1, phường Bãi Cháy, tỉnh Quảng Ninh',
};

export default async function (house) {
  await house.system.filled();
  const officer = await officerAtCounter(house, 4);
  const { code, own } = await receives(house, officer, {
    applicant: APPLICANT,
    typed: 'tam ngung kinh doanh',
    procedure: /Tạm ngừng kinh doanh/,
  });
  await officer.presses(/mất giấy hẹn/);
  await officer.showsPictures('desk-correct');
  await officer.fills('Họ và tên', 'Phạm Văn Hòa');
  await officer.fills('Lý do đính chính', 'Gõ sai dấu trong tên');
  await officer.presses('Đính chính, in lại giấy hẹn');
  await officer.reads('Đã đính chính. In lại giấy hẹn.');

  const phone = await house.person('citizen at home', { width: 360, height: 740 });
  await phone.visits(own);
  await phone.reads(code);
  const slip = await house.pdfText(await phone.bytes(`${own}/slip.pdf`));
  assert.ok(slip.includes('Phạm Văn Hòa') && !slip.includes('Phạm Văn Hoà'), slip);
  assert.ok(slip.includes(code), slip);

  // The slip is lost on the way home: it is issued anew to whoever shows who they are, and the lost one opens nothing.
  await officer.presses(/mất giấy hẹn/);
  const opens = () => officer.page.locator('#lost > summary').click();
  await officer.showsPictures('desk-lost', { ready: opens });
  await opens();
  await officer.presses('Cấp lại giấy hẹn');
  await officer.reads('Chọn ai xin cấp lại và giấy tờ đã xem: căn cước, hoặc giấy ủy quyền của người được ủy quyền.');
  await officer.ticks(/người nộp\), đã xem căn cước/);
  await officer.presses('Cấp lại giấy hẹn');
  await officer.reads('Đã cấp lại giấy hẹn. In giấy mới.');
  assert.match(await officer.pdf(/In giấy hẹn/), /Giấy\s+hẹn\s+trước\s+bị\s+mất/);
  await phone.isTurnedAwayFrom(own, 404);
}
