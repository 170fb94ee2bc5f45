/* The checking station by keyboard: one key decides, turns or enlarges, and the seconds left to undo are counted.
   Without it every button works; only turning and enlarging are missing. */
(() => {
  "use strict";

  const TAILLES = 5;
  const REGARD_MS = 300; // a key pressed twice must not accept the next piece, which nobody has seen yet
  const station = () => document.querySelector("[data-verification]");
  const enSaisie = (cible) => cible.matches?.("input, textarea, select, [contenteditable]");

  /** The first page that is in view: the one to turn. */
  const pageVue = () => {
    const pages = [...document.querySelectorAll(".page-piece")];
    return pages.find((page) => page.getBoundingClientRect().bottom > 80) ?? pages[0];
  };

  const GESTES = {
    tourner: () => {
      const page = pageVue();
      if (page) page.dataset.tour = String((Number(page.dataset.tour ?? 0) + 90) % 360);
    },
    agrandir: () => taille(1),
    reduire: () => taille(-1),
  };

  const taille = (pas) => {
    const visionneuse = document.getElementById("visionneuse");
    if (!visionneuse) return;
    const voulue = Number(visionneuse.dataset.taille ?? 1) + pas;
    visionneuse.dataset.taille = String(Math.min(Math.max(voulue, 1), TAILLES));
  };

  const deplier = (choix) => {
    choix.open = true;
    choix.querySelector("input:not([type=hidden]), textarea")?.focus();
  };

  const replier = () => {
    const ouvert = document.querySelector(".choix[open], .raccourcis[open]");
    if (!ouvert) return;
    ouvert.open = false;
    ouvert.querySelector("summary").focus();
  };

  const TOUCHES = { t: "tourner", "+": "agrandir", "=": "agrandir", "-": "reduire" };

  const agir = (touche) => {
    if (TOUCHES[touche]) return GESTES[TOUCHES[touche]]();
    if (touche === "c" && !("prete" in station().dataset)) return;
    if (touche === "a") return document.querySelector(".annulation:not([hidden]) button")?.click();
    const cible = document.querySelector(`[data-touche="${CSS.escape(touche)}"]`);
    return cible?.matches("details") ? deplier(cible) : cible?.click();
  };

  /** A page that is wider than its frame is moved by the arrows. */
  const defile = (cible, touche) => {
    const cadre = touche === "arrowright" && cible.closest?.("[data-pages]");
    return Boolean(cadre && cadre.scrollWidth > cadre.clientWidth + 1);
  };

  document.addEventListener("keydown", (evenement) => {
    if (!station() || evenement.ctrlKey || evenement.metaKey || evenement.altKey || evenement.repeat) return;
    if (evenement.key === "Escape") return replier();
    const touche = evenement.key.toLowerCase();
    if (enSaisie(evenement.target) || defile(evenement.target, touche)) return;
    const connue = touche in TOUCHES || touche === "a" || document.querySelector(`[data-touche="${CSS.escape(touche)}"]`);
    if (!connue) return;
    evenement.preventDefault();
    agir(touche);
  });

  document.addEventListener("click", (evenement) => {
    const geste = evenement.target.closest?.("[data-geste]");
    if (geste) GESTES[geste.dataset.geste]();
  });

  // One click, one decision: the page is leaving already.
  document.addEventListener("submit", (evenement) => {
    if (!station()) return;
    if (document.body.dataset.part) evenement.preventDefault();
    document.body.dataset.part = "oui";
  });
  window.addEventListener("pageshow", () => delete document.body.dataset.part);

  const compter = (formulaire) => {
    const avance = Date.now() - new Date(formulaire.dataset.maintenant).getTime();
    const fin = new Date(formulaire.dataset.annulation).getTime();
    const place = formulaire.querySelector("[data-reste]");
    const battre = () => {
      const reste = Math.ceil((fin - (Date.now() - avance)) / 1000);
      if (reste <= 0) return void (formulaire.hidden = true);
      place.textContent = String(reste);
      setTimeout(battre, 500);
    };
    battre();
  };

  const montrer = () => document.querySelectorAll("[data-outils]").forEach((outils) => (outils.hidden = false));

  document.addEventListener("DOMContentLoaded", () => {
    montrer();
    document.querySelectorAll("[data-annulation]").forEach(compter);
  });
  document.addEventListener("htmx:afterSettle", montrer);
  // The pictures are there.
  window.addEventListener("load", () => setTimeout(() => station()?.setAttribute("data-prete", ""), REGARD_MS));
})();
