from . import bp


@bp.get("/")
def home() -> str:
    return ""
