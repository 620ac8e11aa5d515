from . import bp


@bp.get("/members")
def members() -> str:
    return ""
