"""The name of a browser and of a system, for the owner of an account to recognise a device."""

# The first that matches wins: Edge and Opera also say « Chrome », Chrome also says « Safari ».
NAVIGATEURS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMES = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def navigateur(agent: str) -> str:
    """Return « Firefox sur Windows », « Navigateur inconnu » when the User-Agent says nothing known."""
    nom = next((nom for signe, nom in NAVIGATEURS if signe in agent), "Navigateur inconnu")
    systeme = next((nom for signe, nom in SYSTEMES if signe in agent), "")
    return f"{nom} sur {systeme}" if systeme else nom
