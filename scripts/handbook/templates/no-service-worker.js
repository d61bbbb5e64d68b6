// This site has no service worker, but had one at this address, or another site had. Browsers that
// still have it ask for it here, and get this one instead, which takes all of it away.
"use strict";

(() => {
  const { registration, clients } = self;
  const ours = `handbook ${new URL(registration.scope).pathname} `;

  /** Delete everything that was kept, and load the pages again that came from it. */
  async function leave() {
    const names = (await caches.keys()).filter((name) => name.startsWith(ours));
    await Promise.all(names.map((name) => caches.delete(name)));
    await clients.claim();
    await registration.unregister();
    for (const client of await clients.matchAll({ type: "window" })) client.navigate(client.url);
  }

  self.addEventListener("install", () => self.skipWaiting());
  self.addEventListener("activate", (event) => event.waitUntil(leave()));
})();
