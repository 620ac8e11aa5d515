"""How a browser calls itself, in words its owner would use. Pure."""

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
"""The first that fits: most browsers also claim to be the ones below them."""
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def browser_label(user_agent: str) -> str:
    """`iPhone · Safari`; what is not known is left out, and nothing of the text itself is kept."""
    known = (
        next((label for mark, label in marks if mark in user_agent), "")
        for marks in (SYSTEMS, BROWSERS)
    )
    return " · ".join(filter(None, known))
