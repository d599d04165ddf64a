// The counter's own phrases, used by every journey that begins at one.

import assert from 'node:assert/strict';

/** Receiving officers of the provincial hall, as the shipped people have them. */
const RECEIVERS = ['ha.lt', 'thuy.tc', 'dang.hh', 'vy.td', 'trang.bx', 'tram.dq', 'chi.lh', 'trang.lp', 'binh.dg', 'lan.tt'];

/**
 * The officer at a counter of the provincial hall. The crowd may have seated somebody there already; then it is that one,
 * else the first who is free.
 */
export async function officerAtCounter(house, number) {
  for (const who of RECEIVERS) {
    const officer = await house.officer(who);
    await officer.visits('/desk');
    if (await sitsAt(officer, number)) return officer;
    const open = officer.page.locator('form[action="/desk/open"]', { has: officer.page.locator(`[data-key="${number}"]`) });
    if ((await open.count()) > 0) {
      await officer.presses('Mở quầy', { within: open });
      // Where results are given out the list of results comes up first.
      await officer.visits('/desk');
      assert.ok(await sitsAt(officer, number), `${who} does not sit at counter ${number}`);
      return officer;
    }
    await officer.leaves();
  }
  throw new Error(`nobody can sit at counter ${number}`);
}

async function sitsAt(officer, number) {
  return (await officer.page.title()).startsWith(`Quầy ${number} ·`);
}

/** Calls and lets go until the wanted number is called; everybody before it had left. */
export async function callsUntil(officer, label) {
  for (let calls = 0; calls < 30; calls += 1) {
    await endsWhatIsOpen(officer);
    await officer.strikes('F9');
    const called = (await officer.words('.called .ticket')).trim();
    if (called === label) return;
    await officer.strikes('F3');
  }
  throw new Error(`${label} was not called in thirty calls`);
}

async function endsWhatIsOpen(officer) {
  const finish = officer.page.locator('form[action="/desk/finish"] button');
  if ((await finish.count()) > 0) await officer.presses(/Kết thúc lượt/);
}

/** A person as the intake form asks for one. */
export async function declares(officer, { id, name, phone, address, email }) {
  await officer.fills('Số định danh, căn cước', id);
  await officer.fills('Họ và tên', name);
  await officer.fills('Điện thoại', phone);
  await officer.fills('Nơi cư trú', address);
  if (email) await officer.fills('Thư điện tử', email);
}

/** Types the name of a procedure as people do, without marks, and takes the one that is meant. */
export async function picksProcedure(officer, typed, name) {
  const answered = officer.page.waitForResponse((answer) => answer.url().includes('/desk/procedures'));
  await officer.fills('Thủ tục', typed);
  await answered;
  await officer.presses(name, { within: officer.page.locator('#procedures') });
}

/**
 * A dossier is received at a counter: who, for what; the cash taken, the message read.
 * Gives the code, the day promised (`dd/mm/yyyy`) and the address of the applicant's own page.
 */
export async function receives(house, officer, { applicant, typed, procedure }) {
  await declares(officer, applicant);
  await picksProcedure(officer, typed, procedure);
  await officer.strikes('0');
  await officer.strikes('Control+Enter');
  await officer.reads('Đã tiếp nhận');
  const code = (await officer.words('.done .code')).trim();
  assert.match(code, /^H49\.[0-9A-Z.]+-\d{6}-\d{4}$/);
  const due = (await officer.words('.sheet-promise')).match(/\d\d\/\d\d\/\d{4}/)[0];
  const told = await house.message('sms', (sms) => sms.text.includes(code));
  assert.ok(told.text.includes(`đã tiếp nhận hồ sơ ${code}`) && told.text.includes(due), told.text);
  return { code, due, own: new URL(told.text.match(/http:\S+\/d\/\w+/)[0]).pathname, told };
}

/** The head of a unit gives a dossier to somebody. */
export async function assigns(head, code, person) {
  await head.visits('/work');
  await head.presses(code);
  await head.chooses('Giao cho', person);
  await head.presses(/^Phân công/);
  await head.reads(`Đã chuyển tiếp ${code}.`);
}
