"""What a browser says of itself, in the words of its owner."""

from loyalty_app.web.browsers import browser_label

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1"
)
PIXEL = (
    "Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/141.0.0.0 Mobile Safari/537.36"
)


def test_browsers_are_called_as_their_owners_would() -> None:
    assert browser_label(IPHONE) == "iPhone · Safari"
    assert browser_label(PIXEL) == "Android · Chrome"
    assert browser_label(PIXEL + " EdgA/141.0") == "Android · Edge"
    assert browser_label("<script>") == ""
