// Debian's Chromium, told to speak to nobody but us.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const PROGRAMMES = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export async function openBrowser({ show, slow }) {
  const executablePath = PROGRAMMES.find((path) => path && existsSync(path));
  if (!executablePath) throw new Error('Chromium is missing: cargo xtask setup');
  return chromium.launch({
    executablePath,
    headless: !show,
    slowMo: slow ? 400 : 0,
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
      // Chromium refuses its sandbox to root.
      ...(process.getuid() === 0 ? ['--no-sandbox'] : []),
    ],
  });
}
