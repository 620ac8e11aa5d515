from . import bp


@bp.get("/rewards")
def rewards() -> str:
    return ""
