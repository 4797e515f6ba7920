// Keeps what a reader has ticked on the list for the first days in the browser, by the role and by what each point says:
// one whose text has changed since is no longer ticked, and says so. A classic script, as every one of the theme.
(() => {
  'use strict';

  const frame = document.querySelector('.progress');
  const boxes = [...document.querySelectorAll('.checklist input')];
  const changed = (box) => box.parentElement.querySelector('.changed');
  const [kept, notKept] = frame.querySelectorAll('.kept span');
  const key = `rolebook.first-days.${frame.dataset.role}`;
  /** What each point said when it was ticked, in all languages, by its name. */
  let ticks = {};

  const load = () => {
    try {
      const found = JSON.parse(localStorage.getItem(key));
      ticks = found && typeof found === 'object' ? found : {};
    } catch { /* nothing is kept, or not by us */ }
  };

  const save = () => {
    let saved = true;
    try {
      if (Object.keys(ticks).length > 0) localStorage.setItem(key, JSON.stringify(ticks));
      else localStorage.removeItem(key);
    } catch { saved = false; }
    kept.hidden = !saved;
    notKept.hidden = saved;
  };

  /** What a point says in the language of the page, from what it says in all of them. */
  const here = (says) => String(says).split(' ')[frame.dataset.language];

  const show = () => {
    for (const box of boxes) {
      const { item, says } = box.dataset;
      const ticked = Object.hasOwn(ticks, item);
      box.checked = ticked && here(ticks[item]) === here(says);
      changed(box).hidden = !ticked || box.checked;
    }
    const done = boxes.filter((box) => box.checked).length;
    const progress = frame.querySelector('progress');
    progress.max = boxes.length;
    progress.value = done;
    const said = frame.dataset.done.replace('{done}', done).replace('{all}', boxes.length);
    const status = frame.querySelector('[role=status]');
    if (status.textContent !== said) status.textContent = said;
  };

  for (const box of boxes) {
    box.addEventListener('change', () => {
      // The list may be open elsewhere too.
      if (!kept.hidden) load();
      if (box.checked) ticks[box.dataset.item] = box.dataset.says;
      else delete ticks[box.dataset.item];
      save();
      show();
    });
  }

  frame.querySelector('button').addEventListener('click', () => {
    if (!confirm(frame.dataset.sure)) return;
    ticks = {};
    save();
    show();
  });

  addEventListener('storage', (event) => {
    if (event.key !== key && event.key !== null) return;
    ticks = {};
    load();
    show();
  });
  // A page that comes back from the browser's memory shows what was ticked in the meantime.
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    load();
    show();
  });

  frame.hidden = false;
  load();
  show();
})();
