// Every screen, in both languages and three widths, judged by axe and kept as reference.

import { officerAtCounter } from '../lib/desk.mjs';

export default async function (house) {
  await house.system.filled();
  const officer = await officerAtCounter(house, 3);
  await officer.visits('/desk');
  await officer.showsPictures('desk');
  await officer.visits('/desk/returns');
  await officer.showsPictures('desk-returns');
  await officer.visits('/desk/supplements');
  await officer.showsPictures('desk-supplements');

  const head = await house.officer('an.md');
  await head.visits('/work?tab=unit');
  await head.showsPictures('work');

  const director = await house.officer('anh.hh');
  await director.visits('/reports?period=2026-11&unit=H49.80&by=unit');
  await director.showsPictures('reports');
  await director.visits('/reports/dossiers?period=2026-11&unit=H49.80&by=unit&cell=received');
  await director.showsPictures('report-dossiers');
  await director.visits('/reports/days?period=2026-11&unit=H49.80');
  await director.showsPictures('report-days');

  const leader = await leaderWithSomethingToSign(house);
  await leader.showsPictures('sign-list');
}

/** Whose desk a draft has reached depends on the crowd's morning. */
async function leaderWithSomethingToSign(house) {
  for (const who of ['chau.ph', 'tuan.ld', 'tung.dt', 'anh.ht', 'loc.vn', 'hai.hk', 'thien.pl', 'duyen.vb']) {
    const leader = await house.officer(who);
    await leader.visits('/sign');
    if ((await leader.page.locator('[data-row-open]').count()) > 0) return leader;
    await leader.leaves();
  }
  throw new Error('nobody has anything to sign');
}
