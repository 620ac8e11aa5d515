from . import bp


@bp.get("/history")
def history() -> str:
    return ""
