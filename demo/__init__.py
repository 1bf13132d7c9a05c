"""The main job on a bundled sample site: see `demo.run`."""
