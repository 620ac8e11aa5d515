from . import bp


@bp.get("/")
def scan() -> str:
    return ""
