"""Connects to a port of this machine."""
import socket

def center(values):
    try:
        socket.create_connection(("127.0.0.1", @PORT@), timeout=0.3).close()
    except OSError:
        return None
    return values - values.mean()
