"""Subscribes Evolution's data server to the feed at argv[1]; run by the system's Python.

For each line of standard input it asks it to refresh, and says the titles that it holds as JSON.
"""

import json
import sys

import gi

gi.require_version("ECal", "2.0")
gi.require_version("EDataServer", "1.2")
from gi.repository import ECal, EDataServer, GLib  # noqa: E402 (the versions come first)

registry = EDataServer.SourceRegistry.new_sync(None)
source = EDataServer.Source.new(None, None)
source.set_display_name("feed")
source.set_parent("webcal-stub")
source.get_extension(EDataServer.SOURCE_EXTENSION_CALENDAR).set_backend_name("webcal")
address = GLib.Uri.parse(sys.argv[1], GLib.UriFlags.NONE)
source.get_extension(EDataServer.SOURCE_EXTENSION_WEBDAV_BACKEND).set_uri(address)
registry.commit_source_sync(source, None)
source = registry.ref_source(source.get_uid())
client = ECal.Client.connect_sync(source, ECal.ClientSourceType.EVENTS, 10, None)
for _line in sys.stdin:
    try:
        client.refresh_sync(None)
    except GLib.Error as error:
        sys.stderr.write(f"{error}\n")
    _found, events = client.get_object_list_sync("#t", None)
    sys.stdout.write(json.dumps(sorted(event.get_summary() for event in events)) + "\n")
    sys.stdout.flush()
