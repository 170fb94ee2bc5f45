/* Where the reader's attention goes: the error summary after a load or a swap, the new heading when the focused
   element has been swapped away, the dialogs, and the menu that closes with Escape. Nothing here is needed to work. */
(() => {
  "use strict";

  document.addEventListener("DOMContentLoaded", () => document.querySelector("[data-focus]")?.focus());

  document.addEventListener("htmx:afterSettle", (evenement) => {
    const arrive = evenement.target;
    const perdu = !document.activeElement || document.activeElement === document.body;
    const cible = arrive.querySelector?.("[data-focus]") ?? (perdu ? arrive.querySelector?.("[data-focus-apres]") : null);
    cible?.focus();
  });

  // The focus must follow the link of a summary into the field, also when the field is a group of boxes.
  document.addEventListener("click", (evenement) => {
    const lien = evenement.target.closest?.(".erreurs a[href^='#']");
    const champ = lien && document.getElementById(decodeURIComponent(lien.hash.slice(1)));
    if (!champ) return;
    evenement.preventDefault();
    const cible = champ.matches("input, select, textarea, button") ? champ : champ.querySelector("input, select, textarea");
    (cible ?? champ).focus({ preventScroll: true });
    (champ.closest(".champ") ?? champ).scrollIntoView({ block: "start" });
  });

  document.addEventListener("click", (evenement) => {
    const ouvreur = evenement.target.closest?.("[data-ouvre]");
    const dialogue = ouvreur && document.getElementById(ouvreur.dataset.ouvre);
    if (dialogue?.showModal) {
      evenement.preventDefault();
      dialogue.showModal();
    }
    if (evenement.target.closest?.("[data-ferme]")) {
      evenement.preventDefault();
      evenement.target.closest("dialog")?.close();
    }
    if (evenement.target.closest?.("[data-imprime]")) {
      evenement.preventDefault();
      window.print();
    }
    document.querySelectorAll(".menu[open]").forEach((menu) => {
      if (!menu.contains(evenement.target)) menu.open = false;
    });
  });

  document.addEventListener("keydown", (evenement) => {
    const menu = evenement.key === "Escape" && document.querySelector(".menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
})();
