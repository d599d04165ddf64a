import assert from 'node:assert/strict';

export const ownDemo = ['--quiet', '--days', '1', '--at', '2026-11-24T08:00'];

const SCREENS = [360, 768, 1440];

async function declares(phone, name, sign) {
  await phone.visits('/declare/H1');
  await phone.fills('Họ và tên', name);
  await phone.fills('Số điện thoại', '0590 000 123');
  if (sign) await phone.page.getByRole('checkbox', { name: sign }).check();
  for (const radio of await phone.page.getByRole('radio', { name: 'Không' }).all()) await radio.check();
  await phone.fills(/mấy mũi/, '2');
  await phone.presses('Gửi và nhận giấy vào cổng');
  return new URL(phone.page.url()).pathname;
}

async function scans(gate, code) {
  await gate.page.getByLabel('Mã, hoặc số của giấy').fill(code);
  await gate.page.keyboard.press('Enter');
}

export default async function (house) {
  await house.system.filled();
  // Tắt: không trang nào nhắc đến.
  const phone = await house.person('citizen with a phone', { width: 360, height: 740 });
  await phone.visits('/');
  assert.equal(await phone.page.getByText('Khai báo y tế').count(), 0);

  const admin = await house.person('administrator');
  await admin.signsInAs('trung.dd');
  await admin.visits('/admin');
  const door = admin.page.locator('details.doorset').first();
  await door.locator('summary').click();
  await door.getByLabel('Mẫu tờ khai').selectOption({ label: 'Khai báo y tế' });
  await door.getByLabel('Số người tối đa trong sảnh').fill('1');
  await door.getByRole('button').click();
  await admin.reads('Đã lưu cài đặt cửa vào');

  await phone.visits('/');
  await phone.reads(/Đang khai báo ở cửa: Khai báo y tế/);
  await phone.presses('Khai báo');
  await phone.showsPictures('declare', { widths: SCREENS });
  const first = await declares(phone, 'Nguyễn Thị Mẫu');
  await phone.reads('Được vào');
  await phone.showsPictures('pass', { widths: SCREENS });

  const gate = await house.person('gate', { width: 1280, height: 800 });
  await gate.visits('/gate/H1');
  await gate.showsPictures('gate', { widths: [768, 1280, 1920] });
  await scans(gate, `http://any.example${first}`);
  await gate.reads('Mời vào', 'Y-001');

  const other = await house.person('another citizen', { width: 360, height: 740 });
  const second = await declares(other, 'Trần Văn Mẫu');
  await scans(gate, 'Y002');
  await gate.reads('Xin chờ bên ngoài');
  await other.visits(second);
  await other.reads('Người tiếp theo là ông/bà');
  await other.showsPictures('pass-line', { widths: SCREENS });

  // Có dấu hiệu bệnh: máy không quyết, người quyết.
  const third = await house.person('citizen with a fever', { width: 360, height: 740 });
  await declares(third, 'Lê Thị Mẫu', 'Sốt');
  await third.reads('Xin chờ bên ngoài', /Có dấu hiệu bệnh/);
  await third.showsPictures('pass-outside', { widths: SCREENS });
  await scans(gate, '3');
  await gate.reads('Xin gặp người hướng dẫn ở cổng.');

  const director = await house.person('director', { width: 1440, height: 900 });
  await director.signsInAs('anh.hh');
  await director.visits('/arrivals');
  await director.showsPictures('arrivals', { widths: SCREENS });
  const row = director.page.getByRole('row', { name: /Y-003/ });
  await row.locator('summary').click();
  await row.getByLabel('Xem để làm gì').selectOption({ label: 'Có người phát bệnh' });
  await row.getByRole('button', { name: /Xem tờ khai/ }).click();
  await director.reads(/Lê Thị Mẫu/, 'Sốt');

  // Người trong sảnh ra về: người chờ được mời, điện thoại tự đổi.
  const clock = await house.person('whoever moves the clock');
  await clock.visits('/demo');
  await clock.presses('Thêm 1 giờ');
  await scans(gate, '1');
  await gate.reads(/hẹn gặp lại/);
  await other.reads('Mời vào ngay');
  await other.showsPictures('pass-called', { widths: SCREENS });
}
