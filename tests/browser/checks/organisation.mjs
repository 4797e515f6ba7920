import { DESK, ON_PHONE } from '../lib.mjs';

/** The organisation chart: every box leads to its role; it zooms and pans by keys, wheel, mouse and buttons. */
export default async function organisation(run) {
  const { browser, site, note } = run;
  const pages = site.languages.map((language) => `${language}/organisation.html`).filter((page) => site.files.has(page));
  for (const page of pages) {
    for (const [screen, options] of Object.entries({ desk: { viewport: DESK }, phone: ON_PHONE })) {
      const context = await browser.newContext(options);
      const tab = await context.newPage();
      const errors = [];
      tab.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
      tab.on('pageerror', (error) => errors.push(error.message));
      await tab.goto(site.address(page), { waitUntil: 'load' });
      note('the chart fits', `${page} ${screen}`, await fits(tab));
      note('the chart zooms and pans', `${page} ${screen}`, await zooms(tab, screen));
      note('the chart has no console errors', `${page} ${screen}`, errors);
      note('a click on a box opens its role', `${page} ${screen}`, await leads(tab));
      await context.close();
    }
    note('the chart needs no script', page, await withoutScripts(run, page));
  }
}

const FRAME = '.chart-frame';
const width = (tab) => tab.locator(`${FRAME} >> nth=0`).locator('svg:visible').evaluate((svg) => svg.getBoundingClientRect().width);

/** One drawing is shown, no wider than its frame, in letters that can be read. */
function fits(tab) {
  return tab.locator(FRAME).first().evaluate((frame) => {
    const shown = [...frame.querySelectorAll('svg')].filter((svg) => svg.checkVisibility());
    if (shown.length !== 1) return [`${shown.length} drawings are shown`];
    const faults = [];
    const box = shown[0].getBoundingClientRect();
    if (box.width > frame.clientWidth) faults.push(`${box.width} px wide in ${frame.clientWidth} px`);
    const letters = (15 * box.width) / shown[0].viewBox.baseVal.width;
    if (letters < 12) faults.push(`names are ${letters.toFixed(1)} px high`);
    return faults;
  });
}

async function zooms(tab, screen) {
  const faults = [];
  const expect = (holds, fault) => holds || faults.push(fault);
  const frame = tab.locator(FRAME).first();
  const scroll = () => frame.evaluate(({ scrollLeft, scrollTop }) => ({ scrollLeft, scrollTop }));
  const fitting = await width(tab);

  await frame.focus();
  for (let press = 0; press < 5; press += 1) await tab.keyboard.press('+');
  expect((await width(tab)) > 2 * fitting, '+ does not zoom in');
  const before = await scroll();
  await tab.keyboard.press('ArrowRight');
  await tab.keyboard.press('ArrowDown');
  await tab.waitForTimeout(300);
  const after = await scroll();
  expect(after.scrollLeft > before.scrollLeft && after.scrollTop > before.scrollTop, 'the arrows do not pan');
  if (screen === 'desk') {
    const { x, y } = await frame.boundingBox();
    await tab.mouse.move(x + 60, y + 60);
    await tab.mouse.down();
    await tab.mouse.move(x + 140, y + 110, { steps: 4 });
    await tab.mouse.up();
    const dragged = await scroll();
    expect(dragged.scrollLeft < after.scrollLeft && dragged.scrollTop < after.scrollTop, 'the mouse does not drag');
  }
  await tab.keyboard.press('0');
  expect((await width(tab)) === fitting, '0 does not fit');
  await tab.keyboard.press('-');
  expect((await width(tab)) < fitting, '- does not zoom out');

  const [larger, , fit] = await tab.locator('.zoom').first().getByRole('button').all();
  await fit.click();
  await larger.click();
  expect((await width(tab)) > fitting, 'the button does not zoom in');
  await fit.click();
  expect((await width(tab)) === fitting, 'the button does not fit');

  if (screen === 'desk') {
    await frame.hover();
    await tab.keyboard.down('Control');
    await tab.mouse.wheel(0, -120);
    await tab.keyboard.up('Control');
    await tab.waitForTimeout(100);
    expect((await width(tab)) > fitting, 'the wheel with Ctrl does not zoom');
  } else {
    await pinch(tab, await frame.boundingBox());
    expect((await width(tab)) > fitting, 'two fingers do not zoom');
  }
  await fit.click();
  return faults;
}

/** Two fingers move apart. */
async function pinch(tab, { x, y, width: across }) {
  const session = await tab.context().newCDPSession(tab);
  const touch = (type, apart) => session.send('Input.dispatchTouchEvent', {
    type,
    touchPoints: apart ? [-apart, apart].map((side, id) => ({ x: x + across / 2 + side, y: y + 80, id })) : [],
  });
  await touch('touchStart', 20);
  for (let apart = 30; apart <= 80; apart += 10) await touch('touchMove', apart);
  await touch('touchEnd');
}

/** A box leads to the page of its role, by a click even where a mouse could drag, and by the keyboard. */
async function leads(tab) {
  const faults = [];
  const start = tab.url();
  await tab.keyboard.press('+');
  const box = tab.locator(`${FRAME} svg:visible a`).first();
  const href = await box.evaluate((link) => new URL(link.getAttribute('href'), location.href).href);
  await box.click();
  await tab.waitForURL(href, { timeout: 5000 }).catch(() => faults.push(`a click leads to ${tab.url()}`));
  await tab.goto(start);
  await tab.locator(`${FRAME} svg:visible a`).first().focus();
  await tab.keyboard.press('Enter');
  await tab.waitForURL(href, { timeout: 5000 }).catch(() => faults.push(`Enter leads to ${tab.url()}`));
  return faults;
}

/** Every role of the list has a box in the drawing that is shown. */
async function withoutScripts({ browser, site }, page) {
  const context = await browser.newContext({ ...ON_PHONE, javaScriptEnabled: false });
  const tab = await context.newPage();
  await tab.goto(site.address(page));
  const links = (inside) => tab.locator(inside).evaluateAll((all) => [...new Set(all.map((link) => link.getAttribute('href')))].sort());
  const boxes = await links('.narrow a, .chart:not(.wide, .narrow) a');
  const list = await links('ul.tree a');
  const shown = await tab.locator('.chart:visible a').count();
  await context.close();
  const faults = [];
  if (boxes.join() !== list.join()) faults.push(`${boxes.length} boxes, ${list.length} entries of the list`);
  if (shown === 0) faults.push('no box is shown');
  return faults;
}
