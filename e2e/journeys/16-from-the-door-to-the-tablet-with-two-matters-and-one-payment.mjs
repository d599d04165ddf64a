import assert from 'node:assert/strict';
import { callsUntil, officerAtCounter, picksProcedure, declares } from '../lib/desk.mjs';

export const ownDemo = ['--quiet', '--days', '1', '--at', '2026-11-24T08:00'];

const APPLICANT = {
  id: '022188004217',
  name: 'Nguyễn Thị Mẫu',
  phone: '0590 000 123',
  address: 'Tổ 3, khu 5, phường Bãi Cháy, tỉnh Quảng Ninh',
};

/** What the loudspeaker played, and from when to when: noted where the page makes its sounds. */
function listens() {
  const played = [];
  globalThis.playedSounds = played;
  globalThis.Audio = class extends globalThis.Audio {
    constructor(source) {
      super(source);
      if (!source.includes('call.wav')) return;
      const one = { source, from: 0, until: 0 };
      played.push(one);
      this.addEventListener('playing', () => { one.from = performance.now(); });
      this.addEventListener('ended', () => { one.until = performance.now(); });
    }
  };
}

async function takesTicket(phone, field) {
  await phone.visits(`/kiosk/H1/field/${field}`);
  await phone.presses(/Lấy số/);
  const label = (await phone.words('.ticket-no')).trim();
  await phone.visits(`/t/${phone.page.url().split('/').pop().split('?')[0]}`);
  await phone.reads(label);
  return label;
}

async function endsVisit(officer) {
  const finish = officer.page.locator('form[action="/desk/finish"] button');
  if ((await finish.count()) > 0) await officer.presses(/Kết thúc lượt/);
}

export default async function (house) {
  await house.system.filled();
  const admin = await house.person('administrator');
  await admin.signsInAs('trung.dd');
  await admin.visits('/admin');
  const door = admin.page.locator('details.doorset').first();
  await door.locator('summary').click();
  await door.getByLabel('Mẫu tờ khai').selectOption({ label: 'Khai báo y tế' });
  await door.getByRole('button').click();
  await admin.reads('Đã lưu cài đặt cửa vào');

  // Khai báo trên điện thoại, qua cổng.
  const phone = await house.person('citizen with a phone', { width: 360, height: 740 });
  await phone.visits('/declare/H1');
  await phone.fills('Họ và tên', APPLICANT.name);
  await phone.fills('Số điện thoại', APPLICANT.phone);
  for (const radio of await phone.page.getByRole('radio', { name: 'Không' }).all()) await radio.check();
  await phone.fills(/mấy mũi/, '2');
  await phone.presses('Gửi và nhận giấy vào cổng');
  await phone.reads('Được vào');
  const gate = await house.person('gate', { width: 1280, height: 800 });
  await gate.visits('/gate/H1');
  await gate.page.getByLabel('Mã, hoặc số của giấy').fill(phone.page.url());
  await gate.page.keyboard.press('Enter');
  await gate.reads('Mời vào');

  // Lấy số trên điện thoại; màn hình và loa gọi, lần lượt, không chồng nhau.
  const hall = await house.person('the hall', { width: 1440 });
  await hall.page.addInitScript(listens);
  await hall.visits('/display/H1');
  await hall.presses('Bật tiếng');
  const label = await takesTicket(phone, 'land');
  const other = await house.person('another citizen', { width: 360, height: 740 });
  const beside = await takesTicket(other, 'business');
  const officer = await officerAtCounter(house, 5);
  const neighbour = await officerAtCounter(house, 3);
  await endsVisit(neighbour);
  await Promise.all([callsUntil(officer, label), callsUntil(neighbour, beside)]);
  await phone.reads(/quầy số 5/);
  await hall.reads(label, beside);
  const sounds = await house.eventually(
    'both calls to be spoken',
    async () => {
      const played = await hall.page.evaluate(() => globalThis.playedSounds);
      const ours = played.filter(({ source }) =>
        [label, beside].some((one) => source.includes(`ticket=${one.replace('-', '')}&`)));
      return ours.length >= 2 && ours.every((one) => one.until > 0) && played;
    },
    { withinMs: 60_000 },
  );
  assert.ok(sounds.some(({ source }) => source.includes(`ticket=${label.replace('-', '')}&counter=5&area=land&lang=vi`)), JSON.stringify(sounds));
  const heard = sounds.filter((one) => one.from > 0).sort((one, next) => one.from - next.from);
  for (const [at, one] of heard.slice(1).entries()) {
    assert.ok(one.from >= heard[at].until, `two calls at once: ${JSON.stringify([heard[at], one])}`);
  }
  await endsVisit(neighbour);
  await neighbour.leaves();

  // Hai việc, một lần nộp tiền.
  await officer.strikes('F7');
  const codes = [];
  for (const [typed, matter] of [
    ['sang ten quyen su dung dat', /^Sang tên quyền sử dụng đất/],
    ['thanh lap doanh nghiep tu nhan', /^Thành lập doanh nghiệp tư nhân/],
  ]) {
    if (codes.length === 0) await declares(officer, APPLICANT);
    else await officer.presses('Người này còn việc khác');
    assert.equal(await officer.page.getByLabel('Họ và tên', { exact: true }).first().inputValue(), APPLICANT.name);
    await picksProcedure(officer, typed, matter);
    await officer.strikes('0');
    const later = officer.page.getByLabel('Thu sau, gộp một lần');
    if ((await later.count()) > 0) await later.check();
    await officer.strikes('Control+Enter');
    await officer.reads('Đã tiếp nhận');
    codes.push((await officer.words('.done .code')).trim());
  }
  assert.notEqual(codes[0], codes[1]);
  await officer.reads('Trong lượt này', /Còn 2 khoản phải nộp/);
  await officer.showsPictures('desk-visit', { widths: [360, 768, 1440] });
  await officer.strikes('F6');
  await officer.reads(/Biên lai ở từng hồ sơ/);
  const receipts = officer.page.locator('.visit-now a[href*="receipt.pdf"]');
  assert.equal(await receipts.count(), 2);
  const papers = [];
  for (const receipt of await receipts.all()) {
    papers.push(await house.pdfText(await officer.bytes(await receipt.getAttribute('href'))));
  }
  codes.forEach((code, at) => assert.ok(papers[at].includes(code), `${code}: ${papers[at]}`));
  await officer.showsPictures('desk-visit-paid', { widths: [360, 768, 1440] });
  for (const code of codes) await house.message('sms', (sms) => sms.text.includes(code));

  // Chấm điểm trên máy tính bảng của quầy.
  await officer.presses(/Kết thúc lượt/);
  const tablet = await house.person('the tablet', { width: 800, height: 1280 });
  await tablet.visits('/rate/H1/05');
  await tablet.reads(`Số ${label}`);
  await tablet.presses('Hài lòng');
  await tablet.reads('Cảm ơn ông bà!');
  await phone.reads(/Đã xong|đã xong|Cảm ơn/);
}
