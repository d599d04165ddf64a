import assert from 'node:assert/strict';

export const ownDemo = ['--quiet', '--days', '2', '--at', '2026-11-02T08:00'];

export default async function (house) {
  await house.system.filled();
  const director = await house.officer('anh.hh');
  await director.visits('/reports');
  await director.reads(/Báo cáo tháng 10\/2026/);
  await director.reads(/Chưa gửi/);

  // Số nào cũng mở ra đúng các hồ sơ của nó.
  const received = director.page.locator('.report tfoot [data-label="Tiếp nhận trong kỳ"] a');
  const figure = Number((await received.innerText()).replace('.', ''));
  assert.ok(figure > 0, 'nobody came in October');
  await received.click();
  await director.reads(/Tiếp nhận trong kỳ/);
  const listed = await director.page.locator('tbody tr[data-row]').count();
  assert.equal(listed, Math.min(figure, 50), 'the figure opens its dossiers');

  const workbook = await director.bytes('/reports/report.xlsx?period=2026-10&by=unit');
  assert.equal(workbook.subarray(0, 2).toString(), 'PK');
  const csv = (await director.bytes('/reports/report.csv?period=2026-10&by=channel')).toString();
  assert.match(csv, /^\uFEFFTheo hình thức nộp,Tổng số hồ sơ,/);
  assert.match(csv, new RegExp(`Tổng cộng,${figure},0,${figure},`));

  await director.visits('/reports');
  await director.presses('Gửi báo cáo, chốt số liệu');
  await director.reads(/Đã gửi báo cáo/);
  await director.reads(/Bản số 1/);
  await director.doesNotRead('Gửi báo cáo, chốt số liệu');

  // Ngày hôm sau hồ sơ đi tiếp; báo cáo tháng trước thì không.
  const clock = await house.person('whoever moves the clock');
  await clock.visits('/demo');
  await clock.presses('Đến giờ mở cửa ngày làm việc sau');
  const inspector = await house.officer('thuong.vt');
  await inspector.visits('/reports?period=2026-10&unit=H49.80&issue=1');
  await inspector.reads(/Bản số 1/);
  await inspector.reads(new RegExp(`0 kỳ trước \\+ ${figure} tiếp nhận = `));
  await inspector.doesNotRead('Gửi báo cáo, chốt số liệu');
  await inspector.visits('/reports/days?period=2026-10&unit=H49.80');
  await inspector.reads(/Nộp trực tuyến/);
}
