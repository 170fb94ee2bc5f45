/* Unsent answers on this device: {cle: {valeurs, revision, declenche}}. A browser may refuse storage (private
   window, full): the answers then live in the page only, and the warning before leaving it still stands. */

export class Depot {
  constructor(candidature) {
    this.nom = `saisie:${candidature}`;
  }

  lire() {
    try {
      return JSON.parse(localStorage.getItem(this.nom) ?? "{}");
    } catch {
      return {};
    }
  }

  ecrire(reponses) {
    try {
      if (Object.keys(reponses).length) localStorage.setItem(this.nom, JSON.stringify(reponses));
      else localStorage.removeItem(this.nom);
      return true;
    } catch {
      return false;
    }
  }
}
