import assert from 'node:assert/strict';

export default async function (house) {
  await house.system.filled();
  const director = await house.officer('anh.hh');
  await director.visits('/floor');
  await director.presses(/Số liệu theo ngày, tuần, tháng/);
  await director.reads(/Hứa trong 10 phút/);
  await director.visits('/floor/figures?period=month&day=2026-11-23&by=hour');
  await director.showsPictures('figures');
  const sum = async (column) => {
    const cell = director.page.locator(`.figures tfoot [data-label="${column}"]`);
    return Number((await cell.innerText()).replace('.', ''));
  };
  const came = await sum('Lấy số');
  assert.ok(came > 0, 'nobody came in November');

  // Tách theo gì thì tổng cũng bằng nhau.
  for (const by of ['Theo lĩnh vực', 'Theo quầy']) {
    await director.presses(by);
    assert.equal(await sum('Lấy số'), came, by);
  }

  // Số nào cũng mở ra đúng các lượt của nó.
  const kept = await sum('Giữ lời');
  await director.page.locator('.figures tfoot [data-label="Giữ lời"] a').click();
  await director.reads(/Giữ lời hứa/);
  const listed = await director.page.locator('tbody tr').count();
  assert.equal(listed, Math.min(kept, 50), 'the number opens its visits');
  await director.showsPictures('figures-visits');

  const workbook = await director.bytes('/floor/figures.xlsx?period=month&day=2026-11-23&by=department');
  assert.equal(workbook.subarray(0, 2).toString(), 'PK');
  const csv = (await director.bytes('/floor/figures.csv?period=month&day=2026-11-23&by=counter')).toString();
  assert.match(csv, /^\uFEFFTheo quầy,/);
  assert.match(csv, new RegExp(`Cả sảnh,${came},`));
}
