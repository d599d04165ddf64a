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

  const leader = await house.officer('anh.ht');
  await leader.visits('/sign');
  await leader.showsPictures('sign-list');
}
