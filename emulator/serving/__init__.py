"""An HTTP/1.1 server for one WSGI application that seldom waits: asyncio reads and writes, calls take turns.

``head`` and ``body`` read a request, ``connection`` is one client, ``pending`` the calls that wait, ``server`` one process,
``workers`` several. Why it is our own: a server that reads bodies inside its worker thread is stopped by one slow client, and
one that reads them elsewhere hands every call to another thread and back, which took longer than the call itself (measured).
"""
