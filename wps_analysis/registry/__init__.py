"""What is known about the world, as data: the files of ``data/registry``."""
