// What every page does where scripts run. Nothing here is needed to read: each function adds to what the page already is.
// A classic script, since a page opened from a folder may not load modules.
(() => {
  'use strict';
})();
