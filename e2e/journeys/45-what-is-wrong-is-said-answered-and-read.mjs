import { officerAtCounter, receives } from '../lib/desk.mjs';

const APPLICANT = {
  id: '022090004455',
  name: 'Đinh Thị Loan',
  phone: '0912 555 678',
  address: 'Tổ 3, khu 6, phường Cao Xanh, tỉnh Quảng Ninh',
};

export default async function (house) {
  await house.system.filled();
  const officer = await officerAtCounter(house, 4);
  const { code, own } = await receives(house, officer, {
    applicant: APPLICANT,
    typed: 'tam ngung kinh doanh',
    procedure: /Tạm ngừng kinh doanh/,
  });

  const phone = await house.person('applicant at home', { width: 360, height: 740 });
  await phone.visits(own);
  await phone.page.getByText('Gửi phản ánh, kiến nghị về hồ sơ này').click();
  await phone.chooses('Về việc', 'Thái độ phục vụ');
  await phone.fills('Nội dung', 'Cán bộ không giải thích vì sao phải nộp thêm bản sao.');
  await phone.presses('Gửi');
  await phone.reads('Đã gửi. Câu trả lời sẽ hiện ở trang này.');
  await phone.reads(/trả lời trước/);
  await phone.showsPictures('own-petition');

  const director = await house.officer('anh.hh');
  await director.visits('/petitions');
  await director.showsPictures('petitions');
  await director.presses(code);
  await director.reads('Cán bộ không giải thích vì sao phải nộp thêm bản sao.');
  await director.showsPictures('petition');
  await director.strikes('1');
  await director.fills('Trả lời', 'Xin lỗi bà. Cán bộ đã được nhắc nhở; bản sao ấy không cần nộp.');
  await director.presses(/^Trả lời/);
  await director.reads(`Đã trả lời phản ánh về hồ sơ ${code}.`);

  await phone.visits(own);
  await phone.reads('Phản ánh đúng', 'bản sao ấy không cần nộp');
}
