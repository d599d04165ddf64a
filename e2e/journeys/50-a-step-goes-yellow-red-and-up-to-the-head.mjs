import { assigns, officerAtCounter, receives } from '../lib/desk.mjs';

export const ownDemo = ['--days', '1', '--at', '2026-11-24T08:00'];

const APPLICANT = {
  id: '022090005566',
  name: 'Lê Thị Bích Ngọc',
  phone: '0977 888 999',
  address: 'Tổ 2, khu 4, phường Hà Khẩu, tỉnh Quảng Ninh',
};

export default async function (house) {
  await house.system.filled();
  const officer = await officerAtCounter(house, 4);
  const { code, own } = await receives(house, officer, {
    applicant: APPLICANT,
    typed: 'tam ngung kinh doanh',
    procedure: /Tạm ngừng kinh doanh/,
  });
  await assigns(await house.officer('an.md'), code, 'Mai Hữu Thực');
  const specialist = await house.officer('thuc.mh');
  await specialist.visits('/work');
  await specialist.reads(code);

  // Một ngày làm việc cho bước này: gần hết, rồi hết, rồi báo lên.
  await house.system.goesOnAt('2026-11-25T07:40');
  await specialist.visits('/work');
  await specialist.presses(code);
  await specialist.reads('Sắp đến hạn');
  await house.system.goesOnAt('2026-11-25T09:00');
  await house.eventually('the step to be marked as late', async () => {
    await specialist.visits('/work');
    return (await specialist.words('.work')).includes('Quá hạn');
  });
  await house.system.goesOnAt('2026-11-25T16:00');
  const director = await house.officer('anh.hh');
  await house.eventually('the step to be told to the head', async () => {
    await director.visits('/floor/steps?unit=H49.10.1&state=red');
    const row = await director.words('main');
    return row.includes(code) && row.includes('Đã báo lên');
  });
  await director.visits('/floor');
  await director.showsPictures('floor');

  const phone = await house.person('citizen at home', { width: 360, height: 740 });
  await phone.visits(own);
  await phone.reads(code, 'Quá hạn');
}
