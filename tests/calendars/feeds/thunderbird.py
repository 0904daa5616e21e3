"""Thunderbird, without a window, subscribed to calendars; it is told what to do by Marionette.

Marionette is Mozilla's remote control: JSON behind its length and a colon, over a local socket.
"""

import json
import os
import socket
import subprocess
from collections import deque
from datetime import date
from pathlib import Path
from threading import Thread, Timer
from typing import Any

ARGUMENTS = ["--headless", "--marionette", "--remote-allow-system-access", "--no-remote"]
PATIENCE = 60  # seconds, after which something is wrong
PREFERENCES = {
    "marionette.port": 0,  # any that is free
    "alerts.useSystemBackend": False,  # a desktop without one stops a refresh that fails
    "mailnews.start_page.enabled": False,
    "services.settings.server": "data:,",
    # What it still wants of any host but this one ends at a closed port.
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.no_proxies_on": "localhost",
}
ENVIRONMENT = {"MOZ_REMOTE_SETTINGS_DEVTOOLS": "1"}  # or it does not heed services.settings.server
PRELUDE = """
const [address, done] = arguments;
const {cal} = ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");
const subscribed = () => cal.manager.getCalendars().find(one => one.uri.spec == address);
const loaded = (calendar, start) => new Promise(resolve => {
    const names = ["StartBatch", "EndBatch", "AddItem", "ModifyItem", "DeleteItem", "Error",
                   "PropertyChanged", "PropertyDeleting"];
    const observer = Object.fromEntries(names.map(name => [`on${name}`, () => {}]));
    observer.QueryInterface = ChromeUtils.generateQI(["calIObserver"]);
    observer.onLoad = () => { calendar.removeObserver(observer); resolve(); };
    calendar.addObserver(observer);
    start();
});
"""
SUBSCRIBE = """
    const made = cal.manager.createCalendar("ics", Services.io.newURI(address));
    made.name = "feed";
    made.setProperty("cache.enabled", true);
    made.setProperty("refreshInterval", "0");
    cal.manager.registerCalendar(made);
    await loaded(subscribed(), () => subscribed().refresh());
"""
REFRESH = "await loaded(subscribed(), () => subscribed().refresh());"
EVENTS = """
    const every = Ci.calICalendar.ITEM_FILTER_ALL_ITEMS;
    const items = await cal.iterate.streamToArray(subscribed().getItems(every, 0, null, null));
    const last = item => {  // the end of a day is the beginning of the next
        const end = item.endDate.clone();
        if (end.isDate) end.day -= 1;
        return end;
    };
    const day = time => time.icalString.slice(0, 8);
    return items.map(item => [day(item.startDate), day(last(item)), item.title]);
"""
IS_RESTING = """return Boolean(subscribed().getProperty("disabled"));"""


class Thunderbird:
    """The program at `path`, with a new profile in `home`; an address names a calendar."""

    def __init__(self, path: str, home: Path) -> None:
        self.path, self.home = path, home
        profile = home / "profile"
        profile.mkdir()
        lines = (f'user_pref("{key}", {json.dumps(to)});' for key, to in PREFERENCES.items())
        (profile / "user.js").write_text("\n".join(lines))
        self.start()

    def start(self) -> None:
        """Start it, with all that it holds from before."""
        self.process = subprocess.Popen(
            [self.path, *ARGUMENTS, "--profile", str(self.home / "profile")],
            env=os.environ | ENVIRONMENT | {"HOME": str(self.home)},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.socket = socket.create_connection(("127.0.0.1", self._port()), timeout=PATIENCE)
        self.stream, self.sent = self.socket.makefile("rb"), 0
        self._receive()  # its greeting
        self._ask("WebDriver:NewSession")
        self._ask("WebDriver:SetTimeouts", script=PATIENCE * 1000)
        self._ask("Marionette:SetContext", value="chrome")

    def close(self) -> None:
        """End it as its user does."""
        too_late = Timer(PATIENCE, self.process.kill)
        too_late.start()
        try:
            self._ask("Marionette:Quit", flags=["eForceQuit"])
        finally:
            self.process.wait()
            too_late.cancel()
            self.stream.close()
            self.socket.close()
            self.listener.join()
            self.process.stdout.close()

    def restart(self) -> None:
        """End it and start it again."""
        self.close()
        self.start()

    def subscribe(self, address: str) -> None:
        """Subscribe, and fetch the calendar."""
        self._run(address, SUBSCRIBE)

    def unsubscribe(self, address: str) -> None:
        """Forget the calendar and all that it held."""
        self._run(address, "cal.manager.unregisterCalendar(subscribed());")

    def refresh(self, address: str) -> None:
        """Ask the server, and be done with its answer."""
        self._run(address, REFRESH)

    def events(self, address: str) -> list[tuple[date, date, str]]:
        """First day, last day and title of each event that it holds, in order."""
        found = self._run(address, EVENTS)
        day = date.fromisoformat
        return sorted((day(first), day(last), title) for first, last, title in found)

    def titles(self, address: str) -> list[str]:
        """What it holds, in order."""
        return sorted(title for _first, _last, title in self.events(address))

    def is_resting(self, address: str) -> bool:
        """Whether it has stopped asking the server."""
        return self._run(address, IS_RESTING)

    def _port(self) -> int:
        """Where Marionette listens, once it says so."""
        too_late = Timer(PATIENCE, self.process.kill)
        too_late.start()
        said = next((line for line in self.process.stdout if "Listening on port" in line), "")
        too_late.cancel()
        assert said, "Thunderbird did not start"
        # Nobody reads what else it says, but a full pipe would stop it.
        self.listener = Thread(target=deque, args=(self.process.stdout, 0), daemon=True)
        self.listener.start()
        return int(said.split()[-1])

    def _run(self, address: str, script: str) -> Any:
        body = f"{PRELUDE}(async () => {{{script}}})()"
        answer = f"{body}.then(ok => done({{ok}}), error => done({{error: `${{error}}`}}))"
        found = self._ask("WebDriver:ExecuteAsyncScript", script=answer, args=[address])["value"]
        assert "error" not in found, found
        return found.get("ok")

    def _ask(self, command: str, **parameters: Any) -> Any:
        self.sent += 1
        message = json.dumps([0, self.sent, command, parameters]).encode()
        self.socket.sendall(b"%d:%b" % (len(message), message))
        _kind, number, error, result = self._receive()
        assert number == self.sent
        assert error is None, error
        return result

    def _receive(self) -> Any:
        length = b""
        while (byte := self.stream.read(1)) != b":":
            assert byte, "Thunderbird has ended"
            length += byte
        return json.loads(self.stream.read(int(length)))
