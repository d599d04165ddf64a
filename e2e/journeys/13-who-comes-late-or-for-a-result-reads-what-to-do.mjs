import { officerAtCounter } from '../lib/desk.mjs';

export const ownDemo = ['--quiet', '--days', '3', '--at', '2026-11-24T17:05'];

const SCREENS = [360, 768, 1080, 1440];

export default async function (house) {
  await house.system.filled();
  const citizen = await house.person('citizen', { width: 1080, height: 1920 });
  await citizen.visits('/kiosk/H1');
  await citizen.reads('hết số hôm nay');
  await citizen.visits('/kiosk/H1/field/land');
  await citizen.reads('Hôm nay đã hết giờ phát số.', /Mời trở lại lúc 07:00 thứ Tư 25\/11\/2026/);
  await citizen.showsPictures('kiosk-closed', { widths: SCREENS });

  await citizen.visits('/kiosk/H1/pickup');
  await citizen.showsPictures('kiosk-pickup', { widths: SCREENS });
  await citizen.fills(/10 số cuối/, '2611240999');
  await citizen.presses(/Lấy số/);
  await citizen.reads('Không có hồ sơ nào mang mã này');
  await citizen.showsPictures('kiosk-pickup-wrong', { widths: SCREENS });

  const officer = await officerAtCounter(house, 9);
  await officer.visits('/desk/unclaimed');
  await officer.reads('Lưu kho');
  await officer.showsPictures('unclaimed');
}
