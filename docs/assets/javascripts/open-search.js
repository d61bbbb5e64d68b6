// The search is the quickest way to an answer, and on a phone only an icon in the header: a button
// in the text opens it. The theme knows no link that does.
"use strict";

(() => {
  const field = document.querySelector("[data-md-component=search-query]");
  const toggle = document.getElementById("__search");
  if (!field || !toggle) return;

  for (const button of document.querySelectorAll("[data-hb-search]")) {
    button.addEventListener("click", () => {
      if (!toggle.checked) toggle.click();
      field.focus();
    });
  }
})();
