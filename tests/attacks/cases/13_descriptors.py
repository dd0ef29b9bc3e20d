"""Opens files until there are none left."""

def center(values):
    files = []
    try:
        while True:
            files.append(open("/dev/null"))
    except OSError:
        keep.extend(files)
    return

keep = []
