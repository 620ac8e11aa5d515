from . import bp


@bp.get("/login")
def login() -> str:
    return ""
