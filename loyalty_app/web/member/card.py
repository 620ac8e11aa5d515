from . import bp


@bp.get("/card")
def card() -> str:
    return ""
