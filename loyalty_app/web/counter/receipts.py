from . import bp


@bp.get("/receipts")
def receipts() -> str:
    return ""
