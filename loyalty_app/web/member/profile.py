from . import bp


@bp.get("/me")
def profile() -> str:
    return ""
