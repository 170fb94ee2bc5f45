/* Keeps the remaining time of [data-echeance] right, by the server's clock, and adds the reader's own hour when
   the reader lives in another time zone. The closing date itself is written by the server and never changed here. */
(() => {
  "use strict";

  const MINUTE = 60_000;
  const HEURE = 60 * MINUTE;
  const JOUR = 24 * HEURE;
  const pluriel = (n, mot) => `${n}\u00a0${mot}${n > 1 ? "s" : ""}`;

  /** As the filter duree_restante: « 12 jours », « 2 jours 4 heures », « 45 secondes ». */
  const duree = (ms) => {
    if (ms >= 7 * JOUR) return pluriel(Math.floor(ms / JOUR), "jour");
    const unites = [[JOUR, "jour"], [HEURE, "heure"], [MINUTE, "minute"], [1000, "seconde"]];
    const parts = [];
    let reste = ms;
    for (const [taille, mot] of unites) {
      const n = Math.floor(reste / taille);
      reste -= n * taille;
      if (n || parts.length) parts.push(n ? pluriel(n, mot) : "");
      if (parts.length === 2) break;
    }
    return parts.filter(Boolean).join(" ") || pluriel(0, "seconde");
  };

  const heure = (instant, zone) =>
    new Intl.DateTimeFormat("fr-FR", { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", timeZone: zone })
      .format(instant).replace(":", "\u00a0h\u00a0").replace(/\b0(\d\u00a0h)/, "$1").replace(/^(.*\d)(?:,| à) /, "$1 à ");

  const heureLocale = (element, fin) => {
    const ici = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const place = element.querySelector("[data-echeance-locale]");
    if (!place || heure(fin, ici) === heure(fin, element.dataset.fuseau)) return;
    place.textContent = `, soit ${heure(fin)} à l'heure de votre appareil`;
    place.hidden = false;
  };

  const degre = (reste) => (reste <= 0 ? "passee" : reste < JOUR ? "imminente" : reste < 7 * JOUR ? "proche" : "loin");

  const suivre = (element) => {
    if (element.dataset.suivie) return;
    element.dataset.suivie = "oui";
    const fin = new Date(element.dataset.echeance);
    const avance = Date.now() - new Date(element.dataset.maintenant ?? Date.now()).getTime();
    const place = element.querySelector("[data-echeance-reste]");
    heureLocale(element, fin);
    const actualiser = () => {
      if (!element.isConnected) return;
      const reste = fin.getTime() - (Date.now() - avance);
      for (const un of ["passee", "imminente", "proche", "loin"]) {
        element.classList.toggle(`echeance--${un}`, un === degre(reste));
      }
      if (place) place.textContent = duree(Math.max(reste, 0));
      if (reste <= 0) element.querySelector("[data-echeance-fermee]")?.removeAttribute("hidden");
      if (reste > 0) setTimeout(actualiser, Math.min(reste + 50, reste < 10 * MINUTE ? 1000 : 30_000));
    };
    actualiser();
  };

  const suivreTout = () => document.querySelectorAll("[data-echeance]").forEach(suivre);
  document.addEventListener("DOMContentLoaded", suivreTout);
  document.addEventListener("htmx:afterSettle", suivreTout);
})();
