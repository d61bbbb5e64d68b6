// Who has been here once finds the whole site again without network, in a train for example: a
// service worker keeps it. It begins only when a page has been loaded, which it would slow down,
// and not for readers who asked their browser to save data.
"use strict";

(() => {
  const { serviceWorker, connection } = navigator;
  const place = document.querySelector("[data-hb-offline]");
  // Not there on plain http, or where a browser keeps nothing.
  if (!serviceWorker || !place || location.protocol === "file:") return;
  if (connection?.saveData && !serviceWorker.controller) return;

  /** Say what works without network: of a large site only what was visited. */
  function tell({ data }) {
    place.textContent = data.whole ? "Works offline" : "Visited pages work offline";
    place.hidden = false;
  }

  /** Have the site kept, and ask the worker that does so what it keeps. */
  async function begin() {
    serviceWorker.addEventListener("message", tell);
    try {
      await serviceWorker.register(new URL("service-worker.js", __md_scope));
    } catch {
      return; // A browser may refuse, in a private window for example.
    }
    const { active } = await serviceWorker.ready;
    active.postMessage("What do you keep?");
  }

  window.addEventListener("load", () => {
    if (window.requestIdleCallback) requestIdleCallback(begin);
    else setTimeout(begin); // Safari
  });
})();
