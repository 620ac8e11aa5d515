from . import bp


@bp.get("/staff")
def staff() -> str:
    return ""
