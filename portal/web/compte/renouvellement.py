"""« Changer de téléphone »: the second factor of a member of staff, moved by who still has the first one."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Reponse

from portal.domain.compte import MotDePasseActuelFaux, TropDeTentatives
from portal.domain.second_facteur import CodeIllisible, CodeRefuse
from portal.domain.typographie import francais
from portal.services import enrolement
from portal.web import connexion_serveur
from portal.web.acces import PERSONNEL, acces
from portal.web.compte import vues
from portal.web.compte.formulaires import FormulaireRenouvellement, noter
from portal.web.compte.telephone import adresse_des_codes, image_qr, qui
from portal.web.courant import jeton_de_connexion, portail

Page = str | tuple[str, int] | tuple[str, int, dict[str, str]] | Reponse


@vues.get("/compte/telephone")
@acces(*PERSONNEL)
def telephone() -> Page:
    return _page(FormulaireRenouvellement(formdata=None))


@vues.post("/compte/telephone")
@acces(*PERSONNEL)
def telephone_post() -> Page:
    formulaire = FormulaireRenouvellement()
    actuel = formulaire.lire_actuel()
    codes = formulaire.code_actuel.data or "", formulaire.code_nouveau.data or ""
    if actuel is None:
        return _page(formulaire, erreurs=True), 422
    try:
        nouveau = enrolement.renouveler(portail(), qui(), jeton_de_connexion(), actuel, codes)
    except MotDePasseActuelFaux as refus:
        noter(formulaire.mot_de_passe_actuel, refus.phrase)
    except TropDeTentatives as refus:
        noter(formulaire.code_actuel, refus.phrase)
        return _page(formulaire, erreurs=True), refus.statut, {"Retry-After": str(refus.secondes)}
    except (CodeIllisible, CodeRefuse) as refus:
        noter(formulaire.code_actuel, francais(f"{refus.phrase} Redonnez les deux codes."))
    else:
        connexion_serveur.elever(nouveau)
        flash(francais("C'est fait : c'est votre nouveau téléphone qui sera demandé."), "succes")
        return redirect(url_for("compte.modifier"), code=303)
    return _page(formulaire, erreurs=True), 422


def _page(formulaire: FormulaireRenouvellement, erreurs: bool = False) -> str:
    proposition = enrolement.proposer(portail(), qui(), jeton_de_connexion())
    formulaire.code_actuel.data = formulaire.code_nouveau.data = ""
    return render_template(
        "compte/telephone.html",
        formulaire=formulaire,
        erreurs=erreurs,
        secret=proposition.secret,
        adresse_application=proposition.adresse,
        qr=image_qr(proposition),
        codes=adresse_des_codes(),
    )
