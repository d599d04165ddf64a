import assert from 'node:assert/strict';

export default async function (house) {
  await house.system.filled();
  const director = await house.officer('anh.hh');
  await director.visits('/floor');
  await director.presses('Phương án quầy');

  // Chưa điền gì đã thấy ngày làm việc tới sẽ ra sao.
  await director.reads(/Phương án cho thứ Tư 25\/11\/2026/, /Cứ mười người thì chín người chờ không quá/);
  await director.showsPictures('plan-next-day');

  // Từ số liệu của một ngày đã qua.
  await director.visits('/floor/figures?day=2026-11-23');
  await director.presses(/Thử phương án khác cho ngày này/);
  await director.reads(/Theo lịch sử/, /Lặp lại y như cũ/);
  const ticked = director.page.locator('[name="counter"]:checked');
  const open = await ticked.count();
  assert.ok(open > 3, `${open} counters were open`);

  // Bớt quầy 5, quầy 6 nghỉ nửa buổi.
  await director.page.locator('[name="counter"][value="05"]').uncheck();
  await director.page.locator('[name="break_counter"]').first().selectOption('06');
  await director.page.locator('[name="break_from"]').first().fill('08:00');
  await director.page.locator('[name="break_to"]').first().fill('09:30');
  await director.presses('Thêm dòng');
  assert.equal(await director.page.locator('[name="break_from"]').first().inputValue(), '08:00');
  await director.presses('Tính phương án');
  await director.reads(/Theo phương án/, /Quầy 6 nghỉ 8:00 – 9:30/);
  assert.equal(await ticked.count(), open - 1);
  const address = new URL(director.page.url());
  assert.ok(!address.search.includes('break_counter'), `a short address: ${address.search}`);
  await director.showsPictures('plan');

  // Ai nhận địa chỉ cũng thấy đúng phương án ấy.
  const inspector = await house.officer('thuong.vt');
  await inspector.visits(address.pathname + address.search);
  await inspector.reads(/Quầy 6 nghỉ 8:00 – 9:30/);

  // Ít quầy nhất cho một thời gian chờ.
  await director.fills('9 trên 10 người chờ không quá (phút)', '15');
  await director.presses('Tìm số quầy ít nhất');
  await director.reads(/quầy là đủ để cứ mười người thì chín người chờ không quá 15 phút/);
  assert.ok((await ticked.count()) < open, 'fewer counters are ticked');

  // Điều không tính được thì nói rõ, và giữ nguyên những gì đã điền.
  await director.page.locator('[name="break_from"]').first().fill('17:30');
  await director.page.locator('[name="break_to"]').first().fill('18:00');
  await director.page.locator('[name="break_counter"]').first().selectOption('06');
  await director.presses('Tính phương án');
  await director.reads(/Giờ nghỉ phải nằm trong giờ mở cửa hôm đó/);
  assert.equal(await director.page.locator('[name="break_from"]').first().inputValue(), '17:30');
  await director.showsPictures('plan-refused');
}
