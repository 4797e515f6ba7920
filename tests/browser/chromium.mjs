// Starts the Chromium of this machine, the same way for the tests and for the screenshots.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A page that asks for something outside its folder is a fault to report, not a download to make.
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
];

/**
 * The headless browser, with `more` arguments; `CHROMIUM` names another executable than Debian's. Throws where there is
 * none.
 */
export async function launch(more = []) {
  const executablePath = process.env.CHROMIUM || PLACES.find((place) => existsSync(place));
  if (!executablePath || !existsSync(executablePath)) {
    throw new Error('Chromium not found: install it (apt-get install chromium) or name it in CHROMIUM');
  }
  return chromium.launch({ executablePath, headless: true, args: [...ARGUMENTS, ...more] });
}
