from . import bp


@bp.get("/vouchers/<code>")
def voucher(code: str) -> str:
    return ""
