/* One sending on the page: its name, its bar, « Annuler », and what went wrong with « Réessayer ». */

const element = (balise, classe, texte = "") => {
  const cree = document.createElement(balise);
  cree.className = classe;
  cree.textContent = texte;
  return cree;
};

const bouton = (texte) => {
  const cree = element("button", "bouton bouton--discret bouton--petit", texte);
  cree.type = "button";
  return cree;
};

export class Ligne {
  #abandon = () => {};

  constructor(liste, lot) {
    this.nom = lot.length > 1 ? `${lot.length} photos, en un seul PDF` : lot[0].name;
    this.boite = element("div", "envoi-en-cours");
    this.titre = element("p", "envoi-en-cours__nom", `${this.nom} – en attente`);
    this.barre = document.createElement("progress");
    this.barre.max = 100;
    this.barre.value = 0;
    this.barre.setAttribute("aria-label", `Envoi de ${this.nom}`);
    this.annuler = bouton("Annuler l'envoi");
    this.reprise = bouton("Réessayer");
    this.reprise.hidden = true;
    this.annuler.addEventListener("click", () => {
      this.#abandon();
      this.boite.remove();
    });
    this.boite.append(this.titre, this.barre, this.annuler, this.reprise);
    liste.append(this.boite);
  }

  surAbandon(fonction) {
    this.#abandon = fonction;
  }

  surReprise(fonction) {
    this.reprise.addEventListener("click", () => {
      this.#dire("en attente", "");
      fonction();
    });
  }

  commencer() {
    this.#dire("0\u00a0%", "");
  }

  avancer(part) {
    const pourcent = Math.floor(part * 100);
    this.barre.value = pourcent;
    this.titre.textContent = part < 1 ? `${this.nom} – ${pourcent}\u00a0%` : `${this.nom} – vérification…`;
  }

  finir() {
    this.boite.remove();
  }

  abandonner() {
    this.boite.remove();
  }

  /** The server will not take it: said, and it can only be put away. */
  refuser(message) {
    this.#dire("non accepté", message);
    this.barre.hidden = true;
    this.annuler.textContent = "Fermer";
    this.boite.classList.add("envoi-en-cours--refuse");
  }

  /** It may go better next time: the file is kept. */
  echouer(message) {
    this.#dire("interrompu", message);
    this.reprise.hidden = false;
    this.boite.classList.add("envoi-en-cours--refuse");
  }

  #dire(etat, message) {
    this.titre.textContent = `${this.nom} – ${etat}`;
    this.message?.remove();
    this.reprise.hidden = true;
    this.barre.hidden = false;
    this.boite.classList.remove("envoi-en-cours--refuse");
    if (!message) return;
    this.message = element("p", "envoi-en-cours__message", message);
    this.message.setAttribute("role", "alert");
    this.titre.after(this.message);
  }
}
