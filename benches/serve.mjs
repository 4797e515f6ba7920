// Measures how long it takes from saving a chapter to the new text in the browser, with `rolebook serve`.
//
//   node benches/serve.mjs [ARTICLES…]     by default 2000 and 20000; after cargo build --release and scripts/test --install
//
// Each handbook is made by benches/generate: that many articles in all, half in Chinese and half in English. A chapter that is
// open is changed and saved some times; the clock starts before the file is written and ends when the page has the new text.
// Prints medians and maxima.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch } from '../tests/browser/chromium.mjs';
import { preview } from '../tests/browser/preview.mjs';

const RUNS = 21;

const median = (numbers) => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];

const browser = await launch();
const sizes = process.argv.slice(2).map(Number);
for (const articles of sizes.length > 0 ? sizes : [2000, 20000]) {
  const folder = mkdtempSync(path.join(tmpdir(), 'rolebook-bench-'));
  execFileSync(fileURLToPath(new URL('generate', import.meta.url)), [folder, '--articles', String(articles / 2)]);
  const server = await preview(folder);
  const tab = await browser.newPage();
  const regulation = String(Math.ceil(articles / 2 / 100 / 2)).padStart(4, '0');
  await tab.goto(`${server.address}/zh/regulation-${regulation}/051.html`);
  const file = path.join(folder, `zh/regulation-${regulation}/051.md`);
  const text = readFileSync(file, 'utf8');
  const times = [];
  for (let run = 0; run <= RUNS; run += 1) {
    const mark = `第${run}次修改`;
    // Told by the page itself, in the moment when it changes.
    const seen = tab.evaluate((mark) => new Promise((resolve) => {
      const main = document.querySelector('main');
      new MutationObserver((_, observer) => {
        if (!main.textContent.includes(mark)) return;
        observer.disconnect();
        resolve(Date.now());
      }).observe(main, { subtree: true, childList: true, characterData: true });
    }), mark);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const begin = Date.now();
    writeFileSync(file, text.replace('。', `${mark}。`));
    // The first time everything is cold.
    if (run > 0) times.push((await seen) - begin);
    else await seen;
  }
  console.log(`${articles} articles: ${median(times)} ms from saving to the new page, at most ${Math.max(...times)} ms (${RUNS} runs)`);
  await server.stop();
  rmSync(folder, { recursive: true });
}
await browser.close();
