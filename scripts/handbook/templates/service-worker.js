// The site without network: this worker keeps the files of the site as one build wrote them, checked
// by their hashes. Another build has another list, and so another worker and another cache; that
// one is complete before it is used, and the browser does not use it while a page of this one is
// open. So every page finds the files that it was built with. The build fills the list in.
"use strict";

(() => {
  const VERSION = "{{ version }}"; // the hash of the list
  /** The hash of each file. */
  const FILES = {{ files }};
  /** What is fetched at once: everything, or of a large site what every page needs. */
  const FIRST = {{ first or "Object.keys(FILES)" }};
  const WHOLE = {{ "false" if first else "true" }};

  const [HOME, NOT_FOUND, IDS] = ["index.html", "404.html", "{{ ids }}"];
  // Of a large site, what was visited is kept; its search index is as large as all its pages.
  const VISITED = /^(?!search\/)/;
  const PERMANENT = /^q\/([a-z0-9-]+)\/(?:index\.html)?$/;
  const FINGERPRINT = /^\?[0-9a-f]{8}$/;
  const AT_ONCE = 6; // downloads: more would only wait for each other
  const HASH = "X-Handbook-SHA-256";
  const scope = new URL(self.registration.scope);
  // Other sites may share the origin, and with it the caches: no path holds a space.
  const OURS = `handbook ${scope.pathname} `;

  /** The address of a file as pages ask for it; some hosts redirect from index.html. */
  function addressOf(file) {
    const path = file.split("/").map(encodeURIComponent).join("/");
    return new URL(`./${path.replace(/(^|\/)index\.html$/, "$1")}`, scope).href;
  }

  /** The path of an address below the site's; one that cannot be read is that of no file. */
  function pathOf(url) {
    try {
      return decodeURIComponent(url.pathname.slice(scope.pathname.length));
    } catch {
      return "?";
    }
  }

  /** The file that answers to a path, if there is one. */
  function fileOf(path) {
    const file = path === "" || path.endsWith("/") ? path + HOME : path;
    return Object.hasOwn(FILES, file) ? file : undefined;
  }

  /** The names of all caches of this site, whichever build made them. */
  async function ours() {
    return (await caches.keys()).filter((name) => name.startsWith(OURS));
  }

  // ---- installing ----------------------------------------------------------------------------

  async function hashOf(content) {
    const digest = await crypto.subtle.digest("SHA-256", content);
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /** What can be kept of an answer; null where it does not hold the file that is in the list. */
  async function checked(file, response) {
    const content = await response.arrayBuffer();
    // Servers send this page as what is missing.
    const good = response.ok || file === NOT_FOUND;
    if (!good || (await hashOf(content)) !== FILES[file]) return null;
    const headers = new Headers(response.headers);
    headers.delete("Content-Encoding");
    headers.delete("Content-Length");
    headers.set(HASH, FILES[file]);
    // Made anew, it tells of no redirect, which a browser would refuse for a page.
    return new Response(content, { headers });
  }

  /**
   * Fetch a file, past what a cache takes for fresh; once more without any cache where that is not
   * it: a server that goes by times takes an older file for one that has not changed.
   */
  async function download(file) {
    for (const cache of ["no-cache", "reload"]) {
      const response = await checked(file, await fetch(addressOf(file), { cache }));
      if (response) return response;
    }
    throw new Error(`${file} is not the one that this site was built with.`);
  }

  /** A file as one of some caches has it, if one does and it has not changed. */
  async function found(file, stores) {
    for (const store of stores) {
      const response = await store.match(addressOf(file));
      if (response?.headers.get(HASH) === FILES[file]) return response;
    }
    return null;
  }

  /** What to install: of a large site, also what was visited of an earlier build. */
  async function wanted(stores) {
    if (WHOLE) return Object.keys(FILES);
    const requests = (await Promise.all(stores.map((store) => store.keys()))).flat();
    const visited = requests.map(({ url }) => fileOf(pathOf(new URL(url)))).filter(Boolean);
    return [...new Set([...FIRST, ...visited])];
  }

  /**
   * Bring all files into the cache of this build, from earlier ones where they have not changed.
   * What was fetched before an installation failed stays for the next attempt.
   */
  async function install() {
    const cache = await caches.open(`${OURS}${VERSION}`);
    const stores = await Promise.all((await ours()).map((name) => caches.open(name)));
    const left = await wanted(stores);
    const bring = async () => {
      while (left.length) {
        const file = left.pop();
        await cache.put(addressOf(file), (await found(file, stores)) ?? (await download(file)));
      }
    };
    try {
      await Promise.all(Array.from({ length: AT_ONCE }, bring));
    } finally {
      left.length = 0; // which ends the others, too, where one has failed
    }
  }

  /** Delete what earlier builds kept. */
  async function activate() {
    const earlier = (await ours()).filter((name) => name !== `${OURS}${VERSION}`);
    await Promise.all(earlier.map((name) => caches.delete(name)));
    // On a first visit, the page that asked for this worker needs it, too: what it will load later
    // might else be of the next build. Any other page without a worker was loaded without on purpose.
    if (!earlier.length) await self.clients.claim();
  }

  // ---- answering -----------------------------------------------------------------------------

  /** A file of the cache, as an answer with a status. */
  async function kept(file, status = 200) {
    const cache = await caches.open(`${OURS}${VERSION}`);
    const response = await cache.match(addressOf(file));
    return response && new Response(response.body, { status, headers: response.headers });
  }

  /** Fetch what is not kept, and keep it if it is a file of this build. */
  async function visit(event, file) {
    const response = await fetch(event.request);
    if (VISITED.test(file)) event.waitUntil(keep(file, response.clone()));
    return response;
  }

  async function keep(file, answer) {
    const response = await checked(file, answer);
    const cache = await caches.open(`${OURS}${VERSION}`);
    if (response) await cache.put(addressOf(file), response);
  }

  /** Where the question of a permanent link is, instead of a file for each of them. */
  async function placeOf(id) {
    const { questions, former } = (await (await kept(IDS))?.json()) ?? { questions: {}, former: {} };
    const present = Object.hasOwn(former, id) ? former[id] : id;
    return Object.hasOwn(questions, present) ? new URL(questions[present], scope) : null;
  }

  /** Follow a permanent link, in the track in which its reader follows it. */
  async function follow(url, id) {
    const place = await placeOf(id);
    const track = url.searchParams.get("track");
    if (place && track) place.searchParams.set("track", track);
    return place && Response.redirect(place);
  }

  /** Whether somebody comes from a permanent link that only a newer build knows. */
  async function isNewer({ mode, referrer }) {
    if (mode !== "navigate" || !referrer.startsWith(scope.href)) return false;
    const [, id] = pathOf(new URL(referrer)).match(PERMANENT) ?? [];
    return Boolean(id) && !(await placeOf(id));
  }

  /** Answer with a file, unless it is one of another build that is asked for. */
  async function answerWith(file, event, url) {
    const other = FINGERPRINT.test(url.search) && !FILES[file].startsWith(url.search.slice(1));
    if (other) return fetch(event.request);
    if (await isNewer(event.request)) return refresh(event, file);
    return (await kept(file)) ?? visit(event, file);
  }

  /** Fetch what has changed since, without the older one that the browser may have, too. */
  async function refresh({ request }, file) {
    try {
      return await fetch(request, { cache: "no-cache" });
    } catch {
      return kept(file);
    }
  }

  /** Ask the server for what this build does not know. */
  async function ask({ request }) {
    try {
      return await fetch(request);
    } catch (error) {
      const page = request.mode === "navigate" && (await kept(NOT_FOUND, 404));
      if (page) return page;
      throw error;
    }
  }

  async function answer(event, url) {
    const path = pathOf(url);
    const file = fileOf(path);
    if (file) return answerWith(file, event, url);
    // A folder without its slash.
    if (fileOf(`${path}/`)) return Response.redirect(`${url.origin}${url.pathname}/${url.search}`);
    const [, id] = path.match(PERMANENT) ?? [];
    return (id && (await follow(url, id))) || ask(event);
  }

  self.addEventListener("install", (event) => event.waitUntil(install()));
  self.addEventListener("activate", (event) => event.waitUntil(activate()));
  self.addEventListener("fetch", (event) => {
    const url = new URL(event.request.url);
    const within = url.origin === scope.origin && url.pathname.startsWith(scope.pathname);
    if (within && event.request.method === "GET") event.respondWith(answer(event, url));
  });
  // offline.js asks what works without network.
  self.addEventListener("message", ({ source }) => source.postMessage({ whole: WHOLE }));
})();
