import assert from 'node:assert/strict';

export const ownDemo = ['--quiet', '--days', '8', '--at', '2026-11-12T08:00'];

export default async function (house) {
  await house.system.filled();
  const director = await house.officer('anh.hh');

  // Quý trước chưa có gì, và trang nói vậy.
  await director.visits('/reports/evaluation');
  await director.reads(/Đánh giá quý 3\/2026/);
  await director.reads(/Chưa có hồ sơ nào giải quyết xong trong kỳ/);

  await director.visits('/reports?period=2026-11');
  await director.presses('Đánh giá');
  await director.reads(/Đánh giá quý 4\/2026/);
  await director.reads(/Kỳ này chưa kết thúc/);
  await director.reads(/Cho điểm thế nào/);
  await director.showsPictures('evaluation');

  // Điểm nào cũng mở ra đúng các hồ sơ của nó, và nói vì sao.
  await director.page.locator('tfoot [data-label^="3."] a').click();
  await director.reads(/3\. Số lần liên hệ/);
  await director.showsPictures('evaluation-one');
  const given = director.page.locator('#i3 a').first();
  const [, points, times] = (await given.innerText()).match(/(\d) điểm × (\d+)/);
  assert.ok(Number(times) > 0, 'somebody got points');
  await given.click();
  await director.reads(new RegExp(`${points} điểm`));
  const listed = await director.page.locator('tbody tr[data-row]').count();
  assert.equal(listed, Math.min(Number(times), 50), 'the point opens its dossiers');
  await director.reads(/Không phải bổ sung/);
  await director.showsPictures('evaluation-dossiers');
  await director.presses('Về bảng đánh giá');
  await director.presses('Về bảng đánh giá');
  await director.reads(/Đánh giá quý 4\/2026/);

  // Của từng người, và đem về được.
  const officer = director.page.locator('div:has(> #of-officers) tbody tr').first();
  await officer.locator('th a').click();
  await director.page.locator('#i1 a').first().click();
  await director.reads(/1\. Tổng thời gian/);
  const csv = (await director.bytes('/reports/evaluation.csv?period=2026-Q4')).toString();
  assert.match(csv, /^kind,code,index,points_0,points_1,points_2,average,total,most,standing\r\nunit,H49\.80,1,/);
  assert.match(csv, /\nofficer,[a-z.]+,7,/);

  // Thanh tra đọc được; người tiếp nhận thì không.
  const inspector = await house.officer('thuong.vt');
  await inspector.visits('/reports/evaluation?period=2026-Q4&unit=H49');
  await inspector.reads(/Xếp loại/);
}
