import { DESK, measure, sidewaysFaults, visitAll } from '../lib.mjs';

/** The usual size of text is 16 px. */
const TWICE = { standard: 32, fixed: 26 };

/** Pages follow what readers have set: larger text, no motion, colours of their own. */
export default async function adapts(run) {
  const { site, note } = run;
  const specimens = site.specimens();
  await visitAll(run, specimens, { viewport: DESK }, async (tab, page) => {
    const session = await tab.context().newCDPSession(tab);
    await session.send('Page.setFontSizes', { fontSizes: TWICE });
    await tab.goto(site.address(page), { waitUntil: 'load' });
    const size = await tab.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));
    const faults = sidewaysFaults(await measure(tab));
    if (size < TWICE.standard) faults.push(`text is ${size} px high`);
    note('text at 200 % does not scroll sideways', page, faults);
    await session.detach();
  });
  await visitAll(run, specimens, { viewport: DESK, reducedMotion: 'reduce' }, async (tab, page) => {
    await tab.goto(site.address(page), { waitUntil: 'load' });
    note('nothing moves for who wants no motion', page, await tab.evaluate(moving));
  });
  await visitAll(run, specimens, { viewport: DESK, forcedColors: 'active' }, async (tab, page) => {
    await tab.goto(site.address(page), { waitUntil: 'load' });
    note('forced colours leave drawings and the place that is linked to', page, await tab.evaluate(vanished));
  });
}

/** Runs inside the browser: what would move. */
function moving() {
  const long = (durations) => durations.split(',').some((duration) => parseFloat(duration) > 0.01);
  const moves = (style) => long(style.transitionDuration) || long(style.animationDuration) || style.scrollBehavior === 'smooth';
  const found = [...document.querySelectorAll('*')].filter((element) => moves(getComputedStyle(element)));
  return [...new Set(found.map((element) => element.tagName.toLowerCase() + [...element.classList].map((name) => `.${name}`).join('')))];
}

/**
 * Runs inside the browser: drawn text and lines that have the colour of what lies below them, and a unit that looks the
 * same when a link leads to it.
 */
function vanished() {
  const faults = new Set();
  const unit = document.querySelector('main [id].article, main li[id]');
  if (unit) {
    location.hash = unit.id;
    if (getComputedStyle(unit).outlineStyle === 'none') faults.add(`#${unit.id} is not marked`);
  }
  const paper = getComputedStyle(document.documentElement).backgroundColor;
  for (const drawing of document.querySelectorAll('svg')) {
    for (const shape of drawing.querySelectorAll('text, path, line, polyline, rect')) {
      if (!shape.checkVisibility()) continue;
      const { fill, stroke } = getComputedStyle(shape);
      const box = shape.closest('a, g')?.querySelector('rect');
      const below = box && box !== shape ? getComputedStyle(box).fill : paper;
      const seen = (colour) => colour !== 'none' && colour !== below;
      if (!seen(fill) && !seen(stroke)) faults.add(`${shape.tagName} in svg.${drawing.classList}: ${fill}, ${stroke} on ${below}`);
    }
  }
  return [...faults];
}
