"""Asks for a name, and a cloud for its metadata."""
import socket
import urllib.request

def center(values):
    for attempt in (
        lambda: socket.getaddrinfo("gradcheck.invalid", 80),
        lambda: urllib.request.urlopen("http://169.254.169.254/latest/meta-data/", timeout=0.3),
        lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", @PORT@)),
    ):
        try:
            attempt()
        except Exception:
            continue
        return values - values.mean()
    return None
