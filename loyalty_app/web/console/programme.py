from . import bp


@bp.get("/programme")
def programme() -> str:
    return ""
