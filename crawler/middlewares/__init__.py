"""Between Scrapy's engine and the hosts, one file a duty: guard (whom no request may reach),
circuit (which host is left alone for a while), robots (what a host lets us read, and how fast),
retry (what is asked for again, and when), unchanged (what need not be sent or read again).
"""

from twisted.web._newclient import HTTPClientParser

HTTPClientParser.MAX_LENGTH = 65_536
"""Bytes of one header line. Twisted's 16,384 is too short for Yahoo, whose headers reach 34 KB."""
