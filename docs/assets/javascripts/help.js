// Nobody finds keys that are not told, and some cannot use single keys, who speak to the computer
// for example: a dialog lists them and switches them off.
"use strict";

(() => {
  const KEY = "hb-keys";
  const opener = document.querySelector("[data-hb-help]");
  const dialog = document.getElementById("hb-help");
  if (!opener || !dialog) return;
  const choice = dialog.querySelector("[type=checkbox]");

  /** Show the dialog, with the choice as it is now: another tab may have changed it. */
  function open() {
    if (dialog.open) return;
    choice.checked = __md_get(KEY) !== false;
    dialog.showModal();
  }

  opener.hidden = false;
  opener.addEventListener("click", open);
  // What keys.js sends for its key.
  document.addEventListener("hb-help", open);
  choice.addEventListener("change", () => __md_set(KEY, choice.checked));
  dialog.querySelector("button").addEventListener("click", () => dialog.close());
})();
