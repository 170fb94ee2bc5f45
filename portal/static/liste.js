/* The boxes of the list of candidatures: one ticks all of the page, and the button says how many are ticked.
   Nothing here is needed to work. */
(() => {
  "use strict";

  const cases = (lot) => [...lot.querySelectorAll("input[name='cles']")];

  function compter(lot) {
    const choisies = cases(lot).filter((une) => une.checked).length;
    const combien = lot.querySelector("[data-combien]"), toutes = lot.querySelector("[data-toutes]");
    if (!combien || !toutes) return; // nothing of this page can be ticked
    combien.textContent = choisies ? ` (${choisies})` : "";
    toutes.hidden = false;
    toutes.checked = choisies > 0 && choisies === cases(lot).length;
    toutes.indeterminate = choisies > 0 && !toutes.checked;
  }

  const compterTout = () => document.querySelectorAll(".selection-lot").forEach(compter);

  document.addEventListener("change", (evenement) => {
    const lot = evenement.target.closest?.(".selection-lot");
    if (!lot) return;
    if (evenement.target.matches("[data-toutes]")) {
      cases(lot).forEach((une) => { une.checked = evenement.target.checked; });
    }
    compter(lot);
  });

  document.addEventListener("DOMContentLoaded", compterTout);
  document.addEventListener("htmx:afterSettle", compterTout);
})();
