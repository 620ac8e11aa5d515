from . import bp


@bp.get("/join")
def join() -> str:
    return ""
