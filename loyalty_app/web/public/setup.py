from . import bp


@bp.get("/setup")
def setup() -> str:
    return ""
