"""The faces of the archive: one file each, found by its name; `scheduler.web.face` says how."""
