// Measures how long it takes from saving a chapter to the new text in the browser, with `rolebook serve`.
//
//   node benches/serve.mjs [ARTICLES…]     by default 2000 and 20000; after cargo build --release and scripts/test --install
//
// Each handbook is made here: that many articles in all, half in Chinese and half in English, chapters of 50 articles,
// citations, and a role article in every tenth. An article of the chapter that is open is changed and saved some times;
// the clock starts before the file is written and ends when the page has the new text. Prints medians and maxima.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { launch } from '../tests/browser/chromium.mjs';
import { preview } from '../tests/browser/preview.mjs';

const CHAPTER = 50;
const RUNS = 21;

/** The texts of a handbook with `articles` article texts, by path. */
function texts(articles) {
  const files = new Map([['handbook.toml', 'title = { zh = "员工手册", en = "Staff Handbook" }\nlanguages = ["zh", "en"]\n']]);
  const each = articles / 2;
  const roles = [];
  for (let first = 1; first <= each; first += CHAPTER) {
    const chapter = String((first - 1) / CHAPTER).padStart(4, '0');
    let zh = `# 第${chapter}部分\n`;
    let en = `# Part of the rules ${chapter}\n`;
    for (let number = first; number < Math.min(first + CHAPTER, each + 1); number += 1) {
      const cited = ((number * 7919) % each) + 1;
      if (number % 10 === 0) {
        const id = `role-${number}`;
        const superior = number > 10 ? `role-${Math.ceil(number / 70) * 10 < number ? Math.ceil(number / 70) * 10 : 10}` : null;
        roles.push({ id, superior });
        zh += `\n## 第${number}条 岗位${number}岗位职责 {#${id} role=${id}}\n\n- 直接上级：${superior ? superior.replace('role-', '岗位') : '无'}\n\n1. 按照第${cited}条办理日常工作；\n2. 每周检查一次现场并登记；\n3. 完成上级交办的其他工作。\n`;
        en += `\n## Article ${number} Duties of the Post ${number} {#${id} role=${id}}\n\n- Reports to: ${superior ? superior.replace('role-', 'Post ') : 'none'}\n\n1. does the daily work under Article ${cited};\n2. inspects the premises once a week and keeps a record;\n3. does other work as assigned.\n`;
      } else {
        zh += `\n## 第${number}条 规定${number}\n\n员工应当按照第${cited}条的规定，在三十日内办理手续，逾期的由部门负责人处理。\n`;
        en += `\n## Article ${number} Rule ${number}\n\nStaff complete the formalities under Article ${cited} within thirty days; the head of department deals with delays.\n`;
      }
    }
    files.set(`zh/rules/${chapter}.md`, zh);
    files.set(`en/rules/${chapter}.md`, en);
  }
  files.set('zh/rules/index.md', '# 管理制度\n');
  files.set('en/rules/index.md', '# Management regulation\n');
  files.set('roles.toml', roles.map(({ id }) => `[[role]]\nid = "${id}"\nname = { zh = "${id.replace('role-', '岗位')}", en = "${id.replace('role-', 'Post ')}" }\n`).join('\n'));
  return files;
}

const median = (numbers) => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];

const browser = await launch();
const sizes = process.argv.slice(2).map(Number);
for (const articles of sizes.length > 0 ? sizes : [2000, 20000]) {
  const folder = mkdtempSync(path.join(tmpdir(), 'rolebook-bench-'));
  for (const [file, text] of texts(articles)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  const server = await preview(folder);
  const tab = await browser.newPage();
  const chapter = String(Math.floor(articles / 2 / CHAPTER / 2)).padStart(4, '0');
  await tab.goto(`${server.address}/zh/rules/${chapter}.html`);
  const file = path.join(folder, `zh/rules/${chapter}.md`);
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
    writeFileSync(file, text.replace('三十日内', `三十日内${mark}`));
    // The first time everything is cold.
    if (run > 0) times.push((await seen) - begin);
    else await seen;
  }
  console.log(`${articles} articles: ${median(times)} ms from saving to the new page, at most ${Math.max(...times)} ms (${RUNS} runs)`);
  await server.stop();
  rmSync(folder, { recursive: true });
}
await browser.close();
