"""资料导入: reading the files of a class as institutions keep them, and the figures of a class."""
