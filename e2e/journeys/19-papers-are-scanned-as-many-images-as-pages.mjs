import assert from 'node:assert/strict';
import { mkdir, rename, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { officerAtCounter, receives } from '../lib/desk.mjs';

export const ownDemo = ['--quiet', '--days', '1', '--at', '2026-11-24T08:00'];

const SCREENS = [360, 768, 1440];
const APPLICANT = {
  id: '022188004217',
  name: 'Nguyễn Thị Mẫu',
  phone: '0590 000 123',
  address: 'Tổ 3, khu 5, phường Bãi Cháy, tỉnh Quảng Ninh',
};

/** A page of paper as it lies on the glass: A4 at 200 dots an inch, tilted by some degrees. */
async function onTheGlass(person, words, tilt = 0, [width, height] = [1654, 2339]) {
  const page = await person.page.context().newPage();
  await page.setViewportSize({ width, height });
  const lines = Array.from({ length: 26 }, (_, at) => `<p>${at + 1}. ${words}, dòng thứ ${at + 1} của trang giấy này</p>`).join('');
  await page.setContent(`<body style="margin:0;background:#fff"><div style="rotate:${tilt}deg;padding:150px;font:34px/2 serif"><h1>${words}</h1>${lines}</div>`);
  const buffer = await page.screenshot({ type: 'jpeg', quality: 80 });
  await page.close();
  return { name: 'page.jpg', mimeType: 'image/jpeg', buffer };
}

async function adds(officer, paper, files) {
  await officer.page.locator(`#files-${paper}`).setInputFiles(files);
  const button = officer.page.locator(`#paper-${paper}`).getByRole('button', { name: /^Thêm trang/ });
  // A page at full size is four million dots, and the programme of a journey is not optimised.
  await button.click({ timeout: 60_000 });
  await officer.reads(`Đã nhận ${files.length} ảnh.`);
}

async function keeps(officer, paper, pages, noted) {
  const card = officer.page.locator(`#paper-${paper}`);
  await card.getByLabel('Số trang của giấy tờ').fill(pages);
  await card.getByLabel('Trang có ghi chú đính kèm').fill(noted);
  await card.getByRole('button', { name: /^Ghép thành PDF/ }).click();
}

/** As a scanner does: written under another name, there at once under its own; at the hour of the demo. */
async function intoTheTray(house, name, bytes) {
  const hall = join(house.system.scanner, 'H1');
  await mkdir(hall, { recursive: true });
  await writeFile(join(hall, `.${name}`), bytes);
  const at = new Date('2026-11-24T08:20:00+07:00');
  await utimes(join(hall, `.${name}`), at, at);
  await rename(join(hall, `.${name}`), join(hall, name));
}

export default async function (house) {
  await house.system.filled();
  const officer = await officerAtCounter(house, 5);
  const { own } = await receives(house, officer, {
    applicant: APPLICANT,
    typed: 'sang ten quyen su dung dat',
    procedure: /^Sang tên quyền sử dụng đất/,
  });
  await officer.presses('Số hóa giấy tờ');
  await officer.reads('đã số hóa 0/', 'Chưa số hóa');

  // Tải lên: hai trang, trang 2 có ghi chú, thì phải có ba ảnh.
  const [first, second, noted] = [
    await onTheGlass(officer, 'Đơn đăng ký biến động', 3),
    await onTheGlass(officer, 'Trang hai', -2),
    await onTheGlass(officer, 'Trang hai kèm ghi chú'),
  ];
  await adds(officer, 1, [first, second]);
  await keeps(officer, 1, '2', '2');
  await officer.reads('Còn thiếu 1 ảnh', '2 ảnh chờ ghép');
  await officer.showsPictures('scans-missing', { widths: SCREENS });
  await adds(officer, 1, [noted]);
  // Chụp lộn thứ tự: chuyển lên trước, không phải chụp lại.
  const leaves = officer.page.locator('#paper-1 .leaves li');
  const order = () => leaves.locator('input[name="file"]').evaluateAll((fields) => fields.map((field) => field.value));
  const before = await order();
  await officer.clicks(leaves.nth(2).getByRole('button', { name: /^Lên trước/ }));
  assert.deepEqual(await order(), [before[0], before[2], before[1]]);
  const leaf = leaves.nth(1);
  await leaf.getByRole('button', { name: /^Xoay/ }).click();
  await officer.page.locator('#paper-1 .turned-1').waitFor();
  await officer.showsPictures('scans', { widths: SCREENS });
  await keeps(officer, 1, '2', '2');
  await officer.reads('Đã ghép thành PDF và lưu.', '2 trang, 3 ảnh', 'đã số hóa 1/');
  const pdf = await officer.bytes(await officer.page.locator('#paper-1 a[href$="scan.pdf"]').getAttribute('href'));
  assert.equal(pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/g).length, 3);

  // Giấy tờ có dấu mật không còn ô tải lên.
  const secret = officer.page.locator('#paper-2');
  await secret.getByText('Giấy tờ có dấu mật').click();
  await secret.getByRole('button', { name: 'Ghi nhận là tài liệu mật' }).click();
  await officer.reads('Đã ghi nhận tài liệu mật.');
  assert.equal(await officer.page.locator('#files-2').count(), 0);

  // Máy quét: tờ bìa đưa trang vào đúng giấy tờ; trang quá thô thì chờ người xem.
  const dossier = new URL(officer.page.url()).pathname.split('/')[2];
  const sheets = await officer.bytes(`/dossiers/${dossier}/scan-sheets.pdf`);
  const last = Number((await house.pdfText(sheets)).match(/Giấy tờ số (\d+)/g).pop().match(/\d+/)[0]);
  await intoTheTray(house, '0001.pdf', sheets);
  await intoTheTray(house, '0002.jpg', (await onTheGlass(officer, 'Trang từ máy quét', 2)).buffer);
  await intoTheTray(house, '0003.jpg', (await onTheGlass(officer, 'Trang quá thô', 0, [827, 1169])).buffer);
  await house.eventually('the page to be with its paper', async () => {
    await officer.visits(`/dossiers/${dossier}/scans`);
    return (await officer.page.locator(`#paper-${last} .leaves li`).count()) === 1;
  }, { withinMs: 60_000 });
  await house.eventually('the coarse page to wait for a person', async () => {
    await officer.visits('/desk/scans');
    return (await officer.page.getByRole('heading', { name: '0003.jpg' }).count()) === 1;
  }, { withinMs: 60_000 });
  await officer.reads('Quét quá thô');
  await officer.showsPictures('scanner', { widths: SCREENS });
  await officer.presses(/^Bỏ tệp/);
  await officer.reads('Không còn tệp nào phải xem.');

  // Người nộp mở giấy tờ của mình.
  const applicant = await house.person('the applicant', { width: 360, height: 740 });
  await applicant.visits(own);
  await applicant.reads('Giấy tờ đã số hóa');
  const mine = await applicant.bytes(`${own}/scans/1`);
  assert.deepEqual(mine, pdf);
}
