from . import bp


@bp.get("/members/<number>")
def purchase(number: str) -> str:
    return ""
