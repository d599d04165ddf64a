import assert from 'node:assert/strict';
import { assigns, officerAtCounter, receives } from '../lib/desk.mjs';

export const ownDemo = ['--quiet', '--days', '1', '--at', '2026-11-24T08:00'];

const APPLICANT = {
  id: '022090005566',
  name: 'Lê Thị Bích Ngọc',
  phone: '0977 888 999',
  address: 'Tổ 2, khu 4, phường Hà Khẩu, tỉnh Quảng Ninh',
};

const [HOUR, FOUR_HOURS, NEXT_OPENING] = ['Thêm 1 giờ', 'Thêm 4 giờ', 'Đến giờ mở cửa ngày làm việc sau'];

export default async function (house) {
  await house.system.filled();
  const officer = await officerAtCounter(house, 4);
  const { code, own } = await receives(house, officer, {
    applicant: APPLICANT,
    typed: 'tam ngung kinh doanh',
    procedure: /Tạm ngừng kinh doanh/,
  });
  await assigns(await house.officer('an.md'), code, 'Mai Hữu Thực');

  // Bốn màn hình mở sẵn, từ đây không ai chạm vào nữa; chỉ đồng hồ của bản dùng thử được cho chạy nhanh.
  const specialist = await house.officer('thuc.mh');
  await specialist.visits('/work');
  const chip = () => wordsOf(specialist, '.work tr', code);
  assert.match(await chip(), /còn /i);
  const director = await house.officer('anh.hh');
  await director.visits('/floor/steps?unit=H49.10.1&state=red');
  const floor = await house.officer('anh.hh');
  await floor.visits('/floor');
  const phone = await house.person('citizen at home', { width: 360, height: 740 });
  await phone.visits(own);
  await phone.doesNotRead('Quá hạn');

  const clock = await house.person('whoever moves the clock');
  await clock.visits('/demo');
  // Một ngày làm việc cho bước này: gần hết, rồi hết, rồi báo lên.
  await clock.presses(NEXT_OPENING);
  await clock.reads(/07:0\d thứ Tư 25\/11\/2026/);
  await house.eventually('the step to turn yellow', async () => (await chip()).includes('Sắp đến hạn'));
  await director.doesNotRead(code);

  await clock.presses(HOUR);
  await clock.presses(HOUR);
  await house.eventually('the step to turn red', async () => (await chip()).includes('Quá hạn'));
  await house.eventually('the applicant to be shown it', async () => (await phone.words('main')).includes('Quá hạn'));
  const row = () => wordsOf(director, 'main tr', code);
  await house.eventually('the step in the list of late ones', async () => (await row()).includes('Mai Hữu Thực'));
  assert.ok(!(await row()).includes(HEAD), 'nobody was told yet');

  await clock.presses(FOUR_HOURS);
  await clock.presses(HOUR);
  await clock.presses(HOUR);
  await house.eventually('the step to be told to the head', async () => (await row()).includes(HEAD));
  await house.eventually('the floor to say so', async () => (await floor.words('main')).includes('báo lên'));
  await clock.presses(HOUR);
  await floor.showsPictures('floor');
  await director.showsPictures('floor-steps');
  await specialist.visits('/work');
  await specialist.showsPictures('work-late');

  // Người dân thấy chậm ở đâu, ai trả lời, và lời hẹn không ai sửa được.
  await phone.visits(own);
  await phone.reads('đã được ghi trong sổ công khai');
  await phone.showsPictures('own-dossier-late', { ready: () => phone.clicks(phone.page.locator('#proof summary')) });
}

/** Who hears of a late step of the business registration office. */
const HEAD = 'Trưởng phòng';

/** What the row of a dossier says, of no length when there is none. */
async function wordsOf(person, rows, code) {
  const row = person.page.locator(rows, { hasText: code });
  return (await row.count()) > 0 ? (await row.first().innerText()).normalize('NFC') : '';
}
