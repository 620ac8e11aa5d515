from . import bp


@bp.get("/")
def today() -> str:
    return ""
