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
box.connect("drag-data-get", lambda _w, _c, data, _i, _t: data.set_uris(uris))
window.connect("destroy", Gtk.main_quit)
window.move(int(sys.argv[1]), int(sys.argv[2]))
window.show_all()
print("shown", flush=True)
Gtk.main()
