// This page leads to another one, but the redirect in it forgets what the address holds besides:
// the #id of a question, where a category or track has moved, and the track in which a reader
// follows a permanent link. So this script goes there first and takes both along.
"use strict";

(() => {
  const refresh = document.querySelector("meta[http-equiv=refresh]");
  const address = refresh.content.slice(refresh.content.indexOf("url=") + "url=".length);
  const target = new URL(address, location.href);
  const track = new URLSearchParams(location.search).get("track");
  if (track) target.searchParams.set("track", track);
  if (!target.hash) target.hash = location.hash;
  location.replace(target);
})();
