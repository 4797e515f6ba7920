// Zooms the organisation chart: buttons, + - 0, the wheel with Ctrl, two fingers. A chart that is larger than its frame
// scrolls in it, as the browser scrolls anything by arrows, wheel and finger; a mouse can drag it too.
(() => {
  'use strict';

  const LEAST = 0.5;
  const MOST = 5;
  /** A mouse that has moved so many pixels with its button down drags, and no longer clicks. */
  const CLICK = 4;

  /** The buttons stand in the page once; every chart has them. */
  const buttons = document.querySelector('.zoom');

  const enhance = (frame) => {
    const drawings = [...frame.querySelectorAll('svg')];
    let scale = 1;

    /** Zooms to `next` times the size that fits; what is at `x`, `y` in the window stays there. */
    const zoom = (next, x, y) => {
      const drawing = drawings.find((one) => one.getBoundingClientRect().width > 0);
      if (!drawing) return;
      const before = drawing.getBoundingClientRect();
      scale = Math.min(MOST, Math.max(LEAST, next));
      if (Math.abs(scale - 1) < 0.01) scale = 1;
      frame.classList.toggle('zoomed', scale !== 1);
      for (const one of drawings) {
        const fitting = Math.min(one.viewBox.baseVal.width, frame.clientWidth);
        one.style.width = scale === 1 ? '' : `${fitting * scale}px`;
      }
      const after = drawing.getBoundingClientRect();
      frame.scrollLeft += after.left - x + ((x - before.left) / before.width) * after.width;
      frame.scrollTop += after.top - y + ((y - before.top) / before.height) * after.height;
    };

    /** Zooms `by` as much, about the middle; 0 is back to what fits. */
    const step = (by) => {
      const { left, top, width, height } = frame.getBoundingClientRect();
      zoom(by === 0 ? 1 : scale * by, left + width / 2, top + Math.min(height, innerHeight) / 2);
    };

    const tools = buttons.cloneNode(true);
    tools.hidden = false;
    frame.before(tools);
    tools.addEventListener('click', (event) => {
      const by = event.target.dataset.zoom;
      if (by) step(Number(by));
    });

    const KEYS = { '+': 1.25, '=': 1.25, '-': 0.8, _: 0.8, 0: 0 };
    frame.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in KEYS)) return;
      event.preventDefault();
      step(KEYS[event.key]);
    });

    frame.addEventListener('wheel', (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom(scale * Math.exp(-event.deltaY / 300), event.clientX, event.clientY);
    }, { passive: false });

    let pinch;
    const fingers = ([one, other]) => ({
      distance: Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY),
      x: (one.clientX + other.clientX) / 2,
      y: (one.clientY + other.clientY) / 2,
    });
    frame.addEventListener('touchstart', ({ touches }) => {
      pinch = touches.length === 2 ? { scale, from: fingers(touches).distance } : undefined;
    }, { passive: true });
    frame.addEventListener('touchmove', (event) => {
      if (!pinch || event.touches.length !== 2) return;
      event.preventDefault();
      const { distance, x, y } = fingers(event.touches);
      zoom((pinch.scale * distance) / pinch.from, x, y);
    }, { passive: false });

    let drag;
    frame.addEventListener('pointerdown', ({ pointerType, button, clientX, clientY }) => {
      drag = pointerType === 'mouse' && button === 0 && scale > 1
        ? { x: clientX, y: clientY, left: frame.scrollLeft, top: frame.scrollTop }
        : undefined;
    });
    frame.addEventListener('pointermove', ({ pointerId, buttons, clientX, clientY }) => {
      if (!drag || !(buttons & 1)) return;
      drag.moved ||= Math.hypot(clientX - drag.x, clientY - drag.y) > CLICK;
      if (!drag.moved) return;
      frame.setPointerCapture(pointerId);
      frame.scrollTo({ left: drag.left + drag.x - clientX, top: drag.top + drag.y - clientY, behavior: 'instant' });
    });
    frame.addEventListener('dragstart', (event) => event.preventDefault());
    frame.addEventListener('click', (event) => {
      if (drag?.moved) event.preventDefault();
    });
  };

  document.querySelectorAll('.chart-frame').forEach(enhance);
  buttons.remove();

  /** Unfolds the part that the address names, for browsers that do not. */
  const unfold = () => {
    let anchor = '';
    try { anchor = decodeURIComponent(location.hash.slice(1)); } catch { /* no anchor that was written by a program */ }
    const named = document.getElementById(anchor);
    const part = named?.closest('details:not([open])');
    if (!part) return;
    part.open = true;
    named.scrollIntoView();
  };
  addEventListener('hashchange', unfold);
  unfold();
})();
