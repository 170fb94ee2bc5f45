/* An input group is everything under the outermost [data-champ]: the boxes of a choice, the rows of a repetition. */

export const groupeDe = (element, formulaire) => {
  let groupe = null;
  for (let e = element.closest("[data-champ]"); e && formulaire.contains(e); e = e.parentElement?.closest("[data-champ]")) groupe = e;
  return groupe;
};

/** The outermost groups, which are what is saved. */
export const groupesDe = (formulaire) =>
  [...formulaire.querySelectorAll("[data-champ]")].filter((groupe) => !groupe.parentElement.closest("[data-champ]"));

const saisies = (groupe) => [...groupe.querySelectorAll("input[name], select[name], textarea[name]")].filter((e) => !e.disabled);
const aCocher = (e) => e.type === "radio" || e.type === "checkbox";

/** What a browser would submit for this group: pairs [name, value]. */
export const valeursDe = (groupe) =>
  saisies(groupe).filter((e) => !aCocher(e) || e.checked).map((e) => [e.name, e.value]);

export const groupeDeCle = (formulaire, cle) => formulaire.querySelector(`[data-champ="${CSS.escape(cle)}"]`);

/** Show again what had been typed and never sent. */
export const remplir = (formulaire, cle, valeurs) => {
  const groupe = groupeDeCle(formulaire, cle);
  if (!groupe) return;
  for (const e of saisies(groupe)) {
    const pour = valeurs.filter(([nom]) => nom === e.name).map(([, valeur]) => valeur);
    if (aCocher(e)) e.checked = pour.includes(e.value);
    else if (pour.length) e.value = pour[0];
  }
};
