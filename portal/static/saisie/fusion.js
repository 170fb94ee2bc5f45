/* The htmx swap « fusion »: the new fields are merged into those of the page, so that the input that has the focus
   keeps it, with its caret and what is being typed; answers that are not sent yet stay as they are. */

let attend = () => false;

/** `question(cle)` tells whether an answer still waits to be sent. */
export const proteger = (question) => {
  attend = question;
};

const enAttente = (noeud) => noeud instanceof Element && noeud.dataset?.champ !== undefined && attend(noeud.dataset.champ);

window.htmx?.defineExtension("fusion", {
  isInlineSwap: (style) => style === "fusion",
  handleSwap: (style, cible, fragment) => {
    if (style !== "fusion") return false;
    return window.Idiomorph.morph(cible, fragment.children ?? fragment, {
      morphStyle: "outerHTML",
      ignoreActiveValue: true,
      restoreFocus: true,
      callbacks: {
        beforeNodeMorphed: (ancien) => !enAttente(ancien),
        beforeNodeRemoved: (ancien) => !(ancien instanceof Element && ancien.classList.contains("conflit")),
      },
    });
  },
});
