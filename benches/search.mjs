// Measures what a query on a built site costs a reader: the bytes loaded and the time to answer, in Chromium over HTTP.
//
//   node benches/search.mjs SITE [LANGUAGE] [QUERIES]     after scripts/test --install
//
// Half of the queries are passages of two to six characters from texts, half are whole titles. Each starts from a page
// that was just opened, with nothing of the index loaded. What was loaded until the field can be typed in is the start; the
// time is that of the same query once more, when all it needs is there. Prints medians and maxima.

import { statSync } from 'node:fs';
import path from 'node:path';
import { launch } from '../tests/browser/chromium.mjs';
import { random, serve } from '../tests/browser/lib.mjs';
import { openSite } from '../tests/browser/site.mjs';

const [folder, language = 'zh', queries = '200'] = process.argv.slice(2);
if (!folder) {
  console.error('usage: node benches/search.mjs SITE [LANGUAGE] [QUERIES]');
  process.exit(2);
}
const site = openSite(folder);
const next = random('bench');
const server = await serve(site);
const browser = await launch();
const context = await browser.newContext();
let bytes = 0;
context.on('response', (response) => {
  const file = decodeURIComponent(new URL(response.url()).pathname).slice(1);
  if (site.files.has(file)) bytes += statSync(path.join(site.root, file)).size;
});

const pages = site.pages.filter((page) => page.startsWith(`${language}/`) && !/side-by-side\/|print\.html$/.test(page));
const sources = pages.length > 0 ? pages : site.pages.filter((page) => page.startsWith(`${language}/`));
const drawn = [];
const blank = await context.newPage();
while (drawn.length < Number(queries)) {
  const page = sources[next(sources.length)];
  const found = await blank.evaluate((source) => {
    const { body } = new DOMParser().parseFromString(source, 'text/html');
    const titles = [...body.querySelectorAll('h1, .head .title')].map((title) => title.textContent);
    return { titles, text: body.querySelector('main')?.textContent ?? '' };
  }, site.text(page));
  const runs = found.text.match(/[\u3400-\u9fff]{6,}|[a-z]{5,}/gi);
  if (!runs || found.titles.length === 0) continue;
  const run = runs[next(runs.length)];
  const length = 2 + next(5);
  const start = next(run.length - length + 1);
  const isTitle = drawn.length % 2 === 1;
  drawn.push(isTitle ? { title: found.titles[next(found.titles.length)] } : { text: /[a-z]/i.test(run) ? run : run.slice(start, start + length) });
}
await blank.close();

const starts = [];
const loads = [];
const times = [];
let first = 0;
for (const { title, text } of drawn) {
  const tab = await context.newPage();
  bytes = 0;
  await tab.goto(`${server.address}/${language}/search.html`, { waitUntil: 'load' });
  await tab.waitForSelector('.search-here input');
  starts.push(bytes);
  const search = (query) => tab.evaluate(async (text) => {
    const field = document.querySelector('.search-here input');
    const list = document.querySelector('.search-here .results');
    field.value = text;
    list.ariaBusy = 'true';
    const start = performance.now();
    field.dispatchEvent(new Event('compositionend'));
    await new Promise((resolve) => new MutationObserver(resolve).observe(list, { attributeFilter: ['aria-busy'] }));
    return { time: performance.now() - start, heading: list.querySelector('.found a')?.textContent ?? '' };
  }, query);
  const query = title ?? text;
  await search(query);
  loads.push({ query, bytes: bytes - starts.at(-1) });
  const { time, heading } = await search(query);
  times.push({ query, time });
  if (title && heading.includes(title)) first += 1;
  await tab.close();
}
await browser.close();
await server.close();

const middle = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const most = (list, key) => list.reduce((a, b) => (b[key] > a[key] ? b : a));
const kilobytes = (value) => `${(value / 1000).toFixed(1)} KB`;
const heaviest = most(loads, 'bytes');
const slowest = most(times, 'time');
const titles = drawn.filter(({ title }) => title).length;
console.log(`${drawn.length} queries, ${language}`);
console.log(`start: ${kilobytes(Math.max(...starts))}`);
console.log(`query: median ${kilobytes(middle(loads.map(({ bytes }) => bytes)))}, most ${kilobytes(heaviest.bytes)} (${heaviest.query})`);
console.log(`start and query: most ${kilobytes(Math.max(...starts) + heaviest.bytes)}`);
console.log(`answer: median ${middle(times.map(({ time }) => time)).toFixed(1)} ms, most ${slowest.time.toFixed(1)} ms (${slowest.query})`);
console.log(`title first: ${first} of ${titles}`);
