"""Our settings -> Scrapy's. Nothing of Scrapy's that we did not ask for is switched on."""

from __future__ import annotations

from typing import Any

from config.settings import CrawlSettings

NAME = "Shuzhi"
VERSION = "0.1"


def user_agent(contact: str = "") -> str:
    """How we say who we are. robots.txt is read for the name before the slash."""
    return f"{NAME}/{VERSION} (+{contact})" if contact else f"{NAME}/{VERSION}"


def scrapy_settings(settings: CrawlSettings) -> dict[str, Any]:
    """Scrapy's settings for one run. Redirects, retries and compression are ours: see `crawler.fetch`."""
    return {
        "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
        "REMOTE_CONTROL_ENABLED": False,  # a local server that runs code, on by default
        "TELNETCONSOLE_ENABLED": False,
        "EXTENSIONS_BASE": {},
        "EXTENSIONS": {"crawler.middleware.Throttle": 0},
        "DOWNLOADER_MIDDLEWARES_BASE": {},
        "DOWNLOADER_MIDDLEWARES": {
            "crawler.middleware.Gate": 50,
            "crawler.middleware.Robots": 100,
            "crawler.middleware.Pause": 200,
            "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
            "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
            "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
            "crawler.middleware.Unpack": 590,
            "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": 700,
        },
        "SPIDER_MIDDLEWARES_BASE": {},
        "DOWNLOAD_HANDLERS_BASE": {},
        "DOWNLOAD_HANDLERS": {
            "http": "crawler.middleware.Handler",
            "https": "crawler.middleware.Handler",
        },
        "USER_AGENT": user_agent(settings.contact),
        "ROBOTSTXT_OBEY": settings.obey_robots,
        "ROBOTSTXT_USER_AGENT": NAME,
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.9,*/*;q=0.5",
            "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.3",
            "Accept-Encoding": "gzip, deflate",
        },
        "CONCURRENT_ITEMS": 8,
        "CONCURRENT_REQUESTS": settings.concurrency,
        "CONCURRENT_REQUESTS_PER_DOMAIN": settings.per_host,
        "DOWNLOAD_DELAY": 1.0,
        "DOWNLOAD_DELAY_JITTER": 0.0,  # a crawl-delay is a promise, not an average
        "DOWNLOAD_TIMEOUT": settings.timeout,
        "DOWNLOAD_MAXSIZE": settings.max_page_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_FAIL_ON_DATALOSS": True,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_START_DELAY": 0.0,
        "AUTOTHROTTLE_TARGET_CONCURRENCY": float(settings.per_host),
        "HTTPPROXY_ENABLED": False,  # a proxy would look names up itself, past the guard
        "COOKIES_ENABLED": True,
        "STATS_DUMP": False,
        "LOG_ENABLED": False,
        "WARN_ON_GENERATOR_RETURN_VALUE": False,
    }
