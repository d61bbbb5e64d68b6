// A browser that is told to keep nothing throws wherever its storage is only looked at, in the
// theme's helpers, too: every script that remembers a choice would end there. In place of the
// storage, each finds one here that is empty and takes nothing, and goes on.
"use strict";

(() => {
  const PROGRESS = ".hb-progress."; // progress.js tells its reader, and has to know

  function refuse() {
    throw new DOMException("This browser keeps nothing.", "SecurityError");
  }

  const refusing = {
    length: 0,
    key: () => null,
    getItem: (name) => (name.includes(PROGRESS) ? refuse() : null),
    setItem: refuse,
    removeItem() {},
  };

  /** Whether the browser has a storage, and lets us see it. */
  function has(name) {
    try {
      return Boolean(window[name]);
    } catch {
      return false;
    }
  }

  for (const name of ["localStorage", "sessionStorage"]) {
    if (!has(name)) Object.defineProperty(window, name, { value: refusing });
  }
})();
