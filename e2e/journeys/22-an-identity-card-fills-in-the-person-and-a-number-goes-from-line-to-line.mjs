import assert from 'node:assert/strict';
import { callsUntil, officerAtCounter } from '../lib/desk.mjs';

export const ownDemo = ['--quiet', '--days', '1', '--at', '2026-11-24T08:00'];

const SCREENS = [360, 768, 1080, 1440];
const CARD = '022188004217||Vũ Thị Quỳnh Đào|01021988|Nữ|Tổ 5, Cao Xanh, Quảng Ninh|01072021';
/** The same card while a Telex keyboard composed nothing. */
const TELEX = '022188004217||Vux Thij Quyfnh DDafo|01021988|Nuwx|Toor 5, Cao Xanh, Quarng Ninh|01072021';
const NUMBER = '022188004217';

/** A reader types like a keyboard, quicker than any hand, and ends with Enter. */
async function scans(person, line) {
  for (const sign of line) await person.page.keyboard.type(sign);
  await person.page.keyboard.press('Enter');
  await person.page.waitForLoadState('load');
}

/** UTF-8 shown as Latin-1: what a reader in the wrong character set types. */
const garbled = (line) => [...Buffer.from(line, 'utf8')].map((byte) => String.fromCharCode(byte)).join('');

async function taps(person, keys) {
  for (const key of keys) await person.page.locator(`[data-keys] [data-key="${key}"]`).first().click();
}

export default async function (house) {
  await house.system.filled();
  const addresses = [];
  const watches = (person) => person.page.on('request', (asked) => addresses.push(asked.url()));

  // Tắt: máy không hỏi gì.
  const kiosk = await house.person('citizen at the kiosk', { width: 1080, height: 1920 });
  watches(kiosk);
  await kiosk.visits('/kiosk/H1');
  await kiosk.doesNotRead('Khai ngay tại máy này');
  const admin = await house.person('administrator');
  await admin.signsInAs('trung.dd');
  await admin.visits('/admin');
  const door = admin.page.locator('details.doorset').first();
  await door.locator('summary').click();
  await door.getByLabel('Mẫu tờ khai').selectOption({ label: 'Khai báo y tế' });
  await door.getByRole('button').click();
  await admin.reads('Đã lưu cài đặt cửa vào');

  // Không có thẻ: gõ bằng bàn phím của máy.
  await kiosk.visits('/kiosk/H1');
  await kiosk.showsPictures('kiosk-door', { widths: SCREENS });
  await kiosk.presses(/Khai ngay tại máy này/);
  await taps(kiosk, 'nguyeenx vawn an');
  assert.equal(await kiosk.page.locator('#q').inputValue(), 'Nguyễn Văn An');
  await kiosk.showsPictures('kiosk-declare-name', { widths: SCREENS });
  for (let left = 13; left > 0; left -= 1) await taps(kiosk, ['back']);
  await taps(kiosk, 'dduwowngf thij thuyr');
  assert.equal(await kiosk.page.locator('#q').inputValue(), 'Đường Thị Thủy');

  // Có thẻ: máy quét điền, người xem lại trước. Quét khi trang vừa mở, ô chưa kịp nhận phím đầu: không mất số nào.
  await kiosk.visits('/kiosk/H1/declare');
  await kiosk.page.evaluate(() => {
    const field = document.querySelector('[data-card]');
    field.blur();
    addEventListener('keyup', () => field.focus(), { once: true });
  });
  await scans(kiosk, garbled(CARD));
  await kiosk.reads(/Đọc từ thẻ, sinh ngày 01\/02\/1988/);
  assert.equal(await kiosk.page.locator('#q').inputValue(), 'Vũ Thị Quỳnh Đào');
  await kiosk.axeClean();
  await kiosk.showsPictures('kiosk-declare-card', { widths: SCREENS });
  await kiosk.presses('Tiếp');
  await kiosk.reads('Số điện thoại của ông bà?');
  await taps(kiosk, '0590000');
  await kiosk.presses('Tiếp');
  await kiosk.reads(/đã nhập 7 chữ số/);
  await kiosk.axeClean();
  // Another language loads the page anew, as it was sent: what is typed afterwards is typed after the pictures.
  await kiosk.showsPictures('kiosk-declare-phone', { widths: SCREENS });
  await taps(kiosk, '123');
  await kiosk.presses('Tiếp');
  await kiosk.axeClean();
  await kiosk.showsPictures('kiosk-declare-signs', { widths: SCREENS });
  await kiosk.page.getByText('Ho', { exact: true }).click();
  await kiosk.presses('Tiếp');
  await kiosk.axeClean();
  await kiosk.showsPictures('kiosk-declare-question', { widths: SCREENS });
  await kiosk.presses('Không');
  await kiosk.presses('Không');
  await taps(kiosk, '2');
  await kiosk.presses('Tiếp');
  await kiosk.reads('Cần xét nghiệm trước khi vào', 'Y-001');
  await kiosk.axeClean();
  await kiosk.showsPictures('kiosk-pass', { widths: SCREENS });

  // Một số cho hai việc.
  await kiosk.visits('/kiosk/H1/field/land');
  await kiosk.presses(/Tôi còn việc khác/);
  await kiosk.axeClean();
  await kiosk.showsPictures('kiosk-more', { widths: SCREENS });
  await kiosk.presses(/Tư pháp/);
  await kiosk.reads(/Sau đó: Tư pháp/);
  await kiosk.showsPictures('kiosk-two-errands', { widths: SCREENS });
  await kiosk.presses(/^Lấy số/);
  await kiosk.reads('Số của ông bà', /sau đó: Tư pháp/);
  const label = (await kiosk.words('.ticket-no')).trim();
  const token = kiosk.page.url().split('/').pop().split('?')[0];
  const phone = await house.person('the same citizen on the phone', { width: 360, height: 740 });
  await phone.visits(`/t/${token}`);
  await phone.reads(/sau đó: Tư pháp/, 'Việc khác cùng số này');
  await phone.showsPictures('ticket-two-errands');

  // Ở quầy: quét thẻ là điền đủ, con trỏ ở đâu cũng được; phím Enter của máy quét không nộp gì.
  const officer = await officerAtCounter(house, 5);
  watches(officer);
  await callsUntil(officer, label);
  await officer.strikes('F7');
  await officer.page.evaluate(() => document.activeElement?.blur());
  await scans(officer, TELEX);
  await officer.page.waitForURL(/card=applicant_/);
  assert.equal(await officer.page.getByLabel('Số định danh, căn cước').first().inputValue(), NUMBER);
  assert.equal(await officer.page.getByLabel('Họ và tên').first().inputValue(), 'Vũ Thị Quỳnh Đào');
  await officer.reads(/Xong, chuyển sang Tư pháp/);
  await officer.showsPictures('desk-card');
  await officer.presses(/Xong, chuyển sang Tư pháp/);
  await phone.reads(/Tư pháp/);
  await phone.doesNotRead(/sau đó: Tư pháp/);
  const second = await officerAtCounter(house, 1);
  await callsUntil(second, label);
  await phone.visits(`/t/${token}`);
  await phone.reads(/quầy số 1/);

  assert.ok(!addresses.some((address) => address.includes(NUMBER) || address.includes('Qu%E1%BB%B3nh')), 'nobody in an address');
}
