import assert from 'node:assert/strict';

export const ownDemo = ['--quiet', '--days', '6', '--at', '2026-11-25T08:00'];

export default async function (house) {
  await house.system.filled();
  const director = await house.officer('anh.hh');
  await director.visits('/flow');
  await director.reads(/Đường đi của hồ sơ/);
  await director.reads(/Hồ sơ chờ lâu nhất ở bước/);
  await director.showsPictures('flow');

  // Số nào cũng mở ra đúng các hồ sơ của nó.
  const first = director.page.locator('.waylist li a').first();
  const said = Number((await first.innerText()).match(/[\d.]+/)[0].replace('.', ''));
  assert.ok(said > 0, 'nobody took a way');
  await first.click();
  await director.reads(/Hồ sơ đi cùng một đường/);
  const rows = director.page.locator('tbody tr[data-row]');
  assert.equal(await rows.count(), Math.min(said, 50), 'the number opens its dossiers');

  // Một hồ sơ được giải trình.
  await rows.first().locator('a').click();
  await director.page.getByRole('link', { name: 'Giải trình' }).click();
  await director.reads(/Giải trình quá trình giải quyết/);
  await director.reads(/tiếp nhận hồ sơ, cấp mã/);
  await director.reads(/cho phép \(\d+ %\)/);
  await director.showsPictures('explained');
  const address = new URL(director.page.url()).pathname;
  const paper = await director.bytes(`${address}.pdf`);
  assert.equal(paper.subarray(0, 4).toString(), '%PDF');

  const inspector = await house.officer('thuong.vt');
  await inspector.visits('/flow');
  await inspector.doesNotRead('Theo người');
}
