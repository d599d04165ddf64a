// The screens that stand behind the daily ones: a message that did not arrive, a search, an inspection, the administration.

import { declares, officerAtCounter, picksProcedure, receives } from '../lib/desk.mjs';

// What the demo's stand-ins never reach; the demo page says so.
const UNREACHABLE = { phone: '0900 000 404', email: 'khongco@vidu.example' };

const APPLICANT = {
  id: '022078009911',
  name: 'Vũ Thị Ngọc Lan',
  address: 'Tổ 9, khu 4, phường Hồng Gai, tỉnh Quảng Ninh',
  ...UNREACHABLE,
};

export default async function (house) {
  await house.system.filled();
  const officer = await officerAtCounter(house, 4);
  const { code } = await receives(house, officer, {
    applicant: APPLICANT,
    typed: 'tam ngung kinh doanh',
    procedure: /Tạm ngừng kinh doanh/,
  });
  await officer.showsPictures('desk-received');
  await declares(officer, { ...APPLICANT, id: '022091008765', name: 'Hoàng Văn Sơn', phone: '0977 123 456', email: '' });
  await picksProcedure(officer, 'thanh lap doanh nghiep tu nhan', /Thành lập doanh nghiệp tư nhân/);
  await officer.showsPictures('desk-intake');

  const director = await house.officer('anh.hh');
  await house.eventually('both failures to be known', async () => {
    await director.visits('/messages');
    return (await director.page.locator('tbody tr').count()) >= 2;
  });
  await director.reads(code);
  await director.showsPictures('messages');
  await director.visits('/hall');
  await director.showsPictures('hall');

  await officer.visits('/find');
  await officer.fills('Tìm gì', APPLICANT.name);
  await officer.presses('Tìm');
  await officer.reads(code);
  await officer.showsPictures('find');

  const inspector = await house.officer('thuong.vt');
  await inspector.visits('/inspect');
  await inspector.fills('Tìm gì', code);
  await inspector.presses('Tìm');
  await inspector.presses(code);
  await inspector.showsPictures('inspect-dossier');
  await inspector.visits('/inspect');
  await inspector.showsPictures('inspect');
  await inspector.visits('/');
  await inspector.showsPictures('home-signed-in');

  const admin = await house.officer('trung.dd');
  await admin.visits('/admin');
  await admin.showsPictures('admin');
  await admin.visits('/account');
  await admin.showsPictures('account');
}
