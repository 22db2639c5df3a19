"""A page of a Chromium that nobody listens to.

Playwright copies every byte that comes to a page of its own, which makes a map of a million firms
wait for a second and more. Such a page stands in a profile that Playwright does not know.
"""

from __future__ import annotations

import itertools
import json
import time

_SETTLED = (
    "document.querySelector('h1') && document.querySelector('[data-testid=\"stApp\"]')"
    "?.getAttribute('data-test-script-state') === 'notRunning'"
)
_EVERY_S = 0.2  # asking a page all the time would keep it from drawing


class Tab:
    """A page with a profile of its own; each method returns when Chromium has answered."""

    def __init__(self, chromium, *, width=1280, height=720):
        self._chromium, self._numbers, self._answers = chromium, itertools.count(1), {}
        self._browser = chromium.new_browser_cdp_session()
        self._browser.on("Target.receivedMessageFromTarget", self._hear)
        profile = self._browser.send("Target.createBrowserContext")["browserContextId"]
        made = self._browser.send(
            "Target.createTarget",
            {
                "url": "about:blank",
                "browserContextId": profile,
                "width": width,
                "height": height,
            },
        )
        self._session = self._browser.send(
            "Target.attachToTarget", {"targetId": made["targetId"], "flatten": False}
        )["sessionId"]
        self.send("Page.enable")
        self.send("Emulation.setFocusEmulationEnabled", enabled=True)  # tabs behind it draw as well

    def send(self, method, **params):
        """Ask the page by the protocol of Chromium's tools."""
        number = next(self._numbers)
        message = json.dumps({"id": number, "method": method, "params": params})
        self._browser.send(
            "Target.sendMessageToTarget", {"sessionId": self._session, "message": message}
        )
        while number not in self._answers:
            self._browser.send("Browser.getVersion")  # lets Playwright hand over what came
        answer = self._answers.pop(number)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]

    def _hear(self, told):
        message = json.loads(told["message"])
        if "id" in message:
            self._answers[message["id"]] = message

    def before_all(self, script):
        """Run a script in each page of the tab before the page's own."""
        self.send("Page.addScriptToEvaluateOnNewDocument", source=script)

    def go(self, address):
        self.send("Page.navigate", url=address)

    def tell(self, expression):
        """Give the value of a JavaScript expression; None where the page is just changing."""
        told = self.send(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in told:
            raise RuntimeError(told["exceptionDetails"])
        return told["result"].get("value")

    def until(self, expression, patience_s):
        """Wait until an expression is true."""
        end = time.monotonic() + patience_s
        while not self.tell(f"Boolean({expression})"):
            if time.monotonic() > end:
                raise TimeoutError(expression)
            time.sleep(_EVERY_S)

    def settle(self, patience_s):
        """Wait until the first heading stands and the script has come to its end."""
        self.until(_SETTLED, patience_s)

    def press(self, key):
        """Press a key and let it go."""
        for kind in ("keyDown", "keyUp"):
            self.send(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                code=key,
                windowsVirtualKeyCode={"ArrowRight": 39}[key],
            )
