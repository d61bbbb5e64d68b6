// The site as it is read from a disk, by a double click: there a browser lets no script read a file,
// but lets a page load scripts. So each file that scripts ask for has a twin, a script that hands
// its text over, and here is a `fetch` that finds it.
"use strict";

(() => {
  const PERMANENT = /^q\/([^/]+)\/(?:index\.html)?$/;
  const TYPES = { json: "application/json", html: "text/html; charset=utf-8" };
  const IDS = "data/ids.json";
  const texts = new Map();
  const loading = new Map();

  // What addresses.js looks for.
  document.documentElement.dataset.hbOnDisk = "";
  // Somebody may put the files onto a server.
  if (location.protocol !== "file:") return;

  /** What twins call. */
  window.hbFile = (path, text) => texts.set(path, text);

  /** Load the twin of a file, or find that there is none. */
  function load(path) {
    const script = document.createElement("script");
    script.src = new URL(`${path}.js`, __md_scope);
    return new Promise((resolve) => {
      script.addEventListener("load", resolve);
      script.addEventListener("error", resolve);
      document.head.append(script);
    }).finally(() => script.remove());
  }

  /** The text of a file, undefined for one without a twin. */
  async function read(path) {
    if (!loading.has(path)) loading.set(path, load(path));
    await loading.get(path);
    return texts.get(path);
  }

  /** Whether there is such a permanent link: of those, scripts ask nothing else. */
  async function isPermanent(id) {
    const { questions, former, retired } = JSON.parse((await read(IDS)) ?? "{}");
    return [questions, former, retired].some((ids) => ids && Object.hasOwn(ids, id));
  }

  /** Answer as a server would. */
  async function answer(path) {
    const [, id] = path.match(PERMANENT) ?? [];
    const text = id ? ((await isPermanent(id)) ? "" : undefined) : await read(path);
    if (text === undefined) return new Response("", { status: 404 });
    const type = TYPES[path.split(".").pop()] ?? "text/plain; charset=utf-8";
    return new Response(text, { headers: { "Content-Type": type } });
  }

  const fetched = window.fetch.bind(window);
  window.fetch = (asked, options) => {
    const url = new URL(asked.url ?? asked, location.href);
    const within = url.protocol === "file:" && url.pathname.startsWith(__md_scope.pathname);
    if (!within) return fetched(asked, options);
    return answer(decodeURIComponent(url.pathname.slice(__md_scope.pathname.length)));
  };
})();
