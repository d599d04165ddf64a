import assert from 'node:assert/strict';
import { assigns, officerAtCounter, receives } from '../lib/desk.mjs';

export const ownDemo = ['--quiet', '--days', '1', '--at', '2026-11-24T08:00'];

const APPLICANT = {
  id: '022091007788',
  name: 'Bùi Thị Hồng Thắm',
  phone: '0966 777 555',
  address: 'Tổ 9, khu 1, phường Bãi Cháy, tỉnh Quảng Ninh',
  email: 'hong.tham@example.vn',
};
const REASON = 'Phải chờ cơ quan thuế trả lời về nghĩa vụ của doanh nghiệp; đã đôn đốc bằng văn bản.';
const NEXT_OPENING = 'Đến giờ mở cửa ngày làm việc sau';

export default async function (house) {
  await house.system.filled();
  const officer = await officerAtCounter(house, 4);
  const { code, due, own } = await receives(house, officer, {
    applicant: APPLICANT,
    typed: 'tam ngung kinh doanh',
    procedure: /Tạm ngừng kinh doanh/,
  });
  const other = await receivesAnother(house, officer);
  await assigns(await house.officer('an.md'), code, 'Mai Hữu Thực');

  // Giám đốc Sở mở hồ sơ mà chuyên viên đang giữ, thấy trước được gia hạn đến lúc nào.
  const leader = await house.officer('chau.ph');
  await leader.visits(await whole(leader, code));
  await leader.presses('Gia hạn, xin lỗi');
  await leader.showsPictures('work-anew', { ready: () => leader.page.locator('#anew summary').click() });
  await leader.strikes('h');
  await leader.reads(/Gia hạn được đến/);
  const form = leader.page.locator('form[action$="/anew"]');
  const set = async (day, reason) => {
    await form.getByLabel('Ngày hẹn mới').fill(day);
    await form.getByLabel('Lý do, in trong thư xin lỗi').fill(reason);
    await leader.presses('Ký thư xin lỗi và hẹn lại', { within: form });
  };
  await set('2026-11-29', REASON);
  await leader.reads('Cơ quan không làm việc vào ngày giờ đó. Mời chọn một ngày làm việc.');
  assert.equal(await form.getByLabel('Lý do, in trong thư xin lỗi').inputValue(), REASON, 'nothing typed is lost');
  await set('2026-12-02', REASON);
  await leader.reads(`Đã ký thư xin lỗi và hẹn lại ${code}.`, 'Không gia hạn được nữa', 'Mỗi hồ sơ chỉ được hẹn lại một lần');
  await leader.reads(/Căn cứ: 118\/2025\/NĐ-CP/);
  await leader.showsPictures('work-anew-done');

  // Tin nhắn, thư, trang của hồ sơ và thư xin lỗi nói cùng một điều.
  const sms = await house.message('sms', (sms) => sms.text.includes(code) && sms.text.includes('Hẹn lại'));
  assert.equal(sms.to, '84966777555');
  assert.ok(sms.text.includes('Sở Tài chính xin lỗi') && sms.text.includes('02/12/2026') && sms.text.includes(due), sms.text);
  const mail = await house.message('mail', (mail) => JSON.stringify(mail).includes(code) && JSON.stringify(mail).includes('apology.pdf'));
  assert.ok(mail, 'a letter with the address of the apology');
  const phone = await house.person('citizen at home', { width: 360, height: 740 });
  await phone.visits(own);
  await phone.reads('Sở Tài chính xin lỗi và hẹn lại', REASON, /Phạm Hoàn Châu, Giám đốc Sở/, /Hẹn đầu: .*\d\d\/11\/2026/);
  await phone.showsPictures('own-dossier-anew');
  const letter = await house.pdfText(await phone.bytes(`${own}/apology.pdf`));
  for (const words of ['PXL', 'Bùi Thị Hồng Thắm', '02/12/2026', 'Phạm Hoàn Châu']) {
    assert.ok(letter.includes(words), `${words} in ${letter}`);
  }
  await phone.visits('/apologies');
  await phone.reads('Sở Tài chính', '1 lần');
  await phone.showsPictures('apologies');

  // Ngày hẹn của hồ sơ kia đã đến: không còn gia hạn được, và trang nói vì sao.
  const clock = await house.person('whoever moves the clock');
  await clock.visits('/demo');
  for (let days = 0; !(await clock.words('main')).includes(other.due) && days < 5; days += 1) await clock.presses(NEXT_OPENING);
  await clock.reads(other.due);
  await leader.visits(await whole(leader, other.code));
  assert.equal(await leader.page.getByRole('link', { name: 'Gia hạn, xin lỗi' }).count(), 0, 'not offered on the day itself');
  await leader.visits((await whole(leader, other.code)).replace('/dossiers/', '/work?open='));
  await leader.reads('Không gia hạn được nữa', /Đã quá lúc xin gia hạn/);
  await leader.reads(/Căn cứ: 118\/2025\/NĐ-CP/);
}

async function receivesAnother(house, officer) {
  await officer.visits('/desk');
  return receives(house, officer, {
    applicant: { ...APPLICANT, id: '022091007799', name: 'Bùi Văn Hào', phone: '0966 777 556', email: '' },
    typed: 'tam ngung kinh doanh',
    procedure: /Tạm ngừng kinh doanh/,
  });
}

/** The address of the page of a dossier, found by its code. */
async function whole(person, code) {
  await person.visits('/find');
  await person.page.locator('#q').fill(code);
  await person.strikes('Enter');
  await person.page.waitForURL(/\/dossiers\/\d+$/);
  return new URL(person.page.url()).pathname;
}
