"""The settings of ODK Collect, as the QR code that it scans carries them."""

import json
import zlib
from base64 import b64encode

# Forms come and go with what is asked, and what was sent does not stay on the device.
_GENERAL = {
    "form_update_mode": "match_exactly",
    "autosend": "wifi_and_cellular",
    "delete_send": True,
}


def settings(server: str, *, project: str) -> str:
    """Give what the code holds: JSON, compressed and in base64, as ODK documents it."""
    told = {
        "general": {"server_url": server, **_GENERAL},
        "admin": {"change_server": False, "edit_saved": True},
        "project": {"name": project, "icon": "H"},
    }
    return b64encode(zlib.compress(json.dumps(told).encode(), 9)).decode()
