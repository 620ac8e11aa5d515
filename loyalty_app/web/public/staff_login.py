from . import bp


@bp.get("/staff")
def staff_login() -> str:
    return ""
