// A category or track has moved: the redirect in the page forgets the #id of a question, so that
// this script goes there first and takes it along.
"use strict";

(() => {
  const refresh = document.querySelector("meta[http-equiv=refresh]");
  const target = refresh.content.slice(refresh.content.indexOf("url=") + "url=".length);
  location.replace(new URL(target, location.href).href + location.hash);
})();
