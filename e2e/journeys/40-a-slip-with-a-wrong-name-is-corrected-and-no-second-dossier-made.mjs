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
  await officer.presses(/Đính chính/);
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
}
