"""A window that offers files to be dragged: a stand-in for a file manager."""

import sys
from pathlib import Path

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk  # noqa: E402

uris = [Path(path).resolve().as_uri() for path in sys.argv[3:]]
window = Gtk.Window(title="files")
window.set_default_size(120, 120)
window.set_decorated(False)
box = Gtk.EventBox()
box.add(Gtk.Label(label="files"))
window.add(box)
box.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
box.drag_source_add_uri_targets()


def give(_widget, _context, data, _info, _time):
    data.set_uris(uris)
    print("given", flush=True)


box.connect("drag-data-get", give)
box.connect("drag-begin", lambda *_: print("begun", flush=True))
box.connect("drag-end", lambda *_: print("ended", flush=True))
box.connect("drag-failed", lambda _w, _c, why: print(f"refused {why.value_nick}", flush=True))
window.connect("map-event", lambda *_: print("shown", flush=True))
window.connect("destroy", Gtk.main_quit)
window.move(int(sys.argv[1]), int(sys.argv[2]))
window.show_all()
Gtk.main()
