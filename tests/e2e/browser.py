"""Headless Chromium for the page's tests: Debian's packages, driven by selenium, with everything that would call home off."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-default-apps", "--disable-extensions", "--hide-scrollbars"),
    *("--disable-dev-shm-usage", "--disable-features=Translate,OptimizationHints,MediaRouter", "--force-color-profile=srgb"),
)


def found() -> tuple[str, str] | None:
    """(browser, driver), or None where one is missing."""
    browser, driver = shutil.which("chromium") or shutil.which("chromium-browser"), shutil.which("chromedriver")
    return (browser, driver) if browser and driver else None


@contextmanager
def chromium(profile: Path, width: int = 1400, height: int = 900, dark: bool = False, phone: bool = False) -> Iterator[Chrome]:
    """A browser with a fresh profile, its console and network logs on."""
    here = found()
    assert here is not None, "no chromium: run tests/install-browser.sh"
    options = ChromeOptions()
    options.binary_location = here[0]
    for flag in (*FLAGS, f"--user-data-dir={profile}", f"--window-size={width},{height}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = Chrome(options=options, service=Service(here[1]))
    try:
        driver.set_page_load_timeout(30)
        driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 2 if phone else 1, "mobile": phone},
        )
        if phone:
            driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True})
        colours = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": colours})
        yield driver
    finally:
        driver.quit()


def requests(driver: Chrome) -> list[str]:
    """Every address that pages asked for since the last call (Chrome's performance log)."""
    out = []
    for entry in driver.get_log("performance"):  # type: ignore[no-untyped-call]
        message: dict[str, Any] = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            out.append(message["params"]["request"]["url"])
    return out


def complaints(driver: Chrome) -> list[str]:
    """What the console said since the last call."""
    return [e["message"] for e in driver.get_log("browser") if e["level"] in ("SEVERE", "WARNING")]  # type: ignore[no-untyped-call]
