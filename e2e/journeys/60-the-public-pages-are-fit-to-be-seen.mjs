// Every screen, in both languages and three widths, judged by axe and kept as reference.

export default async function (house) {
  await house.system.filled();
  const citizen = await house.person('citizen', { width: 360, height: 740 });
  for (const [path, name] of [
    ['/', 'home'],
    ['/?q=khai+sinh', 'home-search'],
    ['/track', 'track'],
    ['/sign-in', 'sign-in'],
    ['/styleguide', 'styleguide'],
    ['/log', 'log'],
    ['/demo', 'demo'],
  ]) {
    await citizen.visits(path);
    await citizen.showsPictures(name);
  }

  await citizen.visits('/?q=thanh+lap+doanh+nghiep+tu+nhan');
  await citizen.presses(/Thành lập doanh nghiệp tư nhân/);
  await citizen.showsPictures('procedure');
  await citizen.isTurnedAwayFrom('/procedures/khong-co', 404);
  await citizen.showsPictures('error');
}
