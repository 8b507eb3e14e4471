"""Hold the fresh outputs of a build to what the prose says."""
def setup(app):
    pass
