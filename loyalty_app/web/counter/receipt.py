from . import bp


@bp.get("/receipts/<activity_id>")
def receipt(activity_id: str) -> str:
    return ""
