/* The queue: one request at a time, the latest answer of each key, nothing forgotten before the server says so. */

const ATTENTES = [2, 4, 8, 16, 30, 60];
const DELAI_MAX = 20_000;

export class FileAttente {
  constructor({ formulaire, depot, affichage }) {
    Object.assign(this, { formulaire, depot, affichage });
    this.attente = new Map();
    this.conflits = new Map();
    this.connues = new Map();
    this.revision = Number(formulaire.dataset.revision);
    this.base = null;
    this.encours = null;
    this.echecs = 0;
    this.arretee = false;
  }

  estVide = () => this.attente.size === 0 && this.conflits.size === 0 && !this.encours;
  attend = (cle) => this.attente.has(cle) || this.conflits.has(cle);

  /** Leaving a field repeats what typing has already said: only another value is a change. */
  noter(cle, valeurs, declenche = false) {
    if (this.arretee || this.connues.get(cle) === JSON.stringify(valeurs)) return;
    this.#mettre(cle, valeurs, declenche);
  }

  /** The values that the page came with, or took from the server. */
  connaitre(cle, valeurs) {
    this.connues.set(cle, JSON.stringify(valeurs));
  }

  #mettre(cle, valeurs, declenche) {
    this.connaitre(cle, valeurs);
    this.conflits.delete(cle);
    this.affichage.leverConflit(cle);
    this.attente.set(cle, { valeurs, declenche, revision: this.attente.get(cle)?.revision ?? this.revision });
    this.#retenir();
  }

  /** Send again what an earlier page could not, with the revision at which it had been typed. */
  rejouer(reponses) {
    for (const [cle, reponse] of Object.entries(reponses)) {
      this.connaitre(cle, reponse.valeurs);
      this.attente.set(cle, { ...reponse, declenche: true });
    }
    if (this.attente.size) this.vider();
  }

  /** Empty the queue; resolves when it is empty or when it has to wait. */
  vider() {
    clearTimeout(this.reprise);
    this.encours ??= this.#boucler().finally(() => {
      this.encours = null;
    });
    return this.encours;
  }

  reprendre() {
    if (this.attente.size && !this.encours && !this.arretee) this.vider();
  }

  async #boucler() {
    this.perimee = false;
    while (this.attente.size && !this.arretee) {
      const envoi = new Map(this.attente);
      this.affichage.montrer("cours");
      const reponse = await this.#poster(envoi);
      const suite = await this.#recevoir(reponse, envoi);
      if (!suite) return;
      this.perimee ||= [...envoi.values()].some((une) => une.declenche);
    }
    if (this.perimee) this.#actualiser();
  }

  async #poster(envoi) {
    const corps = new URLSearchParams({ revision: Math.min(...[...envoi.values()].map((une) => une.revision)) });
    for (const [cle, { valeurs }] of envoi) {
      corps.append("cle", cle);
      for (const [nom, valeur] of valeurs) corps.append(nom, valeur);
    }
    try {
      return await fetch(this.formulaire.dataset.sauvegarde, {
        method: "POST",
        body: corps,
        redirect: "manual",
        credentials: "same-origin",
        headers: { Accept: "application/json", "X-CSRFToken": jeton() },
        signal: AbortSignal.timeout(DELAI_MAX),
      });
    } catch {
      return null;
    }
  }

  /** Returns true when the queue may go on at once. */
  async #recevoir(reponse, envoi) {
    const statut = reponse?.type === "opaqueredirect" ? 401 : (reponse?.status ?? 0);
    const contenu = reponse?.headers.get("Content-Type")?.includes("json") ? await reponse.json().catch(() => ({})) : {};
    if (statut === 200) return this.#garde(envoi, contenu);
    if (statut === 409) return this.#disputer(envoi, contenu);
    if (statut === 422) return this.#abandonner(envoi, contenu.message ?? "Cette réponse ne peut pas être gardée.");
    if (statut === 401) return this.#reconnecter();
    if (statut === 400 || statut === 403) return this.#renouveler(contenu);
    if (statut === 404 || statut === 410) return this.#arreter(contenu.message ?? "Cette inscription n'accepte plus de réponses.");
    return this.#retenter(statut);
  }

  #garde(envoi, { revision, heure, actualiser }) {
    this.#avancer(revision);
    this.perimee ||= Boolean(actualiser);
    for (const [cle, une] of envoi) if (this.attente.get(cle) === une) this.attente.delete(cle);
    this.#retenir();
    this.echecs = 0;
    if (!this.conflits.size) this.affichage.garde(heure);
    return true;
  }

  #disputer(envoi, { revision, conflits = [] }) {
    this.#avancer(revision);
    for (const conflit of conflits) {
      const { cle } = conflit;
      const notre = this.attente.get(cle) ?? envoi.get(cle);
      this.attente.delete(cle);
      this.conflits.set(cle, { ...notre, revision: this.revision });
      this.affichage.conflit(conflit, () => this.#garderIci(cle), () => this.#prendreAilleurs(cle));
    }
    this.#retenir();
    return conflits.length > 0;
  }

  #garderIci(cle) {
    const { valeurs, declenche } = this.conflits.get(cle);
    this.#mettre(cle, valeurs, declenche);
    this.vider();
  }

  #prendreAilleurs(cle) {
    this.conflits.delete(cle);
    this.affichage.leverConflit(cle);
    this.#retenir();
    if (!this.conflits.size) this.affichage.garde("");
    this.#actualiser();
  }

  #abandonner(envoi, message) {
    for (const [cle, une] of envoi) if (this.attente.get(cle) === une) this.attente.delete(cle);
    this.#retenir();
    this.affichage.montrer("erreur", message);
    return false;
  }

  #arreter(message) {
    this.arretee = true;
    this.attente.clear();
    this.#retenir();
    this.affichage.montrer("erreur", message);
    return false;
  }

  #reconnecter() {
    this.affichage.deconnecte();
    return this.#nouveauJeton();
  }

  async #renouveler({ message }) {
    if (await this.#nouveauJeton()) return true;
    if (this.anonyme) this.affichage.deconnecte();
    else this.affichage.montrer("erreur", message ?? "Vos réponses ne peuvent pas être envoyées\u00a0: rechargez la page.");
    return false;
  }

  /** Ask for the token of the present connexion; true when it is another one than ours. */
  async #nouveauJeton() {
    const reponse = await fetch("/jeton-csrf", { headers: { Accept: "application/json" }, redirect: "manual" }).catch(() => null);
    this.anonyme = reponse?.type === "opaqueredirect" || reponse?.status === 401;
    const nouveau = reponse?.ok ? (await reponse.json().catch(() => ({}))).jeton : null;
    if (!nouveau || nouveau === this.dernierJeton) return false;
    this.dernierJeton = nouveau;
    document.querySelector("meta[name='csrf-token']")?.setAttribute("content", nouveau);
    document.querySelectorAll("input[name='csrf_token']").forEach((champ) => (champ.value = nouveau));
    document.querySelectorAll("[hx-headers]").forEach((e) => e.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": nouveau })));
    return true;
  }

  #retenter(statut) {
    this.affichage.montrer(statut === 0 ? "hors_ligne" : "serveur");
    const secondes = ATTENTES[Math.min(this.echecs++, ATTENTES.length - 1)];
    this.reprise = setTimeout(() => this.vider(), secondes * 1000);
    return false;
  }

  #avancer(revision) {
    if (revision === undefined) return;
    this.revision = revision;
    this.formulaire.dataset.revision = revision;
    for (const champ of this.formulaire.querySelectorAll("input[name='revision']")) champ.value = revision;
    for (const une of this.attente.values()) une.revision = revision;
  }

  #retenir() {
    this.depot.ecrire(Object.fromEntries([...this.attente, ...this.conflits]));
  }

  #actualiser() {
    const zone = this.formulaire.querySelector("[data-actualise]");
    if (zone) window.htmx?.trigger(zone, "saisie:actualiser");
  }
}

const jeton = () => document.querySelector("meta[name='csrf-token']")?.content ?? "";
